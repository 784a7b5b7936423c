"""assistant/serving/late.py: an encoder that is loaded once, when it is first used."""

import pytest

from assistant.serving.late import late
from corpus.encoders import Encoder
from corpus.errors import ModelUnavailable
from tests.library import Eight


def test_nothing_is_loaded_before_it_is_used_and_then_once() -> None:
    loaded: list[Encoder] = []

    def load() -> Encoder:
        loaded.append(Eight())
        return loaded[-1]

    encoder = late(load)
    assert loaded == []
    assert (encoder.name, encoder.dimensions) == ("eight", 8)
    assert (encoder.encode_queries(["Why?"]) == Eight().encode_queries(["Why?"])).all()
    assert len(loaded) == 1


def test_encoder_that_cannot_be_loaded_says_so_where_it_is_used() -> None:
    def load() -> Encoder:
        raise ModelUnavailable("no such model")

    encoder = late(load)
    with pytest.raises(ModelUnavailable, match="no such model"):
        encoder.encode_queries(["Why?"])
