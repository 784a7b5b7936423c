"""A Chroma server that is killed in the middle of an ingest and of questions: one line says so, and it goes on."""

import shutil
from pathlib import Path
from threading import Timer

from corpus.chroma_server import ChromaServer, ServerFailed
from corpus.index import Index
from corpus.writer import IndexWriter
from evals.torture.chroma_process import chroma_server
from evals.torture.kills import Killer
from evals.torture.seen import MANY, Lost
from evals.torture.tiny import Tiny, write_files
from ingest.pipeline import ingest

LONGEST = 1.0  # until it is killed


def killed_server(killer: Killer) -> None:
    """With an index of its own, whose vectors are on the server."""
    room = killer.folder / "served"
    shutil.rmtree(room, ignore_errors=True)
    files, index = room / "files", room / "index"
    with chroma_server(room / "chroma") as server:
        address = ChromaServer(server.address)
        states = []
        for version in (2, 1):
            write_files(files, version)
            _ingest(files, index, address)
            states.append(_look(index, address))
        reader = Index(index, address)
        write_files(files, 2)
        late = Timer(killer.chance.random() * LONGEST, server.kill)
        late.start()
        try:
            _ingest(files, index, address)
        except ServerFailed as error:
            _is_one_line(error)
        finally:
            late.join()
        try:
            reader.by_meaning(Tiny().encode_queries(["city"])[0], MANY)
        except ServerFailed as error:
            _is_one_line(error)
        else:
            raise Lost("a question was answered without the server that has the vectors")
        server.start()
        if _look(index, address) not in states:
            raise Lost("an ingest whose server was killed is half there")
        if not reader.by_meaning(Tiny().encode_queries(["city"])[0], MANY):
            raise Lost("a reader finds nothing once the server is back")
        reader.close()
        _ingest(files, index, address)
        if _look(index, address) != states[0]:
            raise Lost("the next ingest did not bring the index in step")


def _ingest(files: Path, index: Path, address: ChromaServer) -> None:
    with IndexWriter(index, Tiny.name, address) as writer:
        ingest([files], writer, Tiny, prune=True)


def _look(folder: Path, address: ChromaServer) -> frozenset[str]:
    """The passages of the state; all of them are found by words and by meaning."""
    index = Index(folder, address)
    try:
        words = frozenset(index.by_words(["citi"], MANY))
        meaning = frozenset(index.by_meaning(Tiny().encode_queries(["city"])[0], MANY))
        if words != meaning:
            raise Lost(f"{len(words)} passages are found by words and {len(meaning)} by meaning")
        return words
    finally:
        index.close()


def _is_one_line(error: ServerFailed) -> None:
    if "\n" in str(error):
        raise Lost(f"what went wrong is not one line: {error}") from error
