"""The summary of an ingest for a terminal."""

from pathlib import Path

from assistant.one_line import one_line
from ingest.pipeline import IngestReport

SHOWN = 20  # lines of what needs nobody; the rest is counted


def report_text(report: IngestReport, index: Path) -> str:
    """Counts in one line, then every file that needs a person's attention."""
    counts = {
        "new": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "same content twice": report.duplicates,
        "removed": report.removed,
        "skipped": report.skipped,
        "failed": report.failed,
    }
    documents = ", ".join(f"{len(sources)} {name}" for name, sources in counts.items() if sources) or "nothing found"
    lines = [f"Documents: {documents}."]
    if report.pages:
        speed = report.pages / report.reading_seconds if report.reading_seconds else 0.0
        lines.append(
            f"Read {report.pages} pages ({speed:.0f} a second), embedded {report.passages} passages, "
            f"{report.seconds:.1f} s in all."
        )
    else:
        lines.append(f"Nothing new to read; {report.seconds:.1f} s.")
    lines += _listed("Failed", report.failed)
    lines += _listed("Needs attention", report.problems)
    lines += _listed("Same content twice", report.duplicates, SHOWN)
    lines += _listed("Skipped, of a kind that cannot be read", report.skipped, SHOWN)
    lines += _listed("Files gone, documents kept (--prune removes them)", report.gone, SHOWN)
    return "\n".join([*lines, f"Index: {index}"])


def _listed(title: str, entries: list[str], limit: int | None = None) -> list[str]:
    if not entries:
        return []
    shown = entries[:limit]
    more = [f"  … and {len(entries) - len(shown)} more"] if len(entries) > len(shown) else []
    return [f"{title}:", *(f"  {one_line(entry)}" for entry in shown), *more]
