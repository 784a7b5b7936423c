"""Search by meaning: the vectors of the passages in an embedded Chroma collection."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from corpus.encoders import Vectors

COLLECTION = "passages"
BATCH = 5_000  # Chroma refuses more than 5,461 in one call
# How many passages HNSW keeps in view while it looks for the nearest. Chroma builds a small graph anew, in threads,
# each time that it is opened: with the usual 100 two processes found other passages for one question (recall of the
# 60 nearest of 559: 0.995 to 0.998); with 500 both found exactly the nearest, in the same 3 ms. A
# collection that is there already keeps what it was made with: to change that, Chroma now and then ends in a lock.
IN_VIEW = 500
# Chroma counts who has a folder open, but not under its lock throughout: a thread that opened a folder while another
# closed it ended in a KeyError.
_ONE_AT_A_TIME = threading.Lock()


class MeaningStore:
    """A Chroma collection in a folder. Holds, beside each vector, the passage's text and where it is from,
    so that a program which knows only Chroma (or LangChain) can use the collection as it stands."""

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        with _ONE_AT_A_TIME, _disk_errors():
            self._client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
            self._collection = self._client.get_or_create_collection(
                COLLECTION,
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": IN_VIEW}},
            )

    def add(
        self, ids: Sequence[str], vectors: Sequence[Vectors], texts: Sequence[str], metadata: Sequence[dict[str, Any]]
    ) -> None:
        for start in range(0, len(ids), BATCH):
            part = slice(start, start + BATCH)
            with _disk_errors():
                self._collection.add(
                    ids=list(ids[part]),
                    embeddings=np.stack(vectors[part]),
                    documents=list(texts[part]),
                    metadatas=list(metadata[part]),
                )

    def remove_document(self, document: str) -> None:
        with _disk_errors():
            self._collection.delete(where={"document": document})

    def nearest(self, vector: Vectors, limit: int, documents: Sequence[str] | None) -> dict[str, float]:
        """The `limit` passages nearest to one vector: id to cosine similarity, best first."""
        if documents is not None and not documents:
            return {}
        where: Any = {"document": {"$in": list(documents)}} if documents is not None else None
        with _disk_errors():
            found = self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=limit, where=where, include=["distances"]
            )
        distances = (found["distances"] or [[]])[0]
        return {id_: 1.0 - float(distance) for id_, distance in zip(found["ids"][0], distances, strict=True)}

    def vectors(self, ids: Sequence[str]) -> dict[str, Vectors]:
        with _disk_errors():
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        rows = np.asarray(found["embeddings"], dtype=np.float32)
        return dict(zip(found["ids"], rows, strict=True))

    def count(self) -> int:
        with _disk_errors():
            return int(self._collection.count())

    def close(self) -> None:
        with _ONE_AT_A_TIME:
            self._client.close()  # type: ignore[attr-defined]  # of the client itself; its interface lacks it


@contextmanager
def _disk_errors() -> Iterator[None]:
    """Chroma's "internal" errors as the `OSError` they come from."""
    from chromadb.errors import InternalError

    # On a full disk it says "Failed to apply logs to the metadata segment"; what we ask of it wrongly, it refuses
    # with other errors, and those stay bugs.
    try:
        yield
    except InternalError as error:
        raise OSError(f"Chroma: {error}") from error
