import pytest

from evals.report.text import LONGEST, counted, number, plain, readable, span, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trams\nand\tbuses", "trams\nand\tbuses"),
        ("line\r\nline\rline", "line\nline␍line"),
        ("\x00\x1b[31m\x7f\x85", "␀␛[31m\ufffd\ufffd"),
        ("\ud83d\ude0a \ud83d \udc00", "😊 \ufffd \ufffd"),
        ("\ufeffa\ufffe", "\ufeffa\ufffd"),
        ("é \u202e \u200f", "é \u202e \u200f"),
    ],
)
def test_readable_text(text: str, expected: str) -> None:
    assert readable(text) == expected


def test_tags_and_quotes_are_escaped() -> None:
    assert plain("<b a='1' c=\"2\">&amp;") == "&lt;b a=&#x27;1&#x27; c=&quot;2&quot;&gt;&amp;amp;"


def test_text_is_cut_before_it_is_escaped() -> None:
    assert plain("<" * (LONGEST + 5)) == "&lt;" * LONGEST + "… (5 more characters)"


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", '<bdi lang="fr">a</bdi>'), ("en-GB", '<bdi lang="en-GB">a</bdi>'), ("", "<bdi>a</bdi>")],
)
def test_words_carry_their_language(language: str, expected: str) -> None:
    assert words("a", language) == expected


@pytest.mark.parametrize("language", ['fr" onclick="x', "fr\n", "?", "french language"])
def test_what_is_no_language_is_left_out(language: str) -> None:
    assert words("a", language) == "<bdi>a</bdi>"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.0, "", "0.000"),
        (0.8467, "", "0.847"),
        (None, "", "–"),
        (float("nan"), "ms", "–"),
        (float("inf"), "", "inf"),
        (0.0, "tokens", "0 tokens"),
        (27.53, "ms", "27.5 ms"),
        (1234.5, "ms", "1,234 ms"),
    ],
)
def test_numbers(value: float | None, unit: str, expected: str) -> None:
    assert number(value, unit) == expected


def test_span_has_its_unit_once() -> None:
    assert span(20, 30.5, "ms") == "20 to 30.5 ms"
    assert span(0.25, 1, "") == "0.250 to 1.000"


def test_one_is_no_plural() -> None:
    assert (counted(1, "question"), counted(2000, "question")) == ("1 question", "2,000 questions")
