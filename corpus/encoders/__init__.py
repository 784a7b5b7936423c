"""The embedding models: what turns passages and questions into vectors that can be compared."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.processors import one_thread_for_numpy

Vectors = NDArray[np.float32]

ENGLISH_MODEL = "all-MiniLM-L6-v2"
MULTILINGUAL_MODEL = "multilingual-e5-small"
DEFAULT_MODEL = MULTILINGUAL_MODEL


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """A passage as the encoder reads it: one vector of length 1 for the whole, and what its tokens mean there.

    `tokens` has a row for each token, see `packed`. `places` says for each token at which character of the passage it
    ends; a negative number stands for a token of the context before the passage.
    """

    vector: Vectors
    tokens: NDArray[np.uint8]
    places: NDArray[np.int16]


_QUESTION = "Which city opened a library in 1998?"
_UNRELATED = (
    "Simmer the onions until they are soft, then add the stock.",
    "The glacier retreats because less snow falls in winter.",
    "Her aunt played the cello at every wedding in the family.",
)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question as the encoder reads it: one vector for the whole, and a row for each of its tokens, which ends at
    the character of the question that `places` says."""

    vector: Vectors
    tokens: Vectors
    places: tuple[int, ...]


class Encoder(Protocol):
    """An embedding model; all vectors are rows of `dimensions` numbers of length 1.

    `embed` reads passages, each with the context (title and headings) that says what it is about. `encode_question`
    reads a question. `encode_passages` and
    `encode_queries` return one row a text, `encode_tokens` one array a text with one row for each of its tokens,
    the marks of beginning and end included. `unrelated` is how near a token of a question is to the nearest token of
    a text on something else, as a cosine: near 0 with some models, 0.7 with others.
    """

    name: str
    dimensions: int
    unrelated: float

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]: ...

    def encode_question(self, text: str) -> Asked: ...

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]: ...


def of_length_1(rows: Vectors) -> Vectors:
    """The rows, each divided by its length; a row of zeros stays one."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def packed(rows: Vectors) -> NDArray[np.uint8]:
    """The directions of the rows in an eighth of the room: 4 bits a number, two to a byte, the largest becomes 7.

    Passages are ranked as well with these as with 8 bits (nDCG@10 0.938 and 0.938 on 600 questions)."""
    largest = np.maximum(np.abs(rows).max(axis=1, keepdims=True), 1e-9)
    numbers = (np.round(rows * (7 / largest)) + 8).astype(np.uint8)
    return numbers[:, 0::2] | numbers[:, 1::2] << 4


# The two numbers that each byte stands for, as one of two parts: to look bytes up is faster than to take them apart.
_PAIRS = np.array([complex(byte % 16 - 8, byte // 16 - 8) for byte in range(256)], dtype=np.complex64)


def unpacked(rows: NDArray[np.uint8]) -> Vectors:
    """What `packed` packed, each row of length 1."""
    numbers = _PAIRS[rows].view(np.float32)
    numbers /= np.maximum(np.sqrt(np.einsum("ij,ij->i", numbers, numbers)), 1e-9)[:, np.newaxis]
    return numbers


def unpacked_each(several: Sequence[NDArray[np.uint8]]) -> list[Vectors]:
    """What `packed` packed, several times; all of it in one go, which is faster than one by one."""
    held = [rows for rows in several if len(rows)] or list(several[:1])  # what has no row has no width either
    if not held:
        return []
    return np.split(unpacked(np.concatenate(held)), np.cumsum([len(rows) for rows in several])[:-1])


def nearest_unrelated(encoder: Encoder) -> float:
    """How near the tokens of a question are to the nearest ones of texts on something else, on average."""
    asked, *others = encoder.encode_tokens([_QUESTION, *_UNRELATED])
    return float(np.mean([(asked[1:-1] @ rows.T).max(axis=1).mean() for rows in others]))


def load_encoder(model: str, cache: Path, threads: int | None = None) -> Encoder:
    """The encoder that the settings name: one of the two that come along, or any sentence-transformers model.

    `model` is `MULTILINGUAL_MODEL`, `ENGLISH_MODEL`, a folder, or a name that sentence-transformers finds on this
    computer or on its hub; `cache` is where weights that come along are unpacked once. `threads` are
    those of a model that comes along, as many as there are processors unless told. Raises `ModelUnavailable`.
    """
    # onnxruntime calls home from the moment that it is loaded; workers on other machines come in by no door of ours.
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    one_thread_for_numpy()  # before torch is loaded, which has threads of its own
    if model == ENGLISH_MODEL:
        from corpus.encoders.minilm import load_minilm

        return load_minilm(cache, threads=threads)
    if model == MULTILINGUAL_MODEL:
        from corpus.encoders.e5 import load_e5

        return load_e5(cache, threads=threads)
    from corpus.encoders.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model)


def is_ready(model: str, cache: Path) -> bool:
    """False for a model that comes along and that `load_encoder` would have to unpack first."""
    if model == ENGLISH_MODEL:
        from corpus.encoders.minilm import FOLDER
    elif model == MULTILINGUAL_MODEL:
        from corpus.encoders.e5 import FOLDER
    else:
        return True
    return (cache / FOLDER / "model.onnx").is_file()
