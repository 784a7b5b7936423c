"""What became of documents that were read, as HTML: what failed and why first. All of it is escaped."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from assistant.phrases import PagePhrases

if TYPE_CHECKING:
    from corpus.last_ingest import LastIngest

SHOWN = 50  # lines of one kind; the rest is counted


def ingest_html(report: "LastIngest", page: PagePhrases) -> str:
    """One line on how many were read, and below it every file that needs a person's attention."""
    said = page.library
    if report.stopped:
        return f'<p class="progress none" role="alert">{escape(report.stopped)}</p>'
    read = len(report.added) + len(report.changed)
    line = " ".join(
        [said.added.format(count=read), *(() if report.failed or report.problems else (said.nothing_failed,))]
    )
    lists = (
        _listed(said.failed, report.failed),
        _listed(said.problems, report.problems),
        _listed(said.same_content, report.duplicates),
        _listed(said.as_before, report.unchanged),
    )
    return f'<div class="progress" role="status"><p>{line}</p>{"".join(lists)}</div>'


def last_ingest_html(last: "LastIngest | None", page: PagePhrases) -> str:
    """The last reading of documents, closed until somebody wants to see it unless something failed."""
    said = page.library
    if last is None:
        return f'<p class="hint">{said.no_ingest}</p>'
    lists = (
        _listed(said.failed, last.failed),
        _listed(said.problems, last.problems),
        _listed(said.skipped, last.skipped),
    )
    stopped = f'<p class="none">{escape(last.stopped)}</p>' if last.stopped else ""
    inner = stopped + "".join(lists) or f"<p>{said.nothing_failed}</p>"
    when = escape(last.when[:16].replace("T", " "))
    count = said.read_count.format(count=len(last.added) + len(last.changed))
    opened = " open" if last.failed or last.stopped else ""
    return f"<details{opened}><summary>{said.last_ingest}, {when} UTC</summary><p>{count}</p>{inner}</details>"


def _listed(title: str, lines: Sequence[str]) -> str:
    if not lines:
        return ""
    more = f"<li>… +{len(lines) - SHOWN}</li>" if len(lines) > SHOWN else ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines[:SHOWN])
    return f"<h4>{title} ({len(lines)})</h4><ul>{items}{more}</ul>"
