"""corpus/ledger.py: what goes into the ledger comes out as it was."""

from pathlib import Path

import numpy as np

from corpus.encoders import Embedded
from corpus.ledger import FileRecord, Ledger
from corpus.types import Document, Page, Passage, Span

DOCUMENT = Document(
    "d1", "reports/né.pdf", "Né à Zürich", kind="report", roundtable=2, date="2020-12", places=("Zürich", "서울"),
    language="fr", licence="CC BY 4.0", publisher="OECD", url="https://example.org/a?b=1", paged=True,
)  # fmt: skip
PAGES = [Page(1, "iii", "First page", ("Part",)), Page(2, None, ""), Page(3, "A-1", "Third “page”\n\x0bend")]
PASSAGES = [
    Passage("d1:0", "d1", "First page\nThird", (Span(1, 0, 10), Span(3, 0, 5)), ("Part", "Détail"), is_table=True),
    Passage("d1:1", "d1", "page", (Span(3, 7, 11),)),
]
ROWS = np.array([[0.5, -0.25], [1, 0]], dtype=np.float32)
# Two tokens of six numbers, the first of them of the title; and a passage that the encoder found none in.
EMBEDDED = [
    Embedded(ROWS[0], np.array([[1, 2, 3], [4, 5, 255]], dtype=np.uint8), np.array([-1, 15], dtype=np.int16)),
    Embedded(ROWS[1], np.zeros((0, 3), dtype=np.uint8), np.zeros(0, dtype=np.int16)),
]


def filled(path: Path) -> Ledger:
    ledger = Ledger(path)
    ledger.add_document(DOCUMENT, PAGES)
    for passage, read in zip(PASSAGES, EMBEDDED, strict=True):
        ledger.add_embedded(ledger.add_passage(passage, passage.id), read)
    ledger.record_file(FileRecord("/files/né.pdf", "d1", "print"))
    return ledger


def test_everything_comes_out_as_it_went_in(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "a.sqlite")
    ledger.db.commit()
    ledger.close()
    ledger = Ledger(tmp_path / "a.sqlite")
    assert ledger.documents() == [DOCUMENT]
    assert ledger.pages("d1") == PAGES
    assert ledger.page("d1", 3) == PAGES[2]
    assert ledger.passages_of("d1") == PASSAGES
    assert ledger.passages(["d1:1", "nowhere:0"]) == {"d1:1": PASSAGES[1]}
    assert ledger.files() == [FileRecord("/files/né.pdf", "d1", "print")]
    found = {id_: (vectors.tolist(), places.tolist()) for id_, vectors, places in ledger.tokens(["d1:0", "d1:1", "x"])}
    ids, rows = ledger.vectors("document", ["d1", "x"])
    assert (ids, rows.tolist()) == (["d1:0", "d1:1"], ROWS.tolist())
    ids, rows = ledger.vectors("id", ["x", "d1:1"])
    assert (ids, rows.tolist()) == (["d1:1"], [[1, 0]])
    assert found == {"d1:0": ([[1, 2, 3], [4, 5, 255]], [-1, 15]), "d1:1": ([], [])}


def test_what_is_not_there_is_none_or_empty(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "a.sqlite")
    assert (ledger.page("d1", 4), ledger.page("d2", 1), ledger.about("model")) == (None, None, None)
    assert (ledger.pages("d2"), ledger.passages_of("d2"), ledger.passages([])) == ([], [], {})
    assert [ids for ids, _ in (ledger.vectors("id", []), ledger.vectors("document", ["d2"]))] == [[], []]
    assert list(ledger.tokens([])) == list(ledger.tokens(["d2:0"])) == []


def test_passage_numbers_and_ids_belong_together(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "a.sqlite")
    numbers = ledger.passage_numbers(["d1:0", "d1:1", "d1:2"])
    assert ledger.passage_ids(numbers.values()) == {number: id_ for id_, number in numbers.items()}
    assert set(numbers) == {"d1:0", "d1:1"}


def test_documents_are_found_by_id_or_source(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "a.sqlite")
    ledger.add_document(Document("d2", "other.pdf", "Other"), [])
    assert ledger.ids_of("d1", "nowhere.pdf") == ledger.ids_of("d9", "reports/né.pdf") == ["d1"]
    assert sorted(ledger.ids_of("d1", "other.pdf")) == ["d1", "d2"]
    assert ledger.ids_of("d9", "nowhere.pdf") == []


def test_removed_document_takes_pages_passages_and_vectors_along(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "a.sqlite")
    ledger.remove_document("d1")
    tables = ("documents", "pages", "passages", "embeddings", "tokens")
    assert [ledger.count(table) for table in tables] == [0] * len(tables)
    ledger.remove_document("d1")


def test_fact_about_the_index_can_be_changed(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "a.sqlite")
    ledger.set_about("model", "one")
    ledger.set_about("model", "two")
    assert ledger.about("model") == "two"
