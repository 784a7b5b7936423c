"""The words of the page of evaluations in the reader's language."""

from collections.abc import Mapping

from assistant.phrases.eval_english import ENGLISH_EVAL
from assistant.phrases.eval_french import FRENCH_EVAL
from assistant.phrases.eval_types import EvalPhrases

EVALS: Mapping[str, EvalPhrases] = {"en": ENGLISH_EVAL, "fr": FRENCH_EVAL}


def eval_phrases(language: str) -> EvalPhrases:
    """Those of the language, or the English ones."""
    return EVALS.get(language, ENGLISH_EVAL)
