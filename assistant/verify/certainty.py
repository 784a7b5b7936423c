"""Check that a sentence is no surer than its source: may is not will, a plan no deed, one of the best not the best."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from assistant.verify.reading import Reading
from assistant.verify.tokens import Token, spelled, tokenized
from assistant.verify.types import Reason

_POSSIBLE = frozenset("may might could pourrait pourraient".split())
_PLANNED = frozenset("will would should shall devrait devraient".split())
# With "to" behind them, in French with any verb.
_PLANS = frozenset(
    "plan plans planned planning intend intends intended aim aims aimed hope hopes hoped want wants wanted propose "
    "proposes proposed expected scheduled seek seeks".split()
)
_PLANS_FR = frozenset("prevoit prevoient envisage envisagent souhaite souhaitent".split())
# Any of these in the sentence says that it is not done, or not sure.
_UNSURE = re.compile(
    r"\b(?:may|might|could|can|would|should|possib\w+|perhaps|potential\w*|likely|probabl\w+|peu(?:t|vent)|pourrai\w+"
    r"|devrai\w+|peut-être|éventuel\w*)\b",
    re.IGNORECASE,
)
_NOT_DONE = re.compile(
    r"\b(?:will|shall|must|to be|plan\w*|intend\w*|intention\w*|aim\w*|hop\w+|want\w*|propos\w+|expect\w*|schedul\w+"
    r"|due|seek\w*|goal\w*|target\w*|ambition\w*|future|recommend\w*|need\w*|ought|prévo\w+|envisag\w+|souhait\w+|compte\w*"
    r"|vis\w+|objectif\w*|but|projet\w*|futur\w*|doi(?:t|vent)|\w+r(?:a|ont))\b",
    re.IGNORECASE,
)
REACH = 4  # words from such a word to the verb that it belongs to
_ONE_OF = r"\b(?:one of|among|some of|l'une? des|une? des|parmi)\s+(?:the |les |its |their )?(?:\w+ )?"
_SUPERLATIVE = r"(\w{2,}est|most|best|worst|plus|meilleure?s?)\b"
_AMONG = re.compile(_ONE_OF + _SUPERLATIVE, re.IGNORECASE)
_ALONE = re.compile(r"\b(?:the|le|la|its|their)\s+(?:\w+ )?" + _SUPERLATIVE, re.IGNORECASE)
_ATTRIBUTION = re.compile(r"\b(?:according to|selon|d'après)\s+([^,.;:()]{2,80})", re.IGNORECASE)
# Where a document itself is meant, whatever it is called.
_DOCUMENT = frozenset(
    "report paper document study article account source author page text passage blog press statement speech note "
    "rapport etude article compte source auteur page texte communique discours".split()
)


def overstated(
    sentence: Reading, source: Reading, context: str, nearest: Sequence[tuple[int, int]]
) -> Iterator[Reason]:
    """What the sentence says for sure and the source does not, and what it puts into another mouth; `nearest` are the
    source's sentences most like it, best first."""
    yield from _as_done(sentence, source, nearest)
    among = {found[1].lower() for found in _AMONG.finditer(source.text)}
    alone = {found[1].lower() for found in _ALONE.finditer(_AMONG.sub(" ", source.text))}
    for found in _ALONE.finditer(_AMONG.sub(" ", sentence.text)):
        if found[1].lower() in among - alone:
            yield Reason("words", f"The source says one of the {found[1].lower()}; the sentence does not.")
            break
    yield from _in_another_mouth(sentence, source, context)


def _as_done(sentence: Reading, source: Reading, nearest: Sequence[tuple[int, int]]) -> Iterator[Reason]:
    if sentence.across or _UNSURE.search(sentence.text):
        return
    words = [None, *sentence.tokens]
    mine = {token.key for before, token in pairwise(words) if token and not (before and before.lower == "to")}
    for first, last in nearest[:1]:
        tokens = source.tokens[first:last]
        for place, token in enumerate(tokens):
            if not _is_cue(tokens, place) or (token.lower not in _POSSIBLE and _NOT_DONE.search(sentence.text)):
                continue
            head = _head(tokens, place)
            elsewhere = sum(each.key == head.key for each in source.tokens) > 1 if head else True
            if head and head.key in mine and not elsewhere:  # a verb with "to" before it tells of no deed
                yield Reason("words", f"The source says “{token.text} … {head.text}”; the sentence leaves no doubt.")
                return


def _is_cue(tokens: Sequence[Token], place: int) -> bool:
    word = spelled(tokens[place].text)
    if word in _PLANS:
        return place + 1 < len(tokens) and tokens[place + 1].lower == "to"
    if word == "may" and tokens[place].capital:
        return False  # a month
    return word in _POSSIBLE | _PLANNED | _PLANS_FR


def _head(tokens: Sequence[Token], cue: int) -> Token | None:
    """The verb that the word belongs to: the next that says something, in the same clause."""
    for token in tokens[cue + 1 : cue + 1 + REACH]:
        if token.clause != tokens[cue].clause:
            return None
        if not token.stop and not token.lower.endswith("ly"):
            return token
    return None


def _in_another_mouth(sentence: Reading, source: Reading, context: str) -> Iterator[Reason]:
    """ "According to the council" for "according to the ministry"."""
    said = _attributed(sentence.text, sentence)
    if not said or sentence.across:
        return
    there = {token.key for token in source.tokens}
    its = _attributed(source.text, source)
    known = {token.key for token in tokenized(context, sentence.language)}
    for name, keys in said.items():
        generic = any(word in _DOCUMENT for word in re.findall(r"\w+", spelled(name))) or not keys
        others = set[str]().union(*its.values()) if its else there
        if not generic and keys.isdisjoint(others | known):
            yield Reason("name", f"The sentence says “according to {name}”; the source does not.")
            return


def _attributed(text: str, reading: Reading) -> dict[str, frozenset[str]]:
    """To whom the text puts what it says, each with the keys of its words."""
    found = (" ".join(each[1].split()[:8]) for each in _ATTRIBUTION.finditer(text))
    return {
        name: frozenset(token.key for token in tokenized(name, reading.language) if not token.stop) for name in found
    }
