"""Vectors on a Chroma server: a state is published whole there too, and nothing is lost or doubled by a kill."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus import meaning, within
from corpus.chroma_server import BadServerAddress, ChromaServer, ServerFailed
from corpus.errors import IndexMismatch
from corpus.index import Index
from corpus.meaning import MeaningStore
from corpus.types import Document, Filters
from corpus.writer import IndexWriter
from evals.torture.chroma_process import ChromaProcess, chroma_server
from tests.library import Eight, add

HERE = Path(__file__).parents[2]
CITY = Document("c", "city.md", "City")
HARBOUR = Document("h", "harbour.md", "Harbour")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaProcess]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as process:
        yield process


@pytest.fixture
def server(running: ChromaProcess) -> ChromaServer:
    return ChromaServer(running.address)


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is added here reaches the server before it is published, as of thousands most does."""
    monkeypatch.setattr(meaning, "BATCH", 2)


def nearest(index: Index, text: str, limit: int = 10, filters: Filters | None = None) -> list[str]:
    return list(index.by_meaning(Eight().encode_question(text).vector, limit, filters))


def stored(folder: Path, server: ChromaServer) -> int:
    """How many vectors the index's collection has on the server, those of no state included."""
    with closing(Index(folder, server)) as index:
        collection = index._ledger.about("collection")
    with closing(MeaningStore(server, str(collection))) as store:
        return store.count()


@pytest.mark.parametrize("compared", [0, 10_000], ids=["filter of Chroma", "each"])
def test_search_finds_on_a_server_what_it_finds_in_a_folder(
    tmp_path: Path, server: ChromaServer, monkeypatch: pytest.MonkeyPatch, compared: int
) -> None:
    monkeypatch.setattr(within, "COMPARED", compared)
    found = []
    for name, place in (("near", None), ("far", server)):
        with IndexWriter(tmp_path / name, Eight.name, place) as writer:
            add(writer, CITY, "The library opens.", "The tram is late.", "Trees are planted.")
            add(writer, HARBOUR, "Ships wait.")
            writer.publish()
        with closing(Index(tmp_path / name, place)) as index:
            ids = ["c:0", "c:2", "nowhere"]
            vectors = {id_: vector.tolist() for id_, vector in index.vectors(ids).items()}
            inside = nearest(index, "Ships wait.", 10, Filters(document=("city.md",)))
            found.append((nearest(index, "The tram is late.", 3), inside, vectors, index.vector_count()))
    assert found[0] == found[1]
    assert found[0][0][0] == "c:1"
    assert sorted(found[0][1]) == ["c:0", "c:1", "c:2"]
    assert found[0][3] == 4


def test_reader_keeps_its_state_while_another_is_published(tmp_path: Path, server: ChromaServer) -> None:
    with IndexWriter(tmp_path, Eight.name, server) as writer:
        add(writer, CITY, "Old words.", "Older words.")
        writer.publish()
    with closing(Index(tmp_path, server)) as before:
        with IndexWriter(tmp_path, Eight.name, server) as writer:
            add(writer, CITY, "New words.")
            add(writer, HARBOUR, "Ships wait.")
            assert sorted(nearest(before, "New words.")) == ["c:0", "c:1"]
            writer.publish()
        assert sorted(nearest(before, "Old words.")) == ["c:0", "c:1"]
        now = before.newest()
        assert sorted(nearest(now, "New words.")) == ["c:0", "h:0"]
        assert nearest(now, "New words.", 1) == ["c:0"]
        now.close()
    # What no state has any more leaves with the next ingest but one.
    for text in ("Again.", "And again."):
        with IndexWriter(tmp_path, Eight.name, server) as writer:
            add(writer, HARBOUR, text)
            writer.publish()
    assert stored(tmp_path, server) <= 2 + 1  # the state now, and the one that a reader might still open


def test_many_vectors_of_other_states_hide_none_of_this_one(tmp_path: Path, server: ChromaServer) -> None:
    with IndexWriter(tmp_path, Eight.name, server) as writer:
        add(writer, CITY, *[f"Sentence {number}." for number in range(5)])
        writer.publish()
    with IndexWriter(tmp_path, Eight.name, server) as writer:
        add(writer, HARBOUR, *["Sentence 3."] * 200)  # nearer to the question than most that count
        with closing(Index(tmp_path, server)) as index:
            assert sorted(nearest(index, "Sentence 3.", 5)) == [f"c:{number}" for number in range(5)]


