"""What the handlers of the page of evaluations do: list, start, stop and go on with runs, open, filter, delete them."""

from dataclasses import dataclass, replace
from typing import Any, get_args
from urllib.parse import parse_qs, urlencode

from assistant.phrases import PagePhrases
from assistant.phrases.eval_types import EvalPhrases
from assistant.phrases.eval_words import eval_phrases
from assistant.render.html_brief_page import warning_html
from assistant.render.html_eval import feedback_html, note_html
from assistant.web.desk import Desk
from assistant.web.evaluation_compared_html import changed_html, compared_head_html, compared_html
from assistant.web.evaluation_drafts import drafts_html
from assistant.web.evaluation_figures import figures_html, split_html
from assistant.web.evaluation_lists import home_html, runs_html, start_html
from assistant.web.evaluation_questions import Wanted, filter_html, found, questions_html, wanted_from
from assistant.web.evaluation_run_html import look_first_html, run_head_html
from assistant.web.evaluation_sets import sets_html, sets_in
from assistant.web.evaluation_under_way import Watched
from corpus.errors import RoundtableError
from evals.comparing.compared import Comparison, compared
from evals.comparing.look_first import look_first
from evals.metrics import By, figures, split
from evals.runs.store import NoRun, RunStore
from evals.runs.types import Run

SPLITS: tuple[By, ...] = get_args(By)
SPLIT_FIRST: By = "group"


@dataclass(frozen=True, slots=True)
class Seen:
    """What changes on the page; None leaves a part as it is.

    `told` is the line on what was done or went wrong, `head` is title and tools of what is open, `runs` the list of
    runs, `body` what follows, `splits` the figures split by a tag, `filters` the form that chooses among the
    `questions` of a run. `place` names in the address what is open: "" for the lists, "run=ID", "run=ID&with=ID" or
    "run=ID&judge=yes".
    """

    told: str | None = None
    head: str | None = None
    runs: str | None = None
    body: str | None = None
    splits: str | None = None
    filters: str | None = None
    questions: str | None = None
    place: str | None = None

    def parts(self) -> tuple[Any, ...]:
        """In the order of the fields, as the page takes them."""
        return tuple(getattr(self, name) for name in self.__slots__)


CLEARED = Seen("", "", "", "", "", "", "", "")


def store_of(desk: Desk) -> RunStore:
    return RunStore(desk.settings.evaluations)


def asked_of(place: str) -> dict[str, str]:
    """What a place asks for, as an address does."""
    return {name: values[0] for name, values in parse_qs(place).items()}


def failed(page: PagePhrases) -> Seen:
    """A line on a bug of ours; all else stays as it is."""
    return Seen(told=warning_html(page.went_wrong))


def home(desk: Desk, page: PagePhrases, may: bool, told: str = "") -> Seen:
    """The lists: runs, the form that starts one, test sets, feedback and drafts."""
    said = eval_phrases(page.language)
    evaluations = desk.settings.evaluations
    sets = sets_in(evaluations)
    start = start_html(sets, desk.settings.model, may, said)
    body = start + sets_html(sets, evaluations, said) + _feedback(desk, page, may, said) + drafts_html(may, said)
    return replace(CLEARED, told=told, head=home_html(page, said), runs=listed(desk, page, may), body=body)


def listed(desk: Desk, page: PagePhrases, may: bool) -> str:
    """The runs, newest first; a line on what is wrong where their file cannot be read."""
    try:
        heads = store_of(desk).heads()
    except RoundtableError as error:
        return warning_html(str(error))
    return runs_html(heads, may, page, eval_phrases(page.language))


