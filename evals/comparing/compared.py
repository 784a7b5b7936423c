"""Compare two runs: each figure with how sure its difference is, and the questions that came out otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from evals.comparing.differences import changed_by
from evals.comparing.pairing import differing, paired
from evals.comparing.reasons import changed
from evals.comparing.together import of_all
from evals.comparing.types import Changed, Compared, Comparison, Pair
from evals.metrics import METRICS, figure
from evals.metrics.types import Metric
from evals.runs.types import Record, Run, Took
from evals.statistics import Estimate, holm

__all__ = ["Changed", "Compared", "Comparison", "Pair", "compared"]


def compared(one: Run, other: Run, metrics: Mapping[str, Metric] = METRICS) -> Comparison:
    """What changed from the run before, `one`, to the run after, `other`.

    A metric is compared over the questions that are the same in both runs. The interval is the percentile bootstrap of
    the difference, question by question; p that of the randomisation test, see `evals.comparing.differences`. It is
    corrected for the metrics that are shown, those of cost aside: they change with the machine.
    """
    pairs, left_out = paired(one, other)
    took = _took_of(one), _took_of(other)
    rows = [_compared(metric, pairs, took) for metric in metrics.values()]
    tested = {row.name: row.p for row in rows if row.p is not None and row.family != "cost"}
    corrected = holm(tested)
    return Comparison(
        one,
        other,
        pairs,
        left_out,
        differing(one, other),
        tuple(replace(row, corrected=corrected.get(row.name)) for row in rows),
        tuple(found for pair in pairs if (found := changed(pair, metrics))),
    )


def _compared(metric: Metric, pairs: Sequence[Pair], took: tuple[Mapping[str, Took], Mapping[str, Took]]) -> Compared:
    one = _asked([pair.one for pair in pairs], took[0])
    other = _asked([pair.other for pair in pairs], took[1])
    values = tuple(zip(metric.values(*one), metric.values(*other), strict=True))
    before, after = (figure(metric, *one), figure(metric, *other)) if pairs else (None, None)
    gap: Estimate | None = None
    p: float | None = None
    if before is not None and after is not None:
        told = changed_by([mine for mine, _ in values], [its for _, its in values])
        gap, p = of_all(metric, one, other) if metric.overall else told or (None, None)
    return Compared(
        *(metric.name, metric.title, metric.family, metric.better, metric.unit),
        *(before, after, gap, p),
        corrected=None,
        only_one=sum(mine is not None and its is None for mine, its in values),
        only_other=sum(mine is None and its is not None for mine, its in values),
        values=values,
    )


def _took_of(run: Run) -> Mapping[str, Took]:
    if len(run.took) != len(run.records):
        return {}
    return {record.question.id: took for record, took in zip(run.records, run.took, strict=True)}


def _asked(records: Sequence[Record], took: Mapping[str, Took]) -> tuple[Sequence[Record], Sequence[Took]]:
    return records, [took[record.question.id] for record in records] if took else ()
