"""corpus/remove.py: documents leave the index by source or id, and their files stay."""

import shutil
from pathlib import Path

import pytest

from corpus.encoders import DEFAULT_MODEL
from corpus.errors import IndexMismatch, NoIndex
from corpus.index import Index
from corpus.remove import remove
from tests.typed import typed

MODEL = DEFAULT_MODEL


@pytest.fixture
def index(small_index: Path, tmp_path: Path) -> Path:
    """A copy of the small index, to change at will."""
    return Path(shutil.copytree(small_index, tmp_path / "index"))


def test_document_leaves_by_source_and_by_id(index: Path) -> None:
    before = Index(index).documents
    slides = next(document for document in before.values() if document.source == "slides.pptx")
    passages = [passage.id for passage in Index(index).passages_of(slides.id)]
    assert set(Index(index).tokens(passages)) == set(passages)
    removal = remove(["minutes.txt", slides.id, "slides.pptx"], index, MODEL)
    assert (removal.removed, removal.unknown) == (("minutes.txt", "slides.pptx"), ())
    left = Index(index)
    assert len(left.documents) == len(before) - 2
    assert slides.id not in left.documents
    assert left.passages_of(slides.id) == []
    assert left.counts()["passages"] == left.vector_count()
    assert left.tokens(passages) == {}


def test_document_that_lies_in_two_places_leaves_with_both(tmp_path: Path) -> None:
    folder, index = tmp_path / "documents", tmp_path / "index"
    folder.mkdir()
    for name in ("one.txt", "two.txt", "other.txt"):
        text = "Port Amber planted 90 trees." if name != "other.txt" else "Port Amber has a harbour."
        (folder / name).write_text(text, encoding="utf-8")
    typed("ingest", folder, "--index", index)
    assert remove(["one.txt"], index, MODEL).removed == ("one.txt",)
    left = Index(index)
    assert [document.source for document in left.documents.values()] == ["other.txt"]
    assert [Path(file.origin).name for file in left.files()] == ["other.txt"]


def test_removed_document_comes_back_with_the_next_ingest(tmp_path: Path) -> None:
    note, index = tmp_path / "note.txt", tmp_path / "index"
    note.write_text("Port Amber planted 90 trees.", encoding="utf-8")
    typed("ingest", note, "--index", index)
    remove(["note.txt"], index, MODEL)
    assert Index(index).documents == {}
    assert typed("ingest", note, "--index", index).out.startswith("Documents: 1 new.")


def test_name_that_no_document_has_suggests_the_nearest(index: Path) -> None:
    removal = remove(["marisol", "harborview.pdf", "x"], index, MODEL)
    assert removal.removed == ()
    no_such = "no document of the index has this source or id"
    assert removal.unknown == (
        f"marisol: {no_such}; did you mean case-studies/marisol.md?",
        f"harborview.pdf: {no_such}; did you mean harbourview.pdf?",
        f"x: {no_such}; `roundtable corpus list --indexed` shows the names",
    )


def test_nothing_to_remove_from(small_index: Path, tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="there is no index here"):
        remove(["minutes.txt"], tmp_path / "none", MODEL)
    assert not (tmp_path / "none").exists()
    with pytest.raises(IndexMismatch):
        remove(["minutes.txt"], small_index, "another-model")
