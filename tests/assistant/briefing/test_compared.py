"""assistant/briefing/compared.py: each kind of difference between two versions of a briefing, and nothing else."""

from dataclasses import replace

import pytest

from assistant.briefing.compared import Changed, ClaimChange, Comparison, Placed, SectionChange, compared
from assistant.briefing.saved import brief_of_text, brief_text
from assistant.briefing.types import Aspect, Brief, Claim, Form, Gap, Group, Order, Outline, Place, Planned, Section
from assistant.types import Citation
from corpus.types import Document, Filters
from tests.assistant.briefing.test_saved import EVERYTHING, REFUSED

PLAN, NOTE = Document("d1", "plan.pdf", "Plan"), Document("d2", "note.md", "Note")
NOTHING = Comparison((), (), (), 0, (), (), (), ())


def says(text: str, start: int = 0, document: Document = PLAN, page: int = 3) -> Claim:
    """A claim that rests on one place of a document; its text is no part of that place."""
    return Claim(text, (Citation(1, document, page, str(page), "q", f"{document.id}:0", start, start + 9),), 0.9)


def section(title: str, *claims: Claim, form: Form = "points", asks: str = "") -> Section:
    return Section(Planned(title, form, (Aspect(asks, asks + "?"),) if asks else ()), (Group("", claims),))


def brief(*sections: Section, gaps: tuple[Gap, ...] = (), topic: str = "trams") -> Brief:
    return Brief(Outline(Order(topic), "Trams", tuple(each.planned for each in sections)), sections, gaps)


def sections_of(old: Brief, new: Brief) -> list[tuple[str, int | None, int | None]]:
    return [(each.kind, each.old, each.new) for each in compared(old, new).sections]


def claims_of(old: Brief, new: Brief) -> list[tuple[str, str, str]]:
    """Each change, with the text of the claim and the title of its section, before and after."""

    def shown(placed: Placed | None) -> str:
        return f"{placed.title}: {placed.claim.text}" if placed else ""

    return [(each.kind, shown(each.old), shown(each.new)) for each in compared(old, new).claims]


NINE, TEN, ELEVEN = says("Nine run.", 0), says("Ten run.", 20), says("Eleven run.", 40)
OLD = brief(section("Context", NINE, TEN, asks="a"), section("Options", ELEVEN, asks="b"), section("Risks", asks="c"))


@pytest.mark.parametrize("same", [OLD, EVERYTHING, REFUSED], ids=["old", "everything", "refused"])
def test_briefing_that_was_saved_and_opened_differs_in_nothing(same: Brief) -> None:
    comparison = compared(same, brief_of_text(brief_text(same)))
    assert comparison.same
    assert comparison == replace(NOTHING, unchanged=len(same.claims))


def test_footnote_numbers_support_and_order_within_a_section_are_no_difference() -> None:
    renumbered = replace(NINE, support=0.5, citations=(replace(NINE.citations[0], number=7, page_label="iv"),))
    new = brief(section("Context", TEN, renumbered, asks="a"), *OLD.sections[1:])
    assert compared(OLD, new) == replace(NOTHING, unchanged=3)


def test_what_was_ordered_otherwise_is_named_with_both_values() -> None:
    outline = replace(OLD.outline, title="On trams", order=Order("trams", pages=4, excluded=("d9",)))
    new = replace(OLD, outline=outline, corpus="cd40", model="openai:small")
    assert compared(OLD, new).order == (
        Changed("pages", 2, 4),
        Changed("excluded", (), ("d9",)),
        Changed("title", "Trams", "On trams"),
        Changed("corpus", "", "cd40"),
        Changed("model", "extractive", "openai:small"),
    )
    order = Order("buses", "timeline", "mayor", 1, "fr", Filters(place=("Nyon",)), ("d1",), ("a",))
    (*changes,) = compared(OLD, replace(OLD, outline=replace(OLD.outline, order=order))).order
    names = ["topic", "template", "audience", "pages", "language", "filters", "excluded", "sections"]
    assert [each.name for each in changes] == names


def test_briefing_that_became_a_refusal_lost_everything() -> None:
    comparison = compared(OLD, replace(OLD, sections=(), refusal="Nothing on trams."))
    assert comparison.order == (Changed("refusal", "", "Nothing on trams."),)
    assert [each.kind for each in comparison.sections] == ["removed"] * 3
    assert (comparison.count("removed"), comparison.unchanged) == (3, 0)
    assert comparison.no_longer_cited == (PLAN,)
    assert not comparison.same


A, B, C, D = (section(name, asks=name) for name in "abcd")


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ((A, B), (A, B), []),
        ((A,), (A, B), [("added", None, 1)]),
        ((A, B), (B,), [("removed", 0, None)]),
        ((A, B), (C, B), [("added", None, 0), ("removed", 0, None)]),
        ((A, B, C, D), (B, C, D, A), [("moved", 0, 3)]),
        ((A, B, C, D), (D, A, B, C), [("moved", 3, 0)]),
        ((A, B), (B, A), [("moved", 0, 1)]),
        ((A, B, C), (D, A, C), [("added", None, 0), ("removed", 1, None)]),
        ((A, B), (replace(A, planned=replace(A.planned, title="new")), B), [("renamed", 0, 0)]),
        ((A, B), (B, replace(A, planned=replace(A.planned, title="new"))), [("moved", 0, 1), ("renamed", 0, 1)]),
        ((A, A), (A,), [("removed", 1, None)]),
        ((A, B), (section("a", form="table", asks="x"), B), []),
        ((section("a", asks="x"), section("a", form="table")), (section("a", form="table"), A), [("moved", 0, 1)]),
        ((A,), (), [("removed", 0, None)]),
        ((), (A,), [("added", None, 0)]),
    ],
)
def test_sections_are_known_by_title_and_by_what_they_ask(
    old: tuple[Section, ...], new: tuple[Section, ...], changes: list[tuple[str, int | None, int | None]]
) -> None:
    assert sections_of(brief(*old), brief(*new)) == changes


