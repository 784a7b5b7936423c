"""corpus/originals.py: a document's file is found only while it is what the index was made from."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from corpus.check import content_id
from corpus.index import Index
from corpus.ledger import FileRecord
from corpus.originals import OriginalGone, Originals
from corpus.types import Document
from corpus.writer import IndexWriter
from tests.library import Eight, add

CHANGED = "note.txt: the file changed since it was ingested; ingest its folder again"
GONE = "note.txt: the file is gone; put it back where it was, or ingest its folder again"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "note.txt").write_text("Port Amber planted 90 trees.", encoding="utf-8")
    return folder


@pytest.fixture
def index(folder: Path, tmp_path: Path) -> Index:
    return index_of(tmp_path / "index", folder / "note.txt")


def index_of(at: Path, *files: Path) -> Index:
    """An index of files of one content."""
    with IndexWriter(at, Eight.name) as writer:
        document = content_id(files[0])
        add(writer, Document(document, files[0].name, "A note"), files[0].read_text(encoding="utf-8"))
        for file in files:
            writer.record_file(FileRecord(str(file), document, "made from it"))
        writer.publish()
    return Index(at)


def only(index: Index) -> str:
    (document,) = index.documents
    return document


def test_file_as_it_was_ingested(folder: Path, index: Index) -> None:
    originals = Originals()
    assert [originals.path_of(index, only(index)) for _ in range(2)] == [folder / "note.txt"] * 2


def test_file_that_changed_after_it_was_shown(folder: Path, index: Index) -> None:
    originals = Originals()
    originals.path_of(index, only(index))
    (folder / "note.txt").write_text("Port Amber planted 91 trees and more.", encoding="utf-8")
    with pytest.raises(OriginalGone) as raised:
        originals.path_of(index, only(index))
    assert str(raised.value) == CHANGED


def test_changed_file_of_the_same_size_that_claims_the_old_date(folder: Path, index: Index) -> None:
    originals, note = Originals(), folder / "note.txt"
    originals.path_of(index, only(index))
    before = note.stat()
    note.write_text("Port Amber planted 91 trees.", encoding="utf-8")
    os.utime(note, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (note.stat().st_mtime_ns, note.stat().st_size) == (before.st_mtime_ns, before.st_size)
    with pytest.raises(OriginalGone, match="changed since"):
        originals.path_of(index, only(index))


def test_file_that_is_gone_and_comes_back(folder: Path, index: Index) -> None:
    originals, note = Originals(), folder / "note.txt"
    text = note.read_bytes()
    note.unlink()
    with pytest.raises(OriginalGone) as raised:
        originals.path_of(index, only(index))
    assert str(raised.value) == GONE
    note.write_bytes(text)
    assert originals.path_of(index, only(index)) == note


def test_folder_in_the_place_of_the_file(folder: Path, index: Index) -> None:
    (folder / "note.txt").unlink()
    (folder / "note.txt").mkdir()
    with pytest.raises(OriginalGone, match="the file is gone"):
        Originals().path_of(index, only(index))


def test_copy_stands_in_for_a_file_that_changed(folder: Path, tmp_path: Path) -> None:
    (folder / "same.txt").write_bytes((folder / "note.txt").read_bytes())
    index = index_of(tmp_path / "index", folder / "note.txt", folder / "same.txt")
    (folder / "note.txt").write_text("Another text.", encoding="utf-8")
    assert Originals().path_of(index, only(index)) == folder / "same.txt"


def test_document_that_the_index_does_not_know(index: Index) -> None:
    with pytest.raises(OriginalGone) as raised:
        Originals().path_of(index, "0123")
    assert str(raised.value) == "0123: the index knows no file of this document; ingest its folder again"


def test_many_readers_at_once(folder: Path, index: Index) -> None:
    originals = Originals()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: originals.path_of(index, only(index)), range(64)))
    assert found == [folder / "note.txt"] * 64