def opened(desk: Desk, page: PagePhrases, may: bool, id_: str, told: str = "") -> Seen:
    """A run: what to look at first, its figures, and the questions that failed."""
    said = eval_phrases(page.language)
    try:
        run, heads = store_of(desk).load(id_), store_of(desk).heads()
    except RoundtableError as error:
        return home(desk, page, may, warning_html(why(error, said)))
    wanted = Wanted() if found(run.records, Wanted()) else Wanted(failed=False)
    body = (
        look_first_html(look_at(run, None, said), said)
        + f'<section id="figures"><h3>{said.read.figures}</h3>{figures_html(figures(run.records, run.took), said)}'
        + "</section>"
    )
    return replace(
        CLEARED,
        told=told,
        head=run_head_html(run, [each for each in heads if each.id != id_], may, said),
        body=body,
        splits=split_html(split(run.records, run.took, SPLIT_FIRST), SPLIT_FIRST, said),
        filters=filter_html(run.records, wanted, said),
        questions=questions_html(run.records, wanted, said),
        place=place_of(run=id_),
    )


def beside(desk: Desk, page: PagePhrases, may: bool, one: str, other: str) -> Seen:
    """Two runs, the first before and the other after."""
    said = eval_phrases(page.language)
    if one == other:
        return home(desk, page, may, warning_html(said.runs.same_twice))
    try:
        comparison = compared(store_of(desk).load(one), store_of(desk).load(other))
    except RoundtableError as error:
        return home(desk, page, may, warning_html(why(error, said)))
    return replace(
        CLEARED,
        head=compared_head_html(comparison, said),
        body=compared_html(comparison, look_at(comparison.other, comparison, said), said),
        questions=changed_html(comparison, said),
        place=place_of(run=one) + "&" + urlencode({"with": other}),
    )


def filtered(desk: Desk, page: PagePhrases, place: str, sent: Any) -> Seen:
    """The questions of the open run that are wanted."""
    said = eval_phrases(page.language)
    try:
        run = store_of(desk).load(run_of(place))
    except RoundtableError as error:
        return Seen(questions=warning_html(why(error, said)))
    return Seen(questions=questions_html(run.records, wanted_from(sent), said))


def split_by(desk: Desk, page: PagePhrases, place: str, by: str) -> Seen:
    """The figures of the open run, split by that."""
    said = eval_phrases(page.language)
    try:
        run = store_of(desk).load(run_of(place))
    except RoundtableError as error:
        return Seen(splits=warning_html(why(error, said)))
    chosen = next((each for each in SPLITS if each == by), SPLIT_FIRST)
    return Seen(splits=split_html(split(run.records, run.took, chosen), chosen, said))


def deleted(desk: Desk, page: PagePhrases, may: bool, id_: str, now: Watched) -> Seen:
    """The lists, with that run no longer among them."""
    said = eval_phrases(page.language)
    if not may:
        return Seen(told=warning_html(page.library.not_allowed))
    if now.live and now.id == id_:
        return Seen(told=warning_html(said.start.already))
    try:
        store_of(desk).delete(id_)
    except RoundtableError as error:
        return home(desk, page, may, warning_html(why(error, said)))
    return home(desk, page, may, note_html(said.runs.deleted))


def look_at(run: Run, comparison: Comparison | None, said: EvalPhrases) -> list[str]:
    """What to look at first, in the reader's language."""
    titles = {name: title for name, (title, _) in said.metrics.items()}
    return look_first(run, comparison, said.language, titles)


def place_of(**asked: str) -> str:
    """The place of a run, or with `judge` that where its answers are judged."""
    return urlencode(asked)


def run_of(place: str) -> str:
    """The run that a place names; "" for none."""
    return asked_of(place).get("run", "")


def why(error: RoundtableError, said: EvalPhrases) -> str:
    return said.runs.gone if isinstance(error, NoRun) else str(error)


def _feedback(desk: Desk, page: PagePhrases, may: bool, said: EvalPhrases) -> str:
    try:
        return feedback_html(desk.feedback.counts(), may, page, said)
    except RoundtableError as error:  # the file of conversations cannot be read
        return warning_html(str(error))
