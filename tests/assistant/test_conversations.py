"""assistant/conversations.py: kept whole, found again, for one person only, and gone when deleted."""

import inspect
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.conversations import Conversations, NoConversation, title_of
from assistant.feedback import FeedbackStore
from assistant.kept import Place, reading, writing
from assistant.saved import BadSaved
from assistant.types import Answer, Sentence
from tests.assistant.test_saved import EVERYTHING
from tests.places import address_of, content_of, read_by_another


@pytest.fixture
def store(kept_at: Place) -> Conversations:
    return Conversations(kept_at)


def said(question: str, text: str = "", note: str = "") -> Answer:
    return Answer(question, "answered", (Sentence(text, (), 1.0),), paragraphs=((0,),), note=note)


def kept(store: Conversations, user: str, *questions: str) -> str:
    """The id of a conversation of these questions."""
    id_ = store.begin(user)
    for question in questions:
        store.add(user, id_, said(question))
    return id_


def questions(store: Conversations, user: str, id_: str) -> list[tuple[int, str]]:
    return [(turn.place, turn.question) for turn in store.open(user, id_).turns]


def titles(store: Conversations, user: str, search: str = "") -> list[str]:
    return [each.title for each in store.all(user, search)]


def test_conversation_is_opened_as_it_was_added(store: Conversations, assistant: Assistant) -> None:
    asked = ["How many digital help points did Harbourview open?", "Qui dirige le Louvre ?"]
    answers = [*(assistant.ask(question) for question in asked), EVERYTHING]
    before = datetime.now(UTC)
    id_ = store.begin("ana")
    assert [store.add("ana", id_, answer) for answer in answers] == [1, 2, 3]
    found = Conversations(store.kept_in).open("ana", id_)
    assert [turn.answer for turn in found.turns] == answers
    assert [turn.question for turn in found.turns] == [answer.question for answer in answers]
    assert found.title == "How many digital help points did Harbourview open?"
    for moment in (found.created, found.changed, *(turn.asked for turn in found.turns)):
        assert before <= datetime.fromisoformat(moment) <= datetime.now(UTC)
        assert datetime.fromisoformat(moment).utcoffset() == timedelta(0)


def test_conversation_begins_with_its_first_turn_or_not_at_all(
    store: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = store.begin("ana", "", said("Trams?"))
    assert questions(store, "ana", id_) == [(1, "Trams?")]
    assert titles(store, "ana") == ["Trams?"]

    def ends(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("assistant.conversations._append", ends)
    with pytest.raises(KeyboardInterrupt):
        store.begin("ana", "", said("Buses?"))
    assert titles(store, "ana") == ["Trams?"]


def test_ids_are_long_random_and_fit_for_an_address(store: Conversations) -> None:
    ids = {store.begin("ana") for _ in range(20)}
    assert len(ids) == 20
    assert all(len(id_) == 22 and set(id_) <= set(IN_ADDRESSES) for id_ in ids)


IN_ADDRESSES = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def test_last_changed_comes_first_and_no_more_than_asked_for(store: Conversations) -> None:
    first, second = kept(store, "ana", "Trams?"), kept(store, "ana", "Buses?")
    assert titles(store, "ana") == ["Buses?", "Trams?"]
    store.add("ana", first, said("And boats?"))
    assert titles(store, "ana") == ["Trams?", "Buses?"]
    store.cut("ana", second, 1)
    assert titles(store, "ana") == ["Buses?", "Trams?"]
    store.rename("ana", first, "Boats")
    assert titles(store, "ana") == ["Buses?", "Boats"]
    assert [each.title for each in store.all("ana", limit=1)] == ["Buses?"]
    assert store.all("ana", limit=0) == store.all("ana", limit=-1) == []
    assert all(each.turns == () for each in store.all("ana"))


LONG = "Which cities of the network have opened their data, and in…"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Who?", "Who?"),
        ("  Two\nlines\u2028and \x00 tabs\t. ", "Two lines and tabs ."),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("Which cities of the network have opened their data, and in which year?", LONG),
        ("word " * 11 + "fives and more", "word " * 10 + "word…"),
        ("\u202eevil", "evil"),
        ("half \ud800", "half \ufffd"),
        ("", ""),
    ],
)
def test_title_is_one_line_of_at_most_60_characters_that_ends_with_a_word(text: str, title: str) -> None:
    assert title_of(text) == (
        title if title is not None else "Which cities of the network have opened their data, and in…"
    )
    assert len(title_of(text)) <= 60


