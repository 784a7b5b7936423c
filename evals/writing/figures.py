"""The table of the three ways: what is answered, how much of it is known to be right, what the gate does, the time."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from assistant.types import EXTRACTIVE
from corpus.words import terms
from evals.answering import holds
from evals.quality.grounds import REFUSED
from evals.quality.research import holds_claim
from evals.quality.rows import Row, share
from evals.reports import is_right
from evals.statistics import mean, quantile
from evals.writing.ways import GATED, IN_QUOTES, OPEN, WAYS, Outcome, Shown

CIRCULAR = "circular: the gate lets through what this check supports"
NO_MODEL = "no model is asked"
FATES = {
    "withheld, in all": ("nothing", "quote", "rewritten"),
    "  rewritten by the model": ("rewritten",),
    "  replaced by a quote": ("quote",),
    "  left out": ("nothing",),
}


def figures(outcomes: Sequence[Outcome], labels: Mapping[str, bool]) -> Iterator[Row]:
    """Every figure for each way; those on sentences from `labels` too, where there are any."""
    by_way = {way: [each for each in outcomes if each.way == way] for way in WAYS}
    yield from _each(by_way, _answered)
    yield from of_sentences([shown for each in outcomes for shown in each.shown], labels)
    yield from _fates(by_way)
    yield from _each(by_way, _times)
    yield from _each(by_way, _tokens)


def _each(by_way: Mapping[str, list[Outcome]], rows: Callable[[str, list[Outcome]], Iterator[Row]]) -> Iterator[Row]:
    """The rows of each way, those of one figure together."""
    for together in zip(*(list(rows(way, own)) for way, own in by_way.items()), strict=True):
        yield from together


def _answered(way: str, own: list[Outcome]) -> Iterator[Row]:
    good = [each for each in own if each.question.answerable]
    given = [each for each in good if each.answer.status != REFUSED]
    yield share(way, "answered, of answerable questions", [each.answer.status != REFUSED for each in good])
    refused = [each.answer.status == REFUSED for each in own if not each.question.answerable]
    yield share(way, "refused, of unanswerable questions", refused)
    yield share(way, "an expected answer in the text, as it is", [holds(_text(e), e.question.answers) for e in good])
    yield share(way, "  by its numbers and most of its stems", [_says(each) for each in good])
    yield share(way, "a right place cited, where answered", [is_right(each.answer, each.question) for each in given])
    yield share(way, "sentences in an answer", [len(each.shown) for each in own if each.answer.status != REFUSED])
    worded = [each.answer.model != EXTRACTIVE for each in own if each.answer.status != REFUSED]
    yield share(way, "worded by the model, of answers", worded)


def _text(outcome: Outcome) -> str:
    return " ".join(each.text for each in outcome.shown)


def _says(outcome: Outcome) -> bool:
    stems = frozenset(terms(_text(outcome), "en"))
    return any(holds_claim(stems, each) for each in outcome.question.answers)


def of_sentences(shown: Sequence[Shown], labels: Mapping[str, bool]) -> Iterator[Row]:
    """Of the sentences that readers get, in all answers: what carries them, and whether it is the right place."""
    for way in WAYS:
        own = [each for each in shown if each.way == way]
        row = share(way, "sentences not supported, by assistant.verify", [not each.supported for each in own])
        yield Row(row.of, row.figure, row.found, note=row.note or (CIRCULAR if way == GATED else ""))
    for way in WAYS if labels else ():
        own = [each for each in shown if each.way == way]
        wrong = [not labels[key] for each in own if (key := key_of(each.text)) in labels]
        row = share(way, "sentences not supported, by readers", wrong)
        yield Row(row.of, row.figure, row.found, note=row.note or f"{len(wrong)} of {len(own)} sentences are labelled")
    for way in WAYS:
        yield share(way, "sentences without citation", [not each.cited for each in shown if each.way == way])
    for way in WAYS:
        right = [each.right_place for each in shown if each.way == way and each.right_place is not None]
        yield share(way, "sentences that cite a right place", right)


def _fates(by_way: Mapping[str, list[Outcome]]) -> Iterator[Row]:
    """Of the sentences that the model drafted, which are all shown where there is no gate."""
    drafted = sum(each.by_model for outcome in by_way[OPEN] for each in outcome.shown)
    stopped = [each.instead for outcome in by_way[GATED] for each in outcome.answer.withheld]
    for figure, fates in FATES.items():
        count = sum(each in fates for each in stopped)
        held = [True] * count + [False] * (drafted - count)
        yield share(GATED, figure, held if drafted >= count else [])
    problems = [each for each in by_way[GATED] if each.answer.problem]
    yield share(GATED, "answers with a problem", [each in problems for each in by_way[GATED] if _asked_model(each)])


def _asked_model(outcome: Outcome) -> bool:
    return outcome.answer.usage is not None


def _times(way: str, own: list[Outcome]) -> Iterator[Row]:
    """Of the questions that are not refused without asking a model; the same for each way."""
    times = [each for each in own if each.answer.status != REFUSED or _asked_model(each)]
    for word, of in (("first", [each.first_ms for each in times]), ("last", [each.last_ms for each in times])):
        for percent in (50, 95):
            figure = f"milliseconds to the {word} word, p{percent}"
            found = quantile(of, percent / 100) if of else None
            yield Row(way, figure, found, note="" if found else "nothing was answered")


def _tokens(way: str, own: list[Outcome]) -> Iterator[Row]:
    usages = [each.answer.usage for each in own if each.answer.usage]
    counts = {
        "requests an answer": [each.requests for each in usages],
        "tokens read, an answer": [each.input_tokens for each in usages],
        "tokens written, an answer": [each.output_tokens for each in usages],
    }
    for figure, values in counts.items():
        found = mean(values) if values else None
        yield Row(way, figure, found, note="" if found else NO_MODEL if way == IN_QUOTES else "no usage was told")


def read_labels(path: Path) -> dict[str, bool]:
    """What people say of sentences; lines that nobody has filled in are left out."""
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return {key_of(row["text"]): row["supported"] for row in rows if isinstance(row.get("supported"), bool)}


def key_of(text: str) -> str:
    return " ".join(text.split())
