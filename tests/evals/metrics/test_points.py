"""About evals/metrics/points.py: whether the words of a key point stand in an answer."""

import pytest

from assistant.types import Answer, Sentence
from evals.metrics.points import forbidden, made, made_in, said_in, stands
from evals.testsets.types import KeyPoint, Question

ENGLISH = {
    # wording, text, whether it stands there
    "words in another order, other endings": ("sensors on a lamp post", "Lamp posts carry 48 noise sensors.", True),
    "one word of substance missing": ("48 air sensors", "Marisol mounted 48 noise sensors.", False),
    "words of two sentences mixed": ("48 sensors read", "It has 48 sensors. Residents read them.", False),
    "word for word over the end of a sentence": ("48 sensors. Residents", "It has 48 sensors. Residents care.", True),
    "a longer number": ("35 groups", "350 groups took part.", False),
    "a number in a longer one": ("35", "There were 1350 of them.", False),
    "a number rounded": ("4%", "It rose by 4.7% a year.", False),
    "per cent in words": ("4.7%", "It rose by 4.7 per cent a year.", True),
    "a count is no share": ("35", "It was 35% of them.", False),
    "thousands with a comma": ("120 000 euros", "It cost €120,000.", True),
    "less than nothing": ("-5 degrees", "It was 5 degrees.", False),
    "part of a name": ("5G", "It has 5 groups.", False),
    "an ordinal in words": ("4th roundtable", "The fourth roundtable was in Seoul.", True),
    "denied": ("the tower was built", "The tower was never built.", False),
    "denied from before": ("built towers", "The city has never built towers.", False),
    "denied too far before": ("built towers", "It was not at the old harbour last year that they built towers.", True),
    "denied and short": ("was built", "The tower was not built.", False),
    "denied as wanted": ("was not built", "The tower was not built.", True),
    "a denial where there is none": ("was not built", "The tower was built.", False),
    "denied elsewhere": ("the park was built", "The tower was not built, but the park was built.", True),
    "the other one is denied": ("the tower was built", "The tower was not built, but the park was built.", False),
    "cannot": ("police can use it", "The police can't use it.", False),
    "less for more": ("more than 70%", "Less than 70% of the budget.", False),
    "over for more": ("more than 70%", "Over 70% of the budget.", True),
    "no more for more": ("more than 70%", "No more than 70% of the budget.", False),
    "before for after": ("deleted after 72 hours", "Recordings are deleted before 72 hours are over.", False),
    "small words side by side": ("it is", "So it is.", True),
    "small words apart": ("it is", "Is it so?", False),
    "one word of substance with small ones apart": ("opt in", "In Marisol residents opt out.", False),
    "no words": ("...", "Words.", False),
    "no text": ("words", "", False),
}  # fmt: skip
FRENCH = {
    "another ending": ("tours construites", "La tour a été construite.", True),
    "denied": ("la tour a été construite", "La tour n'a pas été construite.", False),
    "denied as wanted": ("n'a pas été construite", "La tour n'a pas été construite.", True),
    "moins for plus": ("plus de 70 %", "Moins de 70\u202f% des dépenses.", False),
    "decimal comma": ("4,7 % par an", "Une hausse de 4.7% par an.", True),
}


@pytest.mark.parametrize(("wording", "text", "there"), ENGLISH.values(), ids=ENGLISH)
def test_wording_in_english(wording: str, text: str, there: bool) -> None:
    assert stands(wording, text, "en") is there


@pytest.mark.parametrize(("wording", "text", "there"), FRENCH.values(), ids=FRENCH)
def test_wording_in_french(wording: str, text: str, there: bool) -> None:
    assert stands(wording, text, "fr") is there


def answer(*texts: str) -> Answer:
    return Answer("?", "answered", tuple(Sentence(text, (1,), 1.0) for text in texts))


def question(*points: KeyPoint, forbidden: tuple[str, ...] = ()) -> Question:
    return Question("q", "?", key_points=points, forbidden=forbidden)


SENSORS = KeyPoint("Marisol has sensors", wordings=("48 noise sensors", "forty-eight sensors"))


def test_any_wording_makes_a_point() -> None:
    map_ = KeyPoint("There is a map", wordings=("public map",))
    asked = question(SENSORS, map_)
    assert made(asked, answer("It put up forty-eight sensors.", "Residents read them.")) == (True, False)


def test_point_without_wordings_is_its_own_wording() -> None:
    assert made(question(KeyPoint("48 noise sensors")), answer("It has 48 sensors of noise.")) == (True,)


def test_point_is_not_made_by_words_of_two_sentences() -> None:
    assert made(question(SENSORS), answer("It has 48 lamps.", "Noise is measured by sensors.")) == (False,)


def test_point_over_two_sentences_word_for_word_is_made_by_both() -> None:
    texts = ["First.", "It has 48 noise", "sensors on posts.", "Last."]
    assert made_in(SENSORS, texts, "en") == {1, 2}


def test_all_sentences_that_make_a_point_are_named() -> None:
    assert said_in("48 sensors", ["It has 48 sensors.", "A map.", "All 48 sensors work."], "en") == {0, 2}


def test_french_question_over_an_english_answer_is_read_as_english() -> None:
    asked = Question("q", "?", language="fr", key_points=(KeyPoint("x", wordings=("mounting sensors",)),))
    assert made(asked, answer("The city mounted the sensors on the posts of the lamps.")) == (True,)


def test_refusal_makes_nothing() -> None:
    refused = Answer("?", "refused", note="48 noise sensors")
    assert made(question(SENSORS), refused) == (False,)


def test_forbidden_claim_is_found_as_a_point_is() -> None:
    asked = question(forbidden=("the police may use it", "it was banned"))
    assert forbidden(asked, answer("The police may use it in public.", "It was not banned.")) == (True, False)
