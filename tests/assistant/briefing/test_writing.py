"""assistant/briefing/writing.py: what every briefing promises, whatever its template, its length and its language."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.briefing.changing import NoOther, NoSuchPlace, redone, removed, replaced, without
from assistant.briefing.outline import outlined
from assistant.briefing.templates import load_templates
from assistant.briefing.types import PAGES, Aspect, Brief, Claim, Order, Outline, Place, Planned, Section
from assistant.briefing.words import ENGLISH, FRENCH
from assistant.briefing.writing import writing
from assistant.build import run_ingest, run_remove
from assistant.model import ModelFailed
from assistant.phrases import phrases
from assistant.settings import Settings
from assistant.types import EXTRACTIVE, Citation
from assistant.writing.writer import Writer
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import Filters
from tests.assistant.briefing.conftest import Written
from tests.assistant.briefing.towns import HOSTILE, NOTICE, write_towns
from tests.scripted_model import Replies, ScriptedModel, as_model

Worded = Callable[[Replies, Outline], tuple[Brief, ScriptedModel]]
TEMPLATES = load_templates()
TOPIC, TOWNS = "bicycle lanes", "bicycle lanes in Alderby and Corvane"


# The documents of a small order: what is changed step by step need not be written of all of them.
FEW = Filters(document=("alderby.md", "count.md", "corvane.md", "risks.md"))


def small(name: str, pages: int = 1) -> Order:
    return replace(order_of(name, pages), filters=FEW)


def order_of(name: str, pages: int = 2, language: str = "en") -> Order:
    topics = {"en": TOWNS if name == "city-comparison" else TOPIC, "fr": "pistes cyclables"}
    if (name, language) == ("city-comparison", "fr"):
        return Order("pistes cyclables à Fontclaire et Alderby", name, pages=pages, language=language)
    return Order(topics[language], name, pages=pages, language=language)


EVERY = [order_of(name, language=language) for name in TEMPLATES for language in ("en", "fr")]


def named(order: Order) -> str:
    return f"{order.template}-{order.language}"


every_briefing = pytest.mark.parametrize("order", EVERY, ids=map(named, EVERY))


def texts(brief: Brief | Section) -> list[str]:
    claims = brief.claims if isinstance(brief, Brief) else [each for group in brief.groups for each in group.claims]
    return [claim.text for claim in claims]


def cited(brief: Brief) -> Iterator[Citation]:
    """Every citation of a briefing, those of its gaps too."""
    for each in (*brief.claims, *brief.gaps):
        yield from each.citations


def sources(brief: Brief) -> set[str]:
    return {citation.document.source for citation in cited(brief)}


def places(brief: Brief) -> Iterator[tuple[Place, Claim]]:
    for section, written in enumerate(brief.sections):
        for group, held in enumerate(written.groups):
            for place, claim in enumerate(held.claims):
                yield Place(section, group, place), claim


def id_of(assistant: Assistant, source: str) -> str:
    return next(document.id for document in assistant.documents() if document.source == source)


def whole(assistant: Assistant, outline: Outline) -> Brief:
    *_, brief = writing(assistant, outline, TEMPLATES)
    return brief


def outline_of_one(*aspects: Aspect, form: str = "points", topic: str = TOPIC, **order: object) -> Outline:
    planned = Planned("Section", form, aspects)  # type: ignore[arg-type]
    return Outline(Order(topic, **order), topic, (planned,))  # type: ignore[arg-type]


RISKS = Aspect("risks", "What are the risks of bicycle lanes?", ("risk", "danger", "barrier", "fear", "protest"))


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
    words = [sum(len(text.split()) for text in texts(written(small("issue-note", pages)))) for pages in (1, 2)]
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
        assert set(each.sections) <= set(final.sections)
        order = [final.sections.index(section) for section in each.sections]
        assert order == sorted(order)


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


# Changed afterwards


def test_section_written_anew_leaves_the_others_and_says_nothing_of_theirs(written: Written, towns: Assistant) -> None:
    for order in (small("issue-note"), small("city-comparison")):
        brief = written(order)
        for place in (0, 1):
            again = redone(towns, brief, place, TEMPLATES)
            others = [section for each, section in enumerate(again.sections) if each != place]
            assert others == [section for each, section in enumerate(brief.sections) if each != place]
            assert again.sections[place].planned == brief.sections[place].planned
            said = texts(again)
            assert len(set(said)) == len(said)


def test_section_by_a_plan_that_was_changed_is_written_by_that_plan(written: Written, towns: Assistant) -> None:
    brief = written(small("issue-note"))
    changed = replace(brief.sections[1], planned=replace(brief.sections[1].planned, title="Mine", aspects=(RISKS,)))
    again = redone(towns, replace(brief, sections=(brief.sections[0], changed, *brief.sections[2:])), 1, TEMPLATES)
    assert again.sections[1].planned.title == "Mine"
    assert {claim.about for group in again.sections[1].groups for claim in group.claims} <= {"risks"}


@pytest.mark.parametrize("place", [-1, 7, 99])
def test_section_that_is_not_there(place: int, written: Written, towns: Assistant) -> None:
    with pytest.raises(NoSuchPlace):
        redone(towns, written(small("issue-note")), place)


@pytest.mark.parametrize("place", [Place(-1, 0, 0), Place(0, -1, 0), Place(0, 0, -1), Place(0, 0, 99), Place(6, 0, 0)])
def test_sentence_that_is_not_there(place: Place, written: Written, towns: Assistant) -> None:
    brief = written(small("issue-note"))
    with pytest.raises(NoSuchPlace):
        replaced(towns, brief, place)
    with pytest.raises(NoSuchPlace):
        removed(towns, brief, place)


def with_first_claim_only(brief: Brief) -> Brief:
    (section,) = brief.sections
    (group,) = section.groups
    return replace(brief, sections=(replace(section, groups=(replace(group, claims=group.claims[:1]),)),))


def test_sentence_is_replaced_by_others_on_the_same_aspect_until_there_is_none(towns: Assistant) -> None:
    brief = with_first_claim_only(
        whole(towns, outline_of_one(RISKS, pages=1, filters=Filters(document=("risks.md", "alderby.md"))))
    )
    seen, place = [], Place(0, 0, 0)
    for _ in range(9):
        (claim,) = brief.claims
        assert (claim.about, claim.support) == ("risks", 1.0)
        seen.append(claim.text)
        try:
            brief = replaced(towns, brief, place)
        except NoOther:
            break
    else:
        pytest.fail("there is always another one")
    assert len(set(seen)) == len(seen), "a sentence that was passed over came back"
    assert len(seen) >= 3


LANES = Aspect("lanes", "What do the documents say about bicycle lanes?", ("lane",))


@pytest.mark.parametrize("name", ["sources", "timeline"])
def test_replacement_is_of_the_source_or_the_time_that_stands_above_it(
    name: str, written: Written, towns: Assistant
) -> None:
    brief = whole(towns, outline_of_one(LANES, form="sources", pages=1)) if name == "sources" else written(small(name))
    found = 0
    for place, claim in places(brief):
        section = brief.sections[place.section]
        if section.planned.form not in ("sources", "timeline") or found >= 2:
            continue
        try:
            other = replaced(towns, brief, place).sections[place.section].groups[place.group].claims[place.claim]
        except NoOther:
            continue
        found += 1
        document, before = other.citations[0].document, claim.citations[0].document
        if section.planned.form == "sources":
            assert document == before
        elif "roundtable" in section.planned.subjects:
            assert document.roundtable == before.roundtable
        else:
            assert section.groups[place.group].lead in other.text
    assert found or name == "timeline"


def test_sentence_that_is_there_already_is_no_replacement(written: Written, towns: Assistant) -> None:
    brief = written(small("city-comparison"))
    for place, claim in list(places(brief))[:3]:
        try:
            other = replaced(towns, brief, place, TEMPLATES)
        except NoOther:
            continue
        new = set(texts(other)) - set(texts(brief))
        assert len(new) == 1
        assert len(set(texts(other))) == len(texts(brief))
        at = other.sections[place.section].groups[place.group].claims[place.claim]
        assert (at.about, at.text != claim.text) == (claim.about, True)


def test_sentence_in_a_row_is_replaced_by_one_on_the_same_town(towns: Assistant) -> None:
    outline = outlined(small("city-comparison"), TEMPLATES, ("Alderby", "Corvane"))
    brief = whole(towns, replace(outline, sections=outline.sections[:1]))
    for place, claim in list(places(brief))[:3]:
        about = brief.sections[0].groups[place.group].lead
        try:
            other = replaced(towns, brief, place, TEMPLATES)
        except NoOther:
            continue
        new = other.sections[0].groups[place.group].claims[place.claim]
        assert about in {name for citation in new.citations for name in citation.document.places}
        assert len(set(texts(other))) == len(texts(other)), claim.text


def test_sentence_removed_leaves_the_others(written: Written, towns: Assistant) -> None:
    brief = written(small("issue-note"))
    place, claim = next(places(brief))
    left = removed(towns, brief, place)
    assert texts(left) == [text for text in texts(brief) if text != claim.text]
    assert not left.growing


def test_row_whose_last_sentence_is_removed_stays(written: Written, towns: Assistant) -> None:
    brief = written(small("city-comparison"))
    while brief.sections[0].groups[0].claims:
        brief = removed(towns, brief, Place(0, 0, 0))
    assert [group.lead for group in brief.sections[0].groups] == ["Alderby", "Corvane"]


@pytest.mark.parametrize("name", ["issue-note", "city-comparison"])
def test_document_taken_out_is_cited_nowhere_and_stays_out(name: str, written: Written, towns: Assistant) -> None:
    brief = written(small(name))
    document = id_of(towns, "count.md")
    left = without(towns, brief, document, TEMPLATES)
    assert "count.md" in sources(brief)
    assert "count.md" not in sources(left)
    assert left.outline.order.excluded == (document,)
    assert without(towns, left, document, TEMPLATES).outline.order.excluded == (document,)
    said = texts(left)
    assert len(set(said)) == len(said)


def test_document_that_only_a_gap_names_is_taken_out_too(towns: Assistant) -> None:
    brief = whole(towns, outline_of_one(Aspect("length", "How many kilometres of bicycle lanes had Alderby?"), pages=1))
    for source in ("count.md", "other-count.md"):
        document = id_of(towns, source)
        kept = [claim for claim in brief.claims if all(each.document.id != document for each in claim.citations)]
        section = replace(brief.sections[0], groups=(replace(brief.sections[0].groups[0], claims=tuple(kept)),))
        told = replace(brief, sections=(section,))
        assert source in sources(told), "no gap names it"
        assert source not in sources(without(towns, told, document))


def test_collection_that_was_changed_between_ends_in_no_traceback(encoder: Encoder, tmp_path: Path) -> None:
    write_towns(tmp_path / "files", only=("risks.md", "alderby.md", "advice.md", "library.md"))
    settings = Settings(index=tmp_path / "index")
    run_ingest([tmp_path / "files"], settings, prune=False, on_progress=lambda progress: None)
    assistant = Assistant(Index(settings.index), encoder)
    brief = with_first_claim_only(whole(assistant, outline_of_one(RISKS, pages=1)))
    gone = brief.claims[0].citations[0].document
    run_remove([gone.source], settings)
    place = next(places(brief))[0]
    assert gone.source not in sources(redone(assistant, brief, 0))
    other = replaced(assistant, brief, place)
    assert other.sections[0].groups[0].claims[0].citations[0].document.id != gone.id
    assert gone.source not in sources(without(assistant, brief, gone.id))
    assert len(removed(assistant, brief, place).claims) == len(brief.claims) - 1
    # What was not written anew is of the state that it was written from, and the briefing says so.
    assert redone(assistant, brief, 0).corpus == brief.corpus


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
