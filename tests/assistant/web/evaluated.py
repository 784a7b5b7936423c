"""A desk with runs of a small test set that were made by hand."""

from dataclasses import replace
from html import unescape
from pathlib import Path

from assistant.settings import Settings
from assistant.web.desk import Desk
from assistant.web.evaluation_handling import Seen
from evals.metrics import figures
from evals.runs.store import RunStore, about_of
from evals.runs.types import Record, Run, Took
from tests.evals.report.runs import answer, asked, failing_record, record, run

EVIL = "<img src=x onerror=alert(1)>"
SENSORS = '{"id": "noise", "question": "How many noise sensors did Marisol mount?", "key_points": [{"text": "48 noise sensors"}], "evidence": [{"document": "case-studies/marisol.md"}], "tags": {"group": "staff", "kind": "number"}}'  # noqa: E501
PENGUINS = '{"id": "birds", "question": "Which penguins nest in Antarctica?", "expected": "refuse", "tags": {"group": "mayor", "kind": "none"}}'  # noqa: E501


def desk_with(desk: Desk, folder: Path, *lines: str, file: str = "own.jsonl") -> Desk:
    """The desk with its evaluations in that folder, and a test set of these lines among them."""
    sets = folder / "sets"
    sets.mkdir(parents=True, exist_ok=True)
    if lines:
        (sets / file).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    settings: Settings = desk.settings.model_copy(update={"evaluations": folder})
    return replace(desk, settings=settings)


def kept(desk: Desk, of: Run, done: int | None = None) -> str:
    """The id of the run in the store; of one that is stopped after `done` questions."""
    store = RunStore(desk.settings.evaluations)
    id_ = store.begin(of.name, about_of(of), len(of.records))
    for each in of.records[:done]:
        store.add(id_, each, Took(20.0), 0.1)
    if done is None:
        store.finish(replace(of, id=id_), figures(of.records, of.took))
    return id_


def two_answers(**about: object) -> Run:
    """One question answered well, one wrongly."""
    return run(record(asked(id="trams")), failing_record(), **about)


def evil_run() -> Run:
    """What others wrote, and what a model said, is full of HTML."""
    question = asked(EVIL, id=EVIL, points=(EVIL,), reference=EVIL, earlier=(EVIL,), forbidden=(EVIL,))
    return run(record(question, answer(EVIL), (False,)), name=EVIL, set_name=EVIL, settings={"model": EVIL})


def refusing() -> Record:
    return record(asked(id="trams"), answer("Nothing on this.", "refused"), (False,))


def shown(seen: Seen) -> str:
    return unescape("".join(str(part) for part in seen.parts() if part is not None))