def test_document_that_leaves_and_comes_back_in_one_ingest_keeps_its_vectors(
    tmp_path: Path, server: ChromaServer
) -> None:
    with IndexWriter(tmp_path, Eight.name, server) as writer:
        add(writer, CITY, "The tram is late.")
        writer.remove_file("/files/city.md")
        add(writer, CITY, "The library opens.")
        writer.publish()
    with IndexWriter(tmp_path, Eight.name, server) as writer:
        add(writer, HARBOUR, "Ships wait.")
        writer.publish()
    with closing(Index(tmp_path, server)) as index:
        assert index.vector_count() == 2
        (found, _) = index.by_meaning(Eight().encode_question("The library opens.").vector, 2).values()
        assert found == pytest.approx(1, abs=1e-5)


WRITES = """
import sys, os, signal, pathlib
import corpus.meaning
from corpus.chroma_server import ChromaServer
from corpus.types import Document
from corpus.writer import IndexWriter
from tests.library import Eight, add
corpus.meaning.BATCH = 2  # as many at once as here, so that they are written before the kill
with IndexWriter(pathlib.Path(sys.argv[1]), Eight.name, ChromaServer(sys.argv[2])) as writer:
    add(writer, Document("k", "killed.md", "Killed"), "Half done.", "Not done.")
    print("added", flush=True)
    sys.stdin.read()
"""


def test_killed_ingest_leaves_nothing_that_counts_and_the_next_one_clears_it_away(
    tmp_path: Path, server: ChromaServer
) -> None:
    with IndexWriter(tmp_path, Eight.name, server) as writer:
        add(writer, CITY, "The library opens.")
        writer.publish()
    command = [sys.executable, "-c", WRITES, str(tmp_path), server.address]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=HERE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"added\n"
        process.send_signal(signal.SIGKILL)
    assert stored(tmp_path, server) == 3
    with closing(Index(tmp_path, server)) as index:
        assert nearest(index, "Half done.") == ["c:0"]
    with IndexWriter(tmp_path, Eight.name, server) as writer:
        add(writer, HARBOUR, "Ships wait.")
        writer.publish()
    assert stored(tmp_path, server) == 2


def test_ingest_that_failed_is_cleared_away_by_the_next_one(tmp_path: Path, server: ChromaServer) -> None:
    with IndexWriter(tmp_path, Eight.name, server) as writer:
        add(writer, CITY, "The library opens.")  # and is not published
    with IndexWriter(tmp_path, Eight.name, server) as writer:
        add(writer, CITY, "The library opens.")
        writer.publish()
    assert stored(tmp_path, server) == 1


def test_server_that_is_gone_is_named_and_found_again_when_it_is_back(tmp_path: Path) -> None:
    with chroma_server(tmp_path / "chroma") as process:
        server, folder = ChromaServer(process.address), tmp_path / "index"
        with IndexWriter(folder, Eight.name, server) as writer:
            add(writer, CITY, "The library opens.")
            writer.publish()
        with closing(Index(folder, server)) as index:
            process.kill()
            with pytest.raises(ServerFailed, match=f"{process.address}: the Chroma server cannot be reached"):
                nearest(index, "The library opens.")
            with pytest.raises(ServerFailed, match="cannot be reached"):
                Index(folder, server)
            with pytest.raises(ServerFailed), IndexWriter(folder, Eight.name, server) as writer:
                add(writer, HARBOUR, "Ships wait.")
            process.start()
            assert nearest(index, "The library opens.") == ["c:0"]


def test_index_knows_where_its_vectors_are(tmp_path: Path, server: ChromaServer) -> None:
    for name, place in (("far", server), ("near", None)):
        with IndexWriter(tmp_path / name, Eight.name, place) as writer:
            add(writer, CITY, "The library opens.")
            writer.publish()
    with pytest.raises(IndexMismatch, match="on a Chroma server; name it in the setting `chroma`"):
        Index(tmp_path / "far")
    with pytest.raises(IndexMismatch, match="in this folder, and the setting `chroma` names a server"):
        Index(tmp_path / "near", server)
    with pytest.raises(IndexMismatch, match="name it in the setting"):
        IndexWriter(tmp_path / "far", Eight.name).__enter__()
    with pytest.raises(IndexMismatch, match="in this folder"):
        IndexWriter(tmp_path / "near", Eight.name, server).__enter__()


@pytest.mark.parametrize("address", ["localhost:8000", "ftp://host", "http://", "http://me:secret@host", "http://h:x"])
def test_address_that_is_none_is_refused_without_being_shown(address: str) -> None:
    with pytest.raises(BadServerAddress) as told:
        ChromaServer(address).connect()
    assert "secret" not in str(told.value)


def test_key_is_not_shown() -> None:
    assert "s3cret" not in repr(ChromaServer("http://host", "s3cret"))
