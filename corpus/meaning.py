"""Search by meaning: the vectors of the passages in a Chroma collection, in the index's folder or on a server."""

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from corpus.chroma_server import ChromaServer, server_errors
from corpus.damage import damaged
from corpus.encoders import Vectors

COLLECTION = "passages"
# Vectors in one call: Chroma takes a quarter more of them a second than in calls of 40, and hardly more in larger ones.
# It refuses more than 5,461, and a server of it requests of more than 40 MB.
BATCH = 1_000
# How HNSW links passages, and how many it keeps in view while it looks for the nearest. Of 100,000 sentences of manuals
# (300 questions, e5) the ten nearest were found with a recall of 0.945 with Chroma's 16 neighbours, its 100 in view
# while it links them and 500 later; with 24, 200 and 1,000 it is 0.991, and takes 9 ms with another program beside it.
# A small graph Chroma builds anew, in threads, each time that it is opened: with its usual 100 in view two processes
# found other passages for one question; with 500 and more both found exactly the nearest. A collection that is there
# already keeps what it was made with: to change that, Chroma now and then ends in a lock.
LINKS = {"max_neighbors": 24, "ef_construction": 200, "ef_search": 1_000}
# Chroma counts who has a folder open, but not under its lock throughout: a thread that opened a folder while another
# closed it ended in a KeyError.
_ONE_AT_A_TIME = threading.Lock()

_Added = tuple[str, Vectors, str, dict[str, Any]]


class MeaningStore:
    """A Chroma collection, made if it is not there. Holds, beside each vector, the passage's text and where it is from,
    so that a program which knows only Chroma (or LangChain) can use the collection as it stands.

    In a folder it raises `OSError` for errors of the disk and `DamagedIndex`, on a server `ServerFailed`.
    """

    def __init__(self, place: Path | ChromaServer, collection: str = COLLECTION) -> None:
        self._held: list[_Added] = []
        self._errors = server_errors(place.address) if isinstance(place, ChromaServer) else partial(_disk_errors, place)
        with _ONE_AT_A_TIME, self._errors():
            self._client = place.connect() if isinstance(place, ChromaServer) else _in_folder(place)
            self._collection = self._client.get_or_create_collection(
                collection,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", **LINKS}},
            )

    def add(
        self, names: Sequence[str], vectors: Sequence[Vectors], texts: Sequence[str], metadata: Sequence[dict[str, Any]]
    ) -> None:
        """Each vector under a name of its own. They may be held back until `flush`, to be written many at once."""
        self._held += zip(names, vectors, texts, metadata, strict=True)
        while len(self._held) >= BATCH:
            self._write()

    def flush(self) -> None:
        """Writes what was held back; what was not is lost when the collection is closed."""
        while self._held:
            self._write()

    def _write(self) -> None:
        names, vectors, texts, metadata = map(list, zip(*self._held[:BATCH], strict=True))
        with self._errors():
            self._collection.add(ids=names, embeddings=np.stack(vectors), documents=texts, metadatas=metadata)
        del self._held[:BATCH]

    def remove(self, names: Sequence[str]) -> None:
        """Forgets vectors by name; a name that there is not is passed over."""
        self.flush()
        for start in range(0, len(names), BATCH):
            with self._errors():
                self._collection.delete(ids=list(names[start : start + BATCH]))

    def remove_where(self, field: str, value: str) -> None:
        """Forgets all whose metadata has that value."""
        self.flush()
        with self._errors():
            self._collection.delete(where={field: value})

    def remove_where_not(self, field: str, values: Sequence[str]) -> None:
        """Forgets all whose metadata has none of the values."""
        self.flush()
        with self._errors():
            if self._collection.count():  # with no value to name, all are to go
                self._collection.delete(where={field: {"$nin": list(values) or [""]}})

    def nearest(self, vector: Vectors, limit: int, documents: Sequence[str] | None) -> dict[str, float]:
        """The `limit` vectors nearest to one: name to cosine similarity, best first."""
        if documents is not None and not documents:
            return {}
        where: Any = {"document": {"$in": list(documents)}} if documents is not None else None
        with self._errors():
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=limit, where=where, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return {name: 1.0 - float(distance) for name, distance in zip(found["ids"][0], distances, strict=True)}

    def held(self, names: Sequence[str]) -> int:
        """How many of the names have a vector."""
        count = 0
        for start in range(0, len(names), BATCH):
            with self._errors():
                count += len(self._collection.get(ids=list(names[start : start + BATCH]), include=[])["ids"])
        return count

    def count(self) -> int:
        with self._errors():
            return int(self._collection.count())

    def close(self) -> None:
        with _ONE_AT_A_TIME:
            self._client.close()


def _in_folder(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


@contextmanager
def _disk_errors(folder: Path) -> Iterator[None]:
    """Chroma's "internal" errors as the `OSError` they come from, or as `DamagedIndex`."""
    from chromadb.errors import InternalError

    # On a full disk it says "Failed to apply logs to the metadata segment"; what we ask of it wrongly, it refuses
    # with other errors, and those stay bugs.
    try:
        yield
    except InternalError as error:
        if re.search(r"malformed|not a database|corrupt", str(error)):
            raise damaged(folder, f"Chroma: {error}") from error
        raise OSError(f"Chroma: {error}") from error
