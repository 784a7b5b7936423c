"""assistant/again: a saved briefing that somebody edited is not taken at its word."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.again import Named, Statement, checked_again
from assistant.again.types import Naming
from assistant.briefing.leads import source_line
from assistant.briefing.types import Brief, Claim, Group, Order, Outline, Planned, Section
from corpus.index import Index
from tests.assistant.again.town import OPENED, SENSORS, again, cited, claim, town_in


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return town_in(tmp_path).read()


def test_claim_that_was_edited_is_not_supported_though_its_quote_is_there(index: Index) -> None:
    checked = again(index, claim(index, OPENED, OPENED.replace("14", "40")))
    assert (checked.standing, checked.supported) == ("there", False)


def test_name_with_another_figure_in_it_is_not_in_the_words_of_its_source(tmp_path: Path) -> None:
    town = town_in(tmp_path)
    words = "The Dokk1 library opened with open data."
    town.note(f"Minutes\n\n{words}\n")
    index = town.read()
    assert again(index, claim(index, words)).fine
    checked = again(index, claim(index, words, words.replace("Dokk1", "Dokk2")))
    assert (checked.standing, checked.supported) == ("there", False)


@pytest.mark.parametrize(
    ("words", "standing"),
    [
        (OPENED.replace("14", "40"), "changed"),
        ("Harbourview was named the best city of the year by everyone who came.", "gone"),
        ("", "gone"),
    ],
)
def test_quote_that_was_edited_is_never_there(index: Index, words: str, standing: str) -> None:
    original = cited(index, OPENED)
    checked = again(index, Claim(words or OPENED, (replace(original, quote=words),), 1.0))
    assert (checked.standing, checked.supported) == (standing, False)
    assert checked.quotes[0].same_file


@pytest.mark.parametrize("words", ["8 noise sensors on lamp posts.", "mber of the council was paid for the meetings."])
def test_quote_cut_out_of_a_word_or_a_figure_is_not_there(index: Index, words: str) -> None:
    assert again(index, claim(index, words)).standing != "there"


def test_quote_cut_off_behind_a_negation_does_not_carry_the_claim(index: Index) -> None:
    words = "member of the council was paid for the meetings."
    checked = again(index, claim(index, words))
    assert (checked.standing, checked.supported) == ("there", False)
    assert checked.support
    assert [each.kind for each in checked.support.reasons] == ["negation"]


def test_quote_of_another_document_of_the_collection_is_found_there(index: Index) -> None:
    borrowed = replace(cited(index, OPENED), quote=SENSORS)
    checked = again(index, Claim(SENSORS, (borrowed,), 1.0))
    assert (checked.standing, checked.quotes[0].now and checked.quotes[0].now.document.source) == (
        "moved",
        "minutes.txt",
    )


def test_claim_that_cites_nothing_is_not_supported(index: Index) -> None:
    checked = again(index, Claim(OPENED, (), 1.0))
    assert (checked.standing, checked.supported) == ("gone", False)


CAVEAT = "The sensors save money, but only if the council sells the old ones."
ROW = "However, the tram fare is 3 euros."


@pytest.mark.parametrize(
    ("quote", "text", "supported"),
    [
        (CAVEAT, CAVEAT, True),
        (CAVEAT, "The sensors save money.", False),
        (CAVEAT[:22], "The sensors save money.", False),
        (CAVEAT[24:], "but only if the council sells the old ones.", False),
        (f"{CAVEAT} {ROW}", CAVEAT, True),
        (f"{CAVEAT} {ROW}", f"{CAVEAT} {ROW}", True),
        (ROW, "The tram fare is 3 euros.", True),
        (ROW, "The tram fare.", False),
    ],
)
def test_claim_in_the_words_of_its_source_is_whole_sentences_of_it(
    tmp_path: Path, quote: str, text: str, supported: bool
) -> None:
    town = town_in(tmp_path)
    town.note(f"Minutes of the council\n\nIt met in May. {CAVEAT} {ROW} It was late.\n")
    checked = again(town.read(), claim(town.read(), quote, text))
    assert (checked.standing, checked.supported) == ("there", supported)
    if not supported:
        assert checked.support
        assert checked.support.reasons[0].text.startswith("It is not whole sentences of its source")


def test_cut_sentence_that_somebody_worded_is_asked_for_its_support_alone(tmp_path: Path) -> None:
    town = town_in(tmp_path)
    town.note(f"Minutes of the council\n\nIt met in May. {CAVEAT}\n")
    index = town.read()
    assert again(index, Statement("The council sells the old ones.", (cited(index, CAVEAT),), worded=True)).supported


REPORT = "Digital help in Harbourview"


def led(index: Index, lead: str, **about: str) -> Brief:
    """A briefing with a claim of the report below that line; the report is described otherwise in it."""
    made = claim(index, OPENED)
    document = replace(made.citations[0].document, **about)  # type: ignore[arg-type]
    planned = Planned("By source", "sources")
    group = Group(lead, (replace(made, citations=(replace(made.citations[0], document=document),)),))
    return Brief(Outline(Order("help points"), "Help points", (planned,)), (Section(planned, (group,)),))


@pytest.mark.parametrize(
    ("about", "named"),
    [
        ({}, []),
        ({"title": "World Bank review"}, [("title", "World Bank review", REPORT)]),
        ({"publisher": "World Bank"}, [("publisher", "World Bank", "")]),
    ],
)
def test_source_is_named_as_the_collection_names_it(
    index: Index, about: dict[str, str], named: list[tuple[Naming, str, str]]
) -> None:
    own = cited(index, OPENED).document
    for lead in (source_line(own, "en"), source_line(own, "fr"), source_line(replace(own, **about), "en"), ""):  # type: ignore[arg-type]
        report = checked_again(led(index, lead, **about), index)
        (checked,) = report.checked
        assert (checked.standing, checked.supported) == ("there", True)
        assert checked.named == tuple(Named(*each) for each in named)
        assert (report.fine, report.named_otherwise) == (not named, len(named))


def test_line_above_a_claim_that_names_another_source_is_told(index: Index) -> None:
    own = source_line(cited(index, OPENED).document, "en")
    (checked,) = checked_again(led(index, "The project failed"), index).checked
    assert checked.named == (Named("lead", "The project failed", own),)
    (checked,) = checked_again([replace(checked.statement, lead="")], index).checked
    assert checked.named == (Named("lead", "", own),)


def test_document_of_another_date_is_named_otherwise_also_in_a_new_edition(tmp_path: Path) -> None:
    town = town_in(tmp_path)
    old, wrong = led(town.read(), ""), led(town.read(), "", date="2019")
    town.report("Cover", f"Help points\n\n{OPENED}", "Costs\n\nMany.")
    today = town.read()
    date = cited(today, OPENED).document.date or ""
    assert date
    assert checked_again(old, today).checked[0].named == ()
    assert checked_again(wrong, today).checked[0].named == (Named("date", "2019", date),)


def test_document_that_is_gone_is_named_no_way(tmp_path: Path) -> None:
    town = town_in(tmp_path)
    brief = led(town.read(), "World Bank review", title="World Bank review")
    (town.files / "report.pdf").unlink()
    (checked,) = checked_again(brief, town.read()).checked
    assert (checked.standing, checked.named) == ("gone", ())
