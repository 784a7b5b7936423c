"""assistant/web/briefing_*.py: briefings are planned, written, changed, compared and exported by their owner alone."""

import asyncio
import json
from collections.abc import Generator
from contextlib import aclosing
from dataclasses import replace
from html import unescape
from pathlib import Path
from threading import Event

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.briefing.changing import NoOther, removed, replaced, without
from assistant.briefing.saved import brief_of_text
from assistant.briefing.types import Brief, Place
from assistant.phrases import ENGLISH_PAGE, page_phrases
from assistant.phrases.brief_words import brief_phrases
from assistant.settings import Settings
from assistant.web import briefing_handling as handling
from assistant.web.apart import apart
from assistant.web.briefing_handling import Seen
from assistant.web.briefing_steps import broken_off, steps, stopped
from assistant.web.desk import Desk, desk_of
from assistant.web.routes import routes
from assistant.web.users import COOKIE, user_of

ME, OTHER = "me", "another"
PAGE, SAID = ENGLISH_PAGE, brief_phrases("en")
NO_CHOICE = [[], [], [], [], [], "", ""]
ORDER = {"topic": "help points", "template": "issue-note", "audience": "", "pages": "1", "language": "en"}
POINTS = {"title": "Messages", "form": "points", "share": 1, "aspects": [{"question": "What are help points?"}]}
MISSING = {"title": "What is missing", "form": "missing", "share": 1}


def outline(topic: str = "help points", *sections: object) -> str:
    return json.dumps({"order": {"topic": topic, "pages": 1}, "title": "", "sections": sections or [POINTS, MISSING]})


def written(desk: Desk, user: str = ME) -> tuple[str, Brief]:
    """A briefing that was written on the page: its id, and itself."""
    last = list(steps(desk, user, PAGE, outline()))[-1]
    assert last.briefing, last
    return last.briefing, desk.briefs.open(user, last.briefing).brief


def shown(seen: Seen) -> str:
    return unescape("".join(str(part) for part in seen.parts() if part is not None))


def test_order_becomes_an_outline_with_its_topic(desk: Desk) -> None:
    seen = handling.planned(desk, PAGE, ORDER, NO_CHOICE)
    assert "What is help points?" in shown(seen)
    assert seen.wrong == ""
    assert seen.head is None  # what is open stays until the writing begins


@pytest.mark.parametrize(
    ("order", "chosen", "line"),
    [
        (ORDER | {"topic": " "}, NO_CHOICE, SAID.order.topic_missing),
        (ORDER | {"template": "poem"}, NO_CHOICE, "there is no template 'poem'"),
        (ORDER, [*NO_CHOICE[:-1], "soon"], PAGE.no_date),
    ],
)
def test_order_that_cannot_be_planned_says_why(desk: Desk, order: object, chosen: list[object], line: str) -> None:
    seen = handling.planned(desk, PAGE, order, chosen)
    assert line in unescape(str(seen.wrong))
    assert seen.outline is None


def test_filters_that_no_document_matches_are_told_before_there_is_an_outline(desk: Desk) -> None:
    seen = handling.planned(desk, PAGE, ORDER, [*NO_CHOICE[:-1], "1990"])
    assert SAID.order.no_match in unescape(str(seen.unmatched))
    assert (seen.outline, seen.wrong) == (None, "")
    assert handling.planned(desk, PAGE, ORDER, NO_CHOICE).unmatched == ""


