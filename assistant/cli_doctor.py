"""The command line for the examination of the installation."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from assistant.cli_corpus import IndexOption, JsonOption
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.doctor import Finding


def doctor(index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Check Python and packages, settings, embedding model, index, disk, port and language model.

    Each finding that is not fine comes with what to do. The exit code is 1 if there is a problem.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # an embedding model that is not here is a finding, not a download
    found = []
    for finding in _findings(index):
        found.append(finding)
        if not as_json:
            print(_lines(finding), flush=True)
    states = [finding.state for finding in found]
    problems, warnings = states.count("problem"), states.count("warning")
    if as_json:
        print(json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2))
    elif problems or warnings:
        print(f"{problems} problem{'s' * (problems != 1)}, {warnings} warning{'s' * (warnings != 1)}.")
    else:
        print("All is in order.")
    if problems:
        raise typer.Exit(1)


def _findings(index: Path | None) -> "Iterator[Finding]":
    from assistant.doctor import examine, examine_program, problem_of
    from assistant.settings import read_settings

    try:
        settings = read_settings(index=index)
    except RoundtableError as error:
        yield from examine_program()
        yield problem_of("settings", error)
        return
    yield from examine(settings, frozenset(os.environ))


def _lines(finding: "Finding") -> str:
    fix = f"\n{'':10}to do: {finding.fix}" if finding.fix else ""
    return f"{finding.state:<10}{finding.name}: {finding.said}{fix}"
