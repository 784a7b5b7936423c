"""assistant/briefing/briefs.py: versions of one person alone, saved onto the newest, and gone when deleted."""

import inspect
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from assistant.briefing.affected import Absent, Affected
from assistant.briefing.briefs import Briefs, ChangedMeanwhile, Kept, NoBriefing, Version
from assistant.briefing.types import Brief, Claim, Gap, Group, Order, Outline, Planned, Section
from assistant.conversations import Conversations
from assistant.kept import MIGRATIONS, OURS, Place, UnusableFile, reading, writing
from assistant.saved import BadSaved
from assistant.types import Answer, Citation
from corpus.types import Document
from tests.assistant.briefing.test_saved import EVERYTHING, REFUSED
from tests.library import write
from tests.places import content_of, read_by_another


@pytest.fixture
def store(kept_at: Place) -> Briefs:
    return Briefs(kept_at)


def on(topic: str, *said: str, language: str = "en", document: Document | None = None) -> Brief:
    """A briefing of points, each cited to the document."""
    cited = (Citation(1, document or Document("d1", "d1.txt", "Trams in town"), 1, "1", "Nine.", "d1:0", 0, 5),)
    planned = Planned("Points", "points")
    claims = tuple(Claim(text, cited, 1.0) for text in said)
    outline = Outline(Order(topic, language=language), topic.capitalize(), (planned,))
    return Brief(outline, (Section(planned, (Group("", claims),)),), corpus="cd39")


def titles(store: Briefs, user: str, search: str = "") -> list[str]:
    return [each.title for each in store.all(user, search)]


def test_briefing_is_opened_as_it_was_saved_in_each_of_its_versions(store: Briefs) -> None:
    before = datetime.now(UTC)
    id_ = store.begin("ana", EVERYTHING)
    assert store.save("ana", id_, REFUSED, "redone", onto=1) == 2
    again = Briefs(store.kept_in)
    assert again.open("ana", id_).brief == again.open("ana", id_, 2).brief == REFUSED
    first = again.open("ana", id_, 1)
    assert (first.id, first.version, first.what, first.brief) == (id_, 1, "written", EVERYTHING)
    assert before <= datetime.fromisoformat(first.made) <= datetime.now(UTC)
    assert datetime.fromisoformat(first.made).utcoffset() == timedelta(0)
    newest, oldest = again.versions("ana", id_)
    assert oldest == Version(1, first.made, "written", "Trams in Genève")
    assert (newest.version, newest.what, newest.title) == (2, "redone", "The Louvre")
    assert oldest.made < newest.made


def test_list_describes_the_newest_version_of_each(store: Briefs) -> None:
    first = store.begin("ana", on("trams"))
    second = store.begin("ana", replace(EVERYTHING, corpus="older"))
    store.save("ana", second, EVERYTHING, "replaced", onto=1)
    listed, other = store.all("ana")
    assert other == Kept(first, "Trams", "trams", "issue-note", other.created, other.created, 1, "cd39", ())
    assert (listed.id, listed.title, listed.topic) == (second, "Trams in Genève", "Trams 🚋 in Genève")
    assert (listed.template, listed.versions, listed.corpus) == ("city-comparison", 2, "cd39")
    assert listed.documents == ("d1", "d2")
    assert listed.created < listed.changed


def test_last_changed_comes_first_and_no_more_than_asked_for(store: Briefs) -> None:
    first, _ = store.begin("ana", on("trams")), store.begin("ana", on("buses"))
    assert titles(store, "ana") == ["Buses", "Trams"]
    store.save("ana", first, on("trams"), "redone", onto=1)
    assert titles(store, "ana") == ["Trams", "Buses"]
    assert [each.title for each in store.all("ana", limit=1)] == ["Trams"]
    assert store.all("ana", limit=0) == store.all("ana", limit=-1) == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("GENEVE", ["Plans"]),
        ("plans", ["Plans"]),
        ("nine  trams\nrun", ["Plans"]),
        ("in town", ["Plans", "Boats"]),
        ("100%", ["Boats"]),
        ("%", ["Boats"]),
        ("_", []),
        ("' OR 1=1 --", []),
        ("zeppelin", []),
        ("\ud800", []),
        ("", ["Plans", "Boats"]),
    ],
)
def test_search_finds_words_of_title_topic_claims_and_sources(store: Briefs, search: str, found: list[str]) -> None:
    store.begin("ana", on("boats", "They are 100% full."))
    id_ = store.begin("ana", on("trams", "A zeppelin flies."))
    store.save("ana", id_, on("trams à Genève", "Nine trams run."), "redone", onto=1)
    store.rename("ana", id_, "Plans")
    assert titles(store, "ana", search) == found


