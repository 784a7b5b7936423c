"""The command line for moving conversations, feedback and briefings to another place."""

import json
from dataclasses import asdict
from typing import Annotated

import typer

from assistant.cli_corpus import JsonOption

app = typer.Typer(
    help="Move conversations, feedback and briefings to another place.", no_args_is_help=True, rich_markup_mode=None
)


@app.callback()
def group() -> None:
    """So that `copy` is a command of its own, where there is but one."""


@app.command(short_help="Copy everything into an empty database or a new file.")
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The file, or the address of a database.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty database, or a file that is not there.")],
    as_json: JsonOption = False,
) -> None:
    """Copy all conversations, feedback and briefings into an empty database or a new file; then let the setting
    `conversations` name it. What was there stays. Stop the chat first, or what is asked meanwhile is not copied.
    """
    from assistant.kept_copy import copy_kept
    from assistant.kept_types import place_of

    copied = copy_kept(place_of(source), (place := place_of(target)))
    if as_json:
        print(json.dumps(asdict(copied)))
        return
    print(
        f"{place}: {copied.conversations} conversations with {copied.turns} answers, feedback on {copied.feedback}, "
        f"and {copied.briefings} briefings in {copied.versions} versions."
    )
