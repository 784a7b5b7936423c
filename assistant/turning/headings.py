"""Turn headings of an English document, and the names in its sentences, into what can be asked about."""

import re

from assistant.turning.clauses import MONTHS, NUMBER_WORDS, RELATIVE, IsName, clause_of, is_plain
from assistant.turning.english import PERSON
from assistant.turning.verbs import PAST, PRESENT
from corpus.words import capitalized

_NO_THING = frozenset(
    (
        *PAST,
        *PRESENT,
        *RELATIVE,
        *NUMBER_WORDS.split("|"),
        *"is are was were has had can numbers since from how what".split(),
    )
)
_NO_BEGINNING = frozenset("how what who where when why which one from about next more our".split())
# What such a heading tells is the document's own business.
_ON_PAPERS = re.compile(
    r"\b(?:summar|publication|paper|report|stor(?:y|ies)|figures|document|source|profile|digest|section)"
)
_JOINED = r"(?: (?:of|for|on|and) (?:the )?| )[A-ZÀ-Þ0-9][\w&’-]*"
_GOES_ON = r"[\w’-]| (?:to|and|of|for|on) (?:and|the )?[A-Z]| to and "
_NAMED = re.compile(
    rf"(?<=[a-z,] )(?:(?!The )[A-ZÀ-Þ][\w&’-]*(?:{_JOINED})+|[A-Z][a-z]+[A-Z]\w*|[A-Z]-[A-Z]\w+)"
    rf"(?!{_GOES_ON})(?= [a-z(]|$|[.,;])"
)
# "Access to and Sharing of Data" is one name, and "Occupational Safety and Health" too.
_CUT = re.compile(r"(?:\b(?:and|of|for|on)|(?<![\w’'-])[A-ZÀ-Þ][\w’'&-]*) $")
_MONTH = re.compile(rf"\b(?:{MONTHS})\b")


def question_of_heading(heading: str) -> str:
    """The question that a heading such as "How the network began" stands for, or ""."""
    if re.match(r"Who [a-z]+ ", heading) and " and " not in heading:
        return f"{heading}?"
    asked = re.match(r"(How|What|Why|Where) (?=the |an? |[A-Z]|[a-z]+ )", heading)
    if not asked:
        return ""
    said = heading[asked.end() :]
    clause = clause_of(capitalized(said), lambda words: said.startswith(words[:1]))
    if (
        not clause
        or clause.auxiliary
        or clause.verb in ("count", "call")
        or (clause.verb == "have" and clause.rest)
        or not is_plain(clause.rest)
    ):
        return ""
    return " ".join(f"{asked[1]} {clause.do} {clause.subject} {clause.verb} {clause.rest}".split()) + "?"


def thing_of_heading(heading: str, is_name: IsName) -> str:
    """The thing that a heading names, as it stands within a sentence: "the municipal broadband network", or ""."""
    words = heading.split()
    said = [word.strip(",:").lower() for word in words]
    if (
        not 2 <= len(words) <= 8
        or _ON_PAPERS.search(heading.lower())
        or _NO_THING & set(said)
        or said[0] in _NO_BEGINNING
        or re.search(r"[:?\d]", heading)
    ):
        return ""
    return heading if is_name(" ".join(words[:2])) else f"{heading[:1].lower()}{heading[1:]}"


def names_of(text: str) -> list[str]:
    """The names of several words, or written as no word is, that stand within sentences; none of persons' offices."""
    return [
        found[0]
        for found in _NAMED.finditer(text)
        if not _MONTH.search(found[0])
        and not PERSON.search(found[0])
        and not _CUT.search(text[: found.start()])
        and not re.fullmatch(r"\w+ and \w+", found[0])
    ]
