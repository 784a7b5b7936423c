"""Find the main clause of an English sentence, where it is plain enough to make a question of."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.turning.verbs import PARTICIPLES, PAST, PRESENT

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_PART_OF_YEAR = "early |late |mid-|the (?:start|end|middle) of |spring |summer |autumn |winter "
DATE = rf"(?:{_PART_OF_YEAR})?(?:(?:\d{{1,2}} )?(?:{MONTHS}) )?(?:1[89]|20)\d\d"
ANY_DATE = re.compile(rf"\b{DATE}\b")
_LEADING_DATE = re.compile(rf"^(?:In|On|By|At|Since) {DATE},? (?=\w)")
_LEADING = re.compile(r"^(?:At|By|In|On|After|With|Through|Since|From|For|Under) [^,]{3,60}, (?=[\w#])")
# "took place on 17 September 2024 under the theme …": what comes after the date is not needed to ask for it.
_DATED = re.compile(rf"(?:^|\s)(?:in|on|at) {DATE}(?:$|(?:,| and| with| under| as| when| at| by)\b.*$)")
_ATTRIBUTION = re.compile(r",? (?:according to|says|as reported by) [^,]+$|^According to [^,]+, ")
# "DigiTel, the residents club of Tel Aviv, has been …"
_BETWEEN = re.compile(r"^([^,]{3,50}), (?:who|which|[A-ZÀ-Þ]|the|an?)[^,]{2,60},(?= [a-z])")
_SIDE_CLAUSE = re.compile(
    r",? (?:which|who|whose|where|while|although|though|but|so that|after|before|when|as well as|in order to|of which"
    r"|including|such as|together with)\b.*$"
    r"|, (?:as|with|and|to|in|an?|the|both|among|or|for|so|at|under|at least)\b.*$"
)
NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen"
    "|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
ABOUT = "about|around|some|nearly|almost|over|more than|at least|up to|as many as|no more than|another|a total of"
_NUMBER = rf"(?:(?:{ABOUT})\s+)*(?:\d[\d,.]*(?:\s\d{{3}})*|{NUMBER_WORDS})(?:\s(?:million|billion))?"
_THINGS = r"(?P<things>(?:[a-z][\w’'-]*\s){0,2}?(?:[a-z][\w-]*[^s\W]s|people|women|men|children))"
_COUNTED = re.compile(rf"^{_NUMBER}\s{_THINGS}(?P<rest>(?:\s.*)?)$", re.IGNORECASE)
_ENDS_THINGS = re.compile(
    r"^(?:$|\s(?:in|of|to|for|from|with|by|at|on|under|between|during|across|through|as|over|a|per|where|that|into)\b)"
)
# Measures are asked for in other words than "How many".
_MEASURES = re.compile(
    r"^(?:years|months|days|hours|minutes|dollars|euros|pounds|won|yen|rupees|times|points|percent|percentage points"
    r"|square|cubic|tonnes|crore|lakh|gigawatt|megawatt|kilomet|hectares)\b"
)
RELATIVE = frozenset("which that who whose where when if because while there it they this".split())
_PREPOSITIONS = frozenset("in by for to at from on with of as under during through over among".split())
# Verbs after which a preposition may stand: of others it shows a participle, as in "the figure quoted for Seoul".
WITHOUT_OBJECT = frozenset(
    "begin grow rise fall go come run join work start end open close agree vote speak meet take lead appear rest "
    "respond".split()
)
# They begin a clause that is not the main one.
_SUBORDINATE = frozenset(
    "although though while when if because as since unless until once whether despite and but".split()
)
_AUXILIARIES = frozenset("is are was were has had have must should can will could would may".split())
_ADVERBS = frozenset("first formally officially later originally initially newly then".split())
_FARTHEST_VERB = 12  # words

# Whether the word that begins a sentence, given with the one after it, has its capital for being a name; None if that
# cannot be told.
IsName = Callable[[str], bool | None]


@dataclass(frozen=True, slots=True)
class Clause:
    """A main clause: who, the helping verb or "", the verb in its base form, "past" or "present", and what follows.

    `led` says whether a date stands before it. After a helping verb, `rest` begins with the participle.
    """

    subject: str
    auxiliary: str
    verb: str
    tense: str
    rest: str
    led: bool

    @property
    def undated(self) -> str:
        """What follows the verb, up to a date."""
        return _DATED.sub("", self.rest)

    @property
    def is_dated(self) -> bool:
        return self.led or bool(_DATED.search(self.rest))

    @property
    def do(self) -> str:
        """The form of "do" that asks for it."""
        if self.tense == "past":
            return "did"
        head = re.split(r" (?:of|in|for|at|by|from|with|on) ", self.subject)[0]
        several = " and " in head and not head.startswith("the ")
        return "do" if several or re.search(r"(?:^| )[a-z][\w-]*[^siu\W]s$", head) else "does"


@dataclass(frozen=True, slots=True)
class Counted:
    """The things that a text begins by counting, and what follows: "help points" and " in Lyon"."""

    things: str
    rest: str


def bare(sentence: str) -> str:
    """The sentence without who says so, what is said between commas after its subject, and its full stop."""
    return _BETWEEN.sub(r"\1", _ATTRIBUTION.sub("", sentence.strip().rstrip(".")))


def short(text: str) -> str:
    """The text without the clauses that only add to it."""
    return _SIDE_CLAUSE.sub("", text)


def clauses_of(sentence: str, is_name: IsName) -> Iterator[Clause]:
    """The main clause of the sentence, whole and without what is said aside; none if it has none that is plain."""
    text = bare(sentence)
    for each in dict.fromkeys((text, short(text))):
        clause = clause_of(each, is_name)
        if clause:
            yield clause


def clause_of(text: str, is_name: IsName) -> Clause | None:
    """The clause that the text is, if its first verb is plainly that of its subject."""
    lead = _LEADING_DATE.match(text) or _LEADING.match(text)
    words = text[lead.end() :].split() if lead else text.split()
    for place, word in enumerate(words[1:_FARTHEST_VERB], start=1):
        if word in RELATIVE or re.search(r"[,;:()]$", words[place - 1]):
            return None
        if word in _AUXILIARIES or word in PAST or word in PRESENT:
            subject = _subject(words[:place], bool(lead), is_name)
            return _with_verb(subject, word, words[place + 1 :], bool(lead and ANY_DATE.search(lead[0])))
    return None


def _subject(words: list[str], led: bool, is_name: IsName) -> str:
    """The subject as it stands within a sentence; "" if it is none, or how it is written there cannot be told."""
    subject = " ".join(words)
    if words[-1] in ("and", "or", *_PREPOSITIONS) or words[0].lower() in _PREPOSITIONS or "%" in subject:
        return ""
    if words[0].lower() in _SUBORDINATE:
        return ""
    named = True if led else is_name(" ".join(words[:2]))
    if named is None:
        return ""
    return subject if named else f"{subject[:1].lower()}{subject[1:]}"


def _with_verb(subject: str, verb: str, after: list[str], led: bool) -> Clause | None:
    rest, first = " ".join(after), after[0] if after else ""
    if not subject:
        return None
    if verb in ("is", "are", "was", "were"):
        done = after[1] if first in _ADVERBS and len(after) > 1 else first
        return Clause(subject, verb, PARTICIPLES.get(done, "be"), "past" if verb[0] == "w" else "present", rest, led)
    if verb in ("has", "had", "have") and (first in PARTICIPLES or first in ("been", "to", "not")):
        return Clause(subject, verb, PARTICIPLES[first], "past", rest, led) if first in PARTICIPLES else None
    if verb in PAST or verb in PRESENT:
        base = PAST.get(verb) or PRESENT[verb]
        if first in _PREPOSITIONS and base not in WITHOUT_OBJECT:
            return None
        return Clause(subject, "", base, "past" if verb in PAST else "present", rest, led)
    if verb in ("must", "should") and first:
        return Clause(subject, verb, first, "present", " ".join(after[1:]), led)
    return None


def counted(text: str) -> Counted | None:
    found = _COUNTED.match(text)
    if not found or _MEASURES.match(found["things"]) or not _ENDS_THINGS.match(found["rest"]):
        return None
    return Counted(found["things"], found["rest"])


def is_plain(text: str) -> bool:
    """Whether the rest of a clause is one thing, so that a question may take it over."""
    words = text.split()
    joined = re.search(r"\b(?:and|or|but) (\w+)", text)
    second = joined[1] if joined else ""
    second_verb = second in PAST or second in PRESENT or second in _AUXILIARIES
    return len(words) <= 11 and not second_verb and not RELATIVE & set(words) and not ANY_DATE.search(text)
