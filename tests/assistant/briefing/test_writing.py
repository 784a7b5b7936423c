"""assistant/briefing/writing.py: what every briefing promises, whatever its template, its length and its language."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.briefing.outline import outlined
from assistant.briefing.types import PAGES, Aspect, Brief, Order, Outline, Planned
from assistant.briefing.words import ENGLISH, FRENCH
from assistant.briefing.writing import writing
from assistant.model import ModelFailed
from assistant.phrases import phrases
from assistant.types import EXTRACTIVE
from assistant.writing.writer import Writer
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import Filters
from tests.assistant.briefing.conftest import Written
from tests.assistant.briefing.orders import (
    RISKS,
    TEMPLATES,
    TOPIC,
    cited,
    id_of,
    order_of,
    outline_of_one,
    small,
    sources,
    texts,
    whole,
)
from tests.assistant.briefing.towns import HOSTILE, NOTICE
from tests.scripted_model import Replies, ScriptedModel, as_model

Worded = Callable[[Replies, Outline], tuple[Brief, ScriptedModel]]

EVERY = [order_of(name, language=language) for name in TEMPLATES for language in ("en", "fr")]


def named(order: Order) -> str:
    return f"{order.template}-{order.language}"


every_briefing = pytest.mark.parametrize("order", EVERY, ids=map(named, EVERY))


# Every briefing


@every_briefing
def test_quote_of_every_citation_stands_word_for_word_where_it_says(
    order: Order, written: Written, towns: Assistant
) -> None:
    brief = written(order)
    assert brief.claims, "this template says nothing on the towns"
    for citation in cited(brief):
        page = towns.index.page(citation.document.id, citation.page or 1)
        assert page is not None
        assert " ".join(page.text[citation.start : citation.end].split()) == citation.quote


@every_briefing
def test_document_s_own_sentence_is_carried_in_full_and_stands_in_its_quote(order: Order, written: Written) -> None:
    for claim in written(order).claims:
        assert claim.citations
        assert (claim.support, claim.worded) == (1.0, False)
        quoted = " ".join(citation.quote for citation in claim.citations)
        assert claim.text.rstrip(".").casefold() in quoted.casefold()


@every_briefing
def test_nothing_is_said_twice_in_a_briefing(order: Order, written: Written) -> None:
    said = texts(written(order))
    assert len(set(said)) == len(said)
    assert not [(one, other) for one in said for other in said if one != other and one.rstrip(".") in other]


@every_briefing
def test_notice_of_many_documents_is_in_no_briefing(order: Order, written: Written) -> None:
    assert not [text for text in texts(written(order)) if NOTICE in text]


@every_briefing
def test_sections_are_those_of_the_outline_in_its_order(order: Order, written: Written) -> None:
    brief = written(order)
    assert tuple(section.planned for section in brief.sections) == brief.outline.sections
    assert (brief.refusal, brief.growing, brief.model) == ("", False, EXTRACTIVE)


@every_briefing
def test_aspect_has_a_claim_or_is_named_as_unanswered(order: Order, written: Written) -> None:
    for section in written(order).sections:
        planned = section.planned
        if planned.form == "table":
            asked = {f"{subject}: {aspect.name}" for subject in planned.subjects for aspect in planned.aspects}
            answered = {f"{group.lead}: {claim.about}" for group in section.groups for claim in group.claims}
            assert [group.lead for group in section.groups] == list(planned.subjects)
        elif planned.form in ("points", "sources"):
            asked = {aspect.name for aspect in planned.aspects}
            answered = {claim.about for group in section.groups for claim in group.claims}
        elif planned.form == "questions":
            asked = {aspect.question for aspect in planned.aspects if aspect.question != "{further}"}
            answered = {group.lead for group in section.groups} & asked
        else:
            continue
        assert answered | set(section.unanswered) == asked
        assert not answered & set(section.unanswered)


@pytest.mark.parametrize("name", TEMPLATES)
def test_longer_order_never_gives_fewer_claims(name: str, written: Written) -> None:
    counts = [len(written(small(name, pages)).claims) for pages in PAGES]
    assert counts == sorted(counts)


def test_longer_order_is_longer(written: Written) -> None:
    words = [sum(len(text.split()) for text in texts(written(order_of("issue-note", pages)))) for pages in (1, 2)]
    assert words[0] < words[1]


def test_rows_of_a_timeline_are_in_the_order_of_time(written: Written) -> None:
    brief = written(order_of("timeline"))
    rounds, years = (section for section in brief.sections if section.planned.form == "timeline")
    leads = [group.lead for group in rounds.groups]
    assert [lead.split(",")[0] for lead in leads] == ["Roundtable 1", "Roundtable 2"]
    assert [unanswered.split(",")[0] for unanswered in rounds.unanswered] == ["Roundtable 3"]
    for group, number in zip(rounds.groups, (1, 2), strict=True):
        assert {citation.document.roundtable for claim in group.claims for citation in claim.citations} == {number}
    leads = [group.lead for group in years.groups]
    assert leads
    assert leads == sorted(set(leads))
    for group in years.groups:
        assert all(group.lead in claim.text for claim in group.claims)


def test_paragraphs_by_source_hold_only_what_their_source_says(written: Written) -> None:
    brief = written(order_of("issue-note"))
    groups = [group for section in brief.sections if section.planned.form == "sources" for group in section.groups]
    assert len(groups) > 2
    for group in groups:
        (document,) = {citation.document for claim in group.claims for citation in claim.citations}
        assert group.lead.startswith(document.title)
        starts = [claim.citations[0].start for claim in group.claims]
        assert starts == sorted(starts)


def test_hostile_words_of_a_document_stay_words(towns: Assistant) -> None:
    outline = outline_of_one(
        Aspect("Dunmere", "What does Dunmere call its bicycle lanes?"), topic="bicycle lanes Dunmere"
    )
    brief = whole(towns, outline)
    assert any("{topic}" in text and "{subject}" in text for text in texts(brief)), HOSTILE
    assert "Sources" not in {group.lead for section in brief.sections for group in section.groups}


def test_writing_it_twice_gives_the_same_but_for_the_time(written: Written, towns: Assistant) -> None:
    brief = written(small("city-comparison"))
    again = whole(towns, brief.outline)
    assert replace(again, made=brief.made) == brief


def test_briefing_grows_section_by_section_and_only_the_last_is_whole(towns: Assistant) -> None:
    outline = outlined(Order(TOPIC, sections=("messages", "risks", "missing"), pages=1), TEMPLATES)
    growing = list(writing(towns, outline, TEMPLATES))
    assert [(len(each.sections), each.growing) for each in growing] == [(1, True), (2, True), (3, True), (3, False)]
    assert not any(each.gaps for each in growing[:-1])
    final = growing[-1]
    for each in growing:
        # What was shown stays, in its order; at last a section may get room that others had no use for.
        assert set(texts(each)) <= set(texts(final))
        titles = [section.planned.title for section in each.sections]
        assert titles == [title for title in (s.planned.title for s in final.sections) if title in titles]


def test_writing_can_be_stopped(towns: Assistant) -> None:
    growing = writing(towns, outlined(Order(TOPIC), TEMPLATES), TEMPLATES)
    next(growing)
    growing.close()
    assert list(growing) == []


# What the collection does not hold


@pytest.mark.parametrize(
    ("topic", "language", "said"),
    [
        ("the price of sugar beet", "en", ENGLISH.refusal),
        ("le prix de la betterave à sucre", "fr", FRENCH.refusal),
        ("!!!", "en", ENGLISH.refusal),
    ],
)
def test_topic_outside_the_collection_is_refused_with_no_section(
    topic: str, language: str, said: str, towns: Assistant
) -> None:
    (brief,) = writing(towns, outlined(Order(topic, language=language), TEMPLATES), TEMPLATES)
    assert brief.refusal == said.format(topic=topic)
    assert (brief.sections, brief.gaps, brief.growing) == ((), (), False)
    assert len(brief.nearest) <= 5


def test_refusal_shows_the_nearest_passages_of_the_documents_allowed(towns: Assistant) -> None:
    order = Order("the price of sugar beet", filters=Filters(place=("Corvane",)))
    (brief,) = writing(towns, outlined(order, TEMPLATES), TEMPLATES)
    assert {hit.document.source for hit in brief.nearest} <= {"corvane.md", "corvane-later.md"}
    assert brief.nearest


def test_town_that_the_collection_does_not_know_is_named_in_the_table(towns: Assistant) -> None:
    outline = outlined(order_of("city-comparison"), TEMPLATES, ("Alderby", "Corvane"))
    table = replace(outline.sections[0], subjects=("Alderby", "Atlantis"))
    brief = whole(towns, replace(outline, sections=(table,)))
    (section,) = brief.sections
    assert "no document about Atlantis" in section.unanswered
    assert [(group.lead, bool(group.claims)) for group in section.groups] == [("Alderby", True), ("Atlantis", False)]
    assert not [name for name in section.unanswered if name.startswith("Atlantis: ")]


def test_only_towns_that_the_collection_does_not_know_are_refused(towns: Assistant) -> None:
    order = Order(TOPIC, "city-comparison", filters=Filters(place=("Atlantis",)))
    (brief,) = writing(towns, outlined(order, TEMPLATES), TEMPLATES)
    assert brief.refusal


# Which documents


@pytest.mark.parametrize(
    "filters",
    [
        Filters(place=("Corvane",)),
        Filters(roundtable=(1,)),
        Filters(kind=("policy", "roundtable")),
        Filters(document=("count.md", "Advice on bicycle lanes")),
    ],
    ids=["place", "roundtable", "kind", "document"],
)
def test_filters_hold_for_every_citation(filters: Filters, towns: Assistant) -> None:
    from corpus.filters import matching

    order = Order(TOPIC, filters=filters, sections=("evidence", "options", "missing"), pages=1)
    brief = whole(towns, outlined(order, TEMPLATES))
    assert brief.claims
    for citation in cited(brief):
        assert matching([citation.document], filters)


def test_table_of_towns_stays_within_the_filters(towns: Assistant) -> None:
    """A row that a person adds to the outline widens no filter."""
    order = replace(order_of("city-comparison", 1), topic=TOPIC, filters=Filters(place=("Corvane",)))
    outline = outlined(order, TEMPLATES)
    table = replace(outline.sections[0], subjects=("Alderby", "Corvane"), aspects=outline.sections[0].aspects[:2])
    brief = whole(towns, replace(outline, sections=(table,)))
    assert sources(brief) == {"corvane.md"} or sources(brief) == {"corvane.md", "corvane-later.md"}


def test_roundtables_of_a_timeline_stay_within_the_filters(towns: Assistant) -> None:
    order = Order(TOPIC, "timeline", filters=Filters(roundtable=(1,)), sections=("roundtables",))
    brief = whole(towns, outlined(order, TEMPLATES))
    assert {citation.document.roundtable for citation in cited(brief)} == {1}


@pytest.mark.parametrize("name", ["issue-note", "city-comparison", "timeline"])
def test_document_that_is_excluded_is_never_cited(name: str, written: Written, towns: Assistant) -> None:
    order = replace(small(name), excluded=(id_of(towns, "alderby.md"), id_of(towns, "count.md")))
    assert {"alderby.md", "count.md"} & sources(written(small(name)))
    assert not {"alderby.md", "count.md"} & sources(written(order))


def test_nothing_is_left_when_all_is_excluded(towns: Assistant) -> None:
    order = Order(TOPIC, excluded=tuple(document.id for document in towns.documents()))
    (brief,) = writing(towns, outlined(order, TEMPLATES), TEMPLATES)
    assert (bool(brief.refusal), brief.nearest) == (True, ())


# With a language model


@pytest.fixture
def worded(towns_index: Path, encoder: Encoder) -> Worded:
    """The briefing of an outline, written by a model that says these replies in turn."""

    def write(replies: Replies, outline: Outline) -> tuple[Brief, ScriptedModel]:
        chat = ScriptedModel(replies=replies)
        assistant = Assistant(Index(towns_index), encoder, writer=Writer(as_model(chat), encoder))
        return whole(assistant, outline), chat

    return write


def replying(*sentences: tuple[str, str]) -> Callable[[list[object]], str]:
    """A model that says the sentences, each with the words it rests on, of whatever passage holds them."""

    def reply(messages: list[object]) -> str:
        asked = "\n".join(str(message.text) for message in messages)  # type: ignore[attr-defined]
        found = []
        for words, sentence in sentences:
            before = asked[: asked.rfind(words)] if words in asked else ""
            numbers = [int(each) for each in re.findall(r"[Pp]assage (\d+)", before)]
            found.append({"passage": numbers[-1] if numbers else 1, "words": words, "sentence": sentence})
        return json.dumps({"sentences": found})

    return reply


VANS = ("delivery vans stop on them", "Delivery vans stop on bicycle lanes, which is a risk.")
FALSE = ("delivery vans stop on them", "Delivery vans stop on 80 per cent of bicycle lanes.")
ONE = outline_of_one(RISKS, pages=1)


def test_sentences_of_a_model_that_pass_are_claims_in_its_words_with_their_support(
    worded: Callable[..., tuple[Brief, ScriptedModel]],
) -> None:
    brief, chat = worded(replying(VANS), ONE)
    assert texts(brief) == [VANS[1]]
    (claim,) = brief.claims
    assert (claim.worded, claim.about) == (True, "risks")
    assert 0.5 < claim.support <= 1
    assert [citation.quote for citation in claim.citations] == [
        "A risk of bicycle lanes is that delivery vans stop on them."
    ]
    assert (brief.model, brief.sections[0].problem) == ("scripted:model", "")
    assert len(chat.asked) == 1


def test_sentence_that_the_sources_do_not_carry_never_appears(
    worded: Callable[..., tuple[Brief, ScriptedModel]],
) -> None:
    brief, _ = worded(replying(FALSE, VANS), ONE)
    assert not any("80" in text for text in texts(brief))
    assert VANS[1] in texts(brief)


def test_model_of_which_nothing_passes_leaves_the_documents_own_sentences(
    worded: Callable[..., tuple[Brief, ScriptedModel]],
) -> None:
    brief, _ = worded(replying(FALSE), ONE)
    assert brief.claims
    assert not any("80" in text or claim.worded for text, claim in zip(texts(brief), brief.claims, strict=True))


@pytest.mark.parametrize("trouble", ["unreachable", "timeout", "key", "broken"])
@pytest.mark.parametrize("form", ["points", "sources"])
def test_model_that_fails_leaves_the_documents_own_sentences_and_one_line_that_says_why(
    trouble: str, form: str, worded: Worded
) -> None:
    brief, _ = worded([ModelFailed(trouble)], outline_of_one(RISKS, pages=1, form=form))  # type: ignore[arg-type]
    assert brief.claims
    assert {claim.worded for claim in brief.claims} == {False}
    assert {claim.support for claim in brief.claims} == {1.0}
    assert brief.sections[0].problem == ENGLISH.model_failed.format(why=phrases("en").troubles[trouble])


def test_model_that_fails_says_so_over_questions_too(worded: Worded) -> None:
    brief, _ = worded([ModelFailed("timeout")], outline_of_one(RISKS, pages=1, form="questions"))
    assert brief.claims
    assert brief.sections[0].problem == ENGLISH.model_failed.format(why=phrases("en").troubles["timeout"])


def test_room_that_a_section_has_no_use_for_goes_to_one_that_may_say_anything(towns: Assistant) -> None:
    anything = Planned("Key messages", "points", (Aspect("key messages", "What is said of bicycle lanes?"),))
    nothing = Planned("Glaciers", "points", (Aspect("glaciers", "What of glaciers?", ("glacier",)),))
    order = Order(TOPIC, pages=1)
    alone = whole(towns, Outline(order, TOPIC, (anything,)))
    beside = whole(towns, Outline(order, TOPIC, (anything, nothing)))
    assert beside.sections[1].groups == ()
    assert texts(beside.sections[0]) == texts(alone.sections[0])
