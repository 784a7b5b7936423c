"""Tell what kind of answer a question asks for: a date, a number, a person, … and whether it asks for many."""

import re
from typing import Literal

from corpus.words import is_stop_word, plain

Kind = Literal["date", "number", "place", "person", "definition", "list", "reason", "other"]

# "Who" asks at the start of a question or of its second half; in "people who are old" it does not ask.
_ASKS = (
    r"(?:^\W*|[,;:?]\s*|\b(?:and|or|but|in|at|on|by|to|for|from|with|of|since|until|me|us|know|say|says|explain|et|ou|mais"
    r"|a|de|par|pour|avec|depuis|moi|dire|savoir)\s+)"
)
_IS_THE = r"(?:is|was|are|were|will be) (?:the )?(?:(?:total|overall|exact|current|annual) )?"
_EST = r"(?:est|etait|sont|etaient|fut) (?:l[ea]s? |l')?"
# Checked in this order against the question in lower case without accents.
_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "date",
        rf"{_ASKS}(?:when|quand)|(?:what|which) (?:year|date|day|month)|what {_IS_THE}(?:dates?|year|day) of"
        rf"|how long ago|quelle (?:date|annee)|quel (?:jour|mois)|quelle {_EST}(?:date|annee)",
    ),
    (
        "number",
        r"how (?:many|much|large|big|long|high|far|old|often|fast)"
        rf"|what (?:{_IS_THE})?(?:share|percentage|proportion|number|amount|budget|cost|population|rate|figure|size)"
        r"|combien|quel (?:nombre|montant|budget|pourcentage|cout)|quelle (?:part|proportion|somme|superficie|taille)"
        rf"|quel(?:le)? {_EST}(?:nombre|montant|budget|pourcentage|cout|part|proportion|somme|superficie|population"
        r"|taille)",
    ),
    ("person", rf"{_ASKS}(?:who|whom|whose|qui)"),
    (
        "place",
        rf"{_ASKS}where|(?:in )?(?:what|which) (?:city|cities|country|countries|place|region)"
        rf"|{_ASKS}ou (?:se|s'|a|est|sont|etait|ont|la|le|les)|quel (?:pays|lieu|endroit)|quelle (?:ville|region)",
    ),
    (
        "definition",
        r"what (?:is|are|(?:does|do|did) .{1,60} mean)|define|definition|meaning|qu'est-ce qu|que signifie|definir"
        r"|definissez|c'est quoi|que veut dire|qu'entend",
    ),
    ("reason", rf"{_ASKS}(?:why|pourquoi)|what (?:causes?|reasons?)|quelles? raisons?|quelles? causes?"),
    ("list", r"list|which|what (?:were|kinds?|types?)|name (?:the|three|some)|quels?|quelles?|citez|listez|enumerez"),
)

# "What partners does …", not "What makes …" and "What does …": a verb follows the things that are asked for.
_AFTER_THINGS = (
    r"(?:are|were|is|was|do|does|did|have|has|had|can|could|should|will|would|may|might|must|exist|use|using)\b"
)
_WHICH = re.compile(r"(?:^|[,;:?]\s*|\b(?:in|of|at|for|by|from|with|and)\s+)which\s+()(\w+)\b")
# After another word only what is plainly a thing: "Which German cities …", but "Which city uses …" asks for one.
_WHICH_OF_A_KIND = re.compile(
    r"\bwhich\s+()(?:[\w'-]+\s+){1,2}?(cities|countries|towns|regions|studies|documents|reports|papers|projects|programmes"
    r"|programs|services|companies|firms|partners|technologies|measures|principles|networks|plans|tools|areas"
    r"|organisations|organizations|initiatives|strategies|policies|platforms)\b"
)
_WHAT = re.compile(
    rf"(?:^|[,;:?]\s*|\b(?:in|of|at|for|by|and)\s+)what\s+((?:[\w'-]+\s+){{0,2}}?)(\w+)\s+{_AFTER_THINGS}"
)
_QUELS = re.compile(r"\b(?:quels|quelles)\s+((?:[\w'-]+\s+){0,1}?)(\w+)\b")
_ENUMERATE = re.compile(
    r"^\W*(?:please\s+)?(?:list|enumerate|listez|enumerez|citez|nommez)\b"
    r"|\bname (?:some|all|the|three|four|five|several)\b"
    r"|\bexamples? of\b|\b(?:give|show) (?:me |us )?(?:some |a few )?examples\b|\bwhat (?:are|were) (?:some|all)\b"
    r"|\bdes exemples\b|\bexemples d['e]|\bquels? exemples?\b|\bfaites (?:une|la) liste\b"
)
_PLURAL_WITHOUT_S = frozenset({"people", "cities", "countries", "criteria", "data", "women", "men", "children"})


def kind_of(text: str) -> Kind:
    """The kind of answer that the question asks for; "other" if no word tells."""
    asked = _asked(text)
    return next((kind for kind, words in _KINDS if re.search(rf"(?:\b|^)(?:{words})\b", asked)), "other")


def asks_for_many(text: str) -> bool:
    """Whether the question asks for several things by name: "Which cities …", "List the …", "Quelles villes …"."""
    asked = _asked(text)
    if _ENUMERATE.search(asked):
        return True
    return any(
        _is_plural(noun, language) and not any(is_stop_word(word, language) for word in before.split())
        for pattern, language in ((_WHICH, "en"), (_WHICH_OF_A_KIND, "en"), (_WHAT, "en"), (_QUELS, "fr"))
        for before, noun in pattern.findall(asked)
    )


def asks_for_places(text: str) -> bool:
    """Whether the things asked for are cities or countries, so that one without a name is none of them."""
    return bool(re.search(r"\b(?:cities|countries|towns|places|regions|villes|pays)\b", _asked(text)))


def _is_plural(word: str, language: str) -> bool:
    if word in _PLURAL_WITHOUT_S:
        return True
    return word[-1:] in ("s", "x") and not word.endswith(("ss", "us", "is")) and not is_stop_word(word, language)


def _asked(text: str) -> str:
    return plain(" ".join(text.split())).replace("’", "'")
