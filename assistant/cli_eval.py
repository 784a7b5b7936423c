"""The command line for evaluation: run a test set, list runs, read one, compare two, hand one on."""

import json
import sys
from collections.abc import Generator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from assistant.cli_corpus import IndexOption, JsonOption
from assistant.cli_eval_gate import add_gate
from assistant.cli_eval_judge import add_judging
from assistant.cli_eval_sets import add_sets

if TYPE_CHECKING:
    from assistant.settings import Settings
    from evals.comparing.types import Comparison
    from evals.metrics import By
    from evals.runs.running import Progress
    from evals.runs.store import RunStore
    from evals.runs.types import Run
    from evals.testsets.types import TestSet

app = typer.Typer(
    help="Run test sets, compare runs, hold them to thresholds, and report.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
add_sets(app)
add_gate(app)
add_judging(app)

DEFAULT_SET = "roundtables"
RunArgument = Annotated[str, typer.Argument(metavar="RUN", help="Its id or name; the newest if none is given.")]
SetArgument = Annotated[str, typer.Argument(metavar="SET", help="A file, a folder of files, or a name of eval sets.")]
OnlyOption = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="TAG=VALUE", help="Only questions with this id, group, kind, language, tag …"),
]
WorkersOption = Annotated[int, typer.Option("--workers", min=0, help="Processes; 0: what this machine bears.")]
NoModelOption = Annotated[bool, typer.Option("--no-model", help="Without the language model of the settings.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it is there already.")]


@app.command(short_help="Ask a test set, and keep every answer with its scores.")
def run(
    test_set: SetArgument = DEFAULT_SET,
    index: IndexOption = None,
    name: Annotated[str, typer.Option("--name", help="What to call the run.")] = "",
    only: OnlyOption = None,
    sample: Annotated[int, typer.Option("--sample", min=0, help="So many of them, always the same; 0: all.")] = 0,
    resume: Annotated[str, typer.Option("--resume", metavar="RUN", help="Go on with a run that was stopped.")] = "",
    workers: WorkersOption = 0,
    no_model: NoModelOption = False,
    as_json: JsonOption = False,
) -> None:
    """Ask every question of a test set, score the answers, and keep both.

    Ctrl-C stops it; --resume goes on. Without a language model the same program gives the same run, to the byte.
    Exit code 1: some questions could not be asked.
    """
    from evals.report.json_file import json_report
    from evals.runs.text import run_lines
    from evals.testsets.reading import read_test_set
    from evals.testsets.shipped import set_named

    settings = settings_for(index, no_model)
    if resume and test_set == DEFAULT_SET:
        test_set = store_of(settings).head(resume).set_name
    asked = read_test_set(set_named(test_set, settings.evaluations / "sets"))
    if drafts := sum(question.draft for question in asked.questions):
        print(f"roundtable: drafts of {asked.name} left out: {drafts}", file=sys.stderr)
    done = run_of(asked, settings, name, only or [], resume, workers, as_json, sample)
    print(json.dumps(json_report(done), ensure_ascii=False, indent=2) if as_json else "\n".join(run_lines(done)))
    if any(record.error for record in done.records):
        raise typer.Exit(1)


@app.command("list", short_help="List the runs.")
def list_(as_json: JsonOption = False) -> None:
    """List the runs, newest first."""
    from evals.runs.text import head_lines

    heads = store_of(settings_for()).heads()
    if as_json:
        print(json.dumps([asdict(head) for head in heads], ensure_ascii=False, indent=2))
        return
    print("\n".join(head_lines(heads)) or "There is no run yet: roundtable eval run")


