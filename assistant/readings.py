"""What an ambiguous question may mean: "the roundtable" where there are four, "the report" where there are ten."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.evidence import YEAR, Candidate
from assistant.phrases import nth, phrases
from assistant.question import Question, content_of, roundtables_in
from assistant.subject import ROUNDTABLE
from corpus.types import Document, Filters, Hit
from corpus.words import capitalized, plain

MOST_CHOICES = 6
MOST_WORDS_OF_ANY_REPORT = 2  # such as "recommend" and "data": what many a report may answer

_NAMED_ON = r"(?:\s+on\s+smart\s+cities(?:\s+and\s+inclusive\s+growth)?|\s+sur\s+les\s+villes\s+intelligentes)?"
_THE_ROUNDTABLE = re.compile(
    rf"\b(?:the|this|that|la|cette)\s+(?:oecd\s+)?(?:roundtable|table\s+ronde)(?:\s+de\s+l['’]ocde)?{_NAMED_ON}"
    r"(?!\s+(?:programme|program|series|network|community)\b)(?=\s*[?.,;:!]|\s+[a-zà-ÿ]|\s*$)",
    re.IGNORECASE,
)
# What is true of one meeting, and not of the programme of meetings: its day, its room, its speakers.
_OF_A_MEETING = re.compile(
    r"\b(?:held|took place|take place|taking place|happen\w*|met|meet|spoke|speak|speakers?|speech\w*|attend\w*"
    r"|participa\w*|opened|hosted?|venue|room|agenda|sessions?|theme|topics?|keynotes?|panel\w*|organi[sz]ed|online|conclu\w*"
    r"|takeaways?|discuss\w*|a(?:-t-elle)? eu lieu|s'est[ -]tenue|tenue|intervenants?|orateurs?|theme|ordre du jour"
    r"|parle|organisee?|dure|duree|last|long)\b"
)
_ABOUT = re.compile(
    r"(?P<asked>what\s+(?:was|is))\s+(?P<what>(?:the|that)\b.{1,60}?)\s+(?:all\s+)?about\s*\?*", re.IGNORECASE
)
# "Who comes to the roundtable?" asks of all of them.
_PAST = re.compile(
    r"\b(?:was|were|did|had|took|spoke|met|gave|opened|attended|hosted|organi[sz]ed|participated|discussed|happened"
    r"|concluded|lasted|a-t-elle|eu lieu|etait|etaient|ont|s'est|fut|a (?:parle|organise|dure|participe|ouvert))\b"
)
_OF_ANY_MEETING = frozenset("held took take place happen happened meet met eu lieu tenue parle".split())
_BY_YEAR = re.compile(
    r"\b(?:the|la)\s+((?:19|20)\d\d)\s+(?:oecd\s+)?roundtable\b"
    rf"|\b(?:the|la)\s+(?:oecd\s+)?(?:roundtable|table\s+ronde){_NAMED_ON}(?:\s+held)?\s+(?:of|in|from|de|en)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_COUNTS = {2: ("two", "deux"), 3: ("three", "trois"), 4: ("four", "quatre"), 5: ("five", "cinq"), 6: ("six", "six")}
_ALL_ROUNDTABLES = re.compile(
    rf"\b(?:the|all(?:\s+the)?|les)\s+(?P<count>\d|{'|'.join(sum(_COUNTS.values(), ()))})?\s*"
    rf"(?:oecd\s+)?(?:roundtables|tables\s+rondes){_NAMED_ON}(?!\s+(?:of|in|\d|nos?\b))",
    re.IGNORECASE,
)
_THE_DOCUMENT = re.compile(
    r"\b(the|this|that|le|ce)\s+(?:oecd\s+)?(paper|report|rapport)\b(?=\s*[?.,;:!]|\s*$|\s+(?!of\b|on\b|by\b|from\b|for\b|that\b"
    r"|which\b|called\b|titled\b|entitled\b|with\b|de\b|du\b|des\b|sur\b|par\b|qui\b|intitul)[a-zà-ÿ])",
    re.IGNORECASE,
)
_THE_KIND_OF_DOCUMENT = re.compile(
    r"\bthe\s+(?!(?:same|first|second|next|last|other|latest|oecd)\b)[a-z-]+\s+(?:paper|report)\b(?=\s*[?.,;:!]|\s*$"
    r"|\s+(?!of\b|on\b|by\b|from\b|for\b|that\b|which\b|called\b|titled\b|entitled\b|with\b)[a-z])"
)
_THE_THING = re.compile(r"\b(?:the|le|la)\s+\w+|\bl['’]\w+", re.IGNORECASE)
_ANY_ROUNDTABLE = re.compile(r"\broundtables?\b|\btables?\s+rondes?\b", re.IGNORECASE)
_SUBTITLE = re.compile(r": | \(")


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that a question may mean: its name, the question that asks for just this, and where to look."""

    name: str
    text: str
    filters: Filters


