"""assistant/interaction.py: a question is compared with a passage or a sentence token by token."""

import numpy as np
import pytest

from assistant.interaction import Match, asked_tokens, match
from corpus.encoders import Encoder, unpacked
from tests.library import Eight

# Two tokens of the title, then three that end at characters 4, 9 and 15 of the passage.
PLACES = np.array([-1, -1, 4, 9, 15], dtype=np.int16)


def rows(*values: list[float]) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def matched(*nearness: list[float]) -> Match:
    return Match(rows(*nearness), PLACES)


def test_passage_is_as_near_as_the_mean_of_what_each_token_finds() -> None:
    asked = rows([1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6])
    found = match(asked, rows([1, 0], [-1, 0]), PLACES[:2], unrelated=0.0)  # the four find 1, 0, 0.6 and 0.8
    mean, weakest = found.whole()
    assert mean == pytest.approx((1 + 0 + 0.6 + 0.8) / 4)
    assert weakest == pytest.approx((0 + 0.6 + 0.8) / 3)  # the three that find the least


def test_each_token_of_the_question_finds_its_own_like() -> None:
    found = match(rows([1, 0], [0, 1]), rows([0, 1], [0.6, 0.8]), PLACES[:2], unrelated=0.0)
    assert found.whole() == pytest.approx(((0.6 + 1) / 2, (0.6 + 1) / 2))


def test_what_any_two_texts_have_in_common_counts_nothing() -> None:
    asked, tokens = rows([1, 0]), rows([1, 0], [0.8, 0.6], [0.6, 0.8])
    found = match(asked, tokens, PLACES[:3], unrelated=0.6)
    assert found.nearness[0] == pytest.approx([1, (0.8 - 0.6) / (1 - 0.6), 0], abs=1e-6)


def test_sentence_is_matched_with_its_own_tokens_and_those_of_the_title() -> None:
    found = matched([0.1, 0.2, 0.9, 0.3, 0.5])
    assert found.within(0, 5) == pytest.approx((0.9, 0.9))
    assert found.within(5, 10) == pytest.approx((0.3, 0.3))
    assert found.within(10, 16) == pytest.approx((0.5, 0.5))
    assert found.within(5, 16) == pytest.approx((0.5, 0.5))
    assert found.within(16, 30) == pytest.approx((0.2, 0.2))  # nothing but the title
    assert found.whole() == pytest.approx((0.9, 0.9))


def test_token_belongs_to_the_sentence_that_holds_its_last_character() -> None:
    found = matched([0, 0, 0.4, 0.6, 0.8])
    assert found.within(0, 4) == (0, 0)  # the end is not of the sentence
    assert found.within(4, 5) == pytest.approx((0.4, 0.4))
    assert found.within(9, 15) == pytest.approx((0.6, 0.6))


def test_name_that_a_sentence_lacks_shows_in_the_weakest() -> None:
    same, lacking = [0, 0, 1, 0, 0], [0, 0, 0.1, 0, 0.8]
    mean, weakest = matched(same, same, same, lacking).within(0, 5)
    assert (mean, weakest) == pytest.approx(((1 + 1 + 1 + 0.1) / 4, (0.1 + 1 + 1) / 3))


@pytest.mark.parametrize(("asked", "tokens"), [(0, 0), (0, 3), (2, 0)])
def test_question_or_passage_of_no_token_is_near_nothing(asked: int, tokens: int) -> None:
    # A ledger gives rows of two numbers for a passage without tokens: they are not multiplied.
    numbers = 8 if tokens else 2
    found = match(np.ones((asked, 8), np.float32), np.ones((tokens, numbers), np.float32), PLACES[:tokens], 0.5)
    assert found.whole() == found.within(0, 100) == (0.0, 0.0)


def test_sentence_that_no_token_is_of_is_near_nothing() -> None:
    untitled = Match(rows([0.9]), np.array([4], dtype=np.int16))
    assert untitled.within(10, 20) == (0.0, 0.0)


def test_marks_at_the_ends_of_a_question_are_not_asked() -> None:
    text = "Do trams run?"
    assert np.array_equal(asked_tokens(Eight(), text), Eight().encode_queries([text]))


def test_question_of_nothing_asks_no_token_that_finds_its_like(encoder: Encoder) -> None:
    assert len(asked_tokens(encoder, "")) <= 1  # one model makes a token of the space before a text
    assert len(asked_tokens(encoder, "Do trams run?")) in (4, 5)


def test_sentence_that_answers_is_nearer_than_its_neighbour(encoder: Encoder) -> None:
    first, second = "Trams run until midnight.", "The museum is closed on Mondays."
    (read,) = encoder.embed([("Lyon", f"{first} {second}")])
    asked = asked_tokens(encoder, "When do the trams stop at night?")
    found = match(asked, unpacked(read.tokens), read.places, encoder.unrelated)
    end = len(first)
    assert found.within(0, end) > found.within(end + 1, end + 1 + len(second))
    assert found.whole()[0] >= found.within(0, end)[0]
