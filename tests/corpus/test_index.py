"""corpus/index.py: what a reader gets of one published state of the collection."""

import os
import shutil
import sqlite3
import sys
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Thread

import numpy as np
import pytest

from corpus.damage import SEAL
from corpus.encoders import Embedded, packed
from corpus.errors import DamagedIndex, IndexMismatch, NoIndex
from corpus.index import Index
from corpus.types import Document, Filters, Page, Passage, Span
from corpus.words import terms
from corpus.writer import IndexWriter
from tests.library import Eight, add, texts, write

HERE = Path(__file__).parents[2]


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """Two documents: a report of two pages on Marisol, and a French note on Quellstadt."""
    with IndexWriter(tmp_path, Eight.name) as writer:
        report = Document("r", "report.pdf", "Report", kind="report", roundtable=2, date="2020-12-03")
        add(writer, report, "Marisol counts its bicycles.", "Marisol has 48 sensors and 12 bicycles, all bicycles.")
        note = Document("n", "note.md", "Note", language="fr", places=("Quellstadt",), paged=False)
        add(writer, note, "Quellstadt compte ses bicycles.")
        writer.publish()
    return Index(tmp_path)


def asked(text: str) -> np.ndarray:
    return Eight().encode_queries([text])[0]


def test_facts_about_the_collection(index: Index) -> None:
    assert index.counts() == {"documents": 2, "pages": 3, "passages": 3}
    assert (index.model, index.languages, len(index.state)) == ("eight", ("en", "fr"), 12)
    assert [document.source for document in index.documents.values()] == ["note.md", "report.pdf"]
    assert [file.origin for file in index.files()] == ["/files/note.md", "/files/report.pdf"]


def test_passages_and_pages_are_read_by_name(index: Index) -> None:
    passage = index.passages_of("r")[1]
    assert passage == Passage("r:1", "r", passage.text, (Span(2, 0, len(passage.text)),), ("Part",))
    assert index.passages(["r:1", "x:0"]) == {"r:1": passage}
    assert index.page("r", 2) == Page(2, "2", passage.text)
    assert [page.number for page in index.pages("r")] == [1, 2]
    assert index.page("r", 3) is None


def test_search_by_meaning_finds_the_nearest_first(index: Index) -> None:
    found = index.by_meaning(asked("Quellstadt compte ses bicycles."), 3)
    assert next(iter(found)) == "n:0"
    assert found["n:0"] == pytest.approx(1)
    cosines = {
        id_: float(asked("Quellstadt compte ses bicycles.") @ row) for id_, row in index.vectors(list(found)).items()
    }
    assert found == pytest.approx(cosines, abs=1e-6)
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_tokens_of_a_passage_come_with_their_places(index: Index) -> None:
    found = index.tokens(["r:0", "r:1", "x:0"])
    assert set(found) == {"r:0", "r:1"}
    for id_, text in (("r:0", "Marisol counts its bicycles."), ("r:1", index.passages(["r:1"])["r:1"].text)):
        rows, places = found[id_]
        assert rows.shape == (1, 8)
        assert np.linalg.norm(rows, axis=1) == pytest.approx(1)
        assert float(rows[0] @ asked(text)) > 0.99  # of the same direction, as far as 4 bits tell
        assert places.tolist() == [len(text) - 1]


def test_passage_in_which_the_encoder_finds_no_token_has_none(tmp_path: Path) -> None:
    nothing = Embedded(asked("?"), packed(np.zeros((0, 8), dtype=np.float32)), np.zeros(0, dtype=np.int16))
    with IndexWriter(tmp_path, Eight.name) as writer:
        passage = Passage("a:0", "a", "\x0c", (Span(1, 0, 1),))
        writer.add(Document("a", "a.txt", "A"), [Page(1, None, "\x0c")], [passage], [nothing])
        writer.publish()
    rows, places = Index(tmp_path).tokens(["a:0"])["a:0"]
    assert (len(rows), len(places)) == (0, 0)


