"""assistant/cli_batch.py and `ask --batch`: many questions, an answer a line, and lines that are wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.typed import Typed, typed

HELP_POINTS = "How many digital help points did Harbourview open?"
SENSORS = "How many noise sensors did Marisol mount?"


@pytest.fixture(scope="module")
def ask_batch(small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    def ask(content: str | bytes) -> tuple[Typed, Path]:
        path = tmp_path_factory.mktemp("batch") / "questions.jsonl"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return typed("ask", "--batch", path, "--index", small_index), path

    return ask


def answers(done: Typed) -> list[dict[str, Any]]:
    return [json.loads(line) for line in done.out.splitlines()]


def test_each_question_has_its_answer_on_a_line_in_their_order(ask_batch: Any) -> None:
    done, _ = ask_batch(f'{{"question": "{SENSORS}"}}\n\n"{HELP_POINTS}"\n{SENSORS}\n')
    assert (done.code, done.err) == (0, "")
    assert [answer["question"] for answer in answers(done)] == [SENSORS, HELP_POINTS, SENSORS]
    assert {answer["status"] for answer in answers(done)} == {"answered"}


def test_id_is_repeated_as_it_came_and_nothing_else_is(ask_batch: Any) -> None:
    lines = [{"id": 7, "question": SENSORS, "expected": "48"}, {"question": SENSORS, "id": {"set": "b"}}]
    done, _ = ask_batch("\n".join(map(json.dumps, lines)))
    first, second = answers(done)
    assert (first["id"], second["id"]) == (7, {"set": "b"})
    assert "expected" not in first
    assert "id" not in answers(ask_batch(SENSORS)[0])[0]


def test_wrong_line_in_the_middle_is_named_and_the_others_are_answered(ask_batch: Any) -> None:
    done, path = ask_batch(
        f'{SENSORS}\n{{"question": 5}}\n{{"query": "x"}}\n{{"quest\n{{"question": " "}}\n{HELP_POINTS}'
    )
    assert done.code == 1
    assert [answer["question"] for answer in answers(done)] == [SENSORS, HELP_POINTS]
    expected = 'expected {"question": "…"}, with an "id" if you like, or the question as plain text'
    assert done.err.splitlines() == [
        f"roundtable: {path}, line 2: {expected}",
        f"roundtable: {path}, line 3: {expected}",
        f"roundtable: {path}, line 4: {expected}",
        f"roundtable: {path}, line 5: the question is empty",
    ]


def test_line_may_bring_the_questions_asked_before_it(ask_batch: Any) -> None:
    line = {"question": "And Marisol?", "earlier": ["How many noise sensors did Harbourview mount?"]}
    done, _ = ask_batch(json.dumps(line))
    (answer,) = answers(done)
    assert (answer["question"], answer["searched_for"]) == ("And Marisol?", SENSORS)
    assert "48 noise sensors" in answer["text"]


def test_earlier_questions_that_are_no_list_of_texts_make_a_wrong_line(ask_batch: Any) -> None:
    for earlier in ("one", [1], {"a": "b"}):
        done, path = ask_batch(json.dumps({"question": SENSORS, "earlier": earlier}))
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f'roundtable: {path}, line 1: "earlier" must be a list of questions: ')


def test_question_that_is_too_long_is_a_wrong_line_among_others(ask_batch: Any) -> None:
    done, _ = ask_batch(f"{'a' * 2001}\n{SENSORS}")
    assert (done.code, len(answers(done))) == (1, 1)
    assert done.err.startswith("roundtable: A question may have 2,000 characters, this one has 2,001; shorten it")


def test_batch_without_one_good_line_exits_with_2(ask_batch: Any) -> None:
    done, _ = ask_batch('{"quest')
    assert (done.code, done.out) == (2, "")


def test_batch_without_a_question_exits_with_2(ask_batch: Any) -> None:
    done, path = ask_batch("\n \n")
    assert (done.code, done.out, done.err) == (2, "", f"roundtable: {path}: holds no question\n")


def test_file_that_is_not_text_ends_the_batch_with_one_line(ask_batch: Any) -> None:
    done, path = ask_batch(SENSORS.encode() + b"\n\xff\xfe\n\xff\n")
    assert done.code == 2
    assert len(answers(done)) == 1
    assert done.err == f"roundtable: {path}, line 2: not UTF-8 text; save the file as UTF-8\n"


def test_mark_at_the_start_of_a_file_from_windows_is_no_part_of_the_question(ask_batch: Any) -> None:
    done, _ = ask_batch(b"\xef\xbb\xbf" + SENSORS.encode() + b"\r\n")
    assert [answer["question"] for answer in answers(done)] == [SENSORS]


def test_line_separator_inside_a_json_text_does_not_end_the_line(ask_batch: Any) -> None:
    done, _ = ask_batch('{"question": "How many noise sensors\u2028did Marisol mount?"}')
    assert done.code == 0
    assert len(answers(done)) == 1


def test_json_nested_too_deep_is_a_wrong_line(ask_batch: Any) -> None:
    done, _ = ask_batch('{"question": ' + "[" * 100_000)
    assert (done.code, done.out) == (2, "")
    assert "line 1: expected" in done.err


def test_questions_from_standard_input(small_index: Path) -> None:
    done = typed("ask", "--batch", "-", "--index", small_index, stdin=f"{SENSORS}\n{{\n".encode())
    assert done.code == 1
    assert [answer["question"] for answer in answers(done)] == [SENSORS]
    assert done.err.startswith("roundtable: standard input, line 2: expected")


def test_filter_holds_for_the_whole_batch(small_index: Path) -> None:
    words = ("ask", "--batch", "-", "--index", small_index, "--filter", "document=minutes.txt")
    done = typed(*words, stdin=SENSORS.encode())
    assert [answer["status"] for answer in answers(done)] == ["refused"]


def test_file_that_cannot_be_read_is_named_before_anything_is_loaded(tmp_path: Path) -> None:
    for path, reason in ((tmp_path / "gone.jsonl", "No such file or directory"), (tmp_path, "Is a directory")):
        done = typed("ask", "--batch", path, "--index", tmp_path)
        assert (done.code, done.out, done.err) == (2, "", f"roundtable: {path}: cannot be read ({reason})\n")
