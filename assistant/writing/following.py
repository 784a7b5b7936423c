"""Ask a model what a follow-up stands for, where the rules leave it as it is; what it may say is held to the talk."""

import re
import time
from collections.abc import Sequence

from assistant.model import Model, ModelFailed
from assistant.writing import prompt
from corpus.words import language_of, terms

SECONDS = 20.0  # that a reader waits for it, before the search begins
MOST_TOKENS = 120
LONGEST = 300  # characters of a question
FEW_WORDS = 4
_POINTS_BACK = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|his|her|him|there|then|one|ones|former|latter|same|both"
    r"|other|others|else|more|instead|again|too|also|such|il|ils|elle|elles|lui|leur|leurs|son|sa|ses|celui|celle|ceux"
    r"|celles|cela|ça|y|en|même|mêmes|autre|autres|aussi|ainsi|tel|telle)\b",
    re.IGNORECASE,
)


def may_point_back(question: str) -> bool:
    """Whether a question may leave something to those before it: a pointing word, or hardly any words."""
    return len(question.split()) <= FEW_WORDS or bool(_POINTS_BACK.search(question))


def standing_alone(question: str, turns: Sequence[tuple[str, str]], model: Model) -> str:
    """The question as the model words it to stand alone; "" if it gives none that says only what was said before.

    A wrong guess is worse than none: every word of it that says something, and every number, must stand in the
    question or in the conversation, and it must be in the question's language.
    """
    said = ""
    try:
        for chunk in model.stream(prompt.to_stand_alone(question, turns), MOST_TOKENS, time.monotonic() + SECONDS):
            said += chunk.text
    except ModelFailed:
        return ""
    line = next((line.strip(' "“”«»*') for line in said.splitlines() if line.strip()), "")
    line = re.sub(r"^(?:last |rewritten |standalone )?question\s*:\s*", "", line, flags=re.IGNORECASE)
    if not line.endswith("?") or len(line) > LONGEST or line.casefold() == question.casefold():
        return ""
    language = language_of(question)
    heard = " ".join([question, *(text for turn in turns for text in turn)])
    new = {*terms(line, language), *_numbers(line)} - {*terms(heard, language), *terms(heard), *_numbers(heard)}
    kept = set(terms(question, language)) & set(terms(line, language))
    keeps = len(kept) >= len(set(terms(question, language))) / 2
    return line if not new and keeps and language_of(line, language) == language else ""


def _numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,]\d+)*", text)
