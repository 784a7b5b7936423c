"""The command line for checking again: which claims of saved briefings and answers today's collection still carries."""

import json
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_corpus import IndexOption, JsonOption

if TYPE_CHECKING:
    from assistant.again.files import SavedFile
    from assistant.settings import Settings
    from corpus.encoders import Encoder

FilesArgument = Annotated[
    list[Path],
    typer.Argument(metavar="FILE", help="Briefings or answers (.json, .docx), or folders of them."),
]


def verify(files: FilesArgument, index: IndexOption = None, as_json: JsonOption = False) -> None:
    """Check saved briefings and answers again: are their quotes still there, and do they carry what is claimed?

    Prints each claim of which something moved, changed or is gone, or which is not supported; then a line of counts.
    Exit code 0: all there and supported; 1: some not; 2: no file could be read.
    """
    from assistant.again import checked_again
    from assistant.build import open_index
    from assistant.render.again import reports_json, reports_text
    from assistant.settings import read_settings

    settings = read_settings(index=index)
    saved, problems, passed_over = _read(files)
    for problem in problems:
        print(f"roundtable: {problem}", file=sys.stderr)
    if not saved and problems:
        raise typer.Exit(2)
    with closing(open_index(settings)) as opened:
        encoder = _encoder(settings, saved)
        reports = [(each, checked_again(each.statements, opened, encoder)) for each in saved]
    if as_json:
        print(json.dumps(reports_json(reports, passed_over), ensure_ascii=False, indent=2))
    else:
        print(reports_text(reports, passed_over))
    if not saved:
        raise typer.Exit(2)
    if problems or not all(report.fine for _, report in reports):
        raise typer.Exit(1)


def _read(files: Iterable[Path]) -> "tuple[list[SavedFile], list[str], int]":
    """What could be read, what is wrong with the others, and how many files of folders hold nothing of ours."""
    from assistant.again.files import NotSaved, read_saved, saved_files
    from assistant.saved import BadSaved

    saved: list[SavedFile] = []
    problems: list[str] = []
    passed_over = 0
    for file in files:
        in_folder = file.is_dir()
        for path in saved_files(file) if in_folder else [file]:
            try:
                saved.append(read_saved(path))
            except BadSaved as error:
                problems.append(str(error))
            except NotSaved as error:
                if in_folder:
                    passed_over += 1
                else:
                    problems.append(str(error))
    return saved, problems, passed_over


def _encoder(settings: "Settings", saved: "Iterable[SavedFile]") -> "Encoder | None":
    """The embedding model, where a language model chose words: these were checked with it before they were said."""
    from assistant.build import build_encoder
    from corpus.errors import ModelUnavailable

    if not any(statement.worded and statement.a_claim for each in saved for statement in each.statements):
        return None
    try:
        return build_encoder(settings)
    except ModelUnavailable as error:
        print(f"roundtable: {error}; the words of language models are checked without it", file=sys.stderr)
        return None
