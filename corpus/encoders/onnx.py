"""Embed texts with an ONNX file: loads in a third of a second and never imports torch."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from corpus.encoders import Asked, Embedded, Vectors, of_length_1, packed

if TYPE_CHECKING:
    from tokenizers import Encoding

BATCH = 4  # on two processors larger ones were slower: the longest text of a batch is what all of it costs
MAX_TOKENS = 512  # what both models that come along have room for; the rest of a longer text is not seen
MARKS = 2  # tokens: the beginning and the end of a text


class OnnxEncoder:
    """A transformer with mean pooling, read from a folder holding `model.onnx` and `tokenizer.json`.

    `query_prompt` and `passage_prompt` are what the model was trained to find before a question and a passage.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        max_tokens: int = MAX_TOKENS,
        query_prompt: str = "",
        passage_prompt: str = "",
        batch: int = BATCH,
        unrelated: float = 0.0,
    ) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.name = name
        self.unrelated = unrelated
        self._query_prompt = query_prompt
        self._passage_prompt = passage_prompt
        self._batch = batch
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # Waiting threads that spin take the processor from whoever shares it: another user's question, an ingest.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.dimensions = int(self._session.get_outputs()[0].shape[-1])

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        before = [f"{self._passage_prompt}{context}\n" for context, _ in passages]
        read = self._read([start + text for start, (_, text) in zip(before, passages, strict=True)])
        kept = slice(1 + self._length(self._passage_prompt), -1)  # neither marks nor prompt
        found: dict[int, Embedded] = {}
        for place, states in self._states([encoding.ids for encoding in read]):
            ends = np.asarray([end for _, end in read[place].offsets], dtype=np.int64)
            places = np.clip(ends - 1 - len(before[place]), -1, 32_767).astype(np.int16)
            vector = of_length_1(states.mean(axis=0, keepdims=True))[0]
            found[place] = Embedded(vector, packed(states[kept]), places[kept])
        return [found[place] for place in range(len(passages))]

    def encode_question(self, text: str) -> Asked:
        [read] = self._read([self._query_prompt + text])
        [(_, states)] = self._states([read.ids])
        kept = slice(1 + self._length(self._query_prompt), -1)  # neither marks nor prompt
        places = tuple(end - 1 - len(self._query_prompt) for _, end in read.offsets[kept])
        return Asked(of_length_1(states.mean(axis=0, keepdims=True))[0], of_length_1(states[kept]), places)

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._pooled([self._passage_prompt + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._pooled([self._query_prompt + text for text in texts])

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        # Questions and sentences alike get the prompt of a question, as one compares like with like; its own tokens
        # are left out, for they would find their like in every text.
        prompt = self._length(self._query_prompt)
        states = self._token_states([self._query_prompt + text for text in texts])
        found = {place: of_length_1(np.delete(rows, slice(1, 1 + prompt), axis=0)) for place, rows in states}
        return [found[place] for place in range(len(texts))]

    def _pooled(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for place, states in self._token_states(texts):
            vectors[place] = states.mean(axis=0)
        return of_length_1(vectors)

    def _token_states(self, texts: Sequence[str]) -> Iterator[tuple[int, Vectors]]:
        return self._states([encoding.ids for encoding in self._read(texts)])

    def _read(self, texts: Sequence[str]) -> "list[Encoding]":
        read: list[Encoding] = self._tokenizer.encode_batch(list(texts))
        return read

    def _length(self, prompt: str) -> int:
        """How many tokens a prompt is."""
        return len(self._tokenizer.encode(prompt.rstrip()).ids) - MARKS if prompt else 0

    def _states(self, tokens: Sequence[list[int]]) -> Iterator[tuple[int, Vectors]]:
        """The place of each text and the model's last states for its tokens, in the order that is fastest."""
        # Neighbours of like length share a batch: padding is time spent on nothing.
        order = sorted(range(len(tokens)), key=lambda place: len(tokens[place]))
        for start in range(0, len(order), self._batch):
            chosen = order[start : start + self._batch]
            states = self._run([tokens[place] for place in chosen])
            for place, row in zip(chosen, states, strict=True):
                yield place, row[: len(tokens[place])]

    def _run(self, tokens: list[list[int]]) -> Vectors:
        width = max(len(ids) for ids in tokens)
        ids = np.zeros((len(tokens), width), dtype=np.int64)
        mask = np.zeros((len(tokens), width), dtype=np.int64)
        for row, row_ids in enumerate(tokens):
            ids[row, : len(row_ids)] = row_ids
            mask[row, : len(row_ids)] = 1
        states: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return states
