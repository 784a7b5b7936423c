"""evals/reports.py: an answer is right where the set says that it stands, and the sets that ship say it truly."""

import json
from collections import Counter
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from corpus.catalogue import materials_folder
from evals.answering import holds
from evals.reports import (
    QUESTIONS,
    MissingReports,
    PageQuestion,
    is_right,
    rank_of_page,
    read_questions,
    stands_at,
    write_reports_index,
)
from ingest.readers import read

SHIPPED = QUESTIONS.with_name("shipped.jsonl")
PAGED = PageQuestion("How many?", {"a.pdf": (2, 3), "b.md": ()})


@pytest.mark.parametrize(
    ("document", "pages", "right"),
    [("a.pdf", {3, 4}, True), ("a.pdf", {1}, False), ("b.md", {1}, True), ("b.md", set(), True), ("c.pdf", {2}, False)],
)
def test_place_is_right_by_page_or_by_document_without_pages(document: str, pages: set[int], right: bool) -> None:
    assert stands_at(PAGED, document, pages) is right


def test_question_without_a_place_has_no_answer() -> None:
    assert PAGED.answerable
    assert not PageQuestion("Why?", {}).answerable
    assert not stands_at(PageQuestion("Why?", {}), "a.pdf", {1})


def test_row_is_read_with_its_other_places_and_without_what_it_lacks(tmp_path: Path) -> None:
    rows = [
        {"question": "A?", "question_fr": "À ?", "document": "a.pdf", "pages": [2], "also": {"b.md": []},
         "answers": ["x"], "split": "test", "type": "fact"},
        {"question": "B?", "document": None, "pages": None, "type": "number"},
    ]  # fmt: skip
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert read_questions(path) == [
        PageQuestion("A?", {"a.pdf": (2,), "b.md": ()}, "À ?", ("x",), "test", "fact"),
        PageQuestion("B?", {}, type="number"),
    ]


def test_answer_and_ranking_are_judged_by_the_page(assistant: Assistant) -> None:
    text = "How many digital help points did Harbourview open?"
    here, elsewhere = PageQuestion(text, {"harbourview.pdf": (3,)}), PageQuestion(text, {"harbourview.pdf": (1,)})
    assert rank_of_page(assistant, text, here) == 1
    assert is_right(assistant.ask(text), here)
    assert not is_right(assistant.ask(text), elsewhere)
    assert rank_of_page(assistant, text, PageQuestion(text, {"other.pdf": (3,)})) == float("inf")


def test_missing_reports_are_named(tmp_path: Path) -> None:
    with pytest.raises(MissingReports, match=r"2013-annual-performance-report\.pdf, .*NARA2022\.pdf not found"):
        write_reports_index(tmp_path, tmp_path / "index")


def test_every_question_of_the_shipped_set_has_its_answer_on_each_of_its_pages() -> None:
    folder = materials_folder()
    texts = {
        path.relative_to(folder).as_posix(): {page.number: page.text for page in read(path).pages}
        for path in sorted(folder.rglob("*.*"))
    }
    for question in read_questions(SHIPPED):
        for document, pages in question.places.items():
            assert document.endswith(".md") is (not pages), question.text
            for page in pages or texts[document]:
                assert holds(texts[document][page], question.answers), f"{question.text} {document} {page}"


def test_sets_are_large_enough_halved_and_in_both_languages() -> None:
    shipped, reports = read_questions(SHIPPED), read_questions()
    count = Counter((question.answerable, question.part) for question in shipped)
    assert count == {(True, "dev"): 47, (True, "test"): 47, (False, "dev"): 20, (False, "test"): 20}
    assert len({document for question in shipped for document in question.places}) == len(
        list(materials_folder().rglob("*.*"))
    )
    assert all(question.french and question.french != question.text for question in shipped)
    assert [bool(question.french) for question in reports] == [question.answerable for question in reports]
