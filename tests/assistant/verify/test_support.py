"""assistant/verify: what a source carries passes, and what it does not never does."""

import pytest

from assistant.verify import verify

SOURCE = (
    "The city of Harbourview opened 14 digital help points for older residents in 2021 [1]. Quellstadt published 310 "
    "data sets on 9 July 2019. Lindenau has 5 sensors and Oberwald has 7. Facial recognition may not be used in public "
    "squares. Spending rose by 12 per cent to €5 million. The Organisation for Economic Co-operation and Development "
    "met before the summit."
)
CARRIED = (
    "Harbourview opened 14 digital help points.",
    "Harbourview opened fourteen digital help points for older residents.",
    "In 2021, the city of Harbourview opened 14 digital help points for older residents.",
    "On July 9, 2019, Quellstadt published 310 data sets.",
    "Lindenau has 5 sensors.",
    "Facial recognition may not be used in public squares",
    "Spending rose by 12% to 5,000,000 euros.",
    "The OECD met before the summit.",
)
WRONG = (
    ("Harbourview opened 15 digital help points.", "number", "The sentence says 15; the source has no 15."),
    ("Lindenau has 7 sensors.", "number", "The source has 7, but says it of something else."),
    ("Spending rose by 12 per cent to €5 billion.", "number", "The sentence says €5 billion; the source has no €5 billion."),  # noqa: E501
    ("Spending rose by 12 percentage points.", "unit", "The sentence says 12 percentage points; the source says 12 per cent."),  # noqa: E501
    ("Spending rose by 12.", "unit", "The sentence says 12; the source says 12 per cent."),
    ("On July 8, 2019 Quellstadt published 310 data sets.", "date", "The sentence says July 8, 2019; the source has no July 8, 2019."),  # noqa: E501
    ("Quellstadt published 310 data sets in 2021.", "date", "The source has 2021, but says it of something else."),
    ("Zagreb opened 14 digital help points.", "name", "The sentence names Zagreb; the source does not."),
    ("Quellstadt opened 14 digital help points.", "name", "The source names Quellstadt, but says this of another."),
    ("Facial recognition may be used in public squares.", "negation", "The source denies “used”; the sentence does not."),  # noqa: E501
    ("Harbourview did not open 14 digital help points.", "negation", "The sentence denies “open”; the source does not."),  # noqa: E501
    ("Spending fell by 12 per cent.", "negation", "The sentence says “fell” where the source says the opposite."),
)  # fmt: skip


@pytest.mark.parametrize("sentence", CARRIED)
def test_what_the_source_says_is_supported(sentence: str) -> None:
    support = verify(sentence, [SOURCE])
    assert (support.supported, support.reasons) == (True, ())


@pytest.mark.parametrize(("sentence", "kind", "reason"), WRONG)
def test_one_wrong_thing_makes_a_sentence_unsupported(sentence: str, kind: str, reason: str) -> None:
    support = verify(sentence, [SOURCE])
    assert not support.supported
    assert [(each.kind, each.text, each.decisive) for each in support.reasons][:1] == [(kind, reason, True)]
