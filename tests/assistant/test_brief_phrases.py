"""assistant/phrases/brief_words.py: the page of briefings says the same in both languages."""

import re
from dataclasses import fields

import pytest

from assistant.briefing.compared import ClaimKind, SectionKind
from assistant.briefing.types import FORMS, GapKind, Order
from assistant.phrases.brief_types import BriefPhrases
from assistant.phrases.brief_words import BRIEFS, brief_phrases
from assistant.render.brief_citing import STYLES
from tests.assistant.test_phrases import compare, texts


@pytest.mark.parametrize("field", [field.name for field in fields(BriefPhrases) if field.name != "language"])
def test_languages_fill_in_the_same_words(field: str) -> None:
    parts = [getattr(each, field) for each in BRIEFS.values()]
    for name in (each.name for each in fields(parts[0])):
        compare([getattr(part, name) for part in parts])


def test_no_words_of_one_language_stand_in_the_other() -> None:
    english, french = (list(texts(each)) for each in (brief_phrases("en"), brief_phrases("fr")))
    same = {text for text in english if text in french and not re.fullmatch(r"[\W\d]*|\{.*", text)}
    shared = {"APA", "Question", "Version", "Versions", "Pages", "Points", "Sources", "Outline", "Section {number}"}
    shared.add("Aspect")
    assert same <= shared | {"{count} version", "{count} versions", "{count} page", "{count} pages"}


def test_language_that_there_is_not_is_said_in_english() -> None:
    assert brief_phrases("de") is brief_phrases("en")


@pytest.mark.parametrize("language", BRIEFS)
def test_everything_that_can_be_has_its_words(language: str) -> None:
    from typing import get_args

    said = brief_phrases(language)
    assert set(said.outline.forms) == set(FORMS)
    assert set(said.reading.gaps) == set(get_args(GapKind))
    assert set(said.reading.styles) == set(STYLES)
    assert set(said.compared.claims) == set(get_args(ClaimKind))
    assert set(said.compared.sections) == set(get_args(SectionKind))
    assert {field.name for field in fields(Order)} <= set(said.compared.about)
    assert {"written", "redone", "replaced", "removed", "excluded", "included", "restored", "duplicated"} == set(
        said.reading.done
    )
