"""assistant/briefing/changing.py: what is changed in a briefing is changed, and nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.briefing.changing import NoOther, NoSuchPlace, redone, removed, replaced, without
from assistant.briefing.outline import outlined
from assistant.briefing.types import Aspect, Brief, Place
from assistant.build import run_ingest, run_remove
from assistant.settings import Settings
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import Filters
from tests.assistant.briefing.conftest import Written
from tests.assistant.briefing.orders import (
    RISKS,
    TEMPLATES,
    id_of,
    outline_of_one,
    places,
    small,
    sources,
    texts,
    whole,
)
from tests.assistant.briefing.towns import write_towns


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