def of_roundtables(question: Question, documents: Iterable[Document], filters: Filters) -> tuple[Reading, ...]:
    """A reading for each roundtable, the latest first, if the question asks of one meeting and not of which.

    () if it does not, if it is about the Roundtable as a programme, or if there are fewer than two.
    """
    numbers = {each.roundtable for each in documents if each.kind == "roundtable" and each.roundtable}
    if len(numbers) < 2 or question.roundtables or filters.roundtable or YEAR.search(question.text):
        return ()
    asked = plain(question.text)
    if not (_THE_ROUNDTABLE.search(question.text) and _PAST.search(asked)):
        return ()
    if not _OF_A_MEETING.search(asked) and not _asks_only_when_or_where(question):
        return ()
    return _of_each(numbers, _THE_ROUNDTABLE, question)


def _asks_only_when_or_where(question: Question) -> bool:
    """Whether "When was the roundtable?" is all that is asked."""
    rest = content_of(_THE_ROUNDTABLE.sub(" ", question.text), question.language)
    return not rest and question.kind in ("date", "place")


def of_other_roundtables(question: Question, documents: Iterable[Document]) -> tuple[Reading, ...]:
    """The same question of each roundtable that the documents are about, the latest first, if it asks of one that
    they are not about, and asks no more than what or when it was; else ()."""
    numbers = {each.roundtable for each in documents if each.kind == "roundtable" and each.roundtable}
    rest = content_of(ROUNDTABLE.sub(" ", question.text), question.language)
    if len(question.roundtables) != 1 or numbers & set(question.roundtables) or set(rest) - _OF_ANY_MEETING:
        return ()
    return _of_each(numbers, ROUNDTABLE, question)


def of_places(question: Question, chosen: Sequence[Candidate], filters: Filters) -> tuple[Reading, ...]:
    """A reading for each place that the chosen sentences are about, the best first, if the question asks for "the
    mayor" or "the budget" and names nobody's; else ()."""
    asked = _THE_THING.search(question.text)
    if not asked or question.names or question.numbers or question.roundtables or filters.place or filters.document:
        return ()
    if len(content_of(question.text, question.language)) > 1 or _ANY_ROUNDTABLE.search(question.text):
        return ()
    # A roundtable's place is where it met, and not what it was about.
    about = [each.hit.document.places[:1] for each in chosen if each.hit.document.kind != "roundtable"]
    places = list(dict.fromkeys(place for one in about for place in one))
    if len(places) < 2:
        return ()
    bare, wording = question.text.rstrip(" ?!."), phrases(question.language).of_a_place
    return tuple(
        Reading(place, wording.format(question=bare, place=place), Filters(place=(place,)))
        for place in places[:MOST_CHOICES]
    )


def _of_each(numbers: Iterable[int], named: re.Pattern[str], question: Question) -> tuple[Reading, ...]:
    return tuple(
        Reading(
            nth(number, question.language),
            capitalized(named.sub(nth(number, question.language), question.text, count=1)),
            Filters(roundtable=(number,)),
        )
        for number in sorted(numbers, reverse=True)
    )