def test_template_with_an_error_is_named_and_the_others_work(assistant: Assistant, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("title: Mine\nsections: 7\n", encoding="utf-8")
    desk = desk_of(assistant, Settings(conversations=tmp_path / "kept.sqlite", templates=tmp_path))
    form = handling.form(desk, page_phrases("fr"))
    assert "mine.yaml: sections" in form
    assert "Un modèle est inutilisable" in form
    assert 'value="issue-note" checked' in form


def test_briefing_is_shown_section_by_section_and_saved_once_it_is_whole(desk: Desk) -> None:
    seen = list(steps(desk, ME, PAGE, outline()))
    assert [
        next(count for count in ("0 of 2", "1 of 2", "2 of 2") if count in str(each.head)) for each in seen[:-1]
    ] == ["0 of 2", "1 of 2", "2 of 2", "2 of 2"]
    assert "14 digital help points" in str(seen[1].body)
    assert 'class="change"' not in str(seen[1].body)
    last = seen[-1]
    assert 'class="change"' in str(last.body)
    assert [(kept.id, kept.versions) for kept in desk.briefs.all(ME)] == [(last.briefing, 1)]
    assert str(last.briefing) in str(last.listed)
    assert desk.briefs.versions(ME, str(last.briefing))[0].what == "written"


def test_briefing_on_what_the_collection_does_not_hold_says_so_and_is_not_saved(desk: Desk) -> None:
    last = list(steps(desk, ME, PAGE, outline("the paintings of the Louvre")))[-1]
    assert "Not in the collection" in shown(last)
    assert 'id="s1-n1"' in str(last.sources)
    assert (last.briefing, desk.briefs.all(ME)) == ("", [])


def test_outline_that_cannot_be_written_stays_with_a_line(desk: Desk) -> None:
    (seen,) = steps(desk, ME, PAGE, outline("help points", {**POINTS, "aspects": []}))
    assert "Messages: this section needs a question." in shown(seen)
    assert (seen.outline, seen.head) == (None, "")


def test_writing_that_is_stopped_leaves_nothing_behind(desk: Desk) -> None:
    closed = Event()

    def told() -> Generator[Seen, None, None]:
        try:
            yield from steps(desk, ME, PAGE, outline())
        finally:
            closed.set()

    async def stop_once_all_is_there() -> None:
        async with aclosing(apart(told())) as made:
            async for seen in made:
                if "cited-in-brief" in str(seen.body):
                    await asyncio.sleep(0.2)
                    break

    asyncio.run(stop_once_all_is_there())
    assert closed.wait(5)
    assert desk.briefs.all(ME) == []
    assert "Nothing was saved" in shown(stopped(PAGE))
    # To Gradio, what is stopped has failed too.
    assert broken_off(PAGE, str(stopped(PAGE).under_way)) == stopped(PAGE)
    assert PAGE.went_wrong in shown(broken_off(PAGE, "yes"))
    assert broken_off(PAGE, "") == Seen()


def test_briefing_that_cannot_be_saved_is_shown_all_the_same(desk: Desk) -> None:
    made = steps(desk, ME, PAGE, outline())
    next(made)
    desk.briefs.kept_in.write_bytes(b"no database at all, but long enough to be looked at" * 40)
    *_, last = made
    assert "could not be saved" in shown(last)
    assert "14 digital help points" in str(last.body)


def test_change_becomes_a_version_and_an_earlier_one_can_come_back(desk: Desk) -> None:
    id_, brief = written(desk)
    first = brief.sections[0].groups[0].claims[0].text
    seen = handling.changed(
        desk, ME, PAGE, id_, 1, "removed", lambda each: removed(desk.assistant, each, Place(0, 0, 0))
    )
    assert (seen.version, "Saved as version 2." in shown(seen)) == (2, True)
    assert first not in unescape(str(seen.body))
    assert "This is an earlier version." in shown(handling.opened(desk, ME, PAGE, id_, 1))
    back = handling.restored(desk, ME, PAGE, id_, 1)
    assert (back.version, [each.what for each in desk.briefs.versions(ME, id_)]) == (
        3,
        ["restored", "removed", "written"],
    )
    assert desk.briefs.open(ME, id_).brief == brief


def test_sentence_is_replaced_and_a_source_left_out(desk: Desk) -> None:
    id_, brief = written(desk)
    (document,) = {citation.document.id for claim in brief.claims for citation in claim.citations}
    *_, last = brief.claims
    first, end = Place(0, 0, 0), Place(0, 0, len(brief.claims) - 1)
    handling.changed(desk, ME, PAGE, id_, 1, "removed", lambda each: removed(desk.assistant, each, end))
    seen = handling.changed(desk, ME, PAGE, id_, 2, "replaced", lambda each: replaced(desk.assistant, each, first))
    assert seen.version == 3
    # The small collection has no other sentence on this than the one that was taken out.
    assert desk.briefs.open(ME, id_).brief.claims[0].text == last.text
    seen = handling.changed(desk, ME, PAGE, id_, 3, "excluded", lambda each: without(desk.assistant, each, document))
    assert "1 document is left out." in shown(seen)
    assert desk.assistant.index.documents[document].title in unescape(str(seen.head))
    left = [citation.document.id for claim in desk.briefs.open(ME, id_).brief.claims for citation in claim.citations]
    assert document not in left
    sections = desk.briefs.open(ME, id_).brief.sections
    seen = handling.changed(desk, ME, PAGE, id_, 4, "included", lambda each: handling.included(each, document))
    assert "Brought back; saved as version 5." in shown(seen)
    back = desk.briefs.open(ME, id_).brief
    assert (back.outline.order.excluded, back.sections) == ((), sections)


def test_what_came_of_a_change_is_told_at_its_place_or_in_the_head(desk: Desk) -> None:
    id_, _ = written(desk)
    for at, beside in ((Place(0, 0, 0), True), (Place(0, -1, -1), True), (Place(9, 0, 0), False), (None, False)):
        seen = handling.changed(desk, ME, PAGE, id_, 1, "redone", lambda each: each, at)
        assert (SAID.reading.no_change in str(seen.body), SAID.reading.no_change in str(seen.head)) == (
            beside,
            not beside,
        )


def test_change_in_another_window_is_told_and_nothing_is_lost(desk: Desk) -> None:
    id_, brief = written(desk)
    desk.briefs.save(ME, id_, replace(brief, corpus="other"), "redone", onto=1)
    seen = handling.changed(
        desk, ME, PAGE, id_, 1, "removed", lambda each: removed(desk.assistant, each, Place(0, 0, 0))
    )
    assert SAID.reading.changed_meanwhile in shown(seen)
    assert (seen.version, len(desk.briefs.versions(ME, id_))) == (2, 2)


def test_change_that_changes_nothing_makes_no_version(desk: Desk) -> None:
    def none(brief: Brief) -> Brief:
        raise NoOther

    id_, _ = written(desk)
    assert SAID.reading.no_other in shown(handling.changed(desk, ME, PAGE, id_, 1, "replaced", none))
    assert SAID.reading.no_change in shown(handling.changed(desk, ME, PAGE, id_, 1, "redone", lambda each: each))
    gone = handling.changed(
        desk, ME, PAGE, id_, 1, "removed", lambda each: removed(desk.assistant, each, Place(9, 0, 0))
    )
    assert "no such section" in shown(gone)
    assert len(desk.briefs.versions(ME, id_)) == 1


def test_briefing_of_somebody_else_is_said_not_to_exist(desk: Desk) -> None:
    id_, _ = written(desk)
    french = page_phrases("fr")
    for wanted in (id_, "nobody-has-it", "\ud800"):
        for seen in (
            handling.opened(desk, OTHER, french, wanted),
            handling.changed(desk, OTHER, french, wanted, 1, "removed", lambda each: each),
        ):
            assert brief_phrases("fr").listed.gone in shown(seen)
            assert "Harbourview" not in shown(seen)
        assert "Harbourview" not in shown(handling.checked(desk, OTHER, french, wanted, 1))
        assert "Harbourview" not in shown(handling.compared_versions(desk, OTHER, french, wanted, 1, 1))
    handling.rename(desk, OTHER, id_, "Mine now")
    handling.duplicate(desk, OTHER, id_)
    handling.delete(desk, OTHER, id_)
    assert [each.title for each in desk.briefs.all(ME)] == ["help points"]
    assert desk.briefs.all(OTHER) == []
    assert "help points" not in handling.listed(desk, OTHER, PAGE)


def test_briefing_is_renamed_found_copied_and_deleted(desk: Desk) -> None:
    id_, _ = written(desk)
    handling.rename(desk, ME, id_, "Harbour <b>")
    assert "Harbour <b>" in shown(handling.opened(desk, ME, PAGE, id_))
    handling.duplicate(desk, ME, id_)
    assert handling.listed(desk, ME, PAGE, "harbour").count("<li>") == 2
    assert SAID.listed.none_found in handling.listed(desk, ME, PAGE, "submarine")
    for kept in desk.briefs.all(ME):
        handling.delete(desk, ME, kept.id)
    assert SAID.listed.none_yet in handling.listed(desk, ME, PAGE)


def test_check_and_comparison_are_shown(desk: Desk) -> None:
    id_, _ = written(desk)
    assert "Every quoted word still stands" in shown(handling.checked(desk, ME, PAGE, id_, 1))
    handling.changed(desk, ME, PAGE, id_, 1, "removed", lambda each: removed(desk.assistant, each, Place(0, 0, 0)))
    assert "Gone Messages" in shown(handling.compared_versions(desk, ME, PAGE, id_, 1, 2)).replace(
        '</strong> <span class="about">', " "
    )


@pytest.mark.parametrize(("form", "beginning"), [("md", b"# "), ("docx", b"PK"), ("pdf", b"%PDF"), ("json", b"{")])
def test_briefing_is_exported_to_its_owner_alone(desk: Desk, form: str, beginning: bytes) -> None:
    client = TestClient(Starlette(routes=routes(desk)))
    id_, brief = written(desk, user_of({COOKIE: "a" * 32}))
    desk.briefs.rename(user_of({COOKIE: "a" * 32}), id_, "Help / <b>points</b>")
    client.cookies.set(COOKIE, "a" * 32)
    for style in ("chicago", "apa", "numbered"):
        exported = client.get(f"/briefs/{id_}.{form}", params={"style": style, "version": "1"})
        assert (exported.status_code, exported.content[: len(beginning)]) == (200, beginning)
        assert exported.headers["content-disposition"] == f"attachment; filename*=UTF-8''Help%20b%20points%20b.{form}"
    if form == "json":
        assert brief_of_text(exported.text) == brief
    versions = [f"{id_}.{form}?version={number}" for number in ("7", "0", "-1", "abc", "99999999")]
    for wrong in (f"{id_}.exe", f"{id_}.{form}?style=bibtex", *versions, f"nobody.{form}"):
        assert client.get(f"/briefs/{wrong}").status_code == 404
    assert client.get(f"/briefs/{id_}.{form}").status_code == 200
    client.cookies.set(COOKIE, "b" * 32)
    assert client.get(f"/briefs/{id_}.{form}").status_code == 404