def test_title_is_the_first_question_until_one_is_given(store: Conversations) -> None:
    id_ = kept(store, "ana", "Trams?", "Buses?")
    store.rename("ana", id_, " On\nrails ")
    assert titles(store, "ana") == ["On rails"]
    store.add("ana", id_, said("Boats?"))
    assert titles(store, "ana") == ["On rails"]
    store.rename("ana", id_, "  ")
    assert titles(store, "ana") == ["Trams?"]
    store.rename("ana", id_, "x" * 300)
    assert len(titles(store, "ana")[0]) == 200


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("tram", ["Genève 100%"]),
        ("GENEVE", ["Genève 100%"]),
        ("genève", ["Genève 100%"]),
        ("Öffentlich", ["Genève 100%"]),
        ("oeffentlich", []),
        ("nine  trams\nrun", ["Genève 100%"]),
        ("not on boats", ["Genève 100%"]),
        ("how many", ["Genève 100%", "Plain"]),
        ("100%", ["Genève 100%"]),
        ("%", ["Genève 100%"]),
        ("_", ["Plain"]),
        ("s_a", ["Plain"]),
        ("n%e", []),
        ("'", ["Plain"]),
        ("' OR 1=1 --", []),
        ('"', []),
        ("\\", ["Plain"]),
        ("*", []),
        ("\x00", ["Genève 100%", "Plain"]),
        ("\ud800", []),
        ("", ["Genève 100%", "Plain"]),
        ("   ", ["Genève 100%", "Plain"]),
        ("x" * 1_000_000, []),
    ],
)
def test_search_finds_words_of_titles_questions_and_answers(
    store: Conversations, search: str, found: list[str]
) -> None:
    plain = store.begin("ana", "Plain")
    store.add("ana", plain, said("How many of Ana's are in C:\\s_a?", "None."))
    other = store.begin("ana", "Genève 100%")
    store.add("ana", other, said("How many?", "Nine trams\nrun, öffentlich.", "It says: not on boats."))
    assert titles(store, "ana", search) == found


def test_search_does_not_find_what_was_cut_or_renamed(store: Conversations) -> None:
    id_ = kept(store, "ana", "Trams?", "Buses?")
    store.rename("ana", id_, "Rails")
    store.cut("ana", id_, 2)
    assert [titles(store, "ana", word) for word in ("rails", "trams", "buses")] == [["Rails"], ["Rails"], []]
    store.rename("ana", id_, "Wheels")
    assert titles(store, "ana", "rails") == []


def test_cut_takes_the_turns_from_a_place_on_and_the_next_one_follows(store: Conversations) -> None:
    id_ = kept(store, "ana", "a?", "b?", "c?")
    store.cut("ana", id_, 2)
    assert questions(store, "ana", id_) == [(1, "a?")]
    assert store.add("ana", id_, said("d?")) == 2
    store.cut("ana", id_, 9)
    assert questions(store, "ana", id_) == [(1, "a?"), (2, "d?")]


def test_answer_takes_the_place_of_a_turn_and_what_follows_in_one_step(store: Conversations) -> None:
    id_ = kept(store, "ana", "a?", "b?", "c?")
    assert store.add("ana", id_, said("B?"), instead_of=2) == 2
    assert questions(store, "ana", id_) == [(1, "a?"), (2, "B?")]


# Every method as the stranger tries it on a conversation of ana's.
TRIED: dict[str, Callable[[Conversations, str, str], object]] = {
    "all": lambda store, user, id_: store.all(user, "secret"),
    "open": lambda store, user, id_: store.open(user, id_),
    "begin": lambda store, user, id_: store.begin(user, "Mine"),
    "add": lambda store, user, id_: store.add(user, id_, said("Mine?"), instead_of=1),
    "cut": lambda store, user, id_: store.cut(user, id_, 1),
    "rename": lambda store, user, id_: store.rename(user, id_, "Mine"),
    "delete": lambda store, user, id_: store.delete(user, id_),
    "delete_all": lambda store, user, id_: store.delete_all(user),
}
METHODS = [name for name, _ in inspect.getmembers(Conversations, inspect.isfunction) if not name.startswith("_")]
HARMLESS = {"all", "begin", "delete_all"}  # the others name a conversation


@pytest.mark.parametrize(
    "method", [name for name, _ in inspect.getmembers(Conversations, inspect.isfunction) if name[0] != "_"]
)
@pytest.mark.parametrize("stranger", ["bo", "", "ANA", "ana ", "ana\x00", "an", "a%", "\ud800", "ana' OR '1'='1"])
def test_nobody_sees_or_changes_the_conversation_of_another(store: Conversations, method: str, stranger: str) -> None:
    id_ = kept(store, "ana", "A secret?")
    feedback = FeedbackStore(store.kept_in)
    feedback.give("ana", id_, 1, "up", "", "", said("A secret?"))
    before = store.open("ana", id_), feedback.of("ana", id_)
    if method in HARMLESS:
        assert TRIED[method](store, stranger, id_) in ([], None) or method == "begin"
    else:
        with pytest.raises(NoConversation) as others:
            TRIED[method](store, stranger, id_)
        with pytest.raises(NoConversation) as nobodys:
            TRIED[method](store, stranger, "A" * 22)
        assert str(others.value) == str(nobodys.value)
    assert (store.open("ana", id_), feedback.of("ana", id_)) == before
    assert [each.id for each in store.all("ana")] == [id_]