def test_section_that_asks_for_nothing_is_known_by_its_claims() -> None:
    old = brief(section("One", NINE, TEN), section("Gaps", form="missing"))
    new = brief(section("First", NINE, TEN, ELEVEN), section("Missing", form="missing"))
    assert compared(old, new).sections == (
        SectionChange("renamed", 0, 0, "One", "First"),
        SectionChange("renamed", 1, 1, "Gaps", "Missing"),
    )
    assert sections_of(brief(section("One", NINE)), brief(section("First", TEN))) == [
        ("added", None, 0),
        ("removed", 0, None),
    ]
    assert sections_of(brief(section("One")), brief(section("First"))) == [("added", None, 0), ("removed", 0, None)]


def test_claims_that_came_and_went_are_named_with_their_places() -> None:
    twelve = says("Twelve run.", 60)
    new = brief(section("Context", TEN, asks="a"), section("Options", twelve, ELEVEN, asks="b"), OLD.sections[2])
    comparison = compared(OLD, new)
    assert comparison.claims == (
        ClaimChange("added", None, Placed(Place(1, 0, 0), "Options", twelve)),
        ClaimChange("removed", Placed(Place(0, 0, 0), "Context", NINE), None),
    )
    assert comparison.unchanged == 2


def test_claim_in_another_section_is_moved_and_one_in_a_renamed_section_is_not() -> None:
    new = brief(section("Background", TEN, asks="a"), section("Options", ELEVEN, NINE, asks="b"), OLD.sections[2])
    assert claims_of(OLD, new) == [("moved", "Context: Nine run.", "Options: Nine run.")]
    assert compared(OLD, new).unchanged == 2


def test_other_words_on_the_same_places_are_reworded_in_their_section_first() -> None:
    new = brief(section("Context", says("9 run.", 0), TEN, asks="a"), section("Options", asks="b"), OLD.sections[2])
    new = replace(new, sections=(*new.sections[:2], section("Risks", says("11 run.", 40), asks="c")))
    assert claims_of(OLD, new) == [
        ("reworded", "Context: Nine run.", "Context: 9 run."),
        ("reworded", "Options: Eleven run.", "Risks: 11 run."),
    ]


@pytest.mark.parametrize("other", [says("Nine run.", 0, NOTE), says("Nine run.", 1), says("Nine run.", 0, page=4)])
def test_same_words_on_another_place_have_another_source(other: Claim) -> None:
    new = brief(section("Context", other, TEN, asks="a"), *OLD.sections[1:])
    assert claims_of(OLD, new) == [("other-source", "Context: Nine run.", "Context: Nine run.")]
    new = brief(section("Context", TEN, asks="a"), *OLD.sections[1:2], section("Risks", other, asks="c"))
    assert claims_of(OLD, new) == [("other-source", "Context: Nine run.", "Risks: Nine run.")]


def test_likeness_within_a_section_goes_before_that_with_another() -> None:
    old = brief(section("A", says("Nine run.", 0)), section("B", says("Ten run.", 0)))
    new = brief(section("B", says("9 run.", 0)), section("A", says("10 run.", 0)))
    assert claims_of(old, new) == [("reworded", "B: Ten run.", "B: 9 run."), ("reworded", "A: Nine run.", "A: 10 run.")]
    old = brief(section("A", says("Nine run.", 0)), section("B", says("Nine run.", 10)))
    new = brief(section("B", says("Nine run.", 20)), section("A", says("Nine run.", 30)))
    changes = [(each.old.title, each.new.title) for each in compared(old, new).claims if each.old and each.new]
    assert changes == [("B", "B"), ("A", "A")]


def test_claim_that_rests_on_nothing_is_never_a_rewording_of_another() -> None:
    old, new = (brief(section("A", Claim(text, (), 0.0), asks="a")) for text in ("Nine run.", "Two sink."))
    assert [each[0] for each in claims_of(old, new)] == ["added", "removed"]


def test_claim_said_twice_is_counted_twice() -> None:
    twice, once = brief(section("A", NINE, NINE, asks="a")), brief(section("A", NINE, asks="a"))
    assert claims_of(twice, once) == [("removed", "A: Nine run.", "")]
    assert claims_of(once, twice) == [("added", "", "A: Nine run.")]
    assert compared(twice, once).unchanged == compared(once, twice).unchanged == 1


def test_documents_and_gaps_that_are_new_or_gone_are_named() -> None:
    ours = replace(OLD, gaps=(Gap("not-found", "Buses"), Gap("old", "Nine run.", NINE.citations)))
    gap = Gap("single", "Nine run.", says("", 0, NOTE).citations)
    new = brief(*(section(each.planned.title, asks="x") for each in OLD.sections), gaps=(ours.gaps[0], gap))
    comparison = compared(ours, new)
    assert (comparison.newly_cited, comparison.no_longer_cited) == ((NOTE,), (PLAN,))
    assert (comparison.new_gaps, comparison.closed_gaps) == ((gap,), ours.gaps[1:])
    renamed = replace(PLAN, title="Plan, with another title in the catalogue")
    same = brief(section("Context", says("Nine run.", 0, renamed), TEN, asks="a"), *OLD.sections[1:])
    assert compared(OLD, same).same
