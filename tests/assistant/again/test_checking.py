"""assistant/again: what was written is checked against a collection whose files have changed since."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.again import Change, Statement, checked_again
from assistant.assistant import Assistant
from assistant.briefing.types import Claim, Gap
from assistant.types import Answer, Citation
from corpus.index import Index
from corpus.types import Document
from corpus.writer import IndexWriter
from tests.assistant.again.town import (
    COSTS,
    COVER,
    HELP,
    MINUTES,
    OPENED,
    PAID,
    SENSORS,
    STAFFED,
    Town,
    again,
    brief_of,
    cited,
    claim,
    town_in,
)
from tests.library import Eight, add


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return town_in(tmp_path)


@pytest.fixture
def index(town: Town) -> Index:
    return town.read()


def test_all_is_there_in_a_collection_that_has_not_changed(index: Index) -> None:
    report = checked_again(brief_of(claim(index, OPENED), claim(index, STAFFED), claim(index, PAID)), index)
    assert report.fine
    assert report.counts() == {"there": 3, "moved": 0, "changed": 0, "gone": 0}
    assert [each.quotes[0].now for each in report.checked] == [each.quotes[0].cited for each in report.checked]
    assert report.corpus == index.state


def test_answer_of_the_assistant_is_there_whatever_the_format_of_its_source(assistant: Assistant) -> None:
    sources = set()
    for question in (
        "How many digital help points did Harbourview open?",
        "How many noise sensors did Marisol mount?",
        "How much did Marisol spend on sensors in 2020?",
        "How many data sets did Quellstadt publish?",
        "After how many hours does Lindenau delete recordings?",
        "How long does Lindenau keep parking records?",
        "How many adults did Oberwald train?",
        "When did the digital council of Torrevieja Alta meet?",
    ):
        answer = assistant.ask(question)
        report = checked_again(answer, assistant.index)
        assert (report.fine, len(report.checked) > 0) == (True, True), question
        sources |= {each.document.source.rsplit(".", 1)[1] for each in answer.citations}
    assert sources == {"pdf", "md", "html", "docx", "pptx", "txt"}


def test_sentence_on_another_page_is_moved_and_supported(town: Town, index: Index) -> None:
    made = claim(index, OPENED)
    town.report(COVER, "Preface\n\nThis report was asked for by the council.", HELP, COSTS)
    checked = again(town.read(), made)
    assert (checked.standing, checked.supported, checked.fine) == ("moved", True, False)
    (quote,) = checked.quotes
    assert (quote.cited.page, quote.cited.page_label) == (2, "1")
    assert quote.now
    assert (quote.now.page, quote.now.page_label, quote.now.quote) == (3, "2", OPENED)
    assert not quote.same_file


def test_page_that_is_labelled_otherwise_is_moved(town: Town, index: Index) -> None:
    made = claim(index, OPENED)
    relabelled = replace(made, citations=(replace(made.citations[0], page_label="A-1"),))
    (quote,) = again(index, relabelled).quotes
    assert (quote.standing, quote.now and quote.now.page_label) == ("moved", "1")


def test_figure_that_is_another_today_is_changed_and_carries_the_claim_no_more(town: Town, index: Index) -> None:
    made = claim(index, OPENED)
    town.report(COVER, HELP.replace("14", "19"), COSTS)
    checked = again(town.read(), made)
    (quote,) = checked.quotes
    assert (checked.standing, checked.supported, quote.changes) == ("changed", False, (Change("14", "19"),))
    assert quote.now
    assert quote.now.quote == OPENED.replace("14", "19")
    assert checked.support
    assert [each.kind for each in checked.support.reasons] == ["number"]


def test_words_that_say_the_same_otherwise_are_changed_and_still_carry_the_claim(town: Town, index: Index) -> None:
    made = claim(index, STAFFED)
    town.report(COVER, HELP.replace("two trained", "two well trained"), COSTS)
    checked = again(town.read(), made)
    assert (checked.standing, checked.supported) == ("changed", True)
    assert checked.quotes[0].changes == (Change("", "well"),)


def test_sentence_that_was_deleted_is_gone_and_its_document_is_there(town: Town, index: Index) -> None:
    made = claim(index, OPENED)
    town.report(COVER, HELP.replace(OPENED, "The library is open on Sundays."), COSTS)
    checked = again(town.read(), made)
    (quote,) = checked.quotes
    assert (checked.standing, checked.supported, quote.now) == ("gone", False, None)
    assert quote.document
    assert quote.document.source == "report.pdf"


def test_claim_on_a_file_that_was_removed_is_gone_with_its_document(town: Town, index: Index) -> None:
    made = claim(index, OPENED)
    (town.files / "report.pdf").unlink()
    checked = again(town.read(), made)
    assert (checked.standing, checked.supported, checked.quotes[0].document) == ("gone", False, None)


def test_file_under_another_name_is_there(town: Town, index: Index) -> None:
    made = claim(index, OPENED)
    (town.files / "report.pdf").rename(town.files / "renamed.pdf")
    checked = again(town.read(), made)
    assert checked.fine
    assert checked.quotes[0].document
    assert checked.quotes[0].document.source == "renamed.pdf"


def test_new_edition_under_another_name_is_known_by_its_title(town: Town, index: Index) -> None:
    made = claim(index, OPENED), claim(index, STAFFED)
    (town.files / "report.pdf").unlink()
    town.report(COVER, HELP.replace("14", "19"), COSTS, name="report-2022.pdf")
    today = town.read()
    assert [again(today, each).standing for each in made] == ["changed", "there"]


def test_document_at_another_place_is_known_by_its_address(tmp_path: Path) -> None:
    old = Document("d1", "plan.pdf", "Plan", url="https://example.org/plan")
    made = Claim(SENSORS, (Citation(1, old, 1, "1", SENSORS, "d1:0", 0, len(SENSORS)),), 1.0)
    with IndexWriter(tmp_path, Eight.name) as writer:
        add(writer, Document("d2", "library/new.pdf", "The plan, revised", url=old.url), SENSORS)
        writer.publish()
    assert again(Index(tmp_path), made).fine


def test_sentence_that_only_another_document_has_is_moved_there(town: Town, index: Index) -> None:
    made = claim(index, OPENED)
    town.report(COVER, "Help points\n\nSee the minutes.", COSTS)
    town.note(f"{MINUTES}\n{OPENED}\n")
    (quote,) = again(town.read(), made).quotes
    assert (quote.standing, quote.now and quote.now.document.source) == ("moved", "minutes.txt")
    assert quote.document
    assert quote.document.source == "report.pdf"


def test_figure_that_its_own_document_gives_otherwise_is_changed_whoever_has_the_old_one(
    town: Town, index: Index
) -> None:
    made = claim(index, OPENED)
    town.report(COVER, HELP.replace("14", "19"), COSTS)
    town.note(f"{MINUTES}\n{OPENED}\n")
    assert again(town.read(), made).standing == "changed"


def test_sentence_that_now_goes_on_on_the_next_page_is_there_where_it_begins(town: Town, index: Index) -> None:
    made = claim(index, OPENED)
    town.report(
        COVER, "Help points\n\nHarbourview opened 14 digital help", f"points for older residents in 2021.\n{COSTS}"
    )
    (quote,) = again(town.read(), made).quotes
    assert (quote.standing, quote.now and (quote.now.page, quote.now.quote)) == ("there", (2, OPENED))


@pytest.mark.parametrize(
    ("old", "new", "standing"),
    [
        ("48 noise sensors on", "148 noise sensors on", "changed"),
        ("48 noise sensors on", "4.8 noise sensors on", "changed"),
        ("48 noise sensors on", "48 noise  sensors\non", "there"),
        ("mounted 48", "moun-\nted 48", "there"),
        ("48 noise sensors on", "48 noise sensors [2] on", "there"),
        ("noise sensors on lamp posts", "sensors for noise on lamp posts", "changed"),
    ],
)
def test_words_and_figures_count_and_not_how_they_are_set(
    town: Town, index: Index, old: str, new: str, standing: str
) -> None:
    made = claim(index, SENSORS)
    town.note(MINUTES.replace(old, new))
    assert again(town.read(), made).standing == standing


def test_figure_that_follows_another_figure_is_found_again(town: Town) -> None:
    row = "48 sensors were mounted on lamp posts."
    town.note(f"Minutes of 2021\n\n{row}\n")
    made = claim(town.read(), row)
    town.note(f"Minutes of 2021\n\nThe year was 2022\n\n{row}\n")
    assert again(town.read(), made).standing == "there"


def test_sign_of_per_cent_stays_with_its_figure_where_notes_are_numbered_anew(town: Town) -> None:
    row = "Households without broadband: 16% [8]."
    town.note(f"Minutes\n\n{row}\n")
    made = claim(town.read(), row, "Households without broadband: 16%.")
    town.note(f"Minutes\n\n{row.replace('[8]', '[12]')}\n")
    checked = again(town.read(), made)
    assert checked.fine
    assert checked.quotes[0].now
    assert checked.quotes[0].now.quote == "Households without broadband: 16% [12]."


def test_claim_with_several_quotes_fares_as_the_worst_of_them(town: Town, index: Index) -> None:
    made = Claim(OPENED, (cited(index, OPENED), cited(index, SENSORS)), 1.0)
    (town.files / "minutes.txt").unlink()
    checked = again(town.read(), made)
    assert [each.standing for each in checked.quotes] == ["there", "gone"]
    assert (checked.standing, checked.supported) == ("gone", True)


def test_quotes_of_a_gap_are_looked_for_and_no_support_is_asked_of_them(town: Town, index: Index) -> None:
    brief = replace(brief_of(), gaps=(Gap("old", "A figure of long ago", (cited(index, OPENED),)),))
    town.report(COVER, HELP.replace("14", "19"), COSTS)
    (checked,) = checked_again(brief, town.read()).checked
    assert (checked.standing, checked.support, checked.supported) == ("changed", None, True)


def test_refusal_claims_nothing_and_is_fine(index: Index) -> None:
    report = checked_again(Answer("What of boats?", "refused"), index)
    assert (report.checked, report.fine) == ((), True)


def test_figure_on_which_sources_differ_is_looked_for_too(index: Index) -> None:
    answer = Answer("How many?", "answered", citations=(cited(index, OPENED),))
    (checked,) = checked_again(answer, index).checked
    assert checked.statement == Statement(OPENED, answer.citations, where="How many?", a_claim=False)
    assert checked.fine
