"""Judge the answers of a run one by one, and say how far those who judge agree."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.one_line import one_line
from assistant.phrases import PagePhrases
from assistant.phrases.eval_types import EvalPhrases
from assistant.phrases.eval_words import eval_phrases
from assistant.render.html_brief_page import warning_html
from assistant.render.html_eval import note_html
from assistant.web.desk import Desk
from assistant.web.evaluation_handling import CLEARED, Seen, home, place_of, store_of, why
from assistant.web.evaluation_judging_html import (
    Judging,
    agreement_html,
    done_html,
    judge_head_html,
    judge_html,
    reviewer_html,
)
from corpus.errors import RoundtableError
from evals.judging.agreeing import among_people, program_with_people
from evals.judging.judgements import FILE, Judgements, key_of
from evals.runs.types import Record, Run

LONGEST_SENT = 200_000  # characters of what the page sends
SAID = {"yes": True, "no": False}


def judgements_of(desk: Desk) -> Judgements:
    return Judgements(desk.settings.evaluations / FILE)


def begun(desk: Desk, page: PagePhrases, may: bool, id_: str) -> Seen:
    """Who judges is asked for; those who may not judge see how far others agree."""
    said = eval_phrases(page.language)
    try:
        run = store_of(desk).load(id_)
    except RoundtableError as error:
        return home(desk, page, may, warning_html(why(error, said)))
    form = reviewer_html(run, "", said) if may else f'<p class="hint">{said.start.only_reading}</p>'
    return _shown(desk, run, form, "", said)


def next_one(desk: Desk, page: PagePhrases, may: bool, sent: Any) -> Seen:
    """The answer that the reviewer has asked for, or else one that they have not judged."""
    said, asked = eval_phrases(page.language), _given(sent)
    if not may:
        return Seen(told=warning_html(page.library.not_allowed))
    reviewer = one_line(str(asked.get("reviewer") or ""))
    if not reviewer:
        return Seen(told=warning_html(said.judge.reviewer_missing))
    try:
        run = store_of(desk).load(str(asked.get("run") or ""))
        return _shown(desk, run, _form(desk, run, reviewer, asked, said), "", said)
    except RoundtableError as error:
        return Seen(told=warning_html(why(error, said)))


def judged(desk: Desk, page: PagePhrases, may: bool, sent: Any) -> Seen:
    """Keeps the judgement, and shows the next answer; a line on why it was not kept, and the form as it is."""
    said, given = eval_phrases(page.language), _given(sent)
    if not may:
        return Seen(told=warning_html(page.library.not_allowed))
    try:
        run = store_of(desk).load(str(given.get("run") or ""))
        record = _record(run, str(given.get("answer") or ""))
        if record is None:
            return Seen(told=warning_html(said.runs.gone))
        usefulness = str(given.get("usefulness") or "")
        kept = judgements_of(desk).give(
            record,
            str(given.get("reviewer") or ""),
            _values(given.get("points")),
            _values(given.get("sentences")),
            int(usefulness) if usefulness in ("1", "2", "3", "4", "5") else None,
            str(given.get("note") or ""),
        )
        asked = {"skipped": given.get("skipped")}
        return _shown(desk, run, _form(desk, run, kept.reviewer, asked, said), note_html(said.judge.saved), said)
    except RoundtableError as error:
        return Seen(told=warning_html(why(error, said)))


def _shown(desk: Desk, run: Run, form: str, told: str, said: EvalPhrases) -> Seen:
    try:
        kept = judgements_of(desk).of_run(run)
        agreed = [*among_people(kept), *program_with_people(run, kept)] if kept else []
        agreement = agreement_html(agreed, said)
    except RoundtableError as error:
        agreement = warning_html(str(error))
    return replace(
        CLEARED,
        told=told,
        head=judge_head_html(run, said),
        body=form,
        questions=agreement,
        place=place_of(run=run.id, judge="yes"),
    )


def _form(desk: Desk, run: Run, reviewer: str, asked: Mapping[str, Any], said: EvalPhrases) -> str:
    kept = judgements_of(desk)
    skipped = [str(each) for each in asked.get("skipped") or ()] if isinstance(asked.get("skipped"), list) else []
    own = [each for each in kept.of_reviewer(reviewer) if _record(run, each.answer)]
    record = _record(run, str(asked.get("answer") or "")) or kept.next_for(run, reviewer, skipped)
    if record is None:
        return done_html(run, reviewer, len(own), said)
    key = key_of(record)
    at = next((place for place, each in enumerate(own) if each.answer == key), None)
    earlier = own[0 if at is None else at + 1 :]
    return judge_html(
        run,
        Judging(
            record,
            key,
            reviewer,
            len(own),
            own[at] if at is not None else None,
            earlier[0].answer if earlier else "",
            skipped,
        ),
        said,
    )


def _record(run: Run, key: str) -> Record | None:
    return next((record for record in run.records if key_of(record) == key), None) if key else None


def _given(sent: Any) -> Mapping[str, Any]:
    """The object that the page sends as JSON; {} for what is none."""
    if not isinstance(sent, str) or len(sent) > LONGEST_SENT:
        return {}
    try:
        data = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _values(sent: Any) -> Sequence[bool | None]:
    return [SAID.get(str(each)) for each in sent] if isinstance(sent, list) else []
