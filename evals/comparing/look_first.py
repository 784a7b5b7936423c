"""Say in a few lines what to look at first in a run: what got worse, what is dangerous, and where failures lie."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from assistant.one_line import one_line
from evals.comparing.clusters import clusters, concentration
from evals.comparing.look_words import LOOK_WORDS, LookWords
from evals.comparing.types import REASONS, Compared, Comparison, Pair
from evals.runs.failing import faults, not_found, supported, with_claimed, with_made
from evals.runs.types import Record, Run

MOST = 7  # lines
DROPS, CLUSTERS = 2, 2  # lines of a kind at most
NAMED = 4  # questions of a line
LONGEST = 40  # characters of the name of a question or tag


def look_first(
    run: Run, comparison: Comparison | None = None, language: str = "en", titles: Mapping[str, str] | None = None
) -> list[str]:
    """At most seven lines, what matters most first; none if nothing stands out.

    With a comparison, whose run after is `run`, drops that are no chance come first, and of forbidden claims and vital
    key points those are told that are new. `titles` are the names of metrics in the language, else their own.
    """
    said = LOOK_WORDS.get(language, LOOK_WORDS["en"])
    records = run.records
    lines = (
        _counted(said.not_asked, [record for record in records if record.status == "error"], said),
        *(_drops(comparison, said, titles or {}) if comparison else ()),
        *(_came_out(comparison, said) if comparison else ()),
        _forbidden(records, comparison, said),
        _vital(records, comparison, said),
        _answered(records, said),
        _unsupported(records, said),
        _refused(records, said),
        *_clusters(records, said),
    )
    return list(islice((line for line in lines if line), MOST))


def _drops(comparison: Comparison, said: LookWords, titles: Mapping[str, str]) -> Iterator[str]:
    """The surest drops, one of each family of metrics: those of a family tell the same in other words."""
    worse = [each for each in comparison.metrics if each.significant and each.way == "worse"]
    worse.sort(key=lambda each: (each.corrected, -abs(_value(each))))
    of_families: dict[str, Compared] = {}
    for each in worse:
        of_families.setdefault(each.family, each)
    for each in islice(of_families.values(), DROPS):
        if each.one is None or each.other is None or each.p is None:
            continue
        line = said.fell if each.better == "higher" else said.rose
        title = one_line(titles.get(each.name, each.title))
        p = said.comma.join(f"{each.p:.3f}".split(".")) if each.p >= 0.001 else f"< {_number(0.001, said)}"
        where = _where(each, comparison.pairs, said)
        one, other = _number(each.one.value, said), _number(each.other.value, said)
        yield line.format(title=title, one=one, other=other, p=p, where=where).replace("p = <", "p <")


def _where(each: Compared, pairs: Sequence[Pair], said: LookWords) -> str:
    sign = 1 if each.better == "higher" else -1
    scored = [
        (pair.question, sign * (other - one))
        for pair, (one, other) in zip(pairs, each.values, strict=True)
        if one is not None and other is not None
    ]
    found = concentration([question for question, _ in scored], [gap for _, gap in scored])
    if found is None:
        return ""
    difference = f"{sign * found.difference:+.3f}".replace("-", "−").replace(".", said.comma)
    tag, value = said.tags[found.by], _short(found.value)
    return said.where.format(tag=tag, value=value, difference=difference, count=found.count, of=len(scored))


def _came_out(comparison: Comparison, said: LookWords) -> Iterator[str]:
    worse = [each for each in comparison.changed if each.way == "worse"]
    if worse:
        counts = Counter(each.reason for each in worse)
        reasons = ", ".join(
            said.reason.format(reason=said.reasons[reason], count=counts[reason])
            for reason in REASONS
            if counts[reason]
        )
        better = sum(each.way == "better" for each in comparison.changed)
        yield said.came_out.format(worse=len(worse), reasons=reasons, better=better)


def _forbidden(records: Sequence[Record], comparison: Comparison | None, said: LookWords) -> str:
    if comparison is None:
        return _counted(said.forbidden, [record for record in records if _claims(record)], said)
    newly = [pair.other for pair in comparison.pairs if _claims(pair.other) - _claims(pair.one)]
    return _counted(said.newly_forbidden, newly, said)


def _vital(records: Sequence[Record], comparison: Comparison | None, said: LookWords) -> str:
    if comparison is None:
        bare = [record for record in records if record.did == "answer" and _vital_made(record) == 0]
        return _counted(said.no_vital, bare, said)
    lost = [pair.other for pair in comparison.pairs if _vital_made(pair.one) and _vital_made(pair.other) == 0]
    return _counted(said.lost_vital, lost, said)


def _answered(records: Sequence[Record], said: LookWords) -> str:
    asked = [record for record in records if record.question.expected == "refuse"]
    return _counted(said.answered, [each for each in asked if each.did == "answer"], said, of=len(asked))


def _unsupported(records: Sequence[Record], said: LookWords) -> str:
    counts = {at: sum(not each for each in supported(record)) for at, record in enumerate(records)}
    worst = sorted((at for at, count in counts.items() if count), key=lambda at: -counts[at])
    return _counted(said.unsupported, [records[at] for at in worst], said, sentences=sum(counts.values()))


def _refused(records: Sequence[Record], said: LookWords) -> str:
    """Answerable questions that were refused or asked back, by whether a place of their evidence was found."""
    asked = [record for record in records if record.question.expected == "answer" and record.status != "error"]
    silent = [record for record in asked if record.did != "answer"]
    known = [record for record in silent if record.question.places]
    lost = sum(len(not_found(record)) == len(record.question.places) for record in known)
    numbers = {"of": len(asked), "found": len(known) - lost, "lost": lost, "unknown": len(silent) - len(known)}
    return _counted(said.refused, silent, said, **numbers)


def _clusters(records: Sequence[Record], said: LookWords) -> Iterator[str]:
    for each in clusters([(record.question, bool(faults(record))) for record in records])[:CLUSTERS]:
        tag, value = said.tags[each.by], _short(each.value)
        yield said.cluster.format(
            tag=tag, value=value, count=each.count, of=each.of, others=each.others, rest=each.rest
        )


def _claims(record: Record) -> set[str]:
    return {claim for claim, claimed in with_claimed(record) if claimed}


def _vital_made(record: Record) -> int | None:
    """How many vital key points are made; None if the question has none, or no answer is expected."""
    vital = [made for point, made in with_made(record) if point.weight == "vital"]
    return sum(vital) if vital and record.question.expected == "answer" else None


def _value(each: Compared) -> float:
    return each.difference.value if each.difference else 0.0


def _number(value: float, said: LookWords) -> str:
    return f"{value:.3f}".replace(".", said.comma)


def _counted(line: str, records: Sequence[Record], said: LookWords, **numbers: int) -> str:
    """The line with how many there are and the first of them by name; "" if there are none."""
    if not records:
        return ""
    return line.format(count=len(records), ids=_ids((each.question.id for each in records), said), **numbers)


def _ids(ids: Iterable[str], said: LookWords) -> str:
    names = [_short(id_) for id_ in ids]
    more = [said.more.format(count=len(names) - NAMED)] if len(names) > NAMED else []
    return ", ".join([*names[:NAMED], *more])


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
