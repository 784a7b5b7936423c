"""Write the figures and the questions of a run as tables for a spreadsheet, in which no cell is a formula."""

import csv
import io
import math
from collections.abc import Iterable, Sequence

from evals.metrics import METRICS
from evals.report.figured import Figured, figured
from evals.report.text import readable
from evals.runs.failing import is_evidence, with_claimed, with_made
from evals.runs.types import Record, Run, Took
from evals.statistics import Estimate

Cell = str | float | int | None
MARK = "\ufeff"  # by it, Excel knows the file for UTF-8
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

FIGURES_HEAD = ("split", "of", "metric", "title", "family", "value", "low", "high", "questions", "unit", "better")
QUESTIONS_HEAD = (
    *("id", "question", "earlier", "language", "group", "kind", "roundtable", "tags", "expected", "status", "failed"),
    *("answer", "cited", "evidence", "evidence_rank", "key_points", "key_points_made", "claims_made", "confidence"),
    *("elapsed_ms", "first_ms", "requests", "input_tokens", "output_tokens", "cost", "error"),
)


def figures_csv(run: Run) -> bytes:
    """One row a figure: those of the whole run first ("all"), then those of each value of each split."""
    return figures_table(figured(run))


def questions_csv(run: Run) -> bytes:
    """One row a question: what was asked and expected, what came, and every score; a cell without a value is empty."""
    return questions_table(figured(run))


def figures_table(of: Figured) -> bytes:
    """`figures_csv` of a run whose figures are there already."""
    rows = [_figure("all", "", name, estimate) for name, estimate in _scored(of.figures.items())]
    for split, values in of.by.items():
        for value, figures in values.items():
            rows += [_figure(split, value, name, estimate) for name, estimate in _scored(figures.items())]
    return table_bytes(FIGURES_HEAD, rows)


def questions_table(of: Figured) -> bytes:
    """`questions_csv` of a run whose figures are there already."""
    records = of.run.records
    names = list(dict.fromkeys(name for scores in of.scores for name in scores))
    took = of.run.took or (None,) * len(records)
    rows = [
        [*_question(record, faults, time), *(scores.get(name) for name in names)]
        for record, faults, scores, time in zip(records, of.faults, of.scores, took, strict=True)
    ]
    return table_bytes((*QUESTIONS_HEAD, *names), rows)


def table_bytes(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as CSV (RFC 4180) in UTF-8 with its mark. A text that a spreadsheet would take for a formula begins
    with an apostrophe; numbers are as they are."""
    written = io.StringIO(newline="")
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow([_cell(name) for name in head])
    lines.writerows([_cell(cell) for cell in row] for row in rows)
    return (MARK + written.getvalue()).encode()


def _cell(cell: Cell) -> str:
    if isinstance(cell, float):
        return repr(float(cell)) if math.isfinite(cell) else ""
    if not isinstance(cell, str):
        return "" if cell is None else str(cell)
    return f"'{shown}" if (shown := readable(cell)).startswith(_FORMULA) or cell.startswith(_FORMULA) else shown


def _scored(figures: Iterable[tuple[str, Estimate | None]]) -> Iterable[tuple[str, Estimate]]:
    return ((name, estimate) for name, estimate in figures if estimate is not None)


def _figure(split: str, value: str, name: str, estimate: Estimate) -> tuple[Cell, ...]:
    metric = METRICS[name]
    numbers = (estimate.value, estimate.low, estimate.high, estimate.count)
    return (split, value, name, metric.title, metric.family, *numbers, metric.unit, metric.better)


def _question(record: Record, faults: Sequence[str], took: Took | None) -> tuple[Cell, ...]:
    question = record.question
    tags = question.tags
    cited = [(str(each.get("document", "")), each.get("page")) for each in record.answer.get("citations", ())]
    ranks = (
        rank for rank, found in enumerate(record.retrieved, 1) if is_evidence(question, found.document, found.pages)
    )
    points = [made for _, made in with_made(record)]
    return (
        *(question.id, question.question, "\n".join(question.earlier), question.language),
        *(tags.group, tags.kind, tags.roundtable, "; ".join(tags.more), question.expected, record.status),
        *("; ".join(faults), str(record.answer.get("text", "")), _places(cited)),
        *(_places([(place.document, place.page) for place in question.places]), next(ranks, None)),
        *(len(points), sum(points), sum(made for _, made in with_claimed(record)), record.confidence),
        *((took.elapsed_ms, took.first_ms, took.requests) if took else (None, None, None)),
        *((took.input_tokens, took.output_tokens, took.cost) if took else (None, None, None)),
        record.error,
    )


def _places(places: Iterable[tuple[str, int | None]]) -> str:
    return "; ".join(document if page is None else f"{document}, page {page}" for document, page in places)
