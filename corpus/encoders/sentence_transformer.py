"""Embed texts with any sentence-transformers model that the settings name."""

import os
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.encoders import Asked, Embedded, Vectors, nearest_unrelated, of_length_1, packed
from corpus.errors import ModelUnavailable

PASSAGE_PROMPTS = ("document", "passage", "corpus")  # as `encode_document` looks for them


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
        self.unrelated = nearest_unrelated(self)

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        prompts = self._model.prompts
        prompt = next((prompts[name] for name in PASSAGE_PROMPTS if prompts.get(name)), None) or ""
        before = [f"{context}\n" for context, _ in passages]
        texts = [start + text for start, (_, text) in zip(before, passages, strict=True)]
        rows = self._model.encode(
            [prompt + text for text in texts], output_value="token_embeddings", show_progress_bar=False
        )
        found = []
        for vector, own, text, start in zip(self.encode_passages(texts), rows, texts, before, strict=True):
            tokens = of_length_1(own.cpu().numpy())
            ends = self._ends(prompt + text, len(tokens), len(prompt + start))
            kept = ends > len(prompt)  # neither marks, which end at 0, nor prompt
            places = np.clip(ends - 1 - len(prompt + start), -1, 32_767).astype(np.int16)
            found.append(Embedded(vector, packed(tokens[kept]), places[kept]))
        return found

    def _ends(self, text: str, count: int, unknown: int) -> NDArray[np.int64]:
        """Where in the text each of its `count` tokens ends; `unknown` for all if the tokenizer cannot say."""
        read = self._model.tokenizer(text, truncation=True, max_length=self._model.max_seq_length)
        if not read.is_fast or len(read["input_ids"]) != count:
            return np.full(count, unknown)
        return np.asarray([end for _, end in read.encodings[0].offsets])

    def encode_question(self, text: str) -> Asked:
        tokens = self.encode_tokens([text])[0]
        ends = self._ends(text, len(tokens), 0)
        return Asked(self.encode_queries([text])[0], tokens[1:-1], tuple(int(end) - 1 for end in ends[1:-1]))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode_document(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimensions)

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        vectors = self._model.encode_query(list(texts), normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, dtype=np.float32).reshape(len(texts), self.dimensions)

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        found = self._model.encode(list(texts), output_value="token_embeddings", show_progress_bar=False)
        return [of_length_1(rows.cpu().numpy()) for rows in found]
