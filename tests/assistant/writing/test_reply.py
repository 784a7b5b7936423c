"""assistant/writing/reply.py: what a model says, in JSON or with markers, whole or broken off, in any pieces."""

import json

import pytest

from assistant.phrases import PHRASES
from assistant.writing.reply import LONGEST_REPLY, Drafted, Reply

LYON = {"passage": 2, "words": "3 parks", "sentence": "Lyon has 3 parks."}
GHENT = {"passage": 1, "words": "two", "sentence": "Ghent has two."}


def read(text: str, size: int = 3) -> tuple[list[Drafted], Reply]:
    """The reply in pieces of so many characters; the sentences come in order, each once."""
    reply = Reply("en")
    found = [each for start in range(0, len(text), size) for each in reply.feed(text[start : start + size])]
    return [*found, *reply.end()], reply


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_json_is_read_in_pieces_of_any_size(size: int) -> None:
    found, reply = read(json.dumps({"sentences": [LYON, GHENT]}), size)
    assert found == [Drafted("Lyon has 3 parks.", (2,), "3 parks"), Drafted("Ghent has two.", (1,), "two")]
    assert not reply.found_nothing
    assert not reply.is_formless


def test_sentence_is_given_as_soon_as_its_object_ends() -> None:
    reply = Reply("en")
    assert list(reply.feed('{"sentences": [' + json.dumps(LYON)[:-1])) == []
    assert [each.text for each in reply.feed("}, {")] == ["Lyon has 3 parks."]


def test_object_that_is_cut_off_is_left_out() -> None:
    found, _ = read('{"sentences": [' + json.dumps(LYON) + ', {"passage": 1, "words": "two", "sentence": "Ghent ha')
    assert [each.text for each in found] == ["Lyon has 3 parks."]


@pytest.mark.parametrize(
    ("passage", "numbers"), [("2", (2,)), ("[2]", (2,)), ([2, 3], (2, 3)), (None, ()), ("none", ()), (0, (0,))]
)
def test_passage_is_a_number_however_it_is_written(passage: object, numbers: tuple[int, ...]) -> None:
    (found,), _ = read(json.dumps({"sentences": [LYON | {"passage": passage}]}))
    assert found.passages == numbers


@pytest.mark.parametrize(
    "text",
    [
        "```json\n" + json.dumps({"sentences": [LYON]}) + "\n```",
        "<think>Passage 1 [1] says. No.</think>\n" + json.dumps({"sentences": [LYON]}),
        json.dumps([LYON]),
        json.dumps({"sentences": [{"note": 1}, LYON, "text", 5]}),
        json.dumps({"sentences": [LYON | {"sentence": "Lyon has 3 parks [2]."}]}),
        json.dumps({"sentences": [LYON | {"sentence": "**Lyon** has\n3\u0000 parks."}]}),
    ],
)
def test_habits_of_models_around_json_are_read_over(text: str) -> None:
    assert [each.text for each in read(text)[0]] == ["Lyon has 3 parks."]


@pytest.mark.parametrize("text", ['{"sentences": []}', '```json\n{ "sentences" : [ ] }\n```', "[]"])
def test_empty_list_says_that_the_passages_do_not_answer(text: str) -> None:
    found, reply = read(text)
    assert (found, reply.found_nothing, reply.is_formless) == ([], True, False)


@pytest.mark.parametrize("language", PHRASES)
def test_sentence_for_no_answer_is_known_in_every_language(language: str) -> None:
    found, reply = read(PHRASES[language].does_not_say)
    assert (found, reply.found_nothing) == ([], True)


@pytest.mark.parametrize(
    "text",
    [
        "Lyon has 3 parks [2]. Ghent has two [1].",
        "Lyon has 3 parks. [2] Ghent has two. [1]",
        "- Lyon has 3 parks [2].\n- Ghent has two [1].",
        "1. **Lyon** has 3 parks. [Passage 2]\n2. Ghent has two [passage 1].\n",
        "Answer: Lyon has 3 parks[2]. Ghent has two[1].",
        "Here is what the passages say:\n\nLyon has 3 parks [2]. Ghent has two [1].",
    ],
)
@pytest.mark.parametrize("size", [1, 4, 10_000])
def test_markers_go_with_the_sentence_before_them(text: str, size: int) -> None:
    assert read(text, size)[0] == [Drafted("Lyon has 3 parks.", (2,)), Drafted("Ghent has two.", (1,))]


def test_several_passages_of_one_sentence() -> None:
    (found,), _ = read("Lyon and Ghent have parks [1][2, 4].")
    assert found == Drafted("Lyon and Ghent have parks.", (1, 2, 4))


def test_sentence_without_a_marker_is_kept_to_be_stopped() -> None:
    found, reply = read("Lyon is a fine city. It has 3 parks [2].")
    assert [each.passages for each in found] == [(), (2,)]
    assert not reply.is_formless


def test_prose_cut_off_in_its_middle_loses_the_last_sentence() -> None:
    assert [each.text for each in read("Lyon has 3 parks [2]. Ghent has only")[0]] == ["Lyon has 3 parks."]


@pytest.mark.parametrize("text", ["", "   ", "{", '{"answer": "Lyon"}', "…", "<think>I wonder"])
def test_reply_in_no_form_says_so(text: str) -> None:
    found, reply = read(text)
    assert (found, reply.found_nothing, reply.is_formless) == ([], False, True)


def test_endless_and_deeply_nested_replies_end() -> None:
    assert read('{"sentences": [' + "{" * 5_000, 500)[0] == []
    reply = Reply("en")
    assert sum(1 for _ in range(100) for _ in reply.feed("word " * 100)) == 0
    assert len(reply._text) <= LONGEST_REPLY + 500


def test_reply_that_never_completes_a_sentence_runs_away() -> None:
    reply = Reply("en")
    assert len(list(reply.feed('{"sentences": [' + json.dumps(LYON) + ', {"words": "'))) == 1
    assert not reply.runs_away
    assert list(reply.feed("and so on " * 250)) == []
    assert reply.runs_away


def test_thinking_at_length_is_not_running_away() -> None:
    reply = Reply("en")
    assert list(reply.feed("<think>" + "Well, " * 900)) == []
    assert not reply.runs_away


def test_reply_longer_than_it_is_read_runs_away() -> None:
    reply = Reply("en")
    assert list(reply.feed("<think>" + "Well, " * (LONGEST_REPLY // 6 - 100))) == []
    assert not reply.runs_away
    assert list(reply.feed("Well, " * 100)) == []
    assert reply.runs_away


def test_number_of_thousands_of_digits_ends_the_reply() -> None:
    found, _ = read('{"sentences": [' + json.dumps(LYON) + ', {"passage": ' + "9" * 5_000 + "}]}", 10_000)
    assert [each.text for each in found] == ["Lyon has 3 parks."]