@app.command(short_help="Show the figures of a run.")
def show(
    named: RunArgument = "latest",
    by: Annotated[str, typer.Option("--by", help="Also split by group, kind, language, expected or roundtable.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Show what to look at first in a run, and its figures with their intervals."""
    from evals.comparing.look_first import look_first
    from evals.report.json_file import json_report
    from evals.runs.text import run_lines

    if by and by not in SPLITS:
        raise typer.BadParameter(f"--by {by}: there are {', '.join(SPLITS)}")
    shown = store_of(settings_for()).load(named)
    if as_json:
        print(json.dumps(json_report(shown), ensure_ascii=False, indent=2))
        return
    _print_look(look_first(shown))
    print("\n".join(run_lines(shown, cast("By", by) if by else None)))


@app.command(short_help="Compare two runs.")
def compare(
    one: Annotated[str, typer.Argument(metavar="RUN", help="The run before: its id or name.")],
    other: Annotated[str, typer.Argument(metavar="RUN", help="The run after.")] = "latest",
    as_json: JsonOption = False,
) -> None:
    """Compare two runs question by question: differences with intervals, what changed, and why."""
    from evals.comparing.compared import compared
    from evals.comparing.look_first import look_first
    from evals.comparing.text import comparison_json, comparison_text

    store = store_of(settings_for())
    found = compared(store.load(one), store.load(other))
    if as_json:
        print(json.dumps(comparison_json(found), ensure_ascii=False, indent=2))
        return
    _print_look(look_first(found.other, found))
    print(comparison_text(found))


@app.command(short_help="Write a run as one HTML file, as CSV or as JSON.")
def report(
    named: RunArgument = "latest",
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="FILE", help="A .html, .json, .csv (questions) or .figures.csv file."),
    ] = None,
    against: Annotated[str, typer.Option("--against", metavar="RUN", help="Compared with this run before it.")] = "",
    force: ForceOption = False,
) -> None:
    """Write a run as a file to read and hand on. The HTML file holds everything, also what failed and why."""
    from assistant.export_file import exporting
    from evals.comparing.compared import compared
    from evals.comparing.look_first import look_first
    from evals.report.report_file import REPORT_FORMS, report_file

    name = out.name.lower() if out else ".json"
    form = max((form for form in REPORT_FORMS if name.endswith(f".{form}")), key=len, default="")
    if not form:
        raise typer.BadParameter(f"{out}: name a file that ends in {', '.join(f'.{each}' for each in REPORT_FORMS)}")
    store = store_of(settings_for())
    of = store.load(named)
    comparison: Comparison | None = compared(store.load(against), of) if against else None
    content = report_file(of, form, comparison, look_first(of, comparison))
    if out is None:
        sys.stdout.buffer.write(content)
        return
    with exporting(out, replace=force) as file:
        file.write(content)
    print(f"{out}: written")


@app.command(short_help="Delete a run.")
def delete(named: Annotated[str, typer.Argument(metavar="RUN", help="Its id or name.")]) -> None:
    """Delete a run with its file."""
    store = store_of(settings_for())
    head = store.head(named)
    store.delete(head.id)
    print(f"{head.id}: deleted")


SPLITS = ("group", "kind", "language", "expected", "roundtable")


def settings_for(index: Path | None = None, no_model: bool = False) -> "Settings":
    from assistant.settings import read_settings

    settings = read_settings(index=index)
    return settings.model_copy(update={"model": ""}) if no_model else settings


def store_of(settings: "Settings") -> "RunStore":
    from evals.runs.store import RunStore

    return RunStore(settings.evaluations)


def run_of(
    asked: "TestSet",
    settings: "Settings",
    name: str,
    only: list[str],
    resume: str,
    workers: int,
    quiet: bool,
    sample: int = 0,
) -> "Run":
    """Runs a set with a bar on standard error; Ctrl-C says how to go on."""
    from evals.runs.running import running

    store = store_of(settings)
    resume = store.head(resume).id if resume else ""
    return _watched(running(asked, settings, store, name, workers, only, resume, sample=sample), quiet)


def _watched(steps: "Generator[Progress, None, None]", quiet: bool) -> "Run":
    from assistant.cli_progress import questions_progress
    from evals.runs.running import RunBroke

    id_ = ""
    try:
        with questions_progress(quiet) as told:
            for now in steps:
                id_ = now.run_id
                told(now.done, now.count, now.failed, now.question)
                if now.run is not None:
                    return now.run
    except KeyboardInterrupt:
        steps.close()
        if id_:
            print(f"stopped; go on with: roundtable eval run --resume {id_}", file=sys.stderr)
        raise
    raise RunBroke(f"run {id_}: ended before its time; go on with --resume {id_}")


def _print_look(lines: Any) -> None:
    if lines:
        print("Look first at")
        for line in lines:
            print(f"  - {line}")
        print()
