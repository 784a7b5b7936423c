"""Put articles before names as a reader expects them: "du portail", "l'objectif", "the UK" for "Korea"."""

import re

from corpus.words import plain

ARTICLE = re.compile(r"^(?:(?:the|la|le|les)\s+|l['’]\s*)", re.IGNORECASE)  # not the first letters of "Lagos"
_BEGINS_WITH_VOWEL = re.compile(r"[aeiou]")
_THE_OF = {"son": "le", "sa": "la", "ses": "les", "leur": "le", "leurs": "les"}
_QUEL_EST = {"le": "Quel est", "la": "Quelle est", "les": "Quels sont"}
# "du Japon", "de la Corée", "the UK": what goes with a name when another takes its place.
_WITH_NAME = r"(?:(?P<of>\b(?:du|des|d['’]|de(?:\s+la\b|\s+l['’])?))\s*|\b(?:the|la|le|les)\s+|\bl['’])?"


def de(name: str) -> str:
    """ "du portail", "des villes", "de la ville", "d'Évry": the French "de" with what follows it."""
    article, _, rest = name.partition(" ")
    contracted = {"le": "du", "les": "des"}.get(article.lower())
    if contracted and rest:
        return f"{contracted} {rest}"
    if _BEGINS_WITH_VOWEL.match(plain(name)):
        return f"d'{name}"
    return f"de {name[:1].lower()}{name[1:]}" if ARTICLE.match(name) else f"de {name}"


def quel_est(its: str) -> str:
    """How a question opens that asks for what "son", "sa" or "ses" owns."""
    return _QUEL_EST[_THE_OF.get(its.lower(), "le")]


def the_owned(its: str, thing: str) -> str:
    """ "le budget" for "son budget", "l'objectif" for "son objectif"."""
    article = _THE_OF.get(its.lower(), "le")
    return f"l'{thing}" if article != "les" and _BEGINS_WITH_VOWEL.match(plain(thing)) else f"{article} {thing}"


def renamed(before: str, old: str, named: str) -> str:
    """The question of another name, with the article that this was typed with, if any."""
    typed = f"{named[:1].lower()}{named[1:]}" if ARTICLE.match(named) else named
    bare = ARTICLE.sub("", named)

    def put(found: re.Match[str]) -> str:
        if found["of"]:
            return de(typed)
        after_preposition = re.search(r"\b(?:en|au|aux|à)\s+$", before[: found.start()])
        return bare if after_preposition else typed  # a function: "\1" in a name is no group

    return re.sub(rf"{_WITH_NAME}(?<!\w){re.escape(old)}(?!\w)", put, before)