@pytest.mark.parametrize(
    ("one", "other"), [("\ud800", "\ufffd"), ("\udfff", "?"), ("ſ", "s"), ("é", "e\u0301"), ("a", "a\x00")]
)
def test_users_that_look_alike_are_two(store: Conversations, one: str, other: str) -> None:
    id_ = kept(store, one, "A secret?")
    assert store.all(other) == []
    with pytest.raises(NoConversation):
        store.open(other, id_)
    assert questions(store, one, id_) == [(1, "A secret?")]


@pytest.mark.parametrize("id_", ["", "nothing", "\ud800", "é", "' OR 1=1 --", "%", "x" * 100_000, "\x00"])
def test_id_that_is_none_is_no_conversation(store: Conversations, id_: str) -> None:
    kept(store, "ana", "a?")
    with pytest.raises(NoConversation):
        store.open("ana", id_)


@pytest.mark.parametrize(
    "text",
    [
        "'); DROP TABLE turns; --",
        'She said "no"',
        "before\x00after",
        "half \ud800 and \udc00\ud800",
        "\u202eturned\u2028line",
        "<script>alert(1)</script>",
        "🏙️ é" * 10,
        "x" * 1_000_000,
    ],
)
def test_hostile_text_comes_back_as_it_was(store: Conversations, text: str) -> None:
    answer = replace(EVERYTHING, question=text, note=text, sentences=(Sentence(text, (1,), 1.0),), paragraphs=((0,),))
    id_ = store.begin(text, text)
    store.add(text, id_, answer)
    store.rename(text, id_, text)
    (turn,) = store.open(text, id_).turns
    assert (turn.question, turn.answer) == (text, answer)
    assert [each.id for each in store.all(text, text[:1000])] == [id_]
    store.delete(text, id_)
    assert store.all(text) == []


def test_deleted_conversation_is_in_no_file_or_table_any_more(store: Conversations) -> None:
    gone, stays = kept(store, "ana", "A zeppelin? " * 2000), kept(store, "ana", "A tram?")
    with read_by_another(store.kept_in, "turns"):
        store.add("ana", gone, said("The zeppelin again?"))
        assert b"zeppelin" in content_of(store.kept_in)
        store.delete("ana", gone)
        assert b"zeppelin" not in content_of(store.kept_in)
    assert [each.id for each in store.all("ana")] == [stays]


def test_turn_that_was_cut_is_in_no_file_or_table_any_more(store: Conversations) -> None:
    id_ = kept(store, "ana", "A tram?", "A zeppelin?")
    with read_by_another(store.kept_in, "turns"):
        store.cut("ana", id_, 2)
        assert b"zeppelin" not in content_of(store.kept_in)


def test_everything_of_a_user_goes_at_once_feedback_too(store: Conversations) -> None:
    id_, other = kept(store, "ana", "A zeppelin?"), kept(store, "bo", "A tram?")
    kept(store, "ana", "Another zeppelin?")
    feedback = FeedbackStore(store.kept_in)
    for user, each, question in (("ana", id_, "A zeppelin?"), ("bo", other, "A tram?")):
        feedback.give(user, each, 1, "down", "wrong", "No.", said(question))
    store.delete("ana", id_)
    with read_by_another(store.kept_in, "turns"):
        store.delete_all("ana")
        assert b"zeppelin" not in content_of(store.kept_in)
    assert store.all("ana") == []
    assert [(each.user, each.answer.question) for each in feedback.all()] == [("bo", "A tram?")]
    assert titles(store, "bo") == ["A tram?"]


def test_turns_of_a_program_that_was_killed_are_all_there(store: Conversations) -> None:
    id_ = store.begin("ana")
    command = [sys.executable, "-c", ADDING, address_of(store.kept_in), id_]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout
        told = [int(program.stdout.readline()) for _ in range(20)]
        program.send_signal(signal.SIGKILL)
        told += map(int, program.stdout.read().split())
    found = questions(store, "ana", id_)
    assert found[: len(told)] == [(place, f"Question {place}?") for place in told]
    assert len(found) - len(told) in (0, 1)  # it may have been killed before it told of the last
    assert store.add("ana", id_, said("And now?")) == len(found) + 1
    if isinstance(store.kept_in, Path):
        with reading(store.kept_in) as db:
            assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


