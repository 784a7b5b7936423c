"""assistant/again/same.py: whether a text has certain words, word for word."""

import pytest

from assistant.again.same import has


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The 48 sensors hum.", "48 sensors", True),
        ("The 148 sensors hum.", "48 sensors", False),
        ("The 4.8 sensors hum.", "48 sensors", False),
        ("In 2022 | 48 sensors", "48 sensors", True),
        ("It cost 1,200 euros.", "it cost 1 200 euros", True),
        ("A share of 48%", "48%", True),
        ("A share of 48", "48%", False),
        ("Sen-\nsors  hum [3] “here”", "sensors hum here", True),
        ("The illegal act", "legal act", False),
        ("The sensors hum.", "", False),
        ("", "sensors", False),
        ("…", "–", False),
    ],
)
def test_words_in_a_row_are_found_however_they_are_set(text: str, words: str, expected: bool) -> None:
    assert has(text, words) is expected
