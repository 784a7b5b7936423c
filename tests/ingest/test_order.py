"""An ingest by one process or several, in order or not, gives the same collection, whatever files have in common."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus.index import Index
from corpus.writer import IndexWriter
from ingest.local import LocalEngine
from ingest.pipeline import IngestReport, ingest
from ingest.work import Engine
from tests import pdfs
from tests.ingest.made import Backwards, Deadly, texts
from tests.library import Eight


def one_process(folder: Path) -> Engine:
    return LocalEngine(Eight, folder / "unfinished.sqlite", processes=1)


def two_processes(folder: Path) -> Engine:
    return LocalEngine(Eight, folder / "unfinished.sqlite", processes=2, enough_bytes=0)


def last_file_first(folder: Path) -> Engine:
    return Backwards(LocalEngine(Eight, folder / "unfinished.sqlite", processes=1))


ENGINES = {"one-process": one_process, "two-processes": two_processes, "last-file-first": last_file_first}


@dataclass(frozen=True)
class Seen:
    """What a collection holds, and what its report says, the order of the files left out."""

    state: str
    documents: tuple
    passages: tuple
    files: tuple
    report: tuple


def run(folder: Path, engine: Callable[[Path], Engine], *paths: Path) -> Seen:
    with IndexWriter(folder / "index", Eight.name) as writer:
        report = ingest(paths, writer, Eight, prune=True, engine=engine(folder / "index"))
    return look(folder / "index", report)


def look(folder: Path, report: IngestReport) -> Seen:
    index = Index(folder)
    passages = sorted((passage for id_ in index.documents for passage in index.passages_of(id_)), key=lambda p: p.id)
    vectors = index.vectors([passage.id for passage in passages])
    assert set(vectors) == {passage.id for passage in passages}
    lists = (report.added, report.changed, report.unchanged, report.duplicates, report.failed, report.problems)
    seen = Seen(
        index.state,
        tuple(sorted(index.documents.values(), key=lambda document: document.id)),
        tuple(passages),
        tuple(sorted((file.origin, file.document) for file in index.files())),
        tuple(tuple(sorted(each)) for each in lists),
    )
    index.close()
    return seen


def write_files(folder: Path) -> tuple[Path, Path]:
    """Two folders whose files have names, content or both in common, and some that cannot be read."""
    shutil.rmtree(folder, ignore_errors=True)
    north = texts(folder / "north", report="Snow fell.", a="Trams run.", copy="Trams run.", empty="", none="")
    south = texts(folder / "south", report="Sun shone.", a="Trams run.", deep__report="Rain fell.")
    texts(south, south__report="It was dry.")
    pdfs.encrypted(north, "secret", "locked.pdf")
    (north / "locked.txt").write_bytes((north / "locked.pdf").read_bytes())
    return north, south


def change_files(north: Path, south: Path) -> None:
    """A file that moved, two that swapped their content, one overwritten with another, and a new one of a name."""
    (north / "copy.txt").write_text("Trams stopped.")
    (north / "a.txt").rename(north / "moved.txt")
    one, other = (north / "report.txt").read_text(), (south / "report.txt").read_text()
    (north / "report.txt").write_text(other)
    (south / "report.txt").write_text(one)
    (south / "deep" / "report.txt").write_text("It was dry.")
    texts(north, north__report="Fog lay.")


@pytest.mark.parametrize("engine", [two_processes, last_file_first], ids=["two-processes", "last-file-first"])
def test_collection_and_report_are_the_same_by_every_engine(tmp_path: Path, engine: Callable[[Path], Engine]) -> None:
    files = write_files(tmp_path / "files")
    assert run(tmp_path / "one", one_process, *files) == run(tmp_path / "other", engine, *files)
    change_files(*files)
    changed = run(tmp_path / "one", one_process, *files)
    assert changed == run(tmp_path / "other", engine, *files)
    assert changed.report[1]
    again = run(tmp_path / "other", engine, *files)
    assert (again.state, again.passages) == (changed.state, changed.passages)
    assert again.report[:2] == ((), ())


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_of_two_files_of_one_name_the_first_keeps_it(tmp_path: Path, engine: Callable[[Path], Engine]) -> None:
    north, south = texts(tmp_path / "north", x="Snow fell."), texts(tmp_path / "south", x="Sun shone.")
    seen = run(tmp_path, engine, north, south)
    by_text = {passage.text: passage.document for passage in seen.passages}
    names = {document.id: document.source for document in seen.documents}
    assert {text: names[id_] for text, id_ in by_text.items()} == {"Snow fell.": "x.txt", "Sun shone.": "south/x.txt"}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_copy_of_a_file_that_cannot_be_read_is_tried_itself(tmp_path: Path, engine: Callable[[Path], Engine]) -> None:
    files = texts(tmp_path / "files", b="Trams run.")
    (files / "a.docx").write_text("Trams run.")
    seen = run(tmp_path, engine, files)
    assert [document.source for document in seen.documents] == ["b.txt"]
    assert [line.partition(":")[0] for line in seen.report[4]] == ["a.docx"]


@pytest.mark.parametrize("engine", ENGINES.values(), ids=ENGINES)
def test_document_whose_name_goes_to_another_is_read_again_from_its_other_file(
    tmp_path: Path, engine: Callable[[Path], Engine]
) -> None:
    files = texts(tmp_path / "files", m="Trams run.")
    run(tmp_path, engine, files)
    texts(files, a="Trams run.", z="Trams run.")
    run(tmp_path, engine, files)
    texts(files, m="Trams stopped.")
    seen = run(tmp_path, engine, files)
    assert sorted(passage.text for passage in seen.passages) == ["Trams run.", "Trams stopped."]
    assert {document.source for document in seen.documents} == {"a.txt", "m.txt"}
    assert len(seen.files) == 3


def test_file_that_makes_its_reader_crash_is_named_and_the_others_are_in_the_collection(tmp_path: Path) -> None:
    files = texts(tmp_path / "files", a="A city.", b="A town.", c="A village.")
    deadly = Deadly()
    with IndexWriter(tmp_path / "index", Eight.name) as writer:
        report = ingest(
            [files],
            writer,
            Eight,
            metadata=lambda found: {"title": deadly} if found.source == "b.txt" else {},
            engine=two_processes(tmp_path / "index"),
        )
    assert sorted(report.added) == ["a.txt", "c.txt"]
    assert report.failed == ["b.txt: reading broke off (exit code -9); leave the file out, or repair it"]
    assert Index(tmp_path / "index").counts()["documents"] == 2
