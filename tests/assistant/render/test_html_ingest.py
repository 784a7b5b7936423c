"""assistant/render/html_ingest.py: what became of documents that were read."""

from bs4 import BeautifulSoup

from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.render.html_ingest import SHOWN, ingest_html, last_ingest_html
from corpus.last_ingest import LastIngest

WHEN = "2026-11-28T16:53:10+00:00"


def text(markup: str) -> str:
    return BeautifulSoup(markup, "html.parser").get_text(" ", strip=True)


def test_reading_without_trouble_is_one_line() -> None:
    assert (
        text(ingest_html(LastIngest(WHEN, added=("a.md",)), ENGLISH_PAGE)) == "Done: 1 read. Everything could be read."
    )


def test_what_failed_is_named_with_its_reason_and_stays_text() -> None:
    report = LastIngest(WHEN, changed=("a.md",), failed=("<b>x</b>.pdf: encrypted; remove the password",))
    assert text(ingest_html(report, ENGLISH_PAGE)) == (
        "Done: 1 read. Could not be read (1) <b>x</b>.pdf: encrypted; remove the password"
    )


def test_what_was_there_already_is_said() -> None:
    report = LastIngest(WHEN, unchanged=("a.md",), duplicates=("b.md: same content as a.md; kept once",))
    assert "Unchanged (1) a.md" in text(ingest_html(report, ENGLISH_PAGE))
    assert "Même contenu qu'un autre document (1)" in text(ingest_html(report, page_phrases("fr")))


def test_reading_that_stopped_says_why_and_not_that_all_is_well() -> None:
    assert text(ingest_html(LastIngest(WHEN, stopped="the disk is full"), ENGLISH_PAGE)) == "the disk is full"


def test_endless_lists_are_cut_and_counted() -> None:
    report = LastIngest(WHEN, failed=tuple(f"{n}.pdf: damaged" for n in range(SHOWN + 3)))
    assert text(ingest_html(report, ENGLISH_PAGE)).endswith("… +3")


def test_last_reading_is_open_only_where_somebody_must_look() -> None:
    fine = last_ingest_html(LastIngest(WHEN, added=("a.md", "b.md")), ENGLISH_PAGE)
    assert text(fine) == "The last reading of documents, 2026-11-28 16:53 UTC Read: 2. Everything could be read."
    assert "<details open>" not in fine
    assert "<details open>" in last_ingest_html(LastIngest(WHEN, failed=("x: damaged",)), ENGLISH_PAGE)
    stopped = last_ingest_html(LastIngest(WHEN, stopped="the disk is full"), ENGLISH_PAGE)
    assert "<details open>" in stopped
    assert "the disk is full" in text(stopped)


def test_no_report_yet_is_no_error() -> None:
    assert text(last_ingest_html(None, ENGLISH_PAGE)) == "There is no report of a reading yet."