def test_title_is_that_of_the_newest_version_until_one_is_given(store: Briefs) -> None:
    id_ = store.begin("ana", replace(on("trams"), outline=Outline(Order("trams"), " \n", ())))
    assert titles(store, "ana") == ["trams"]
    store.save("ana", id_, on("buses"), "redone", onto=1)
    assert titles(store, "ana") == ["Buses"]
    store.rename("ana", id_, " For the\nmayor ")
    store.save("ana", id_, on("boats"), "redone", onto=2)
    assert titles(store, "ana") == [store.open("ana", id_).title] == ["For the mayor"]
    assert titles(store, "ana", "the mayor") == ["For the mayor"]
    store.rename("ana", id_, "  ")
    assert titles(store, "ana") == ["Boats"]
    store.save("ana", id_, on("trains"), "redone", onto=3)
    assert titles(store, "ana") == ["Trains"]
    store.rename("ana", id_, "x" * 300)
    assert titles(store, "ana") == ["x" * 199 + "…"]


def test_version_saved_onto_an_older_one_is_refused_and_nothing_is_lost(store: Briefs) -> None:
    id_ = store.begin("ana", on("trams"))
    store.save("ana", id_, on("buses"), "redone", onto=1)
    for onto in (1, 3, 0, -1):
        with pytest.raises(ChangedMeanwhile) as raised:
            store.save("ana", id_, on("boats"), "redone", onto=onto)
        assert raised.value.newest == 2
    assert store.open("ana", id_).brief == on("buses")
    assert [each.version for each in store.versions("ana", id_)] == [2, 1]


def test_of_threads_that_save_onto_the_same_version_one_wins(store: Briefs) -> None:
    id_ = store.begin("ana", on("topic 0"))
    together = Barrier(2)

    def save(name: str, onto: int) -> bool:
        together.wait()
        try:
            return store.save("ana", id_, on(name), "redone", onto) == onto + 1
        except ChangedMeanwhile as error:
            return error.newest != onto + 1

    with ThreadPoolExecutor(2) as pool:
        for onto in range(1, 11):
            won = list(pool.map(save, ("one", "two"), (onto, onto)))
            assert sorted(won) == [False, True]
            assert store.open("ana", id_).brief == on("one" if won[0] else "two")
    assert len(store.versions("ana", id_)) == 11


def test_briefings_that_two_users_write_at_once_never_mix(store: Briefs) -> None:
    def use(number: int) -> None:
        user = ("ana", "bo")[number % 2]
        id_ = store.begin(user, on(f"{user} {number}", "secret of " + user))
        store.save(user, id_, on(f"{user} {number}", "changed by " + user), "redone", onto=1)
        store.duplicate(user, id_)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(use, range(20)))
    for user in ("ana", "bo"):
        theirs = [store.open(user, each.id, version) for each in store.all(user) for version in range(1, each.versions)]
        newest = [store.open(user, each.id).brief for each in store.all(user)]
        assert len(newest) == 20
        for brief in (*newest, *(each.brief for each in theirs)):
            assert brief.outline.order.topic.startswith(user)
            assert all(claim.text.endswith(user) for claim in brief.claims)


# Every method as the stranger tries it on a briefing of ana's.
TRIED: dict[str, Callable[[Briefs, str, str, Path], object]] = {
    "all": lambda store, user, id_, folder: store.all(user, "secret"),
    "affected": lambda store, user, id_, folder: store.affected(user, write(folder, d2="Nothing.")),
    "begin": lambda store, user, id_, folder: store.begin(user, on("mine")),
    "delete_all": lambda store, user, id_, folder: store.delete_all(user),
    "open": lambda store, user, id_, folder: store.open(user, id_, 1),
    "save": lambda store, user, id_, folder: store.save(user, id_, on("mine"), "redone", 1),
    "versions": lambda store, user, id_, folder: store.versions(user, id_),
    "duplicate": lambda store, user, id_, folder: store.duplicate(user, id_),
    "rename": lambda store, user, id_, folder: store.rename(user, id_, "Mine"),
    "delete": lambda store, user, id_, folder: store.delete(user, id_),
}
HARMLESS = {"all", "affected", "begin", "delete_all"}  # the others name a briefing


