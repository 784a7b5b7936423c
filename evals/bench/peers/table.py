"""Show the comparison as Markdown: a table for each set and encoder, with ratios to ours, and the aims below it."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from corpus.errors import RoundtableError
from evals.bench.peers.asked import DEPTHS
from evals.bench.peers.comparing import Comparison
from evals.bench.peers.environments import Environment
from evals.bench.peers.figures import Aim, Figures, aims, figures
from evals.bench.peers.measuring import OURS
from evals.statistics import Estimate

NOTES = (
    "A number in brackets is how many times as much as ours. The other programs only find passages; ours is shown once "
    "finding passages, as they do, and once with the whole answer, checked and cited. "
    "Recall is the share of a question's key points of which a right page (in a document without pages, the document) "
    "is among the first 1, 5 or 10 passages; its 95 % interval is a bootstrap over the questions. "
    "An ingest is a whole process, from its start to the index on disk; its imports are part of it. "
    "Peak memory is that of the largest process. All were asked in turn, in processes of their own that stayed open."
)
Row = tuple[str, Callable[[Figures], float | None], Callable[[float], str]]


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def _milliseconds(value: float) -> str:
    return f"{value:.1f} ms"


def _megabytes(value: float) -> str:
    return f"{value / 1e6:.0f} MB"


def _number(value: float) -> str:
    return f"{value:,.0f}"


ROWS: tuple[Row, ...] = (
    ("Ingest", lambda each: each.ingest_seconds, _seconds),
    ("... processor time", lambda each: each.ingest_processor_seconds, _seconds),
    ("... of it imports", lambda each: each.import_seconds, _seconds),
    ("... peak memory", lambda each: each.ingest_peak_bytes, _megabytes),
    ("Index on disk", lambda each: each.index_bytes, _megabytes),
    ("Question, p50", lambda each: each.p50_ms, _milliseconds),
    ("Question, p95", lambda each: each.p95_ms, _milliseconds),
    ("... processor time, p50", lambda each: each.processor_p50_ms, _milliseconds),
    ("... peak memory", lambda each: each.search_peak_bytes, _megabytes),
    ("Cold start to first result", lambda each: each.cold_seconds, _seconds),
)
PLAIN: tuple[Row, ...] = (
    ("Passages", lambda each: each.passages, _number),
    ("Characters of a passage, middle", lambda each: each.passage_length, _number),
)


def markdown(
    comparisons: Sequence[Comparison],
    environments: Mapping[str, Environment | RoundtableError],
    machine: str,
    command: str,
) -> str:
    lines = ["# This program against what people would pick instead", "", machine, "", f"`{command}`", "", NOTES, ""]
    lines += [*_environments(environments), ""]
    for comparison in comparisons:
        lines += [*_comparison(comparison), ""]
    return "\n".join(lines)


def _environments(environments: Mapping[str, Environment | RoundtableError]) -> Iterator[str]:
    yield from ("## What is installed", "", "| | On disk | Packages | Largest |", "| --- | ---: | ---: | --- |")
    ours = environments[OURS]
    for name, each in environments.items():
        if isinstance(each, RoundtableError):
            yield f"| {name} | failed | | {_cell(str(each))} |"
            continue
        largest = ", ".join(f"{package} {size:.0f} MB" for package, size in each.largest.items())
        beside = (
            "" if isinstance(ours, RoundtableError) or name == OURS else f" ({each.megabytes / ours.megabytes:.2f}x)"
        )
        yield f"| {name} | {each.megabytes:.0f} MB{beside} | {len(each.packages)} | {largest} |"


def _comparison(comparison: Comparison) -> Iterator[str]:
    asked, found = comparison.asked, figures(comparison)
    left_out = ", ".join(f"{count} {reason}" for reason, count in asked.left_out.items() if count)
    nearest = comparison.model.nearest
    near = f", ours maybe in 8 bits (cosine to the vectors of the others at least {nearest:.3f})" if nearest else ""
    yield f"## {asked.name}, {comparison.model.name}"
    yield ""
    yield (
        f"{len(asked.files)} documents, {len(asked.asked)} questions{f'; left out: {left_out}' if left_out else ''}. "
        f"All load the same weights{near}."
    )
    yield ""
    yield from table(found)
    if failed := [f"- {each.program} failed: {_cell(each.failed)}" for each in found if each.failed]:
        yield from ("", *failed)
    yield from ("", *_aims(aims(found)))


def table(found: Sequence[Figures]) -> list[str]:
    """A column a program, ours first; what failed has none of its figures."""
    [ours] = [each for each in found if each.program == OURS]
    lines = [f"| | {' | '.join(each.program for each in found)} |", f"| --- |{' ---: |' * len(found)}"]
    for rows, beside in ((ROWS, True), (PLAIN, False)):
        for name, value_of, shown in rows:
            cells = [_figure(each, ours, value_of, shown, beside) for each in found]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    for depth in DEPTHS:
        cells = [_estimate(each.recall[depth], "") if each.recall else _none(each) for each in found]
        lines.append(f"| Recall of the right page at {depth} | {' | '.join(cells)} |")
    for depth in DEPTHS:
        cells = [_estimate(each.behind[depth], "+") if each.behind else _none(each) for each in found]
        lines.append(f"| ... ours minus theirs at {depth} | {' | '.join(cells)} |")
    return lines


def _figure(
    each: Figures,
    ours: Figures,
    value_of: Callable[[Figures], float | None],
    shown: Callable[[float], str],
    beside: bool,
) -> str:
    value, own = value_of(each), value_of(ours)
    if value is None:
        return _none(each)
    return shown(value) + (f" ({value / own:.2f}x)" if beside and own and each is not ours else "")


def _none(each: Figures) -> str:
    return "failed" if each.failed else "-"


def _estimate(value: Estimate, sign: str) -> str:
    return f"{value.value:{sign}.3f} ({value.low:{sign}.3f} to {value.high:{sign}.3f})"


def _aims(found: Sequence[Aim]) -> Iterator[str]:
    for aim in found:
        yield f"- against {aim.against}: {aim.what}: {aim.figure} [{aim.verdict}]"


def _cell(text: str) -> str:
    """Text that others wrote, such as a complaint of a library, in a cell of a table."""
    return " ".join(text.replace("|", "/").split())[:300]