def test_search_by_words_finds_the_passage_that_says_it_most(index: Index) -> None:
    found = index.by_words(terms("sensors and bicycles"), 10)
    assert list(found)[:2] == ["r:1", "r:0"]
    assert index.word_scores(terms("sensors and bicycles"), ["r:0", "n:0", "x:9"]) == {
        id_: score for id_, score in found.items() if id_ in ("r:0", "n:0")
    }
    assert index.passages_with(["marisol", "moon"]) == {"marisol": 2, "moon": 0}


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"r:0", "r:1", "n:0"}),
        (Filters(roundtable=(2,)), {"r:0", "r:1"}),
        (Filters(place=("quellstadt",)), {"n:0"}),
        (Filters(place=("Atlantis",)), set()),
    ],
)
def test_filters_hold_for_both_ways_to_search(index: Index, filters: Filters, expected: set[str]) -> None:
    assert set(index.by_meaning(asked("bicycles"), 10, filters)) == expected
    assert set(index.by_words(["bicycl"], 10, filters)) == expected


def test_limit_is_kept(index: Index) -> None:
    assert len(index.by_meaning(asked("bicycles"), 1)) == len(index.by_words(["bicycl"], 1)) == 1


def test_folder_without_an_index_tells_the_next_command(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match="there is no index here yet; make one with: roundtable ingest PATH"):
        Index(tmp_path / "nowhere")


def test_index_of_another_program_is_refused_and_what_was_open_stays_open(tmp_path: Path) -> None:
    index = write(tmp_path, old="A city.")
    write(tmp_path, new="Another city.")
    (ledger,) = (tmp_path / "generations").glob("000002-*/library.sqlite")
    ledger.with_name(SEAL).unlink()
    with sqlite3.connect(ledger) as db:
        db.execute("UPDATE about SET value = '0' WHERE key = 'format'")
    for _ in range(2):
        with pytest.raises(IndexMismatch, match="made by another version of this program; build the index anew"):
            index.newest()
    assert texts(index) == ["A city."]
    assert list(index.by_words(["citi"], 10)) == list(index.by_meaning(asked("city"), 10)) == ["old:0"]


def test_index_without_tokens_of_an_earlier_version_is_refused(tmp_path: Path) -> None:
    write(tmp_path, old="A city.").close()
    (ledger,) = tmp_path.glob("generations/*/library.sqlite")
    ledger.with_name(SEAL).unlink()
    with sqlite3.connect(ledger) as db:
        db.execute("DROP TABLE tokens")
        db.execute("UPDATE about SET value = '1' WHERE key = 'format'")
    told = (
        "made by another version of this program; build the index anew from its files with: roundtable ingest --rebuild"
    )
    with pytest.raises(IndexMismatch, match=told):
        Index(tmp_path)
    with pytest.raises(IndexMismatch, match=told):
        IndexWriter(tmp_path, Eight.name).__enter__()


def test_index_may_be_moved_and_copied(index: Index, tmp_path: Path) -> None:
    copy = tmp_path.with_name("copy")
    shutil.copytree(tmp_path, copy)
    assert texts(Index(copy)) == texts(index)
    assert set(Index(copy).by_meaning(asked("bicycles"), 10)) == {"r:0", "r:1", "n:0"}


def test_two_readers_of_one_index_do_not_close_each_other(index: Index, tmp_path: Path) -> None:
    Index(tmp_path).close()
    assert len(index.by_meaning(asked("bicycles"), 10)) == len(index.by_words(["bicycl"], 10)) == 3


