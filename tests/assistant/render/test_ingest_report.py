"""assistant/render/ingest_report.py: one line of counts, then every file that needs a person."""

from pathlib import Path

from assistant.render.ingest_report import SHOWN, report_text
from ingest.pipeline import IngestReport

INDEX = Path("library")


def lines(report: IngestReport) -> list[str]:
    return report_text(report, INDEX).splitlines()


def test_counts_pages_and_speed() -> None:
    report = IngestReport(added=["a.pdf", "b.pdf"], unchanged=["c.md"], pages=40, passages=90, seconds=8.0)
    report.reading_seconds = 2.0
    assert lines(report) == [
        "Documents: 2 new, 1 unchanged.",
        "Read 40 pages (20 a second), embedded 90 passages, 8.0 s in all.",
        "Index: library",
    ]


def test_second_ingest_has_nothing_to_read() -> None:
    assert lines(IngestReport(unchanged=["c.md"], seconds=0.04)) == [
        "Documents: 1 unchanged.",
        "Nothing new to read; 0.0 s.",
        "Index: library",
    ]


def test_nothing_found() -> None:
    assert lines(IngestReport())[0] == "Documents: nothing found."


def test_files_that_need_a_person_are_listed_under_what_is_wrong() -> None:
    report = IngestReport(
        failed=["a.pdf: encrypted; remove the password and ingest again"],
        problems=["b.pdf, pages 2, 3: no text: needs OCR"],
        duplicates=["c.pdf: same content as /d.pdf; kept once"],
        skipped=["photo.jpeg"],
        gone=["/e.pdf"],
    )
    assert lines(report) == [
        "Documents: 1 same content twice, 1 skipped, 1 failed.",
        "Nothing new to read; 0.0 s.",
        "Failed:",
        "  a.pdf: encrypted; remove the password and ingest again",
        "Needs attention:",
        "  b.pdf, pages 2, 3: no text: needs OCR",
        "Same content twice:",
        "  c.pdf: same content as /d.pdf; kept once",
        "Skipped, of a kind that cannot be read:",
        "  photo.jpeg",
        "Files gone, documents kept (--prune removes them):",
        "  /e.pdf",
        "Index: library",
    ]


def test_long_list_ends_with_a_count() -> None:
    shown = lines(IngestReport(skipped=[f"{number}.jpeg" for number in range(SHOWN + 5)]))
    assert shown[-3:] == [f"  {SHOWN - 1}.jpeg", "  … and 5 more", "Index: library"]


def test_failures_are_never_cut_off() -> None:
    failed = [f"{number}.pdf: damaged" for number in range(SHOWN + 5)]
    assert [line.strip() for line in lines(IngestReport(failed=failed)) if "damaged" in line] == failed