ADDING = """
import itertools, sys
from assistant.conversations import Conversations
from assistant.kept_types import place_of
from assistant.types import Answer
store = Conversations(place_of(sys.argv[1]))
for number in itertools.count(1):
    print(store.add("ana", sys.argv[2], Answer(f"Question {number}?", "refused")), flush=True)
"""


def test_threads_that_add_to_one_conversation_lose_nothing(store: Conversations) -> None:
    id_ = store.begin("ana")
    with ThreadPoolExecutor(8) as pool:
        places = list(pool.map(lambda number: store.add("ana", id_, said(f"{number}?")), range(80)))
    assert sorted(places) == list(range(1, 81))
    found = questions(store, "ana", id_)
    assert [place for place, _ in found] == list(range(1, 81))
    assert {question for _, question in found} == {f"{number}?" for number in range(80)}


def test_threads_that_write_read_and_delete_do_not_get_in_each_others_way(store: Conversations) -> None:
    def use(number: int) -> int:
        user = f"user {number % 4}"
        id_ = kept(store, user, "Trams?", "Buses?")
        assert id_ in [each.id for each in store.all(user, "buses")]
        if number % 2:
            store.delete(user, id_)
        return number

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(use, range(40))) == list(range(40))
    assert [len(store.all(f"user {number}")) for number in range(4)] == [10, 0, 10, 0]


def test_programs_that_add_to_one_conversation_at_once_lose_and_double_nothing(store: Conversations) -> None:
    id_ = store.begin("ana")
    names = ("one", "two")
    programs = [
        subprocess.Popen([sys.executable, "-c", TOGETHER, address_of(store.kept_in), id_, name]) for name in names
    ]
    assert [program.wait(60) for program in programs] == [0, 0]
    found = questions(store, "ana", id_)
    assert [place for place, _ in found] == list(range(1, 201))
    for name in names:
        assert [said for _, said in found if said.startswith(name)] == [f"{name} {number}?" for number in range(100)]


TOGETHER = """
import sys, time
from assistant.conversations import Conversations
from assistant.kept_types import place_of
from assistant.types import Answer
store, name = Conversations(place_of(sys.argv[1])), sys.argv[3]
store.add("ana", sys.argv[2], Answer(f"{name} 0?", "refused"))
until = time.monotonic() + 20
while len(store.open("ana", sys.argv[2]).turns) < 2 and time.monotonic() < until:  # the other has begun too
    time.sleep(0.01)
for number in range(1, 100):
    store.add("ana", sys.argv[2], Answer(f"{name} {number}?", "refused"))
"""


def test_whole_conversation_goes_while_another_program_adds_to_it(store: Conversations) -> None:
    """Whichever comes first; none of its turns stays behind, and none waits for the other for ever."""

    def add(id_: str) -> None:
        with suppress(NoConversation):
            for _ in range(1000):
                store.add("ana", id_, said("A zeppelin?"), instead_of=1)
            raise AssertionError("was never deleted")

    with ThreadPoolExecutor(4) as pool:
        for delete in (store.delete, lambda user, id_: store.delete_all(user)) * 5:
            id_ = kept(store, "ana", "A tram?")
            adding = [pool.submit(add, id_) for _ in range(4)]
            delete("ana", id_)
            for each in adding:
                each.result(timeout=30)
    with reading(store.kept_in) as db:
        assert db.execute("SELECT count(*) FROM turns").fetchone()[0] == 0


def test_all_conversations_go_while_others_begin(store: Conversations) -> None:
    def begin() -> None:
        for _ in range(40):
            with suppress(NoConversation):
                kept(store, "ana", "A zeppelin?", "A balloon?")

    with ThreadPoolExecutor(3) as pool:
        beginning = [pool.submit(begin) for _ in range(3)]
        while not all(each.done() for each in beginning):
            store.delete_all("ana")
        for each in beginning:
            each.result()
    store.delete_all("ana")
    with reading(store.kept_in) as db:
        assert db.execute("SELECT count(*) FROM turns").fetchone()[0] == 0


def test_damaged_answer_is_named_with_its_turn(store: Conversations) -> None:
    id_ = kept(store, "ana", "a?", "b?")
    for damage, why in (("{", "it is not JSON"), ('{"status": "refused"}', "answer.question is missing")):
        with writing(store.kept_in) as db:
            db.execute("UPDATE turns SET answer = ? WHERE place = 2", (damage,))
        with pytest.raises(BadSaved, match=f"turn 2 of the conversation: .*{why}"):
            store.open("ana", id_)
    store.cut("ana", id_, 2)
    assert questions(store, "ana", id_) == [(1, "a?")]
