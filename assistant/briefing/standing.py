"""Tell which sentences can be read by themselves in a briefing, and which figures are worth the name."""

import re
from dataclasses import replace
from functools import lru_cache

from assistant.compose import is_boilerplate
from assistant.evidence import CAPITAL_INSIDE, Candidate
from assistant.judging import Judge
from assistant.quotable import as_said, without_markers
from assistant.verify.dates import find_dates
from assistant.verify.quantities import Quantity, find_quantities
from assistant.writing.orders import is_to_an_assistant
from corpus.sentences import is_row, sentences

SHORTEST, LONGEST = 6, 70  # words of a statement
# What a number counts or names that is no figure: "paragraphs 12 to 16", "a document of 15 pages".
_OF_A_PAPER = (
    r"(?:pages?|paragraphs?|annex(?:es)?|sections?|chapters?|tables?|boxes|box|articles?|volumes?|editions?|no\.|n°)"
)
_PAPER_AFTER = re.compile(rf"\s*(?:{_OF_A_PAPER})\b", re.IGNORECASE)
_PAPER_BEFORE = re.compile(rf"\b{_OF_A_PAPER}\s*(?:numbered\s+)?(?:\d+\s*(?:to|and|–|-|à|et)\s*)?$", re.IGNORECASE)
# "From 9:30 to 18:30", "report 24/2023"
_TIME = re.compile(r"\b\d{1,2}[:h]\d{2}\b|\b\d{1,3}/(?:19|20)\d\d\b")
_LEANS_ON_OTHERS = re.compile(
    r"^(?:the (?:same|latter|former|other|first of these)|the (?:second|third)(?! (?:oecd )?roundtable)|this|that|these"
    r"|those|both|another|others|such|he|she|it|they|its|their|ce|cette|ces|celui|celle|il|elle|ils|elles"
    r"|(?:further|other|more) \w+ \w+)\b"
    # "At that time …", "In that test …", "The first way in which …": what it is of stands before it.
    r"|^(?:in|at|on|during|by|for|à|dans|lors de) (?:that|this|these|those|ce|cette|ces)\b"
    r"|^(?:the|a|an|la|le|une?) (?:first|second|third|fourth|fifth|sixth|premi\w+|deuxième|troisième|quatrième) "
    r"(?:\w+ )?(?:way|benefit|reason|point|task|step|barrier|pillar|objective|principle|avantage|raison|étape"
    r"|mani\w+)\b",
    re.IGNORECASE,
)
_LEANS_INSIDE = re.compile(
    r"\b(?:the|that) same\b|\b(?:le|la) même\b|\bthat (?:test|report|paper|page|project|plan|case|case study)\b"
    # Which article? The sentence before told.
    r"|\b(?:in|to|as|by|from|of) the (?:magazine |press |newspaper )?(?:article|notice|account|statement|text|blog)\b"
    r"|\bthat (?:19|20)\d\d\b|\bthis (?:is|was|means|meant|makes|made|approach|figure)\b"
    r"|\bdifferent (?:counts|figures)\b"
    r"|^(?:\S+ ){0,5}also\b"
    r"|\b(?:given|shown|traced|summari[sz]ed|described) here\b|\b(?:the|this) crisis\b",
    re.IGNORECASE,
)
# "… a game changer in four ways.": a sentence that counts and does not tell.
_COUNTS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|deux|trois|quatre|cinq|six|sept) (?:\w+ )?(?:ways?|points?"
    r"|reasons?|obstacles?|barriers?|elements?|pillars?|steps?|benefits?|aims?|goals?|objectives?|questions?|things"
    r"|principles?|kinds?|parts?|fields?|areas?|sessions?|annexes|categories|subjects|points|raisons|étapes|axes)\b",
    re.IGNORECASE,
)
_NUMBERS = {word: number for number, word in enumerate("two three four five six seven eight nine ten".split(), 2)}
_NUMBERS |= {word: number for number, word in enumerate("deux trois quatre cinq six sept".split(), 2)}
_TELLS = re.compile(r"[:,;]\s|\b(?:namely|such as|from|which are|à savoir|dont)\b", re.IGNORECASE)


def can_stand(candidate: Candidate, judge: Judge) -> bool:
    """Whether the sentence can be read by itself: whole, no notice nor row of a table, and leaning on no other."""
    # A notice that begins with "This" comes with the sentence before it.
    parts = sentences(candidate.text, candidate.hit.document.language)
    if any(is_boilerplate(replace(candidate, start=candidate.start + start), judge.index) for start, _ in parts):
        return False
    # A row is often no statement, but the place of a figure or a line of a list; and its header stays behind.
    if is_row(candidate.text):
        return False
    text = as_said(candidate.text)
    if not SHORTEST <= len(text.split()) <= LONGEST:
        return False
    if not text[:1].isalpha() or text[:1].islower() or not text.rstrip('”"»)’ ').endswith((".", "!")):
        return False
    if _LEANS_ON_OTHERS.match(text) or _LEANS_INSIDE.search(text) or is_to_an_assistant(text):
        return False
    counted = _COUNTS.search(text)
    return not counted or _tells_all(text, counted)


def _tells_all(text: str, counted: re.Match[str]) -> bool:
    """Whether a sentence that counts goes on to tell: of a list with its items, as many as it counts."""
    rest = text[counted.end() :]
    items = rest.partition(":")[2].split(";") if ":" in rest else []
    few = 1 < len(items) < _NUMBERS.get(counted.group().split()[0].lower(), 0)
    return bool(_TELLS.search(rest)) and not few


def names_its_subject(text: str) -> bool:
    """Whether a reader knows what it is about without its source: "The city opened …" needs the name of the city."""
    if not text.startswith(("The ", "Its ", "A ", "An ", "Le ", "La ", "Les ", "Une ", "Un ")):
        return True
    return bool(CAPITAL_INSIDE.search(text)) or has_figure(text)


def has_figure(text: str) -> bool:
    """Whether the text has a figure in digits: no year, date or ordinal, and no number of a page or an annex."""
    text = _TIME.sub(" ", without_markers(text))
    return any(
        not each.in_words and not _PAPER_AFTER.match(text[each.end :]) and not _PAPER_BEFORE.search(text[: each.start])
        for each in quantities(text)
    )


def figures_in(text: str) -> frozenset[float]:
    """All numbers of the text but years, dates and ordinals."""
    return frozenset(max(each.readings) for each in quantities(text))


@lru_cache(maxsize=4096)  # each statement is asked many times
def quantities(text: str) -> list[Quantity]:
    text = without_markers(text)
    return [each for each in find_quantities(text, find_dates(text)) if not each.ordinal and not each.bare_year]