@pytest.mark.parametrize(
    "method",
    [
        name
        for name, each in inspect.getmembers(Briefs, inspect.isfunction)
        if name[0] != "_" and "user" in inspect.signature(each).parameters
    ],
)
@pytest.mark.parametrize("stranger", ["bo", "", "ANA", "ana ", "ana\x00", "a%", "\ud800", "ana' OR '1'='1"])
def test_nobody_sees_or_changes_the_briefing_of_another(
    store: Briefs, method: str, stranger: str, tmp_path: Path
) -> None:
    id_ = store.begin("ana", on("a secret"))
    before = store.open("ana", id_), store.all("ana")
    if method in HARMLESS:
        assert TRIED[method](store, stranger, id_, tmp_path / "ix") in ([], None) or method == "begin"
    else:
        said = set()
        for each in (id_, "A" * 22, "", "é", "\ud800", "\x00", "' OR 1=1 --"):
            with pytest.raises(NoBriefing) as raised:
                TRIED[method](store, stranger, each, tmp_path)
            said.add(str(raised.value))
        assert said == {"There is no such briefing; it may have been deleted."}
    assert (store.open("ana", id_), store.all("ana")) == before


@pytest.mark.parametrize("version", [0, 2, -1, 2**63, -(2**64)])
def test_version_that_there_is_not_is_no_briefing(store: Briefs, version: int) -> None:
    id_ = store.begin("ana", on("trams"))
    with pytest.raises(NoBriefing):
        store.open("ana", id_, version)


def test_copy_says_that_it_is_one_and_goes_its_own_way(store: Briefs) -> None:
    id_ = store.begin("ana", on("trams"))
    store.save("ana", id_, on("buses"), "redone", onto=1)
    copy = store.duplicate("ana", id_)
    assert store.open("ana", copy).title == "Buses (copy)"
    assert [(each.version, each.what) for each in store.versions("ana", copy)] == [(1, "duplicated")]
    store.save("ana", copy, on("boats"), "redone", onto=1)
    store.save("ana", id_, on("trains"), "redone", onto=2)
    assert store.open("ana", copy).brief == on("boats")
    assert store.open("ana", copy).title == "Buses (copy)"
    assert store.open("ana", copy, 1).brief == on("buses")
    assert store.open("ana", id_).brief == on("trains")
    store.delete("ana", id_)
    assert store.open("ana", copy).brief == on("boats")


def test_copy_is_named_in_the_language_of_the_briefing_and_not_too_long(store: Briefs) -> None:
    french = store.begin("ana", on("les trams", language="fr"))
    assert store.open("ana", store.duplicate("ana", french)).title == "Les trams (copie)"
    long = store.begin("ana", on("words " * 100))
    title = store.open("ana", store.duplicate("ana", long)).title
    assert title.endswith("words… (copy)")
    assert len(title) <= 200
    other = store.begin("ana", on("straßen", language="de"))
    assert store.open("ana", store.duplicate("ana", other)).title == "Straßen (copy)"


@pytest.mark.parametrize(
    "text",
    ["'); DROP TABLE briefings; --", 'He said "no"', "a\x00b", "half \ud800", "\u202eevil\u2028x", "<b>", "x" * 10**6],
)
def test_hostile_text_comes_back_as_it_was_and_its_title_is_one_line(store: Briefs, text: str) -> None:
    document = Document("d\ud800", text, text)
    brief = replace(on(text, text, document=document), corpus=text, model=text, gaps=(Gap("old", text),))
    id_ = store.begin(text, brief, what=text)
    store.save(text, id_, brief, text, onto=1)
    store.rename(text, id_, text)
    assert store.open(text, store.duplicate(text, id_)).brief == store.open(text, id_).brief == brief
    for listed in store.all(text):
        assert len(listed.title) <= 200
        assert listed.title.isprintable()
        assert listed.topic.isprintable()
    store.delete_all(text)
    assert store.all(text) == []


