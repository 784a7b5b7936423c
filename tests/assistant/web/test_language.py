"""The page speaks the language that the reader's browser asks for first."""

import pytest

from assistant.web.language import page_for


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "en"),
        ("fr", "fr"),
        ("fr-FR,fr;q=0.9,en-US;q=0.8,en;q=0.7", "fr"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("en;q=0.5, fr;q=0.9", "fr"),
        ("de-DE,de;q=0.9,fr;q=0.8,en;q=0.7", "fr"),  # neither is the first wish, French comes before English
        ("de", "en"),
        ("fr;q=0", "en"),
        ("fr;q=much", "en"),
        ("*", "en"),
    ],
)
def test_page_is_french_if_french_is_asked_for_before_english(accepted: str, language: str) -> None:
    assert page_for(accepted).language == language
