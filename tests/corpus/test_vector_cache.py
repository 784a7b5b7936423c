"""corpus/vector_cache.py: an interrupted ingest does not embed again what it has embedded."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest

from corpus.encoders import Embedded
from corpus.errors import IndexNotWritable
from corpus.vector_cache import VectorCache
from tests.library import Eight


class Counting(Eight):
    """Remembers what it was asked to embed."""

    def __init__(self, name: str = "eight") -> None:
        self.name = name
        self.asked: list[tuple[str, str]] = []

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        self.asked += passages
        return super().embed(passages)


A, B, C = (("Title", text) for text in "abc")


def parts(embedded: Iterable[Embedded]) -> list[tuple[list, list, list]]:
    return [(each.vector.tolist(), each.tokens.tolist(), each.places.tolist()) for each in embedded]


def test_embedded_is_that_of_the_encoder_in_the_order_of_the_passages(tmp_path: Path) -> None:
    encoder = Counting()
    cache = VectorCache(tmp_path / "v.sqlite", encoder)
    cache.embed([B])
    assert parts(cache.embed([A, B, A, C])) == parts(Eight().embed([A, B, A, C]))
    assert encoder.asked == [B, A, C]


def test_passage_under_another_title_is_another(tmp_path: Path) -> None:
    encoder = Counting()
    cache = VectorCache(tmp_path / "v.sqlite", encoder)
    one, other = cache.embed([("Lyon", "It has trams."), ("Ghent", "It has trams.")])
    assert not np.array_equal(one.vector, other.vector)
    assert len(encoder.asked) == 2


def test_no_passage_asks_nothing(tmp_path: Path) -> None:
    encoder = Counting()
    assert VectorCache(tmp_path / "v.sqlite", encoder).embed([]) == encoder.asked == []


class Wordless(Eight):
    """Finds no token in a passage, as an encoder does in an empty one."""

    def embed(self, passages: Sequence[tuple[str, str]]) -> list[Embedded]:
        nothing = np.zeros((0, 4), dtype=np.uint8)
        return [Embedded(each.vector, nothing, each.places[:0]) for each in super().embed(passages)]


def test_passage_without_tokens_is_kept_as_one(tmp_path: Path) -> None:
    VectorCache(tmp_path / "v.sqlite", Wordless()).embed([A])
    encoder = Counting()
    (found,) = VectorCache(tmp_path / "v.sqlite", encoder).embed([A])
    assert (found.tokens.shape, found.places.shape) == ((0, 4), (0,))
    assert encoder.asked == []


def test_interrupted_ingest_finds_its_vectors_again(tmp_path: Path) -> None:
    first = VectorCache(tmp_path / "v.sqlite", Eight())
    before = parts(first.embed([A, B]))
    first.close()  # as the end of its process would
    encoder = Counting()
    again = VectorCache(tmp_path / "v.sqlite", encoder)
    assert parts(again.embed([B, A])) == before[::-1]
    assert encoder.asked == []


def test_vectors_of_another_model_are_not_taken(tmp_path: Path) -> None:
    VectorCache(tmp_path / "v.sqlite", Eight()).embed([A])
    other = Counting("other")
    VectorCache(tmp_path / "v.sqlite", other).embed([A])
    assert other.asked == [A]


@pytest.mark.parametrize("part", ["vector", "tokens", "places"])
def test_row_cut_short_is_embedded_again(tmp_path: Path, part: str) -> None:
    VectorCache(tmp_path / "v.sqlite", Eight()).embed([A])
    with sqlite3.connect(tmp_path / "v.sqlite") as db:
        db.execute(f"UPDATE embedded SET {part} = substr({part}, 1, length({part}) - 1)")
    encoder = Counting()
    assert parts(VectorCache(tmp_path / "v.sqlite", encoder).embed([A])) == parts(Eight().embed([A]))
    assert encoder.asked == [A]


@pytest.mark.parametrize("damage", ["header", "page"])
def test_damaged_cache_is_thrown_away_and_not_the_users_trouble(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "v.sqlite"
    cache = VectorCache(path, Eight())
    cache.embed([("Title", str(number)) for number in range(500)])
    cache.close()
    content = bytearray(path.read_bytes())
    start = 0 if damage == "header" else 4096
    content[start : start + 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    encoder = Counting()
    cache = VectorCache(path, encoder)
    assert parts(cache.embed([("Title", "7")])) == parts(Eight().embed([("Title", "7")]))
    assert encoder.asked == [("Title", "7")]


def test_deleted_cache_leaves_no_file(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path / "v.sqlite", Eight())
    cache.embed([A])
    (tmp_path / "v.sqlite-journal").write_bytes(b"of a killed process")
    cache.delete()
    assert list(tmp_path.iterdir()) == []


def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(IndexNotWritable, match="the index cannot be written"):
        VectorCache(tmp_path / "nowhere" / "v.sqlite", Eight())
