"""Search within some of the documents finds what comparing with every vector of theirs finds, in each of its ways."""

import numpy as np
import pytest

from corpus import within
from corpus.encoders import Embedded, Vectors, of_length_1
from corpus.index import Index
from corpus.ledger_rows import LedgerFile
from corpus.types import Document, Filters, Page, Passage, Span
from corpus.writer import IndexWriter

EACH, DOCUMENTS, NEAREST = 12, 30, 10


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Index, dict[str, Vectors]]:
    """Documents of a dozen passages in clumps, as passages on one topic are, and the vector of each passage."""
    draw = np.random.default_rng(3)
    folder = tmp_path_factory.mktemp("within") / "index"
    none = (np.zeros((0, 192), np.uint8), np.zeros(0, np.int16))
    vectors: dict[str, Vectors] = {}
    with IndexWriter(folder, "eight") as writer:
        for number in range(DOCUMENTS):
            id_ = f"d{number}"
            rows = draw.standard_normal(384) + 0.7 * draw.standard_normal((EACH, 384))
            made = {f"{id_}:{place}": row for place, row in enumerate(of_length_1(rows.astype(np.float32)))}
            vectors |= made
            passages = [Passage(name, id_, "Text.", (Span(1, 0, 5),)) for name in made]
            document = Document(id_, f"{id_}.pdf", f"Document {number}")
            writer.add(document, [Page(1, "1", "Text.")], passages, [Embedded(row, *none) for row in made.values()])
        writer.publish()
    return Index(folder), vectors


def asked_of_others(vectors: dict[str, Vectors]) -> Vectors:
    """A question that is nearest to passages of the last document."""
    return vectors[f"d{DOCUMENTS - 1}:0"]


@pytest.mark.parametrize("count", [1, 3, 15, DOCUMENTS])
@pytest.mark.parametrize(
    ("compared", "widest"), [(2_000, 20_000), (0, 20_000), (0, 0)], ids=["each", "among all", "filter of Chroma"]
)
def test_nearest_of_the_documents_are_found(
    grown: tuple[Index, dict[str, Vectors]], monkeypatch: pytest.MonkeyPatch, count: int, compared: int, widest: int
) -> None:
    index, vectors = grown
    monkeypatch.setattr(within, "COMPARED", compared)
    monkeypatch.setattr(within, "WIDEST", widest)
    asked = asked_of_others(vectors)
    allowed = tuple(f"d{number}" for number in range(count))
    theirs = {name: float(row @ asked) for name, row in vectors.items() if name.partition(":")[0] in allowed}
    expected = sorted(theirs, key=lambda name: -theirs[name])[:NEAREST]
    found = index.by_meaning(asked, NEAREST, Filters(document=allowed))
    assert list(found) == expected
    assert list(found.values()) == pytest.approx([theirs[name] for name in expected], abs=1e-5)


def test_few_passages_are_read_once_for_all_questions(
    grown: tuple[Index, dict[str, Vectors]], monkeypatch: pytest.MonkeyPatch
) -> None:
    index, vectors = grown
    filters = Filters(document=("d4", "d5"))
    first = index.by_meaning(vectors["d4:0"], NEAREST, filters)
    monkeypatch.setattr(LedgerFile, "execute", _refuse)
    monkeypatch.setattr(within.MeaningStore, "nearest", _refuse)
    assert index.by_meaning(vectors["d4:0"], NEAREST, filters) == first
    assert next(iter(index.by_meaning(vectors["d5:1"], NEAREST, filters))) == "d5:1"


def _refuse(*_: object) -> None:
    pytest.fail("something was read")