def of_documents(
    question: Question,
    documents: Iterable[Document],
    hits: Sequence[Hit],
    chosen: Sequence[Candidate],
    filters: Filters,
) -> tuple[Reading, ...]:
    """A reading for each report, the nearest first, if the question says "the report" and not which; of "the yellow
    report" one for each that the chosen sentences are from.

    () if it asks for enough by itself: "What obstacles to using city data does the paper list?" is met by one only.
    """
    reports = {each.id: each for each in documents if each.kind == "report"}
    found = _THE_DOCUMENT.search(question.text)
    if not found:
        found = _THE_KIND_OF_DOCUMENT.search(question.text)
        answering = {each.hit.document.id for each in chosen}
        reports = {id_: report for id_, report in reports.items() if id_ in answering}
    if not found or len(reports) < 2 or filters.document or YEAR.search(question.text) or question.phrases:
        return ()
    rest = f"{question.text[: found.start()]} {question.text[found.end() :]}"
    if len(content_of(rest, question.language)) > MOST_WORDS_OF_ANY_REPORT:
        return ()
    nearest = dict.fromkeys((*(hit.document.id for hit in hits), *reports))
    kept = [reports[id_] for id_ in nearest if id_ in reports][:MOST_CHOICES]
    names = [short_title(each) for each in kept]
    # "Annual report: 2019" and "Annual report: 2020" would both read "Annual report".
    names = [each.title if names.count(name) > 1 else name for each, name in zip(kept, names, strict=True)]
    opening, closing = ("« ", " »") if question.language == "fr" else ("“", "”")
    return tuple(
        Reading(
            name,
            f"{question.text[: found.end()]} {opening}{name}{closing}{question.text[found.end() :]}",
            Filters(document=(each.id,)),
        )
        for each, name in zip(kept, names, strict=True)
    )


def numbered_by_year(text: str, documents: Iterable[Document]) -> str:
    """The text with "the 2019 roundtable" called by its number, if there was just one in that year."""
    held = _roundtables_by_year(documents)

    def numbered(found: re.Match[str]) -> str:
        numbers = held.get(_year(found), set())
        language = "fr" if found.group().lower().startswith("la") else "en"
        return nth(min(numbers), language) if len(numbers) == 1 else found.group()

    return _BY_YEAR.sub(numbered, text)


def all_numbered(text: str, documents: Iterable[Document]) -> str:
    """The text with "the roundtables" called by their numbers, if there are several: each is then looked at."""
    numbers = sorted({each.roundtable for each in documents if each.kind == "roundtable" and each.roundtable})
    found = _ALL_ROUNDTABLES.search(text)
    if not found or not 1 < len(numbers) <= MOST_CHOICES:
        return text
    if found.group("count") and found.group("count").lower() not in (str(len(numbers)), *_COUNTS.get(len(numbers), ())):
        return text  # "the two roundtables" of four: which ones?
    french = found.group().lower().startswith("les")
    words = [nth(number, "fr" if french else "en").split()[1] for number in numbers]
    named = f"{', '.join(words[:-1])} {'et' if french else 'and'} {words[-1]}"
    named = f"les {named} tables rondes" if french else f"the {named} roundtables"
    return text[: found.start()] + named + text[found.end() :]


def asking_for_the_theme(text: str) -> str:
    """ "What was the 3rd roundtable about?" as what meetings are about is written down: "What was the theme of …?";
    any other question as it is."""
    found = _ABOUT.fullmatch(text.strip())
    if not found or not roundtables_in(found["what"]):
        return text
    return f"{found['asked']} the theme of {found['what']}?"


def roundtable_of_no_year(text: str, documents: Iterable[Document]) -> str:
    """ "the 2027 roundtable" in the text, if the documents know roundtables by their years and none of that one."""
    held = _roundtables_by_year(documents)
    found = _BY_YEAR.search(text)
    return found.group() if found and held and _year(found) not in held else ""


def _roundtables_by_year(documents: Iterable[Document]) -> dict[str, set[int]]:
    held: dict[str, set[int]] = {}
    for each in documents:
        if each.kind == "roundtable" and each.roundtable and each.date:
            held.setdefault(each.date[:4], set()).add(each.roundtable)
    return held


def _year(found: re.Match[str]) -> str:
    return found.group(1) or found.group(2)


def short_title(document: Document) -> str:
    """The title without what is added to it after a colon or in brackets."""
    return _SUBTITLE.split(document.title, maxsplit=1)[0]
