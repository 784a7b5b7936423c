"""ingest/again.py: documents are read again from where they lie, under the names that they have."""

from pathlib import Path

import pytest

from assistant.build import run_ingest, run_reread
from assistant.settings import Settings
from corpus.errors import NoIndex
from corpus.index import Index
from corpus.last_ingest import last_ingest
from corpus.ledger import FileRecord
from ingest.again import files_of
from ingest.discover import Found
from ingest.pipeline import IngestReport

CATALOGUE = """
ours:
- id: trams
  file: {file}
  title: Trams of the valley
  kind: report
  language: en
  licence: CC BY 4.0
"""


class Shelf:
    """A folder of files and an index, with what reads the one into the other."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self.settings = Settings(index=folder / "index")

    def write(self, **texts: str) -> None:
        for name, text in texts.items():
            path = self.files / f"{name.replace('_', '/')}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def ingest(self, *paths: Path) -> IngestReport:
        return run_ingest(paths or [self.files], self.settings, False, lambda progress: None)

    def reread(self, *sources: str) -> IngestReport:
        return run_reread(sources or None, self.settings, lambda progress: None)

    def documents(self) -> dict[str, str]:
        """The title of each document, by source."""
        index = Index(self.settings.index)
        found = {document.source: document.title for document in index.documents.values()}
        index.close()
        return found


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def test_document_that_has_not_changed_is_read_again_because_a_person_asked(shelf: Shelf) -> None:
    shelf.write(a="The city has trams.", b="The city has buses.")
    shelf.ingest()
    state = Index(shelf.settings.index).state
    report = shelf.reread("a.txt")
    assert (report.changed, report.unchanged, report.pages, report.failed) == (["a.txt"], [], 1, [])
    assert Index(shelf.settings.index).state == state
    assert shelf.ingest().unchanged == ["a.txt", "b.txt"]


def test_all_documents_are_read_again_where_none_is_named(shelf: Shelf) -> None:
    shelf.write(a="The city has trams.", inner_b="The city has buses.")
    shelf.ingest()
    shelf.write(inner_b="The city has bicycles.")
    assert shelf.reread().changed == ["a.txt", "inner/b.txt"]
    index = Index(shelf.settings.index)
    assert sorted(page.text for id_ in index.documents for page in index.pages(id_)) == [
        "The city has bicycles.",
        "The city has trams.",
    ]


def test_file_that_is_gone_is_told_and_its_document_stays(shelf: Shelf) -> None:
    shelf.write(a="The city has trams.", b="The city has buses.")
    shelf.ingest()
    (shelf.files / "a.txt").unlink()
    report = shelf.reread("a.txt", "b.txt", "c.txt")
    assert report.changed == ["b.txt"]
    assert report.failed == [
        "c.txt: no document of the index has this name; it may have been removed meanwhile",
        f"a.txt: its file is gone ({shelf.files / 'a.txt'}) and the document is kept; put the file back, or remove the "
        "document from the collection",
    ]
    assert set(shelf.documents()) == {"a.txt", "b.txt"}


def test_document_that_cannot_be_read_any_more_stays_as_it_was(shelf: Shelf) -> None:
    shelf.write(a="The city has trams.")
    shelf.ingest()
    (shelf.files / "a.txt").write_text(" ")
    assert shelf.reread().failed == ["a.txt: the file is empty"]
    assert set(shelf.documents()) == {"a.txt"}


def test_two_documents_of_one_name_keep_theirs(shelf: Shelf) -> None:
    shelf.write(north_a="The city has trams.", south_a="The city has buses.")
    shelf.ingest(shelf.files / "north")
    shelf.ingest(shelf.files / "south")
    assert set(shelf.documents()) == {"a.txt", "south/a.txt"}
    assert shelf.reread().changed == ["a.txt", "south/a.txt"]
    assert set(shelf.documents()) == {"a.txt", "south/a.txt"}


def test_document_of_two_files_is_read_again_once_and_keeps_both(shelf: Shelf) -> None:
    shelf.write(a="The city has trams.", b="The city has trams.")
    shelf.ingest()
    report = shelf.reread()
    assert (report.changed, report.duplicates) == (["a.txt"], [])
    files = {Path(file.origin).name for file in Index(shelf.settings.index).files()}
    assert files == {"a.txt", "b.txt"}
    (shelf.files / "a.txt").unlink()
    assert shelf.reread().changed == ["a.txt"], "from the other file"


@pytest.mark.parametrize("folder", ["north", "south"])
def test_catalogue_describes_a_document_as_before(shelf: Shelf, folder: str) -> None:
    shelf.write(north_a="The city has trams.", south_a="The city has many trams.")
    (shelf.files / folder / "catalog.yaml").write_text(CATALOGUE.format(file="a.txt"))
    for each in ("north", "south"):
        shelf.ingest(shelf.files / each)
    before = shelf.documents()
    assert "Trams of the valley" in before.values()
    shelf.reread()
    assert shelf.documents() == before
    assert shelf.ingest(shelf.files / folder).unchanged == ["a.txt"], "what is known of it is what it was read with"


def test_catalogue_of_the_outer_folder_describes_a_document_below(shelf: Shelf) -> None:
    shelf.write(north_a="The city has trams.")
    (shelf.files / "catalog.yaml").write_text(CATALOGUE.format(file="north/a.txt"))
    shelf.ingest()
    shelf.reread("north/a.txt")
    assert shelf.documents() == {"north/a.txt": "Trams of the valley"}


def test_index_that_is_not_there_has_nothing_to_read_again(shelf: Shelf) -> None:
    with pytest.raises(NoIndex, match="there is no index here, so there is nothing to read again"):
        shelf.reread()
    assert not shelf.settings.index.exists()


def test_what_was_read_again_is_the_last_ingest(shelf: Shelf) -> None:
    shelf.write(a="The city has trams.")
    shelf.ingest()
    shelf.reread("a.txt", "b.txt")
    last = last_ingest(shelf.settings.index)
    assert last
    assert (last.added, last.changed, len(last.failed)) == ((), ("a.txt",), 1)


def test_file_that_has_another_name_than_its_document_is_found_by_what_it_became(tmp_path: Path) -> None:
    moved = tmp_path / "moved.txt"
    found, lacking = files_of(["a.txt", "x"], {"a.txt": "1", "x": "2"}, [FileRecord(str(moved), "1", "f")])
    assert found == [Found(moved, "a.txt", tmp_path)]
    assert lacking == ["x: the index knows no file of this document; ingest its folder again"]
