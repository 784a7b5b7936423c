"""assistant/again/files.py: every form that a briefing or an answer is saved in, and files that are none of them."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.again import checked_again
from assistant.again.files import NotSaved, read_saved, saved_files
from assistant.briefing.saved import brief_text
from assistant.render.conversation import conversation_json
from assistant.render.docx_embedded import embed
from assistant.render.json import answer_json
from assistant.saved import BadSaved, answer_data
from assistant.types import Answer, Sentence
from corpus.index import Index
from tests import pdfs
from tests.assistant.again.town import OPENED, STAFFED, brief_of, cited, claim, town_in
from tests.assistant.briefing.test_saved import EVERYTHING

EXPORTED = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return town_in(tmp_path).read()


def answered(index: Index) -> Answer:
    citations = (cited(index, OPENED), replace(cited(index, STAFFED), number=2))
    said = (Sentence(OPENED, (1,), 1.0), Sentence(STAFFED, (2,), 1.0))
    return Answer("How many help points?", "answered", said, citations, ((0, 1),), corpus=index.state)


def word_file(index: Index, *paragraphs: str) -> bytes:
    """A Word file with a briefing of two claims in it, that reads as the paragraphs do."""
    from docx import Document

    document = Document()
    for each in paragraphs:
        document.add_paragraph(each)
    embed(document, brief_text(brief_of(claim(index, OPENED), claim(index, STAFFED))))
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


FORMS: dict[str, tuple[str, Callable[[Index], str | bytes]]] = {
    "brief.json": ("briefing", lambda index: brief_text(brief_of(claim(index, OPENED), claim(index, STAFFED)))),
    "brief.docx": ("briefing", lambda index: word_file(index, OPENED, STAFFED)),
    "kept.json": ("answer", lambda index: json.dumps(answer_data(answered(index)))),
    "asked.json": ("answer", lambda index: json.dumps(answer_json(answered(index)), indent=2)),
    "marked.json": ("answer", lambda index: "\ufeff" + json.dumps(answer_json(answered(index)))),
    "batch.jsonl": ("answers", lambda index: f"{json.dumps({'id': 7} | answer_json(answered(index)))}\n" * 2),
    "list.json": ("answers", lambda index: json.dumps([answer_json(answered(index)), answer_data(answered(index))])),
    "conversation.json": (
        "conversation",
        lambda index: json.dumps(conversation_json("Help", [(answered(index), None)], "en", EXPORTED)),
    ),
}


def write(folder: Path, name: str, content: str | bytes) -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


@pytest.mark.parametrize("name", FORMS)
def test_claims_of_every_form_are_found_there(index: Index, tmp_path: Path, name: str) -> None:
    kind, written = FORMS[name]
    saved = read_saved(write(tmp_path, name, written(index)))
    assert saved.kind == kind
    assert [each.text for each in saved.statements][:2] == [OPENED, STAFFED]
    assert checked_again(saved.statements, index).fine


@pytest.mark.parametrize("name", FORMS)
def test_claim_edited_in_any_form_is_not_supported(index: Index, tmp_path: Path, name: str) -> None:
    _, written = FORMS[name]
    if name.endswith(".docx"):
        content: str | bytes = word_file(index, OPENED.replace("14", "40"), STAFFED)
    else:
        content = str(written(index)).replace(f'"text": "{OPENED}"', f'"text": "{OPENED.replace("14", "40")}"')
    saved = read_saved(write(tmp_path, name, content))
    report = checked_again(saved.statements, index)
    edited = [each for each in report.checked if "40" in each.statement.text]
    assert edited
    assert [(each.standing, each.supported) for each in edited] == [("there", False)] * len(edited)


def test_text_of_an_answer_is_checked_too_where_it_differs_from_its_sentences(index: Index, tmp_path: Path) -> None:
    data = answer_json(answered(index))
    data["text"] = data["text"].replace("14", "40")
    saved = read_saved(write(tmp_path, "asked.json", json.dumps(data)))
    checked = checked_again(saved.statements, index).checked
    assert [(each.statement.text, each.supported) for each in checked] == [
        (OPENED, True),
        (OPENED.replace("14", "40"), False),
        (STAFFED, True),
    ]


def test_sentence_edited_in_word_is_told_though_it_may_say_the_same_otherwise(index: Index, tmp_path: Path) -> None:
    edited = "Each help point in Harbourview is staffed by two volunteers."
    saved = read_saved(write(tmp_path, "brief.docx", word_file(index, OPENED, edited)))
    assert [(each.text, each.seen, each.instead) for each in saved.statements] == [
        (OPENED, True, ""),
        (STAFFED, False, edited),
        (edited, True, ""),
    ]
    report = checked_again(saved.statements, index)
    assert [each.supported for each in report.checked] == [True, True, True]
    assert (report.fine, report.not_shown) == (False, 1)


def test_sentence_deleted_in_word_is_told_and_still_checked_as_it_was(index: Index, tmp_path: Path) -> None:
    saved = read_saved(write(tmp_path, "brief.docx", word_file(index, OPENED)))
    assert [(each.text, each.seen, each.instead) for each in saved.statements] == [
        (OPENED, True, ""),
        (STAFFED, False, ""),
    ]


def test_source_named_otherwise_in_an_answer_is_told(index: Index, tmp_path: Path) -> None:
    data = answer_json(answered(index))
    data["citations"][0] |= {"title": "World Bank review", "date": "2031"}
    checked = checked_again(read_saved(write(tmp_path, "asked.json", json.dumps(data))).statements, index).checked
    assert [[each.what for each in found.named] for found in checked] == [["title", "date"], []]


def test_states_of_the_collection_are_named_once(index: Index, tmp_path: Path) -> None:
    saved = read_saved(write(tmp_path, "list.json", FORMS["list.json"][1](index)))
    assert saved.corpus == (index.state,)


def test_everything_of_a_briefing_is_read(tmp_path: Path) -> None:
    saved = read_saved(write(tmp_path, "brief.json", brief_text(EVERYTHING)))
    assert [(each.text, each.where, each.worded, each.a_claim) for each in saved.statements] == [
        ("Nine trams run.", "Trams and boats: Genève", True, True),
        ("Nine or two", "", False, False),
    ]
    assert (saved.title, saved.corpus) == ("Trams in Genève", ("cd39",))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", "{", "not JSON (line 1: Expecting property name enclosed in double quotes); give a briefing"),
        ("a.json", "", "not JSON (line 1: Expecting value); give a briefing"),
        ("a.json", "[" * 100_000, "not JSON (too many levels, or too long a number); give a briefing"),
        ("a.md", "# Help points\n\nMany.\n", "not JSON (line 1: Expecting value); give a briefing"),
        ("a.jsonl", '{"question": "a"}\n{', ", line 2: not JSON; give a briefing"),
        ("a.json", b"\xff\xfe", "not UTF-8 text, so no JSON; give a briefing"),
        ("a.json", "3", "what it holds is neither a briefing nor an answer; give a briefing"),
        ("a.json", '{"question": "a"}', "what it holds is neither a briefing nor an answer; give a briefing"),
        ("a.json", "[]", "holds no answer; give a briefing"),
        ("a.json", "[1, 2]", "number 1 in it is neither a briefing nor an answer; give a briefing"),
        ("a.json", '{"turns": [{}, {}]}', "number 1 in it is neither a briefing nor an answer; give a briefing"),
        ("a.docx", b"PK\x05\x06" + bytes(18), "there is no briefing in this file; a Word file holds one if"),
    ],
)
def test_file_that_holds_none_says_what_can_be_given(
    tmp_path: Path, name: str, content: str | bytes, said: str
) -> None:
    file = write(tmp_path, name, content)
    with pytest.raises(NotSaved) as raised:
        read_saved(file)
    assert str(raised.value).removeprefix(str(file)).removeprefix(": ").startswith(said)


def test_pdf_is_told_from_its_siblings(tmp_path: Path) -> None:
    file = pdfs.paragraphs(tmp_path, [OPENED])
    with pytest.raises(NotSaved, match="a PDF does not hold its claims; export the same briefing or conversation"):
        read_saved(file)


def test_folder_and_absent_file_are_no_files(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="is no file"):
        read_saved(tmp_path)
    with pytest.raises(NotSaved, match="there is no such file"):
        read_saved(tmp_path / "absent.json")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"format": 2, "type": "briefing"}', "saved briefing: it has the format 2, and this program reads 1"),
        ('{"question": "a", "sentences": [], "citations": 3}', "answer.citations: expected a list, found int"),
        (
            '{"question": "a", "sentences": [{"text": 1, "citations": []}], "citations": []}',
            ".text: expected a text, found int",
        ),
        ('{"question": "a", "sentences": [{"text": "a", "citations": [1]}], "citations": []}', "names a source that"),
        ('{"format": 1, "question": "a", "sentences": [], "citations": []}', "saved answer: answer.status is missing"),
        (
            '{"turns": [{"question": "a", "sentences": 1, "citations": []}]}',
            "answer.sentences: expected a list",
        ),
        (
            '{"question": "a", "sentences": [], "citations": [{"n": 1, "document": "a", "quote": "a", "page": 0}]}',
            "answer.citations[0].page: expected a number from 1",
        ),
        ('[{"question": "a", "sentences": 1, "citations": []}, {}]', "number 1 in it: answer.sentences: expected"),
        ('{"question": "a", "sentences": [], "citations": [3]}', "answer.citations[0]: expected an object, found int"),
    ],
)
def test_damaged_answer_or_briefing_says_where(tmp_path: Path, content: str, said: str) -> None:
    file = write(tmp_path, "a.json", content)
    with pytest.raises(BadSaved) as raised:
        read_saved(file)
    assert str(raised.value).startswith(f"{file}: ")
    assert said in str(raised.value)


def test_files_of_a_folder_are_those_that_can_hold_one(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name in ("b.JSON", "a.docx", "deep/c.jsonl", "~$a.docx", ".d.json", "e.pdf", "f.txt"):
        (tmp_path / name).touch()
    assert [path.name for path in saved_files(tmp_path)] == ["a.docx", "b.JSON", "c.jsonl"]
