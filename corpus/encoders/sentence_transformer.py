"""Embed texts with any sentence-transformers model that the settings name."""

import os
from collections.abc import Sequence

import numpy as np

from corpus.encoders import Vectors, of_length_1
from corpus.errors import ModelUnavailable


class SentenceTransformerEncoder:
    """A sentence-transformers model by name or folder; its own prompts for queries and passages are used."""

    def __init__(self, model: str) -> None:
        if not model.strip():  # sentence-transformers would make a model of nothing
            raise ModelUnavailable("the setting `embedding_model` is empty; name a model, or leave it unset")
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        from sentence_transformers import SentenceTransformer

        try:
            self._model = SentenceTransformer(model)
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelUnavailable(
                f"embedding model {model!r} cannot be loaded ({str(error).splitlines()[0]}); name a folder "
                "that holds a sentence-transformers model, or leave the setting `embedding_model` unset"
            ) from error
        self.name = model
        self.dimensions = int(self._model.get_embedding_dimension() or 0)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimensions)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode_query(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimensions)

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        found = self._model.encode(list(texts), output_value="token_embeddings", show_progress_bar=False)
        return [of_length_1(rows.cpu().numpy()) for rows in found]
