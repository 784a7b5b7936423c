"""corpus/vector_cache.py: an interrupted ingest does not embed again what it has embedded."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.encoders import Vectors
from corpus.errors import IndexNotWritable
from corpus.vector_cache import VectorCache
from tests.library import Eight


class Counting(Eight):
    """Remembers what it was asked to embed."""

    def __init__(self, name: str = "eight") -> None:
        self.name = name
        self.asked: list[str] = []

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return super().encode_passages(texts)


def test_rows_are_those_of_the_encoder_in_the_order_of_the_texts(tmp_path: Path) -> None:
    encoder = Counting()
    cache = VectorCache(tmp_path / "v.sqlite", encoder)
    cache.encode(["b"])
    assert np.array_equal(cache.encode(["a", "b", "a", "c"]), Eight().encode_passages(["a", "b", "a", "c"]))
    assert encoder.asked == ["b", "a", "c"]


def test_interrupted_ingest_finds_its_vectors_again(tmp_path: Path) -> None:
    first = VectorCache(tmp_path / "v.sqlite", Eight())
    before = first.encode(["a", "b"])
    first.close()  # as the end of its process would
    encoder = Counting()
    again = VectorCache(tmp_path / "v.sqlite", encoder)
    assert np.array_equal(again.encode(["b", "a"]), before[::-1])
    assert encoder.asked == []


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    VectorCache(tmp_path / "v.sqlite", Eight()).encode(["a"])
    other = Counting("other")
    VectorCache(tmp_path / "v.sqlite", other).encode(["a"])
    assert other.asked == ["a"]


def test_vector_cut_short_is_embedded_again(tmp_path: Path) -> None:
    VectorCache(tmp_path / "v.sqlite", Eight()).encode(["a"])
    with sqlite3.connect(tmp_path / "v.sqlite") as db:
        db.execute("UPDATE vectors SET vector = substr(vector, 1, 7)")
    encoder = Counting()
    assert np.array_equal(VectorCache(tmp_path / "v.sqlite", encoder).encode(["a"]), Eight().encode_passages(["a"]))
    assert encoder.asked == ["a"]


@pytest.mark.parametrize("damage", ["header", "page"])
def test_damaged_cache_is_thrown_away_and_not_the_users_trouble(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "v.sqlite"
    cache = VectorCache(path, Eight())
    cache.encode([str(number) for number in range(500)])
    cache.close()
    content = bytearray(path.read_bytes())
    start = 0 if damage == "header" else 4096
    content[start : start + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    encoder = Counting()
    cache = VectorCache(path, encoder)
    assert np.array_equal(cache.encode(["7"]), Eight().encode_passages(["7"]))
    assert encoder.asked == ["7"]


def test_deleted_cache_leaves_no_file(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite", Eight())
    cache.encode(["a"])
    (tmp_path / "v.sqlite-journal").write_bytes(b"of a killed process")
    cache.delete()
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexNotWritable, match="the index cannot be written"):
        VectorCache(tmp_path / "nowhere" / "v.sqlite", Eight())
