"""The report of a run as a file to keep or hand on, in each form that there is."""

from collections.abc import Callable, Sequence

from evals.comparing.types import Comparison
from evals.report.csv_file import figures_table, questions_table
from evals.report.figured import figured
from evals.report.html import page_html
from evals.report.json_file import json_text, report_data
from evals.runs.types import Run

# By the suffix of the file, with the media type.
REPORT_FORMS = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",  # the questions
    "figures.csv": "text/csv; charset=utf-8",
}


def report_file(run: Run, form: str, comparison: Comparison | None = None, look: Sequence[str] = ()) -> bytes:
    """The report in one of REPORT_FORMS: the same bytes for the same run. Tables hold this run only. Raises
    `KeyError` for another form."""
    of = figured(run)
    made: dict[str, Callable[[], bytes]] = {
        "html": lambda: page_html(of, comparison, look).encode(),
        "json": lambda: json_text(report_data(of, comparison)).encode(),
        "csv": lambda: questions_table(of),
        "figures.csv": lambda: figures_table(of),
    }
    return made[form]()
