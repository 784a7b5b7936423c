"""Which questions every program is asked, and where the passages stand that it finds."""

import json
from pathlib import Path

import pytest

from evals.bench.peers import __main__ as command
from evals.bench.peers import asked
from evals.bench.peers.asked import Found, NothingToAsk, from_test_set, page_recall
from evals.bench.peers.stacks import langchain_stack, llamaindex_stack, txtai_stack
from evals.testsets.types import Place
from tests import pdfs

ONE, TWO, NOTE = Place("a.pdf", 1), Place("a.pdf", 2), Place("note.md")


def own_set(path: Path, **more: object) -> Path:
    rows = [
        {"id": "q1", "question": "Who may not use facial recognition?", "evidence": [{"document": "minutes.txt"}]},
        {"id": "q2", "question": "And where?", "earlier": ["Who?"], "evidence": [{"document": "minutes.txt"}]},
        {"id": "q3", "question": "Who won?", "expected": "refuse"},
        {"id": "q4", "question": "When?", "draft": True, "evidence": [{"document": "minutes.txt"}]},
    ]
    rows = [
        {"key_points": [{"text": "The police"}], **row, **more} if row.get("expected") != "refuse" else row
        for row in rows
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_follow_ups_drafts_and_questions_without_an_answer_are_left_out_and_counted(folder: Path) -> None:
    found = from_test_set(folder, own_set(folder.parent / "own.jsonl"))
    assert [each.id for each in found.asked] == ["q1"]
    assert found.asked[0].points == ((Place("minutes.txt"),),)
    assert found.left_out == {"no answer in the documents": 1, "follow-up questions": 1, "drafts": 1}
    assert [path.name for path in found.files] == ["minutes.txt"]


def test_set_about_a_document_that_is_not_there_is_refused(folder: Path) -> None:
    (folder / "minutes.txt").rename(folder / "other.txt")
    with pytest.raises(NothingToAsk, match=r"minutes\.txt is not there, and the questions of own are about it"):
        from_test_set(folder, own_set(folder.parent / "own.jsonl"))


def test_set_without_a_question_that_can_be_asked_is_refused(folder: Path) -> None:
    with pytest.raises(NothingToAsk, match="no question with an answer"):
        from_test_set(folder, own_set(folder.parent / "own.jsonl", draft=True))


def test_shipped_set_fits_the_documents_that_ship() -> None:
    [shipped] = command._sets(command._parser().parse_args([]))
    assert len(shipped.asked) + sum(shipped.left_out.values()) == len(asked.read_test_set(command.SHIPPED).questions)
    assert all(places for each in shipped.asked for places in each.points)


@pytest.mark.parametrize(
    ("points", "hits", "depth", "expected"),
    [
        ([[ONE]], [("a.pdf", (1,))], 1, 1),
        ([[ONE]], [("a.pdf", (2,)), ("a.pdf", (1,))], 1, 0),
        ([[ONE]], [("a.pdf", (2,)), ("a.pdf", (1,))], 5, 1),
        ([[ONE]], [("a.pdf", (1, 2))], 1, 1),  # a passage across two pages shows both
        ([[ONE, TWO]], [("a.pdf", (2,))], 1, 1),  # each place by itself is enough for one point
        ([[ONE], [TWO]], [("a.pdf", (2,))], 1, 1 / 2),  # two points want both
        ([[ONE], [TWO], [NOTE]], [("note.md", ()), ("a.pdf", (1,))], 5, 2 / 3),
        ([[ONE]], [("b.pdf", (1,))], 5, 0),
        ([[ONE]], [("a.pdf", ())], 5, 0),  # a passage that does not know its page shows none
        ([[NOTE]], [("note.md", (3,))], 5, 1),  # the whole document is the place
        ([[ONE]], [], 10, 0),
    ],
)
def test_recall_is_the_share_of_points_with_a_place_among_the_first(
    points: list[list[Place]], hits: list[tuple[str, tuple[int, ...]]], depth: int, expected: float
) -> None:
    assert page_recall(points, [Found(*hit) for hit in hits], depth) == expected


def test_page_of_langchain_counts_from_0_and_a_text_file_has_none() -> None:
    pdf = {"source": "/docs/years/a.pdf", "page": 0, "page_label": "iii"}
    assert langchain_stack._hit(Path("/docs"), pdf, "four") == {"document": "years/a.pdf", "pages": [1], "length": 4}
    assert langchain_stack._hit(Path("/docs"), {"source": "/docs/a.md"}, "")["pages"] == []


def test_printed_label_of_llamaindex_is_the_place_in_the_file(tmp_path: Path) -> None:
    path = pdfs.paragraphs(tmp_path, ["One", "Two", "Three"], "a.pdf")
    pdfs.labelled(path, [(0, "/r", None, 1), (2, "/D", None, 1)])
    metadata = {"file_path": str(path), "page_label": "1"}
    assert llamaindex_stack._hit(tmp_path, metadata, "four") == {"document": "a.pdf", "pages": [3], "length": 4}
    assert llamaindex_stack._hit(tmp_path, {**metadata, "page_label": "ii"}, "")["pages"] == [2]
    assert llamaindex_stack._hit(tmp_path, {**metadata, "page_label": "99"}, "")["pages"] == []
    assert llamaindex_stack._hit(tmp_path, {"file_path": str(tmp_path / "b.md")}, "")["pages"] == []


def test_passages_of_txtai_are_named_by_their_page() -> None:
    assert txtai_stack._hit("years/a #1.pdf#7#0", "four") == {"document": "years/a #1.pdf", "pages": [7], "length": 4}
    assert txtai_stack._hit("a.md#0#12", "")["pages"] == []
