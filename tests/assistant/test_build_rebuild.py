"""assistant/build_rebuild.py: a damaged index is found at start, and one command builds it anew from its files."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import generations
from corpus.index import Index
from tests.typed import Typed, typed


@pytest.fixture
def index(small_index: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(small_index, tmp_path / "index"))


def spoil(index: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    path = next((generations.current(index) or index).rglob(name))
    path.write_bytes(change(path.read_bytes()))


def rebuilt(index: Path, *more: object) -> Typed:
    return typed("ingest", "--rebuild", "--index", index, *more)


def documents(index: Path) -> set[str]:
    opened = Index(index)
    assert opened.counts()["passages"] == opened.vector_count() == opened.word_count() > 0
    sources = {document.source for document in opened.documents.values()}
    opened.close()
    return sources


@pytest.mark.parametrize("name", ["chroma.sqlite3", "*.term", "*.fast"])
def test_damage_is_named_by_every_door_with_the_command_that_mends_it(
    index: Path, small_index: Path, name: str
) -> None:
    spoil(index, name, lambda content: content[: len(content) // 2])
    asked = typed("ask", "How many help points are there?", "--index", index)
    assert (asked.code, asked.err.count("\n")) == (2, 1)
    assert asked.err.endswith("; build the index anew from its files with: roundtable ingest --rebuild\n")
    assert "ingest --rebuild" in typed("corpus", "check", "--index", index).out
    (line,) = [line for line in typed("doctor", "--index", index).out.splitlines() if "to do: build the index" in line]
    assert line.endswith("roundtable ingest --rebuild")
    made = rebuilt(index)
    assert made.code == 0, made.err
    assert documents(index) == documents(small_index)
    assert "ingest --rebuild" not in typed("corpus", "check", "--index", index).out


def test_file_that_is_gone_is_named_and_the_rest_is_there(
    index: Path, small_index: Path, small_collection: Path, tmp_path: Path
) -> None:
    moved = Path(shutil.copytree(small_collection, tmp_path / "files"))
    index = tmp_path / "other"
    assert typed("ingest", moved, "--index", index).code == 0
    names = documents(index)
    gone = sorted(moved.rglob("*.pdf"))[0]
    gone.unlink()
    spoil(index, "*.idx", lambda content: b"")
    made = rebuilt(index)
    assert made.code == 1
    assert f"its file is gone ({gone}) and its document is not in the new index; put the file back" in made.out
    assert documents(index) == {name for name in names if not name.endswith(gone.name)}


def test_ledger_that_is_lost_needs_the_paths(index: Path, small_index: Path, small_collection: Path) -> None:
    spoil(index, "library.sqlite", lambda content: b"no database" * 1_000)
    refused = rebuilt(index)
    assert refused.code == 2
    assert refused.err.endswith("name them, or their folders: roundtable ingest --rebuild PATH\n")
    assert rebuilt(index, small_collection).code == 0
    assert documents(index) == documents(small_index)


def test_list_of_files_is_taken_from_the_state_before_where_that_alone_can_be_read(
    small_collection: Path, small_index: Path, index: Path, tmp_path: Path
) -> None:
    late = tmp_path / "late.txt"
    late.write_text("Lateville opened a library.", encoding="utf-8")
    assert typed("ingest", late, "--index", index).code == 0
    spoil(index, "library.sqlite", lambda content: content[:100])
    made = rebuilt(index)
    assert "the list of its files could not be read, and the one before it was taken; ingest again what was" in made.out
    assert documents(index) == documents(small_index)


def test_rebuild_that_fails_leaves_what_was_there(index: Path, tmp_path: Path) -> None:
    before = generations.current(index)
    spoil(index, "library.sqlite", lambda content: content[:100])
    assert rebuilt(index, tmp_path / "nowhere").code == 2
    assert generations.current(index) == before
    assert len(list((index / "generations").iterdir())) == 1


def test_rebuild_and_prune_are_refused_together(index: Path) -> None:
    assert "begins with nothing" in rebuilt(index, "--prune").err
