"""Find what a question is about: the thing that "it" in the next question stands for."""

import re
from collections.abc import Sequence
from functools import lru_cache

from assistant.question import name_groups
from corpus.words import ORDINALS, language_of

_NUMBER_WORDS = "|".join(sorted(ORDINALS, key=len, reverse=True))
_ACCENTED = "première|deuxième|troisième|quatrième|cinquième|sixième|septième|huitième|neuvième|dixième"
NTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th|e|ère|re|ème)|{_NUMBER_WORDS}|{_ACCENTED})"
QUESTION_WORDS = r"(?:who|whom|when|where|why|how|what|which|qui|quand|où|pourquoi|comment|combien|quel(?:le)?s?)"
# "the first OECD Roundtable", "la 2e table ronde", "Roundtable 3"
ROUNDTABLE = re.compile(
    rf"(?:\b(?:the|la)\s+)?\b{NTH}\s+(?:oecd\s+)?"
    r"(?:roundtable|table\s+ronde)(?:\s+on\s+smart\s+cities(?:\s+and\s+inclusive\s+growth)?)?\b"
    r"|\b(?:oecd\s+)?(?:roundtable|table\s+ronde)\s+(?:no\.?\s*|n°\s*|number\s+)?\d{1,2}\b",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# Names that stand in questions of every subject.
_EVERYWHERE = {"OECD", "Roundtable", "Roundtables", "OECD Roundtable", "OCDE"}

_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)"
_ASKS = re.compile(
    rf"^(?:how\s+(?:many|much)\s+(?P<things>(?:(?!{_AUXILIARY}\b)[\w’'-]+\s+){{1,5}}?)(?={_AUXILIARY}\b)"
    r"|how\s+(?:many|much|long|large|often|old)\s+|qu['’]est-ce\s+qu(?:e\s+|['’])|est-ce\s+qu(?:e\s+|['’])"
    r"|(?:since\s+|depuis\s+)?(?:who|whom|what|which|when|where|why|how|qui|que|quand|où|pourquoi|comment|combien"
    r"|quel(?:le)?s?)\s+)",
    re.IGNORECASE,
)
# "… and who was chosen?": a second question, of which the first says what it is about.
_SECOND_QUESTION = re.compile(rf"(?:\s*,)?\s+(?:and|but|et|mais)\s+(?={QUESTION_WORDS}\b)|\?\s", re.IGNORECASE)
_DO = re.compile(r"^(?:do|does|did|can|could|will|would|should)\s+", re.IGNORECASE)
_FIRST_VERB = re.compile(rf"^(?:{_AUXILIARY}|est|sont|était|étaient|a|ont|fut)\s+", re.IGNORECASE)
_DETERMINED = re.compile(r"\b(?:the|an?|la|le|les|une?)\s+\S|\bl['’]\S", re.IGNORECASE)
# Where the name of a thing ends: at a verb, or at what is said of it. "Open" and "plan" are verbs at the end only.
_END = re.compile(
    r"(?<!\bthe)(?<!\ba)(?<!\ban)(?<!\ble)(?<!\bla)\s+(?:(?:\w+ed|held|built|begun|made|given|runs|uses|do|say|says"
    r"|decide|deal|works|begin|opens|happen|takes?|have|has|had|costs|mean|means|spend|gives?|deliver|treat|handle"
    r"|define|differ|want|is|are|was|were|by|that|which|who|qui|que|about|on|against|since|during|so|(?:\w+-t-|\w+-)(?:ils?|elles?)|est|sont"
    r"|a\s+été|ont)\b.*|(?:open|run|use|work|start|cost|plan|measure|help|offer|change|share|live|meet)(?:\s+\w+)?)$",
)
# "The size of Songdo": what is asked about next is Songdo, and not its size.
_ATTRIBUTE = re.compile(
    r"(?:the|la|le|l['’])\s*(?:size|budget|cost|costs|price|population|mission|aims?|goals?|purpose|name|dates?|number|area"
    r"|mayor|capital|status|taille|budget|coût|prix|population|mission|but|objectif|nom|date|nombre|superficie|maire)"
    r"\s+(?:of|de|du|d['’])\s*(?=(?:the\s+|la\s+|l['’])?[A-Z])"
)
_LONGEST = 9  # words


def subject_of(question: str, places: Sequence[str] = (), plural: bool = False) -> str:
    """What the question is about, as it names it: "the first roundtable", "Harbourview", "the plan of Lyon".

    `plural` prefers the things that it counts, "the sensors of Lyon", for a "they" to stand for. "" if no words
    of the question can stand for it.
    """
    bare = _SECOND_QUESTION.split(" ".join(question.split()).rstrip(" ?!."), maxsplit=1)[0].rstrip(" ?!.,")
    asks = _ASKS.match(bare)
    things = (asks.group("things") or "").strip() if asks else ""
    # Without a word that asks, the first capital is that of the sentence: "Compare Seoul …".
    about = _named(bare, bare[asks.end() :] if asks else f"{bare[:1].lower()}{bare[1:]}", places)
    return f"the {things} of {about}" if plural and things and about else about


def names_in(text: str) -> list[str]:
    """The proper names that tell one question's subject from another's."""
    return [name for name in name_groups(text, language_of(text)) if name not in _EVERYWHERE]


def places_in(text: str, places: Sequence[str]) -> list[str]:
    """The known places that the text names, as it writes them, each once."""
    pattern = _place_pattern(tuple(places))
    return list(dict.fromkeys(pattern.findall(text))) if pattern else []


def without_place(text: str, place: str) -> str:
    """The text without the place and what leads to it: "Which cities in Korea use data?" asks "Which cities use data?"
    of the documents on Korea."""
    leading = r"(?:(?:in|of|from|at|across|en|au|à|de|du)\s+(?:the\s+|la\s+)?)?"
    return " ".join(re.sub(rf"\b{leading}{re.escape(place)}\b", "", text).split())


@lru_cache(maxsize=8)
def _place_pattern(places: tuple[str, ...]) -> re.Pattern[str] | None:
    longest_first = "|".join(map(re.escape, sorted(places, key=len, reverse=True)))
    return re.compile(rf"\b(?:{longest_first})\b", re.IGNORECASE) if places else None


def _named(question: str, rest: str, places: Sequence[str]) -> str:
    numbered = ROUNDTABLE.search(question)
    if numbered:
        return numbered.group()
    verb = _FIRST_VERB.match(rest)
    thing = rest[verb.end() :] if verb else rest
    determined = _DETERMINED.search(thing)
    if determined and not thing[: determined.start()].strip()[:1].isupper():
        thing = thing[determined.start() :]
    elif not verb and not thing[:1].isupper():
        thing = ""
    thing = _END.sub("", thing).rstrip(" ,;:")
    if _DO.match(rest):
        thing = _without_verb(thing)
    if 0 < len(thing.split()) <= _LONGEST:
        return _ATTRIBUTE.sub("", thing)
    named = places_in(question, places) or names_in(question)
    return named[0] if len(named) == 1 else ""


def _without_verb(thing: str) -> str:
    """ "Toronto's Quayside fail", of "Why did …", without the verb: a name and one word in small letters."""
    name = next(iter(names_in(thing)), "")
    rest = thing.removeprefix(name)
    return name if name and rest != thing and re.fullmatch(r"\s+[a-z]+", rest) else thing
