"""corpus/encoders/__init__.py: the tokens of several passages are unpacked in one go, as each alone."""

import numpy as np

from corpus.encoders import packed, unpacked, unpacked_each


def test_several_are_unpacked_as_each_alone_whether_they_have_rows_or_not() -> None:
    one, none, two = packed(np.eye(4, dtype=np.float32)), np.zeros((0, 1), np.uint8), packed(-np.eye(4, dtype="f4")[:2])
    found = unpacked_each([none, one, none, two, none])
    assert [len(rows) for rows in found] == [0, 4, 0, 2, 0]
    assert found[1].tolist() == unpacked(one).tolist()
    assert found[3].tolist() == unpacked(two).tolist()
    assert [len(rows) for rows in unpacked_each([none, none])] == [0, 0]
    assert unpacked_each([]) == []
