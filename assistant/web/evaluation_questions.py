"""The questions of a run as HTML: which failed and how, with their answers and the pages that were found."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from assistant.one_line import one_line
from assistant.phrases import counted
from assistant.phrases.eval_types import EvalPhrases
from assistant.render.html_eval import answer_html, options_html, place_html
from assistant.web.evaluation_figures import scores_html
from corpus.words import plain
from evals.runs.failing import faults, is_evidence, with_claimed, with_made
from evals.runs.types import Found, Record
from evals.testsets.tags import values_of
from evals.testsets.types import Question

AT_ONCE = 25  # questions that are shown; more are a click away
LONGEST_WORDS = 200  # characters to look for


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions of a run are shown: failed ones only, those with a tag such as "kind=number", those that hold
    all the words; and how many of them at most."""

    failed: bool = True
    tag: str = ""
    words: str = ""
    limit: int = AT_ONCE


def wanted_from(sent: Any) -> Wanted:
    """What the page sends; what no page of ours sends counts as not chosen."""
    given = sent if isinstance(sent, dict) else {}
    tag, words, limit = (str(given.get(name) or "") for name in ("tag", "words", "limit"))
    number = int(limit) if limit.isascii() and limit.isdecimal() and len(limit) < 6 else AT_ONCE
    return Wanted(bool(given.get("failed")), tag, one_line(words)[:LONGEST_WORDS], max(1, number))


def found(records: Sequence[Record], wanted: Wanted) -> list[Record]:
    """The records that are wanted, in their order."""
    name, _, value = wanted.tag.partition("=")
    words = plain(wanted.words).split()
    return [
        record
        for record in records
        if (not wanted.failed or faults(record))
        and (not wanted.tag or value in values_of(record.question).get(name, ()))
        and all(word in _said_of(record) for word in words)
    ]


def filter_html(records: Sequence[Record], wanted: Wanted, said: EvalPhrases) -> str:
    """The form that chooses among the questions of a run."""
    words = said.read
    names = ("group", "kind", "language", "expected", "roundtable", "tag")
    tags = sorted(
        {f"{name}={each}" for record in records for name in names for each in values_of(record.question)[name] if each}
    )
    offered = options_html([("", words.any_tag), *((tag, tag) for tag in tags)], wanted.tag)
    checked = " checked" if wanted.failed else ""
    return (
        f'<h3 id="questions-heading" tabindex="-1">{words.questions}</h3><form id="filter-form">'
        f'<label class="check"><input type="checkbox" name="failed"{checked}> {words.only_failed}</label>'
        f'<label>{words.tag} <select name="tag">{offered}</select></label>'
        f'<label>{words.words} <input name="words" maxlength="{LONGEST_WORDS}" value="{escape(wanted.words)}"></label>'
        f"<button>{words.show}</button></form>"
    )


def questions_html(records: Sequence[Record], wanted: Wanted, said: EvalPhrases) -> str:
    """The wanted questions, each to be opened."""
    words, shown = said.read, found(records, wanted)
    if not shown:
        return f'<p class="hint" role="status">{words.none_found}</p>'
    count = counted(len(shown), words.found, said.language)
    items = "".join(f"<li>{question_html(each, said)}</li>" for each in shown[: wanted.limit])
    rest, more = len(shown) - wanted.limit, ""
    if rest > 0:
        label = words.more.format(count=min(rest, AT_ONCE))
        more = f'<button type="button" class="more-questions" data-limit="{wanted.limit + AT_ONCE}">{label}</button>'
    return f'<p class="count" role="status">{count}</p><ol class="questions">{items}</ol>{more}'


