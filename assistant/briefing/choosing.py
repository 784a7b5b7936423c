"""Choose the statements of a section: for each aspect the best, within the room there is, and none twice."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.briefing.gather import SIGNS, Statement, Topic, distinct, for_aspect, holds
from assistant.briefing.standing import names_its_subject
from assistant.briefing.types import Aspect, Form, Planned
from assistant.period import years_of
from assistant.subject import places_in

CUE_ABOVE = 0.08  # less than a cue in the sentence itself: it stands in the heading above
CUE = 0.2
SHORT_HEADING = 4  # words; a longer one tells of several things, and each sentence below it of one
FOR_AUDIENCE = 0.12
ANOTHER_OF_ITS_DOCUMENT = 0.07  # taken off for each statement of the same document that is chosen already
LEAST_FIT = 0.55  # of the best statement's score for the same aspect
MOST_IN_CELL = 2
LONG_IN_CELL = 45  # words


@dataclass(frozen=True, slots=True)
class Chosen:
    """A statement and the name of the aspect that it was chosen for."""

    statement: Statement
    aspect: str


def ranked_for(topic: Topic, aspect: Aspect, pool: Sequence[Statement], audience: Sequence[str]) -> list[Statement]:
    """The statements that answer the aspect, best first. One with words has only statements that hold one of them;
    one without is answered where its own question, or the topic, is."""
    ranked = []
    for each in for_aspect(topic, aspect, pool):
        bonus = _cue(aspect, each)
        if (aspect.words and not bonus) or (each.is_caution and not aspect.cautions):
            continue
        if "@" in aspect.words and not _of_a_place(each, topic):
            continue
        bonus += FOR_AUDIENCE * holds(audience, each.text) if audience else 0.0
        ranked.append(replace(each, score=each.score + bonus))
    return sorted(ranked, key=lambda each: -each.score)


def choose(
    topic: Topic, aspects: Sequence[Aspect], form: Form, pool: Sequence[Statement], room: int,
    said: Sequence[Statement], audience: Sequence[str] = (),
) -> tuple[list[Chosen], list[str]]:  # fmt: skip
    """The statements for the aspects, which take turns until about `room` words are used, at least one of each that
    has any; and the names of the aspects that have none. None says what one of `said` says."""
    waiting = {place: ranked_for(topic, aspect, pool, audience) for place, aspect in enumerate(aspects)}
    best = {place: ranked[0].score for place, ranked in waiting.items() if ranked}
    answered: set[int] = set()
    chosen: list[Chosen] = []
    used, first_round = 0, True
    while any(waiting.values()) and (used < room or first_round):
        for place, ranked in waiting.items():
            taken = [each.statement for each in chosen]
            found = _next(ranked, form, taken, said, LEAST_FIT * best.get(place, 0.0))
            if found is None:
                ranked.clear()
            elif used < room or first_round:
                ranked.remove(found)
                chosen.append(Chosen(found, aspects[place].name))
                answered.add(place)
                used += len(found.text.split())
        first_round = False
    return chosen, [aspect.name for place, aspect in enumerate(aspects) if place not in answered]


def specific_first(plans: Sequence[Planned], pool: Sequence[Statement]) -> list[int]:
    """The places of the sections in the order in which they should choose.

    First come points on anything, such as key messages: they are the best of all. Then those for which the fewest
    statements can stand, so that figures do not take the few that tell of risks; last, paragraphs on anything.
    """

    def can_say(planned: Planned) -> int:
        if planned.form in ("table", "missing"):
            return 0
        if planned.form == "points" and not any(aspect.words for aspect in planned.aspects):
            return 0
        return sum(any(not aspect.words or _cue(aspect, each) for aspect in planned.aspects) for each in pool)

    return sorted(range(len(plans)), key=lambda place: (can_say(plans[place]), place))


def of_cell(
    topic: Topic, aspect: Aspect, pool: Sequence[Statement], said: Sequence[Statement], most: int = MOST_IN_CELL
) -> list[Chosen]:
    """The statements for a cell of a table: few, and short ones first."""
    ranked = ranked_for(topic, aspect, pool, ())
    ranked = [each for each in ranked if len(each.text.split()) <= LONG_IN_CELL]
    best = ranked[0].score if ranked else 0.0
    kept = distinct((each for each in ranked if each.score >= LEAST_FIT * best), said)
    return [Chosen(each, aspect.name) for each in kept[:most]]


def by_year(pool: Sequence[Statement], now: int, of_each: int, room: int) -> Iterator[tuple[int, list[Statement]]]:
    """The statements that name a year, under the last year that they name, in the order of time; the best are taken
    first, until about `room` words are used."""
    kept: dict[int, list[Statement]] = {}
    used = 0
    for each in pool:
        years = [year for year in years_of(each.candidate) if year <= now]
        if not years or used >= room or each.is_caution or not names_its_subject(each.text):
            continue
        row = kept.setdefault(max(years), [])
        if len(row) < of_each:
            row.append(each)
            used += len(each.text.split())
    yield from sorted(kept.items())


def _next(
    ranked: Sequence[Statement], form: Form, taken: Sequence[Statement], said: Sequence[Statement], least: float
) -> Statement | None:
    """The best that says something new; each document that has had its say stands back a little."""

    def standing(each: Statement) -> float:
        return each.score - ANOTHER_OF_ITS_DOCUMENT * sum(other.document == each.document for other in taken)

    # What stands back is no worse for it: of one document alone all may be said.
    able = [each for each in ranked if each.score >= least and (form == "sources" or names_its_subject(each.text))]
    for each in sorted(able, key=lambda each: -standing(each)):
        if distinct([each], (*said, *taken)):
            return each
    return None


def _of_a_place(statement: Statement, topic: Topic) -> bool:
    """Whether it names a place that the collection knows, or stands in a document about one."""
    if statement.candidate.hit.document.places and statement.candidate.hit.document.kind == "case-study":
        return True
    return bool(places_in(statement.text, topic.judge.index.places))


def _cue(aspect: Aspect, statement: Statement) -> float:
    if not aspect.words:
        return 0.0
    if holds(aspect.words, statement.text) or set(aspect.words) == {"@"}:
        return CUE
    heading = " ".join(statement.candidate.hit.passage.section[-1:])
    short = 0 < len(heading.split()) <= SHORT_HEADING
    return CUE_ABOVE if short and holds([word for word in aspect.words if word not in SIGNS], heading) else 0.0
