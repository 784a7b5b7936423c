"""Start the run that was asked for, go on with one that was stopped, and say how far it is."""

from typing import TYPE_CHECKING, Any

from assistant.build import open_index
from assistant.one_line import one_line
from assistant.phrases import PagePhrases
from assistant.phrases.eval_types import EvalPhrases
from assistant.phrases.eval_words import eval_phrases
from assistant.render.html_brief_page import warning_html
from assistant.render.html_eval import note_html
from assistant.web.desk import Desk
from assistant.web.evaluation_lists import LONGEST_NAME, title_of
from assistant.web.evaluation_sets import SetFound, sets_in, tags_of
from assistant.web.evaluation_under_way import OneRun
from corpus.errors import RoundtableError
from evals.runs.running import running
from evals.runs.store import RunStore

if TYPE_CHECKING:
    from assistant.settings import Settings


def started(desk: Desk, one: OneRun, page: PagePhrases, may: bool, sent: Any) -> str:
    """Starts a run of what the form says; a line on that, or on why it cannot begin."""
    said, given = eval_phrases(page.language), sent if isinstance(sent, dict) else {}
    key, tag, model, name = (str(given.get(each) or "") for each in ("set", "tag", "model", "name"))
    name = one_line(name)
    chosen = _usable(desk, key)
    if not may:
        return warning_html(page.library.not_allowed)
    if len(name) > LONGEST_NAME:
        return warning_html(said.start.too_long.format(limit=LONGEST_NAME, length=len(name)))
    if chosen is None or chosen.test_set is None or (tag and tag not in tags_of(chosen.test_set)):
        return warning_html(said.start.unknown_set)
    settings = _settings(desk, bool(model))
    try:
        open_index(settings).close()  # where there is none, it is said now, and no run begins
    except RoundtableError as error:
        return warning_html(str(error))
    steps = running(chosen.test_set, settings, _store(desk), name=name, only=[tag] if tag else [])
    return _begun(one.begin(name or chosen.test_set.name, steps), said)


def resumed(desk: Desk, one: OneRun, page: PagePhrases, may: bool, id_: str) -> str:
    """Goes on with a run that was stopped; a line on that, or on why it cannot."""
    said = eval_phrases(page.language)
    if not may:
        return warning_html(page.library.not_allowed)
    try:
        head = next((each for each in _store(desk).heads() if each.id == id_), None)
    except RoundtableError as error:
        return warning_html(str(error))
    if head is None:
        return warning_html(said.runs.gone)
    sets = [each.test_set for each in sets_in(desk.settings.evaluations)]
    named = [each for each in sets if each and each.name == head.set_name]
    same = [each for each in named if each.digest == head.about.get("set_digest")]
    test_set = next(iter(same or named), None)  # of one that was changed since, the run itself says so
    if test_set is None:
        return warning_html(said.start.unknown_set)
    made = head.about.get("settings", {})
    settings = _settings(desk, bool(made.get("model")))
    steps = running(test_set, settings, _store(desk), only=made.get("only") or (), resume=head.id)
    return _begun(one.begin(title_of(head), steps), said)


def _begun(begun: bool, said: EvalPhrases) -> str:
    return note_html(said.start.begun) if begun else warning_html(said.start.already)


def _settings(desk: Desk, with_model: bool) -> "Settings":
    return desk.settings if with_model else desk.settings.model_copy(update={"model": ""})


def _usable(desk: Desk, key: str) -> SetFound | None:
    return next((each for each in sets_in(desk.settings.evaluations) if each.key == key and each.test_set), None)


def _store(desk: Desk) -> RunStore:
    return RunStore(desk.settings.evaluations)