def question_html(record: Record, said: EvalPhrases, is_open: bool = False) -> str:
    """One question, folded: what is wrong with its answer, what was expected, what came, and what was found for it."""
    question, wrong = record.question, faults(record)
    tags = " · ".join(filter(None, (question.tags.group, question.tags.kind, question.language, *question.tags.more)))
    mark = f'<span class="good">✓ {said.read.as_expected}</span>'
    if wrong:
        mark = f'<span class="fault">✗ {_faults_text(wrong, said)}</span>'
    return (
        f'<details class="asked"{" open" if is_open else ""}><summary>'
        f"{asked_html(question)} {mark}"
        f'<span class="about">{escape(question.id)} · {escape(tags)}</span></summary>'
        f'<div class="beside"><div>{came_html(record, said)}</div><div>{expected_html(record, said)}</div></div>'
        f"{scores_html(sorted(record.scores.items()), said)}</details>"
    )


def asked_html(question: Question) -> str:
    """The words of a question, in its language."""
    return f'<strong lang="{escape(question.language)}">{escape(question.question)}</strong>'


def came_html(record: Record, said: EvalPhrases) -> str:
    """What the assistant said, and the pages that it had found."""
    words = said.read
    if record.error or not record.answer:
        answer = f'<p class="fault">{escape(words.not_asked.format(why=record.error))}</p>'
    else:
        answer = answer_html(record.answer, said)
    status = words.status.get(record.status, record.status)
    retrieved = "".join(f"<li>{_found_html(each, record, said)}</li>" for each in record.retrieved)
    pages = f"<ol>{retrieved}</ol>" if retrieved else f'<p class="hint">{words.nothing_retrieved}</p>'
    return (
        f'<h4>{words.answer} <span class="about">({escape(status)})</span></h4>{answer}'
        f'<details class="retrieved"><summary>{words.retrieved}</summary>{pages}</details>'
    )


def expected_html(record: Record, said: EvalPhrases) -> str:
    """What was expected, with what of it came, a good answer, and where it stands."""
    words, question = said.read, record.question
    head = f"<h4>{words.wanted.format(what=said.sets.expected[question.expected])}</h4>"
    earlier = _listed(words.earlier, [escape(each) for each in question.earlier])
    return head + earlier + points_html(record, said) + known_html(question, said)


def points_html(record: Record, said: EvalPhrases) -> str:
    """The key points, made or not, and the claims that must not be made."""
    words = said.read
    points = [
        f"{_sign(made, words.made if made else words.not_made)} {escape(point.text)}"
        + (f' <span class="about">({words.okay})</span>' if point.weight == "okay" else "")
        for point, made in with_made(record)
    ]
    claims = [
        f"{_sign(not claimed, words.made if claimed else words.not_claimed)} {escape(claim)}"
        for claim, claimed in with_claimed(record)
    ]
    return _listed(words.key_points, points) + _listed(words.forbidden, claims)


def known_html(question: Question, said: EvalPhrases) -> str:
    """A good answer, and where it stands."""
    words = said.read
    reference = f"<h5>{words.reference}</h5><p>{escape(question.reference)}</p>" if question.reference else ""
    places = [place_html(each.document, each.page, said) for each in question.places]
    return reference + _listed(words.evidence, places)


def _faults_text(wrong: Sequence[str], said: EvalPhrases) -> str:
    return "; ".join(said.read.faults.get(each, each) for each in wrong)


def _found_html(found: Found, record: Record, said: EvalPhrases) -> str:
    first = found.pages[0] if found.pages else None
    is_expected = is_evidence(record.question, found.document, found.pages)
    mark = f' <strong class="good">✓ {said.read.expected_page}</strong>' if is_expected else ""
    return place_html(found.document, first, said) + mark


def _listed(title: str, items: Sequence[str]) -> str:
    return f"<h5>{title}</h5><ul>{''.join(f'<li>{each}</li>' for each in items)}</ul>" if items else ""


def _sign(good: bool, text: str) -> str:
    return f'<span class="{"good" if good else "fault"}">{"✓" if good else "✗"} {text}:</span>'


def _said_of(record: Record) -> str:
    return plain(" ".join((record.question.id, record.question.question, str(record.answer.get("text") or ""))))
