"""assistant/interaction.py: a question is compared with a passage or a sentence token by token."""

import numpy as np
import pytest

from assistant.interaction import SOMETHING_LIKE, Match, Nearness, matches
from corpus.encoders import Encoder, unpacked

# Two tokens of the title, then three that end at characters 4, 9 and 15 of the passage.
PLACES = np.array([-1, -1, 4, 9, 15], dtype=np.int16)


def rows(*values: list[float]) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def match(asked: np.ndarray, tokens: np.ndarray, places: np.ndarray, unrelated: float) -> Match:
    return matches(asked, {"it": (tokens, places)}, unrelated)["it"]


def matched(*nearness: list[float]) -> Match:
    return Match(rows(*nearness), PLACES)


def test_passage_is_as_near_as_the_mean_of_what_each_token_finds() -> None:
    asked = rows([1, 0], [0, 1], [0.6, 0.8], [0.8, 0.6])
    found = match(asked, rows([1, 0], [-1, 0]), PLACES[:2], unrelated=0.0)  # the four find 1, 0, 0.6 and 0.8
    near = found.whole()
    assert near.mean == pytest.approx((1 + 0 + 0.6 + 0.8) / 4)
    assert near.weakest == pytest.approx((0 + 0.6 + 0.8) / 3)  # the three that find the least
    assert near.strange == 1 / 4


def test_token_that_finds_nothing_like_it_is_strange() -> None:
    found = Match(rows([SOMETHING_LIKE + 0.01], [SOMETHING_LIKE - 0.01], [0.9], [-0.1]), PLACES[:1])
    assert found.whole().strange == 2 / 4


def test_each_token_of_the_question_finds_its_own_like() -> None:
    found = match(rows([1, 0], [0, 1]), rows([0, 1], [0.6, 0.8]), PLACES[:2], unrelated=0.0)
    assert found.whole().mean == pytest.approx((0.6 + 1) / 2)


def test_what_any_two_texts_have_in_common_counts_nothing() -> None:
    asked, tokens = rows([1, 0]), rows([1, 0], [0.8, 0.6], [0.6, 0.8])
    found = match(asked, tokens, PLACES[:3], unrelated=0.6)
    assert found.nearness[0] == pytest.approx([1, (0.8 - 0.6) / (1 - 0.6), 0], abs=1e-6)


def test_sentence_is_matched_with_its_own_tokens_and_those_of_the_title() -> None:
    found = matched([0.1, 0.2, 0.9, 0.3, 0.5])
    assert found.within(0, 5).mean == pytest.approx(0.9)
    assert found.within(5, 10).mean == pytest.approx(0.3)
    assert found.within(10, 16).mean == pytest.approx(0.5)
    assert found.within(5, 16).mean == pytest.approx(0.5)
    assert found.within(16, 30).mean == 0  # none of its own: the title must not speak for it
    assert found.whole().mean == pytest.approx(0.9)


def test_token_belongs_to_the_sentence_that_holds_its_last_character() -> None:
    found = matched([0, 0, 0.4, 0.6, 0.8])
    assert found.within(0, 4).mean == 0  # the end is not of the sentence
    assert found.within(4, 5).mean == pytest.approx(0.4)
    assert found.within(9, 15).mean == pytest.approx(0.6)


def test_name_that_a_sentence_lacks_shows_in_all_but_the_mean() -> None:
    same, lacking = [0, 0, 1, 0, 0], [0, 0, 0.1, 0, 0.8]
    near = matched(same, same, same, lacking).within(0, 5)
    assert (near.mean, near.weakest) == pytest.approx(((1 + 1 + 1 + 0.1) / 4, (0.1 + 1 + 1) / 3))
    assert near.strange == 1 / 4


def test_words_of_a_sentence_are_met_without_the_title() -> None:
    found = matched([0.9, 0.2, 0.1, 0.3, 0.5], [0.0, 0.0, 0.8, 0.2, 0.1])
    assert found.nearest_within(5, 16) == pytest.approx([0.5, 0.2])
    assert found.nearest_within(16, 30) == pytest.approx([0, 0])


def test_each_passage_gets_the_columns_of_its_own_tokens() -> None:
    one, two = rows([1, 0]), rows([0, 1], [0.6, 0.8])
    found = matches(rows([1, 0]), {"one": (one, PLACES[:1]), "two": (two, PLACES[1:3])}, unrelated=0.0)
    assert {id_: each.nearness[0].tolist() for id_, each in found.items()} == {
        "one": pytest.approx([1]),
        "two": pytest.approx([0, 0.6]),
    }
    assert found["two"].places.tolist() == [-1, 4]


def test_no_passage_has_no_match() -> None:
    assert matches(rows([1, 0]), {}, unrelated=0.0) == {}


@pytest.mark.parametrize("others", [0, 3])
def test_passage_of_no_token_is_near_nothing(others: int) -> None:
    # The index gives rows of two numbers for a passage without tokens: it does not know how many the others have.
    bare, other = np.ones((0, 2), np.float32), np.ones((others, 8), np.float32) / 8**0.5
    passages = (
        {"bare": (bare, PLACES[:0]), "other": (other, PLACES[:others])} if others else {"bare": (bare, PLACES[:0])}
    )
    found = matches(np.ones((2, 8), np.float32) / 8**0.5, passages, unrelated=0.5)
    assert found["bare"].whole() == found["bare"].within(0, 100) == Nearness(0.0, 0.0, strange=1.0)
    if others:
        assert found["other"].whole().weakest == pytest.approx(1)


def test_question_of_no_token_is_near_nothing() -> None:
    found = match(np.ones((0, 2), np.float32), rows([1, 0], [0, 1]), PLACES[:2], unrelated=0.5)
    assert found.whole() == found.within(0, 100) == Nearness(0.0, 0.0, strange=1.0)


def test_sentence_that_no_token_is_of_is_near_nothing() -> None:
    untitled = Match(rows([0.9]), np.array([4], dtype=np.int16))
    assert untitled.within(10, 20) == Nearness(0.0, 0.0, strange=1.0)


def test_sentence_that_answers_is_nearer_than_its_neighbour(encoder: Encoder) -> None:
    first, second = "Trams run until midnight.", "The museum is closed on Mondays."
    (read,) = encoder.embed([("Lyon", f"{first} {second}")])
    asked = encoder.encode_question("When do the trams stop at night?").tokens
    found = match(asked, unpacked(read.tokens), read.places, encoder.unrelated)
    end = len(first)
    near, far = found.within(0, end), found.within(end + 1, end + 1 + len(second))
    assert far.mean < near.mean <= found.whole().mean


def test_sentences_weighed_at_once_are_each_as_near_as_alone() -> None:
    found = matched([0.1, 0.0, 0.2, 0.8, 0.3], [0.0, 0.1, 0.6, 0.2, 0.7])
    near = found.within_each([(0, 5), (5, 10), (16, 30), (0, 16)])
    assert [each.mean for each in near] == pytest.approx([(0.2 + 0.6) / 2, (0.8 + 0.2) / 2, 0.0, (0.8 + 0.7) / 2])
    assert near[2] == Nearness(0.0, 0.0, strange=1.0)  # none of its own
    assert found.within_each([]) == []
