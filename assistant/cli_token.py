"""The command line for the tokens with which programs use the HTTP API."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.access.audit import Audit, user_here
from assistant.cli_corpus import JsonOption
from assistant.one_line import one_line

if TYPE_CHECKING:
    from assistant.api.tokens import Token

app = typer.Typer(help="Tokens for programs that use the HTTP API.", no_args_is_help=True, rich_markup_mode=None)

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="What tells it from others, such as who uses it.")]


@app.command(short_help="Make a token and print it, once.")
def add(
    name: NameArgument,
    role: Annotated[str, typer.Option("--role", help="reader, editor, evaluator or admin.")] = "reader",
    days: Annotated[int, typer.Option("--days", help="How long it is good for, 1 to 3650.")] = 365,
) -> None:
    """Make a token and print it. It is shown this once and kept as a digest alone. From the first token on, the HTTP
    API answers nobody without one, also once it is over; a server that runs knows it at once."""
    from assistant.api.tokens import Tokens
    from assistant.settings import read_settings

    settings = read_settings()
    text = Tokens(settings.tokens).add(name, role, days)
    Audit(settings.audit).note("token added", user_here(), account=one_line(name), role=role)
    print(text)


@app.command("list", short_help="List the tokens by name.")
def list_tokens(as_json: JsonOption = False) -> None:
    """List the tokens by name, with their roles, when they were made and until when they are good."""
    from assistant.api.tokens import Tokens
    from assistant.settings import read_settings

    tokens = Tokens(read_settings().tokens).all()
    if as_json:
        listed = [
            {"name": token.name, "role": token.role, "made": token.made, "until": token.until or None}
            for token in tokens
        ]
        print(json.dumps(listed, ensure_ascii=False, indent=2))
        return
    print(
        "\n".join(f"{token.name}: {token.role}, made {token.made}, {_end(token)}" for token in tokens)
        or "There is no token."
    )


@app.command(short_help="Take a token back.")
def remove(name: NameArgument) -> None:
    """Take a token back: from the next request on it opens nothing. After the last one, programs on this computer may
    ask without."""
    from assistant.api.tokens import Tokens
    from assistant.settings import read_settings

    settings = read_settings()
    Tokens(settings.tokens).remove(name)
    Audit(settings.audit).note("token removed", user_here(), account=name)
    print(f"{name}: taken back")


def _end(token: "Token") -> str:
    if not token.until:
        return "does not end"
    return f"over since {token.until}" if token.is_over(datetime.now(UTC)) else f"good until {token.until}"
