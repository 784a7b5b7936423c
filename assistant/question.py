"""Understand a question: its words, the names and numbers in it, and what kind of answer it asks for."""

import re
from dataclasses import dataclass
from typing import Literal

from corpus.words import is_stop_word, plain, stem, terms, tokens

Kind = Literal["date", "number", "place", "person", "definition", "list", "reason", "other"]

# Words that ask for an answer and are not what it is about; they say nothing of whether a passage fits.
_ASKING = {
    "en": frozenset(
        "tell explain describe say says said give list name mention mentioned please according know find show "
        "there many much long old big happen happened does kind kinds type types example examples".split()
    ),
    "fr": frozenset(
        "dire dit dites expliquer expliquez decrire decrivez donner donnez lister citer citez nommer selon combien "
        "quels trouver montrer exemple exemples sorte type types existe".split()
    ),
}
_ORDINALS = {
    **{
        word: number
        for number, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)
    },
    **{
        word: number for number, word in enumerate("premiere deuxieme troisieme quatrieme cinquieme sixieme".split(), 1)
    },
    "seconde": 2,
}
_ROUNDTABLE = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th|e|eme)|(" + "|".join(_ORDINALS) + r"))\s+(?:oecd\s+)?(?:roundtable|table ronde)s?\b"
    r"|\b(?:roundtable|table ronde)\s+(?:no\.?\s*|number\s+|n°\s*)?(\d{1,2})\b"
)
# Checked in this order against the question in lower case without accents.
_KINDS: tuple[tuple[Kind, str], ...] = (
    ("date", r"when|(?:what|which) (?:year|date|day|month)|how long ago|quand|quelle (?:date|annee)"),
    (
        "number",
        r"how (?:many|much|large|big|long|high|far|old|often|fast)"
        r"|what (?:share|percentage|proportion|number|amount|budget|cost|population|rate|figure|size)"
        r"|combien|quel (?:nombre|montant|budget|pourcentage|cout)|quelle (?:part|proportion|somme)",
    ),
    ("person", r"who|whom|whose|qui"),
    ("place", r"where|(?:in )?(?:what|which) (?:city|cities|country|countries|place|region)|ou (?:se|a|est|sont)"),
    ("definition", r"what (?:is|are|does .{1,60} mean)|define|definition|meaning|qu'est-ce qu|que signifie|definir"),
    ("reason", r"why|what (?:causes?|reasons?)|pourquoi"),
    ("list", r"list|which|what (?:were|kinds?|types?)|name (?:the|three|some)|quels?|quelles?|citez"),
)
_QUOTED = re.compile(r"[\"“«]\s*([^\"”»]{3,100}?)\s*[\"”»]")
_NUMBER = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. `terms` are the stems it is searched by; `names` its proper names, as typed."""

    text: str
    language: str
    terms: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    phrases: tuple[str, ...]
    kind: Kind
    roundtable: int | None


def read_question(text: str, languages: tuple[str, ...] = ("en",)) -> Question:
    """Read a question to be asked of documents in the given languages."""
    text = " ".join(text.split())
    language = _language(text)
    searched = dict.fromkeys(
        term for each in dict.fromkeys((language, *languages)) for term in _searched_terms(text, language, each)
    )
    found = _ROUNDTABLE.search(plain(text))
    roundtable = None
    if found:
        digits, word, after = found.groups()
        roundtable = _ORDINALS[word] if word else int(digits or after)
    kind: Kind = next((kind for kind, words in _KINDS if re.search(rf"\b(?:{words})\b", plain(text))), "other")
    return Question(
        text=text,
        language=language,
        terms=tuple(searched),
        names=_names(text, language),
        numbers=tuple(number.rstrip(".,") for number in _NUMBER.findall(text)),
        phrases=tuple(_QUOTED.findall(text)),
        kind=kind,
        roundtable=roundtable,
    )


def _searched_terms(text: str, language: str, stemmed_as: str) -> list[str]:
    """Stems of the question's words as documents of language `stemmed_as` hold them."""
    asking = _ASKING.get(language, frozenset())
    kept = [t for t in tokens(text) if not is_stop_word(t, language) and plain(t) not in asking]
    # A question of nothing but such words ("What is there?") is better searched by them than by nothing.
    return [stem(token, stemmed_as) for token in kept] or terms(text, stemmed_as)


def _language(text: str) -> str:
    words = [plain(token) for token in tokens(text)]
    french = sum(is_stop_word(word, "fr") for word in words)
    english = sum(is_stop_word(word, "en") for word in words)
    return "fr" if french > english else "en"


def _names(text: str, language: str) -> tuple[str, ...]:
    """Proper names: words with a capital letter that do not merely begin the sentence."""
    names = []
    for number, word in enumerate(re.findall(r"[^\W_][\w'’.\-]*", text)):
        bare = word.rstrip(".'’").removesuffix("'s").removesuffix("’s")
        capital = bare[:1].isupper() and not is_stop_word(bare.lower(), language)
        if capital and plain(bare) not in _ASKING.get(language, ()) and (number > 0 or bare[1:] != bare[1:].lower()):
            names.append(bare)
    return tuple(dict.fromkeys(names))
