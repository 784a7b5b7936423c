"""An embedding model of eight numbers, files whose text changes by version, and an answer: nothing to wait for."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from assistant.settings import Settings, read_settings
from assistant.types import Answer, Sentence
from corpus.encoders import Asked, Embedded, Vectors, packed

STATES = 2


class Tiny:
    """Gives every text its own vector, always the same; texts of like meaning are not near each other."""

    name = "tiny"
    dimensions = 8
    unrelated = 0.0

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        """One token a passage, which stands for all of it."""
        vectors = self.encode_passages([f"{context}\n{text}" if context else text for context, text in passages])
        return [
            Embedded(vector, packed(vector[None]), np.array([len(text) - 1], dtype=np.int16))
            for vector, (_, text) in zip(vectors, passages, strict=True)
        ]

    def encode_question(self, text: str) -> Asked:
        """One token, which stands for all of it."""
        vectors = self.encode_queries([text])
        return Asked(vectors[0], vectors, (len(text) - 1,))

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        digests = [hashlib.sha256(text.encode()).digest()[:8] for text in texts]
        rows = np.array([list(digest) for digest in digests], dtype=np.float32).reshape(-1, 8) - 127.5
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    encode_queries = encode_passages

    def encode_tokens(self, texts: Sequence[str]) -> list[Vectors]:
        """A mark, one token which stands for all of the text, and a mark."""
        (mark,) = self.encode_passages([""])
        return [np.stack([mark, row, mark]) for row in self.encode_passages(texts)]


def write_files(folder: Path, version: int) -> None:
    """Version 1 has four files; version 2 has one of them changed, and one more."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number in range(3 + version):
        year = 2000 + (version if number == 0 else 0)
        text = "\n\n".join(f"City {number} took step {step} in the year {year}. " * 12 for step in range(4))
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def places(folder: Path) -> Settings:
    """Settings that keep everything below one folder."""
    folders = {name: folder / name for name in ("index", "fetched", "cache", "templates", "evaluations", "uploads")}
    files = {name: folder / f"{name}.sqlite" for name in ("conversations", "usage")}
    return read_settings(**folders, **files, chroma="")


def answer(number: int) -> Answer:
    """One that is long enough to take more than a page of the file that keeps it."""
    text = f"Answer {number}. " * 600
    return Answer(f"Question {number}?", "answered", (Sentence(text, (), 1.0),), paragraphs=((0,),))
