"""assistant/verify/common_words: everyday words, no names, and nothing that only some collection of texts has."""

import pytest

from assistant.verify.names import is_common

NAMES = (
    "paris london seoul barcelona busan tokyo berlin rome nice lyon london londres france canada america european "
    "january february april july october december janvier fevrier avril juillet aout octobre decembre "
    "john mary peter pierre marie jean rose mark david claude obama clinton google facebook amazon"
)
SCRAPS = (
    "askinglot ksaplay docslib mentalfloss livehealthi hfill displaystyl micsroscop infti frontiersin pouvezadress "
    "pratiqued impactsur"
)
EVERYDAY = (
    "retention schools governments cities spending however researchers studies women cameras children increasing",
    "certaines villes ecoles depenses entreprises conservation personnes responsable traitements",
)


@pytest.mark.parametrize("word", NAMES.split())
def test_a_name_is_not_common(word: str) -> None:
    assert not is_common(word)


@pytest.mark.parametrize("word", SCRAPS.split())
def test_a_scrap_of_a_web_page_is_not_common(word: str) -> None:
    assert not is_common(word)


@pytest.mark.parametrize("word", [word for words in EVERYDAY for word in words.split()])
def test_an_everyday_word_is_common_in_any_form(word: str) -> None:
    assert is_common(word)