def test_threads_share_a_reader(index: Index) -> None:
    expected = set(index.by_words(["bicycl"], 10))
    found: list[set[str]] = []

    def search() -> None:
        for _ in range(20):
            found.append(set(index.by_words(["bicycl"], 10)) & set(index.by_meaning(asked("bicycles"), 10)))

    threads = [Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 80


def test_chroma_alone_can_read_the_collection(index: Index) -> None:
    """The promise of corpus/meaning.py: a program that knows only Chroma finds texts and pages in it."""
    import chromadb
    from chromadb.config import Settings

    (folder,) = index.folder.glob("generations/*/chroma")
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    found = client.get_collection("passages").get(["r:1", "n:0"])
    by_id = dict(zip(found["ids"], zip(found["documents"] or [], found["metadatas"] or [], strict=True), strict=True))
    assert by_id["r:1"] == (
        "Marisol has 48 sensors and 12 bicycles, all bicycles.",
        {"document": "r", "source": "report.pdf", "title": "Report", "page": 2, "page_label": "2"},
    )
    assert by_id["n:0"][1] == {"document": "n", "source": "note.md", "title": "Note"}


def test_state_that_somebody_reads_is_kept_however_many_follow(tmp_path: Path) -> None:
    reader = write(tmp_path, old="A city of old.")
    for name in ("second", "third", "fourth"):
        write(tmp_path, **{name: "A city."}).close()
    assert list(reader.by_meaning(asked("city"), 10)) == list(reader.by_words(["citi"], 10)) == ["old:0"]
    assert list(reader.by_meaning(asked("city"), 10, Filters(document=("old.txt",)))) == ["old:0"]
    assert numbers(tmp_path) == ["000001", "000003", "000004"]
    del reader
    write(tmp_path, fifth="A city.").close()
    assert numbers(tmp_path) == ["000004", "000005"]


def test_state_that_another_process_reads_is_kept_until_that_ends(tmp_path: Path) -> None:
    write(tmp_path, old="A city of old.").close()
    program = (
        "import sys, pathlib, corpus.index\n"
        "reader = corpus.index.Index(pathlib.Path(sys.argv[1]))\n"
        "print('open', flush=True)\n"
        "sys.stdin.read()"
    )
    with Popen([sys.executable, "-c", program, str(tmp_path)], stdin=PIPE, stdout=PIPE, cwd=HERE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        for name in ("second", "third"):
            write(tmp_path, **{name: "A city."}).close()
        assert numbers(tmp_path) == ["000001", "000002", "000003"]
        other.kill()
    write(tmp_path, fourth="A city.").close()
    assert numbers(tmp_path) == ["000003", "000004"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="counts open files: run it on Linux")
def test_fifty_changes_leave_no_file_open(tmp_path: Path) -> None:
    reader = write(tmp_path, first="A city.")
    opened: list[int] = []
    for number in range(50):
        write(tmp_path, first=f"A city, told {number} times.").close()
        reader = reader.newest()
        assert len(reader.by_meaning(asked("city"), 10)) == len(reader.by_words(["citi"], 10)) == 1
        opened.append(len(os.listdir("/proc/self/fd")))
    # Chroma opens a few connections more or less; a state that stays open holds at least five files.
    assert max(opened[25:]) <= max(opened[:25]) + 10


def test_index_made_anew_by_another_embedding_model_is_not_searched_with_the_old_one(tmp_path: Path) -> None:
    reader = write(tmp_path / "index", old="A city of old.")
    shutil.rmtree(tmp_path / "index")
    with IndexWriter(tmp_path / "index", "nine") as writer:
        add(writer, Document("n", "n.txt", "N"), "A new city.")
        writer.publish()
    with pytest.raises(IndexMismatch, match="made anew with the embedding model 'nine', and this program has loaded"):
        reader.newest()


def test_index_destroyed_under_a_question_says_so(tmp_path: Path) -> None:
    reader = write(tmp_path, old="A city of old.")
    (database,) = tmp_path.glob("generations/*/chroma/chroma.sqlite3")
    database.write_bytes(b"no database any more" * 1_000)
    with pytest.raises(DamagedIndex, match=r"chroma: damaged \(Chroma: .*; build the index anew from its files with"):
        reader.by_meaning(asked("city"), 10)


def numbers(folder: Path) -> list[str]:
    return sorted(path.name.partition("-")[0] for path in (folder / "generations").iterdir())
