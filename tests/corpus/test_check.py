"""corpus/check.py: a sound collection has no findings, and each thing that is wrong has its line."""

import shutil
from pathlib import Path

import pytest

from corpus.catalogue import materials_folder, shipped_catalogue
from corpus.check import Check, check
from corpus.damage import REBUILD
from corpus.encoders import DEFAULT_MODEL
from tests.typed import typed

MODEL = DEFAULT_MODEL
CATALOGUE = """
ours:
- {id: amber, file: notes/amber.txt, title: Port Amber, kind: case-study}
- {id: bay, file: bay.txt, title: Amber Bay, kind: case-study}
public:
- {id: paper, title: A paper, kind: report}
"""


class Collection:
    """A catalogue, its two documents, and an index of them."""

    def __init__(self, folder: Path) -> None:
        self.catalogue, self.materials, self.index = (folder / name for name in ("catalog.yaml", "materials", "index"))
        self.catalogue.write_text(CATALOGUE, encoding="utf-8")
        self.amber, self.bay = self.materials / "notes" / "amber.txt", self.materials / "bay.txt"
        self.amber.parent.mkdir(parents=True)
        self.amber.write_text("Port Amber planted 90 trees.", encoding="utf-8")
        self.bay.write_text("Amber Bay has 3 ferries.", encoding="utf-8")

    def ingest(self) -> None:
        assert typed("ingest", self.materials, "--index", self.index).code == 0

    def check(self, model: str = MODEL) -> Check:
        return check(self.catalogue, self.materials, self.index, model)


@pytest.fixture(scope="module")
def made(own_folders: None, tmp_path_factory: pytest.TempPathFactory) -> Collection:
    collection = Collection(tmp_path_factory.mktemp("collection"))
    collection.ingest()
    return collection


@pytest.fixture
def collection(own_folders: None, tmp_path: Path) -> Collection:
    collection = Collection(tmp_path)
    collection.ingest()
    return collection


def test_sound_collection_has_no_findings(made: Collection) -> None:
    assert made.check() == Check(
        ("Catalogue: 2 documents that come with the program, 1 public", "Index: 2 documents, 2 pages, 2 passages"), ()
    )


def test_file_that_changed_and_file_that_is_gone(collection: Collection) -> None:
    collection.amber.write_text("Port Amber planted 91 trees.", encoding="utf-8")
    collection.bay.unlink()
    assert collection.check().findings == (
        f"bay: the file bay.txt is missing from {collection.materials}; install the program again",
        f"{collection.bay}: the file is gone and its document is kept; ingest its folder with --prune, or: "
        "roundtable corpus remove bay.txt",
        f"{collection.amber}: changed since it was ingested; ingest its folder again",
    )


def test_document_that_was_removed_from_the_index(collection: Collection) -> None:
    typed("corpus", "remove", "bay.txt", "--index", collection.index)
    assert collection.check().findings == (
        "bay.txt: comes with the program and is not in the index; add it with: roundtable ingest",
    )


def test_index_without_any_document_of_the_program_is_sound(made: Collection, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Port Amber has a harbour.", encoding="utf-8")
    typed("ingest", note, "--index", tmp_path / "index")
    assert check(made.catalogue, made.materials, tmp_path / "index", MODEL).findings == ()


def test_copy_of_the_documents_elsewhere_counts_as_them(made: Collection, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made.materials, tmp_path / "copy"))
    typed("ingest", copy, "--index", tmp_path / "index")
    assert check(made.catalogue, made.materials, tmp_path / "index", MODEL).findings == ()


def test_file_that_the_catalogue_does_not_know(made: Collection, tmp_path: Path) -> None:
    materials = Path(shutil.copytree(made.materials, tmp_path / "materials"))
    (materials / "stray.md").write_text("Who knows?", encoding="utf-8")
    (materials / ".hidden").write_text("", encoding="utf-8")
    assert check(made.catalogue, materials, made.index, MODEL).findings == (
        f"stray.md: lies in {materials} and is not in the catalogue; add an entry to catalog.yaml",
    )


def test_wrong_catalogue_is_named_and_the_index_is_looked_at_all_the_same(made: Collection, tmp_path: Path) -> None:
    catalogue = tmp_path / "catalog.yaml"
    catalogue.write_text(CATALOGUE.replace("kind: report", "kind: book"), encoding="utf-8")
    found = check(catalogue, made.materials, made.index, "another-model")
    assert found.looked_at == ("Index: 2 documents, 2 pages, 2 passages",)
    assert "kind: 'book' is not known" in found.findings[0]
    assert f"made with the embedding model '{MODEL}'" in found.findings[1]


def test_no_index_yet(made: Collection, tmp_path: Path) -> None:
    found = check(made.catalogue, made.materials, tmp_path, MODEL)
    assert found.findings == (f"{tmp_path}: there is no index here yet; make one with: roundtable ingest",)


def test_vectors_that_are_gone(made: Collection, tmp_path: Path) -> None:
    index = Path(shutil.copytree(made.index, tmp_path / "index"))
    (chroma,) = index.glob("generations/*/chroma")
    shutil.rmtree(chroma)
    (finding,) = check(made.catalogue, made.materials, index, MODEL).findings
    assert finding.startswith(f"the index cannot be read: {chroma}")
    assert finding.endswith(f": damaged (it is gone); {REBUILD}")


@pytest.mark.parametrize("file", ["library.sqlite", "chroma/chroma.sqlite3"])
def test_index_that_does_not_open(file: str, made: Collection, tmp_path: Path) -> None:
    index, other = (Path(shutil.copytree(made.index, tmp_path / name)) for name in ("index", "other"))
    for damaged in tmp_path.glob(f"*/generations/*/{file}"):
        damaged.write_bytes(b"no database" * 1000)
    (finding,) = check(made.catalogue, made.materials, index, MODEL).findings
    assert finding.startswith(f"the index cannot be read: {index}")
    # Not the same folder again: Chroma, once it failed to open one, fails differently the next time.
    asked = typed("search", "trees", "--index", other)
    assert (asked.code, asked.out, asked.err.count("\n")) == (2, "", 1)
    assert asked.err.startswith(f"roundtable: {other}")


def test_catalogue_that_ships_and_its_documents_are_sound(tmp_path: Path) -> None:
    found = check(shipped_catalogue().path, materials_folder(), tmp_path, MODEL)
    assert found.findings == (f"{tmp_path}: there is no index here yet; make one with: roundtable ingest",)