def test_deleted_briefing_is_in_no_file_or_table_any_more(store: Briefs) -> None:
    gone, stays = store.begin("ana", on("zeppelins", "A zeppelin. " * 2000)), store.begin("ana", on("trams"))
    others = store.begin("bo", on("balloons"))
    with read_by_another(store.kept_in, "briefing_versions"):
        store.save("ana", gone, on("zeppelins again"), "redone", onto=1)
        assert b"eppelin" in content_of(store.kept_in)
        store.delete("ana", gone)
        assert b"eppelin" not in content_of(store.kept_in)
        assert [each.id for each in store.all("ana")] == [stays]
        assert b"Trams" in content_of(store.kept_in)
        store.delete_all("ana")
        assert b"Trams" not in content_of(store.kept_in)
    assert store.all("ana") == []
    assert store.open("bo", others).brief == on("balloons")
    with reading(store.kept_in) as db:
        assert db.execute("SELECT count(*) FROM briefing_versions").fetchone() == (1,)


def test_briefings_that_cite_updated_or_removed_documents_are_named(store: Briefs, tmp_path: Path) -> None:
    index = write(tmp_path / "ix", same="Same.", fresh="Fresh.")  # documents by these ids; sources end in .txt
    same, old = Document("same", "same.txt", "Same"), Document("old", "fresh.txt", "As it was")
    gone = Document("gone", "gone.txt", "Gone")
    store.begin("ana", on("untouched", "Same.", document=same))
    updated = store.begin("ana", on("updated", "Same.", document=same))
    (cited,) = on("x", "Old.", document=old).claims[0].citations
    both = replace(
        on("updated", "Same.", "Gone.", document=gone), gaps=(Gap("single", "Old.", (cited,)), Gap("old", ""))
    )
    store.save("ana", updated, both, "redone", onto=1)
    mended = store.begin("ana", on("mended", "Gone.", document=gone))
    store.save("ana", mended, on("mended", "Same.", document=same), "excluded", onto=1)
    removed = store.begin("ana", on("removed", "Gone.", document=gone))
    store.begin("bo", on("of bo", "Gone.", document=gone))
    lost = Absent("gone", "Gone", "gone.txt", None)
    assert store.affected("ana", index) == [
        Affected(removed, "Removed", 1, (lost,)),
        Affected(updated, "Updated", 2, (lost, Absent("old", "As it was", "fresh.txt", "fresh"))),
    ]


def test_damaged_version_is_named_and_the_others_still_open(store: Briefs) -> None:
    id_ = store.begin("ana", on("trams"))
    store.save("ana", id_, on("buses"), "redone", onto=1)
    for damage in ("{", "[]"):
        with writing(store.kept_in) as db:
            db.execute("UPDATE briefing_versions SET brief = ? WHERE version = 2", (damage,))
        with pytest.raises(BadSaved, match="version 2 of the briefing: saved briefing: "):
            store.open("ana", id_)
    assert store.open("ana", id_, 1).brief == on("trams")
    assert titles(store, "ana") == ["Buses"]


def test_file_made_before_there_were_briefings_is_brought_up_to_date_with_all_in_it(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as db:  # as the program made it then
        db.execute("PRAGMA journal_mode = WAL")
        for statement in MIGRATIONS[0]:
            db.execute(statement)
        db.execute(f"PRAGMA application_id = {OURS}")
        db.execute("PRAGMA user_version = 1")
        moment = "2026-01-02T03:04:05.000000+00:00"
        row = ("an id", b"ana", "Trams", "trams", moment, moment)
        db.execute("INSERT INTO conversations (id, user, title, words, created, changed) VALUES (?,?,?,?,?,?)", row)
        answer = '{"question": "Who?", "status": "refused"}'
        db.execute("INSERT INTO turns VALUES (1, 1, ?, 'Who?', 'who?', ?)", (moment, answer))
    store = Briefs(path)
    id_ = store.begin("ana", EVERYTHING)
    assert store.open("ana", id_).brief == EVERYTHING
    (conversation,) = Conversations(path).all("ana")
    assert Conversations(path).open("ana", conversation.id).turns[0].answer == Answer("Who?", "refused")
    with reading(path) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)


def test_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "kept.sqlite").write_text("a letter to the mayor " * 100)
    with pytest.raises(UnusableFile, match="damaged, or no file of conversations"):
        Briefs(tmp_path / "kept.sqlite")
