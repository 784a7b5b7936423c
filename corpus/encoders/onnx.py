"""Embed texts with an ONNX file: loads in a third of a second and never imports torch."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Semaphore
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from corpus.encoders import Asked, Embedded, Vectors, of_length_1, packed
from corpus.processors import processors

if TYPE_CHECKING:
    from tokenizers import Encoding

MAX_TOKENS = 512  # what both models that come along have room for; the rest of a longer text is not seen
MARKS = 2  # tokens: the beginning and the end of a text

Made = TypeVar("Made")


class OnnxEncoder:
    """A transformer with mean pooling, read from a folder holding `model.onnx` and `tokenizer.json`.

    `query_prompt` and `passage_prompt` are what the model was trained to find before a question and a passage.
    Texts are read one at a time by each of `threads`, as many as there are processors unless told: a text has the
    same vector to the last bit, whichever stand beside it and however many threads there are. Any thread may call.
    """

    def __init__(
        self,
        folder: Path,
        name: str,
        max_tokens: int = MAX_TOKENS,
        query_prompt: str = "",
        passage_prompt: str = "",
        unrelated: float = 0.0,
        threads: int | None = None,
    ) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        self.name = name
        self.unrelated = unrelated
        self._query_prompt = query_prompt
        self._passage_prompt = passage_prompt
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        # A thread for each text: two threads that share the work of one wait for each other a third of the time.
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.dimensions = int(self._session.get_outputs()[0].shape[-1])
        threads = threads or processors()
        self._pool = ThreadPoolExecutor(threads, "embedding")
        # One text, as a rule a question, doesn't queue behind the passages of an ingest; it is read by its caller.
        self._alone = Semaphore(threads)

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        before = [f"{self._passage_prompt}{context}\n" for context, _ in passages]
        read = self._read([start + text for start, (_, text) in zip(before, passages, strict=True)])
        kept = slice(1 + self._length(self._passage_prompt), -1)  # neither marks nor prompt

        def embedded(place: int, states: Vectors) -> Embedded:
            ends = np.asarray([end for _, end in read[place].offsets], dtype=np.int64)
            places = np.clip(ends - 1 - len(before[place]), -1, 32_767).astype(np.int16)
            return Embedded(_mean(states), packed(states[kept]), places[kept])

        return self._each(read, embedded)

    def encode_question(self, text: str) -> Asked:
        [read] = self._read([self._query_prompt + text])
        kept = slice(1 + self._length(self._query_prompt), -1)  # neither marks nor prompt
        places = tuple(end - 1 - len(self._query_prompt) for _, end in read.offsets[kept])
        [asked] = self._each([read], lambda _, states: Asked(_mean(states), of_length_1(states[kept]), places))
        return asked

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        return self._pooled([self._passage_prompt + text for text in texts])

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        return self._pooled([self._query_prompt + text for text in texts])

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        # Questions and sentences alike get the prompt of a question, as one compares like with like; its own tokens
        # are left out, for they would find their like in every text.
        prompt = slice(1, 1 + self._length(self._query_prompt))
        read = self._read([self._query_prompt + text for text in texts])
        return self._each(read, lambda _, states: of_length_1(np.delete(states, prompt, axis=0)))

    def _pooled(self, texts: Sequence[str]) -> Vectors:
        rows = self._each(self._read(texts), lambda _, states: _mean(states))
        return np.stack(rows) if rows else np.zeros((0, self.dimensions), dtype=np.float32)

    def _read(self, texts: Sequence[str]) -> "list[Encoding]":
        read: list[Encoding] = self._tokenizer.encode_batch(list(texts))
        return read

    def _length(self, prompt: str) -> int:
        """How many tokens a prompt is."""
        return len(self._tokenizer.encode(prompt.rstrip()).ids) - MARKS if prompt else 0

    def _each(self, texts: "list[Encoding]", make: Callable[[int, Vectors], Made]) -> list[Made]:
        """What `make` makes of each text's place and of the model's last states for its tokens."""
        if len(texts) == 1:
            with self._alone:
                return [make(0, self._states(texts[0]))]
        # The longest first, so that no thread begins one when the others are done.
        order = sorted(range(len(texts)), key=lambda place: -len(texts[place].ids))
        made = self._pool.map(lambda place: make(place, self._states(texts[place])), order)
        found = dict(zip(order, made, strict=True))
        return [found[place] for place in range(len(texts))]

    def _states(self, text: "Encoding") -> Vectors:
        states: Vectors = self._session.run(None, {"input_ids": np.asarray(text.ids, dtype=np.int64)})[0]
        return states


def _mean(states: Vectors) -> Vectors:
    return of_length_1(states.mean(axis=0, keepdims=True))[0]
