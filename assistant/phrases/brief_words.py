"""The words of the page of briefings in the reader's language."""

from collections.abc import Mapping

from assistant.phrases.brief_english import ENGLISH_BRIEF
from assistant.phrases.brief_french import FRENCH_BRIEF
from assistant.phrases.brief_types import BriefPhrases

BRIEFS: Mapping[str, BriefPhrases] = {"en": ENGLISH_BRIEF, "fr": FRENCH_BRIEF}


def brief_phrases(language: str) -> BriefPhrases:
    """Those of the language, or the English ones."""
    return BRIEFS.get(language, ENGLISH_BRIEF)
