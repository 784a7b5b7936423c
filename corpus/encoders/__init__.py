"""The embedding models: what turns passages and questions into vectors that can be compared."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
MULTILINGUAL_MODEL = "multilingual-e5-small"


class Encoder(Protocol):
    """An embedding model; all vectors are rows of `dimensions` numbers of length 1.

    `encode_passages` and `encode_queries` return one row a text, `encode_tokens` one array a text with one row
    for each of its tokens, the marks of beginning and end included.
    """

    name: str
    dimensions: int

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]: ...


def of_length_1(rows: Vectors) -> Vectors:
    """The rows, each divided by its length; a row of zeros stays one."""
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def load_encoder(model: str, cache: Path) -> Encoder:
    """The encoder that the settings name: one of the two that come along, or any sentence-transformers model.

    `model` is `DEFAULT_MODEL`, `MULTILINGUAL_MODEL`, a folder, or a name that sentence-transformers finds on this
    computer or on its hub; `cache` is where weights that come along are unpacked once. Raises `ModelUnavailable`.
    """
    if model == DEFAULT_MODEL:
        from corpus.encoders.minilm import unpacked_minilm
        from corpus.encoders.onnx import OnnxEncoder

        return OnnxEncoder(unpacked_minilm(cache), name=DEFAULT_MODEL)
    if model == MULTILINGUAL_MODEL:
        from corpus.encoders.e5 import load_e5

        return load_e5(cache)
    from corpus.encoders.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model)
