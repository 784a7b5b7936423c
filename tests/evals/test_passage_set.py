"""evals/passage_set.py: a set is two files of JSON lines; what is wrong with one is told with file and line."""

import json
from pathlib import Path

import pytest

from corpus.index import Index
from evals.passage_set import AskedQuestion, BadPassageSet, PassageSet, read_passage_set, write_index
from tests.library import Eight

PASSAGE = '{"id": "a", "text": "The harbour opens at seven."}\n'
QUESTION = '{"id": "1", "question": "When does it open?", "passage": "a"}\n'


def write(folder: Path, passages: str = PASSAGE, questions: str = QUESTION) -> Path:
    (folder / "passages.jsonl").write_text(passages, encoding="utf-8")
    (folder / "questions.jsonl").write_text(questions, encoding="utf-8")
    return folder


def test_set_is_read_with_what_it_leaves_out(tmp_path: Path) -> None:
    assert read_passage_set(write(tmp_path)) == PassageSet(
        {"a": ("", "The harbour opens at seven.")}, (AskedQuestion("1", "When does it open?", "a"),)
    )


def test_answers_and_questions_without_one_are_read(tmp_path: Path) -> None:
    more = {"id": "1", "question": "?", "passage": "a", "answers": ["at seven", "7"], "answerable": False}
    found = read_passage_set(write(tmp_path, '{"id": "a", "title": "Port", "text": "x"}', json.dumps(more)))
    assert found.passages == {"a": ("Port", "x")}
    assert found.questions == (AskedQuestion("1", "?", "a", ("at seven", "7"), answerable=False),)


def test_line_separator_within_a_text_ends_no_line(tmp_path: Path) -> None:
    found = read_passage_set(write(tmp_path, '{"id": "a", "text": "one\u2028two\x85three"}\n'))
    assert found.passages == {"a": ("", "one\u2028two\x85three")}


def test_empty_files_are_an_empty_set(tmp_path: Path) -> None:
    assert read_passage_set(write(tmp_path, "", "")) == PassageSet({}, ())


@pytest.mark.parametrize(
    ("passages", "questions", "told"),
    [
        (PASSAGE + "not json\n", QUESTION, r"passages\.jsonl, line 2: not JSON \(Expecting value\)"),
        (PASSAGE + "\n" + PASSAGE, QUESTION, r"passages\.jsonl, line 2: not JSON"),
        (PASSAGE + "3\n", QUESTION, r"passages\.jsonl, line 2: not an object"),
        ('{"id": "a"}', QUESTION, r"passages\.jsonl, line 1: the key 'text' is missing"),
        (PASSAGE, '{"question": "?", "passage": "a"}', r"questions\.jsonl, line 1: the key 'id' is missing"),
        (PASSAGE, '{"id": "1", "question": "?"}', r"questions\.jsonl, line 1: the key 'passage' is missing"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, passages: str, questions: str, told: str) -> None:
    with pytest.raises(BadPassageSet, match=told):
        read_passage_set(write(tmp_path, passages, questions))


def test_missing_file_and_other_encoding_are_told(tmp_path: Path) -> None:
    with pytest.raises(BadPassageSet, match=r"passages\.jsonl: cannot be read \(No such file"):
        read_passage_set(tmp_path)
    (write(tmp_path) / "questions.jsonl").write_bytes('{"id": "é"}'.encode("latin-1"))
    with pytest.raises(BadPassageSet, match=r"questions\.jsonl: not UTF-8"):
        read_passage_set(tmp_path)


def test_each_passage_becomes_a_document_without_pages(tmp_path: Path) -> None:
    write_index({"a": ("Port", "It opens at seven."), "b": ("", "Ships wait.")}, tmp_path, Eight(), "fr")
    index = Index(tmp_path)
    assert {(each.id, each.title, each.language, each.paged) for each in index.documents.values()} == {
        ("a", "Port", "fr", False),
        ("b", "b", "fr", False),
    }
    assert {id_: passage.text for id_, passage in index.passages(["a:0", "b:0"]).items()} == {
        "a:0": "It opens at seven.",
        "b:0": "Ships wait.",
    }
    vector = Eight().encode_queries(["Port\nIt opens at seven."])[0]
    assert index.by_meaning(vector, 1) == {"a:0": pytest.approx(1.0, abs=1e-5)}
