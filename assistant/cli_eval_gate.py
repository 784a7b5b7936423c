"""The command line for releases: hold a test set to thresholds and to an accepted run, and fail on a real drop."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_corpus import IndexOption, JsonOption

if TYPE_CHECKING:
    from evals.runs.types import Run
    from evals.testsets.types import TestSet

GATE = "the ones that ship with the set"


def add_gate(app: typer.Typer) -> None:
    """Puts the command below `roundtable eval`."""
    app.command(short_help="Fail if answers are worse than they may be.")(gate)


def gate(
    test_set: Annotated[
        str, typer.Argument(metavar="SET", help="A file, a folder of files, or a name of eval sets.")
    ] = "roundtables",
    index: IndexOption = None,
    run: Annotated[str, typer.Option("--run", metavar="RUN", help="Judge this run instead of making one.")] = "",
    thresholds: Annotated[
        Path | None, typer.Option("--thresholds", metavar="FILE.toml", help=f"If none is named, {GATE}.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", metavar="FILE.json", help=f"The accepted run; if none, {GATE}.")
    ] = None,
    accept: Annotated[
        bool, typer.Option("--accept", help="Accept the run: it becomes the baseline from now on.")
    ] = False,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Processes; 0: what this machine bears.")] = 0,
    as_json: JsonOption = False,
) -> None:
    """Ask a test set without a language model, and fail if a figure misses its threshold or has really dropped.

    A drop is real if it is larger than the file allows and a randomisation test says that it is no chance. Exit code
    0: holds; 1: does not.
    """
    from dataclasses import asdict, replace

    from assistant.cli_eval import run_of, settings_for, store_of
    from assistant.export_file import exporting
    from evals.comparing.gate import baseline_json, checked, read_baseline, read_thresholds
    from evals.comparing.text import verdict_text
    from evals.runs.running import RunBroke
    from evals.testsets.reading import read_test_set
    from evals.testsets.shipped import gate_files, set_named

    settings = settings_for(index, no_model=True)
    path = set_named(test_set, settings.evaluations / "sets")
    own_thresholds, own_baseline = gate_files(path)
    if thresholds is None and not own_thresholds.exists():
        raise typer.BadParameter(
            f"{own_thresholds}: there is no such file; write the limits there, or name one with --thresholds. "
            'A line "key_point_recall = 0.6" below "[at_least]" is enough; eval metrics lists the names'
        )
    asked = read_test_set(path)
    limits = read_thresholds(thresholds or own_thresholds)
    kept = baseline or own_baseline
    before = None if accept or limits.drop is None or not kept.exists() else read_baseline(kept)
    if run:
        made = store_of(settings).load(run)
        _fits(made, asked)
    else:
        made = run_of(asked, settings, "gate", [], "", workers, quiet=as_json)
    if accept:
        if not checked(made, replace(limits, drop=None)).passes:
            raise RunBroke(f"run {made.id}: misses a limit or has questions that could not be asked; not accepted")
        with exporting(kept, replace=True) as file:
            file.write(baseline_json(made).encode())
        print(f"{kept}: run {made.id} is the baseline from now on")
        return
    verdict = checked(made, limits, before)
    if as_json:
        print(json.dumps({"passes": verdict.passes} | asdict(verdict), ensure_ascii=False, indent=2))
    else:
        print(verdict_text(verdict))
    if not verdict.passes:
        raise typer.Exit(1)


def _fits(run: "Run", asked: "TestSet") -> None:
    """Raises `RunBroke` if the run is not one of the whole set as it is now."""
    from evals.runs.running import RunBroke

    if run.set_digest != asked.digest:
        raise RunBroke(f"run {run.id}: asked {run.set_name}, and not {asked.name} as it is now; run that set")
    parts = [name for name in ("only", "sample") if run.settings.get(name)]
    if parts:
        raise RunBroke(f"run {run.id}: asked a part of the set ({', '.join(parts)}); run all of it")
