"""assistant/briefing/sections.py: one section of each form, and the line above its claims."""

from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.briefing.gather import heard, statements, topic_of
from assistant.briefing.sections import Desk, made
from assistant.briefing.types import Aspect, Form, Order, Outline, Planned, Section
from corpus.types import Filters
from tests.assistant.briefing.towns import LAST

RISKS = Aspect("risks", "What are the risks of bicycle lanes?", ("risk", "danger", "barrier", "fear"))
SUGAR = Aspect("sugar", "What of sugar?", ("sugar",))


@pytest.fixture(scope="module")
def desk(towns: Assistant) -> Desk:
    topic = topic_of(towns.judge_now(), "bicycle lanes", Filters())
    outline = Outline(Order("bicycle lanes"), "Bicycle lanes", ())
    return Desk(towns, outline, topic, statements(topic), heard=heard(topic))


def planned(form: Form, *aspects: Aspect, subjects: tuple[str, ...] = ()) -> Planned:
    return Planned("Section", form, aspects, subjects)


def leads(section: Section) -> list[str]:
    return [group.lead for group in section.groups]


def test_section_on_what_is_missing_holds_no_claims(desk: Desk) -> None:
    plan = planned("missing")
    assert made(plan, desk, 100, ()).section == Section(plan)


@pytest.mark.parametrize("form", ["points", "sources", "questions"])
def test_section_says_what_it_has_and_names_what_it_lacks(form: Form, desk: Desk) -> None:
    section, said = made(planned(form, RISKS, SUGAR), desk, 60, ())
    claims = [claim for group in section.groups for claim in group.claims]
    assert claims
    assert len(claims) == len(said)
    assert section.unanswered == (("What of sugar?",) if form == "questions" else ("sugar",))
    again, _ = made(planned(form, RISKS), desk, 60, said)
    assert not {claim.text for claim in claims} & {claim.text for group in again.groups for claim in group.claims}


def test_line_above_the_sentences_of_a_source_names_its_publisher_and_date(towns: Assistant) -> None:
    topic = topic_of(towns.judge_now(), "bicycle lanes", Filters(document=("count.md", "alderby.md")))
    desk = Desk(towns, Outline(Order("bicycle lanes"), "", ()), topic, statements(topic))
    section, _ = made(planned("sources", Aspect("all", "What of bicycle lanes?")), desk, 200, ())
    assert sorted(leads(section)) == [
        f"A count of bicycle lanes (Road office, {LAST})",
        f"Alderby: room on the road (1 March {LAST})",
    ]


def test_every_question_stands_above_its_answer_and_points_above_nothing(desk: Desk) -> None:
    assert leads(made(planned("questions", RISKS), desk, 60, ()).section) == [RISKS.question]
    assert leads(made(planned("points", RISKS), desk, 60, ()).section) == [""]


def test_table_without_towns_has_no_rows(desk: Desk) -> None:
    assert made(planned("table", RISKS), desk, 60, ()).section.groups == ()


def test_table_has_a_row_for_every_town_and_names_every_empty_cell(desk: Desk) -> None:
    section, _ = made(planned("table", RISKS, SUGAR, subjects=("Alderby", "Atlantis")), desk, 60, ())
    assert leads(section) == ["Alderby", "Atlantis"]
    assert [claim.about for claim in section.groups[0].claims] == ["risks"]
    assert section.unanswered == ("Alderby: sugar", "no document about Atlantis")


def test_what_is_named_is_in_the_language_of_the_order(desk: Desk) -> None:
    order = replace(desk.outline.order, language="fr")
    french = replace(desk, outline=replace(desk.outline, order=order))
    section, _ = made(planned("table", RISKS, subjects=("Atlantis",)), french, 60, ())
    assert section.unanswered == ("aucun document sur Atlantis",)
    rounds, _ = made(planned("timeline", subjects=("roundtable",)), french, 200, ())
    assert [lead.split(",")[0] for lead in leads(rounds)] == ["Table ronde 1", "Table ronde 2"]
