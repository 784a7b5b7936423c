"""See what a reader must know of the evidence: sources that differ, figures of long ago, statements of one source."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from assistant.briefing.gather import Statement, Topic, distinct, same
from assistant.briefing.standing import figures_in, has_figure
from assistant.briefing.types import Claim, Gap, GapKind, Section
from assistant.briefing.words import brief_words
from assistant.compose import citations_of
from assistant.evidence import YEAR, Candidate
from assistant.figures import differ
from assistant.question import Question
from assistant.types import Citation

OLD = 5  # years
FIRST_YEAR = 1950  # "1800 lamps" are no year
# Two statements are on one thing if they share so many of their words but for the figures (Jaccard), and mean nearly
# the same.
SAME_THING, NEARLY_THE_SAME = 0.55, 0.93
ON_ITS_SUBJECT = 0.35  # of the words of a caution, for it to be on what a statement tells
NO_COUNT = 10  # a smaller number may be of anything
# A document on its sources: "the two accounts disagree".
_DISAGREE = re.compile(
    r"\b(?:disputed|disagree\w*|contradict\w*|opposite|differs?|different sources|diverge\w*|diffèrent)\b"
    r"|\bse contredi\w*|\bis given as .{3,80} and as\b",
    re.IGNORECASE,
)
_CAUTIONS = re.compile(
    r"\b(?:not|no|nor|cannot|never|only|alone|without|different|disputed|unclear|uncertain|must|should"
    r"|one (?:press|source)|c[oa]mes? from|rests? on|belongs? to|ne|pas|aucun\w*|seule?s?|incertain\w*|repose\w*)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|from|after|depuis)\s+(?:19|20)\d\d\b", re.IGNORECASE)  # is no year of the figure
# Less than for one thing said twice is enough for another document to speak for a statement.
TOLD_TOO, SHARED_TOO = 0.9, 0.22
SHORTENED = 160  # characters
MOST_OF_A_KIND = 8


def gaps(
    sections: Sequence[Section], said: Sequence[Statement], pool: Sequence[Statement], topic: Topic, language: str
) -> tuple[Gap, ...]:
    """The gaps of what is written: `said` are its statements and `pool` all that the collection has on the topic."""
    claims = [claim for section in sections for group in section.groups for claim in group.claims]
    found = [
        *_differing(said, pool, topic, language),
        *_cautions(said, pool, topic),
        *_old(claims, language),
        *_alone(claims, said, pool, language),
    ]
    return tuple(found)


def _differing(said: Sequence[Statement], pool: Sequence[Statement], topic: Topic, language: str) -> Iterator[Gap]:
    told: set[frozenset[tuple[str, int, int]]] = set()
    for one in said:
        for other in (*said, *pool):
            pair = frozenset((one.key, other.key))
            if len(pair) < 2 or pair in told or len(told) >= MOST_OF_A_KIND:
                continue
            near = float(one.vector @ other.vector) >= NEARLY_THE_SAME
            if near and _differ(one.candidate, other.candidate, topic.question):
                told.add(pair)
                text = brief_words(language).differs.format(one=_short(one.text), other=_short(other.text))
                yield Gap("differs", text, (*_cited(one, topic), *_cited(other, topic)))


def _cautions(said: Sequence[Statement], pool: Sequence[Statement], topic: Topic) -> Iterator[Gap]:
    """What the documents say themselves of the limits of what is told here, each caution once."""
    found = [each for each in pool if each.is_caution and _CAUTIONS.search(each.text)]
    found = [each for each in found if any(_is_on(each, other) for other in said)]
    for each in distinct(found, said)[:MOST_OF_A_KIND]:
        kind: GapKind = "differs" if _DISAGREE.search(each.text) else "caution"
        yield Gap(kind, each.text, tuple(_cited(each, topic)))


def _is_on(caution: Statement, told: Statement) -> bool:
    """Whether a caution of a document is on something that is told from it: a figure, or most of its own words."""
    if caution.document != told.document or caution.key == told.key:
        return False
    if any(figure >= NO_COUNT for figure in figures_in(caution.text) & figures_in(told.text)):
        return True
    words = _words(caution.candidate)
    return len(words & _words(told.candidate)) >= ON_ITS_SUBJECT * len(words)


def _differ(one: Candidate, other: Candidate, question: Question) -> bool:
    """Whether the two give different figures for the same thing."""
    mine, theirs = _words(one), _words(other)
    shared = mine & theirs
    years, other_years = set(YEAR.findall(one.text)), set(YEAR.findall(other.text))
    if years and other_years and not years & other_years:
        return False  # of another year
    if len(shared) < 3 or len(shared) < SAME_THING * len(mine | theirs):
        return False
    asked = replace(question, terms=tuple(sorted(shared)), kind="number", text="", roundtables=())
    return differ(asked, one, other) is not None


def _words(candidate: Candidate) -> frozenset[str]:
    return frozenset(term for term in candidate.terms if not any(map(str.isdigit, term)))


def _old(claims: Sequence[Claim], language: str) -> Iterator[Gap]:
    """Figures of more than five years ago: by the last year that the sentence names, or else by its document's date."""
    now, count = datetime.now(UTC).year, 0
    for claim in claims:
        if not has_figure(claim.text):
            continue
        years = [int(year) for year in YEAR.findall(_SINCE.sub("", claim.text)) if FIRST_YEAR <= int(year) <= now]
        dated = (claim.citations[0].document.date or "")[:4] if claim.citations else ""
        year = max(years) if years else int(dated) if dated.isdecimal() else now
        if now - year > OLD and count < MOST_OF_A_KIND:
            count += 1
            yield Gap("old", brief_words(language).old.format(year=year, text=_short(claim.text)), claim.citations)


def _alone(
    claims: Sequence[Claim], said: Sequence[Statement], pool: Sequence[Statement], language: str
) -> Iterator[Gap]:
    """One gap that gathers the statements which no other document of the collection says too."""
    known = {(each.candidate.hit.passage.id, " ".join(each.candidate.text.split())): each for each in said}
    alone = []
    for claim in claims:
        told = [known[key] for key in ((each.passage, each.quote) for each in claim.citations) if key in known]
        documents = {citation.document.id for citation in claim.citations}
        if len(documents) == 1 and not any(_said_elsewhere(each, pool) for each in told):
            alone.append(claim)
    if alone:
        text = brief_words(language).single.format(count=len(alone), of=len(claims))
        yield Gap("single", text, tuple(claim.citations[0] for claim in alone))


def _said_elsewhere(statement: Statement, pool: Sequence[Statement]) -> bool:
    return any(
        other.document != statement.document and (same(other, statement) or _says_nearly(other, statement))
        for other in pool
    )


def _says_nearly(one: Statement, other: Statement) -> bool:
    mine, theirs = _words(one.candidate), _words(other.candidate)
    near = float(one.vector @ other.vector) >= TOLD_TOO and len(mine & theirs) >= SHARED_TOO * len(mine | theirs)
    figures, also_figures = figures_in(one.text), figures_in(other.text)
    return near and (figures <= also_figures or also_figures <= figures)


def _cited(statement: Statement, topic: Topic) -> list[Citation]:
    each = statement.candidate
    return citations_of(each.hit, each.start, each.end, topic.judge.index, 1)


def _short(text: str) -> str:
    return text if len(text) <= SHORTENED else text[:SHORTENED].rsplit(" ", 1)[0] + " …"
