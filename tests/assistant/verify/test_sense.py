"""assistant/verify/sense: a negation put in or taken out, and words turned into their opposites."""

import pytest

from assistant.verify import verify

SOURCE = (
    "The council did not adopt the plan. Spending rose in 2021. All schools must report before June. No city has paid."
)
FRENCH = "Le conseil n'a pas adopté le plan. Les dépenses ont augmenté en 2021. Toutes les écoles doivent le faire."


@pytest.mark.parametrize(
    "sentence",
    [
        "The council adopted the plan.",
        "The council did adopt the plan.",
        "Spending did not rise in 2021.",
        "Spending never rose in 2021.",
        "Spending fell in 2021.",
        "All schools may report before June.",
        "Some schools must report before June.",
        "All schools must report after June.",
        "A city has paid.",
        "City has paid.",
    ],
)
def test_what_turns_the_source_round_is_unsupported(sentence: str) -> None:
    support = verify(sentence, [SOURCE])
    assert not support.supported
    assert [each.kind for each in support.reasons if each.decisive] == ["negation"]


@pytest.mark.parametrize(
    "sentence", ["The plan was not adopted by the council.", "The council never adopted the plan."]
)
def test_the_same_negation_in_other_words_is_none(sentence: str) -> None:
    assert [each.text for each in verify(sentence, [SOURCE]).reasons if each.decisive] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Le conseil a adopté le plan.",
        "Les dépenses n'ont pas augmenté en 2021.",
        "Les dépenses ont diminué en 2021.",
        "Certaines écoles doivent le faire.",
        "Toutes les écoles peuvent le faire.",
    ],
)
def test_french_is_turned_round_too(sentence: str) -> None:
    support = verify(sentence, [FRENCH], "fr")
    assert not support.supported
    assert [each.kind for each in support.reasons if each.decisive] == ["negation"]


SENSORS = "La ville de Lindenau ne dispose que de trois capteurs, et le bruit n'a été mesuré en 2021 qu'au port."


@pytest.mark.parametrize(
    "sentence",
    [
        "La ville de Lindenau dispose seulement de trois capteurs.",
        "Le bruit a été mesuré en 2021 seulement au port.",
    ],
)
def test_ne_que_is_only_and_denies_nothing(sentence: str) -> None:
    assert [each.text for each in verify(sentence, [SENSORS], "fr").reasons if each.decisive] == []
    assert [each.text for each in verify(SENSORS, [sentence], "fr").reasons if each.kind == "negation"] == []


@pytest.mark.parametrize(
    "source",
    [
        "Le conseil n'affirme pas que le plan coûte trop cher.",
        "Aucun conseil n'affirme que le plan coûte trop cher.",
    ],
)
def test_que_behind_a_whole_negation_leaves_it_one(source: str) -> None:
    support = verify("Le conseil affirme que le plan coûte trop cher.", [source], "fr")
    assert [each.kind for each in support.reasons if each.decisive] == ["negation"]


def test_not_only_denies_nothing() -> None:
    assert verify("The plan is not only cheap but good.", ["The plan is not only cheap but good, they say."]).supported
