"""The command line: ingest documents, ask questions, search, and open the chat."""

import json
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.build import build_assistant, silence_telemetry
from assistant.cli_backup import backup, restore
from assistant.cli_batch import ask_batch, whole_words
from assistant.cli_brief import brief
from assistant.cli_chat import chat
from assistant.cli_conversations import app as conversation_commands
from assistant.cli_corpus import IndexOption, JsonOption
from assistant.cli_corpus import app as corpus_commands
from assistant.cli_data import app as data_commands
from assistant.cli_doctor import doctor
from assistant.cli_eval import app as eval_commands
from assistant.cli_feedback import feedback
from assistant.cli_ingest import ingest
from assistant.cli_mcp import mcp
from assistant.cli_token import app as token_commands
from assistant.cli_usage import usage
from assistant.cli_user import app as user_commands
from assistant.cli_verify import verify
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus.types import Filters

STOPPED = 130  # what a shell calls a program that Ctrl-C ended

app = typer.Typer(
    help="Answers over reports and case studies, every sentence tied to the page and words of its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

FilterOption = Annotated[
    list[str] | None,
    typer.Option("--filter", help="FIELD=VALUE: roundtable, kind, place, language, document, since, until."),
]


def main() -> None:
    """The console script: errors meant for people are one line on standard error and exit code 2."""
    silence_telemetry()
    for stream in (sys.stdout, sys.stderr):
        # JSON is UTF-8 whatever the locale says, and no character may end a run half way.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except RoundtableError as error:
        print(f"roundtable: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except OSError as error:
        if error.errno is None:
            raise
        # The disk is full, or a folder is a file or belongs to somebody else: that is for a person to put right.
        print(f"roundtable: {error.filename or 'the disk'}: {error.strerror}", file=sys.stderr)
        raise SystemExit(2) from None
    except SystemExit as end:
        if end.code == STOPPED:
            print("roundtable: stopped", file=sys.stderr)
        raise


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"roundtable-assistant {version('roundtable-assistant')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_show_version)
    ] = False,
) -> None:
    """Holds the options that stand before a command."""


app.command(short_help="Read documents into the index.")(ingest)


@app.command(short_help="Answer a question with citations, or refuse.")
def ask(
    question: Annotated[str | None, typer.Argument(metavar="QUESTION", help="The question, in quotes.")] = None,
    index: IndexOption = None,
    filters: FilterOption = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help="A file with one question a line, or - for standard input; prints JSON lines."),
    ] = None,
    withheld: Annotated[
        bool,
        typer.Option("--withheld", help="Also show the sentences of a language model that were left out, and why."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with citations, or say that the collection does not hold the answer."""
    from assistant.cli_progress import last_of
    from assistant.render.json import answer_json
    from assistant.render.text import answer_with_sources

    if (question is None) == (batch is None):
        raise typer.BadParameter("give one question in quotes, or --batch FILE.jsonl")
    chosen = _filters(filters)
    if batch is not None:
        raise typer.Exit(ask_batch(batch, chosen, _settings(index=index)))
    asked = _words("question", question or "")
    answer = last_of(build_assistant(_settings(index=index)).answering(asked, chosen))
    if as_json:
        print(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
    else:
        print(answer_with_sources(answer, _width(), withheld))


@app.command(short_help="Show the passages nearest to a query.")
def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What to look for.")],
    index: IndexOption = None,
    limit: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    filters: FilterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the passages nearest to a query in meaning and words, best first."""
    from assistant.render.json import hits_json
    from assistant.render.text import hits_text

    chosen, wanted = _filters(filters), _words("query", query)
    hits = build_assistant(_settings(index=index)).search(wanted, limit, chosen)
    if as_json:
        print(json.dumps(hits_json(hits), ensure_ascii=False, indent=2))
    else:
        print(hits_text(hits, _width()) or "Nothing found.")


app.command(short_help="Open the chat in a browser.")(chat)
app.command("serve", hidden=True)(chat)
app.command(short_help="Write a briefing on a topic as Word, PDF, Markdown or JSON.")(brief)
app.command(short_help="Check the installation, and say what to do.")(doctor)
app.command(short_help="Show what the language model took: tokens, cost, time.")(usage)
app.command(short_help="Show what people think of answers, or write it as a test set.")(feedback)
app.command(short_help="Check saved briefings and answers again.")(verify)
app.command(short_help="Write everything that is kept into one archive.")(backup)
app.command(short_help="Put back what an archive holds.")(restore)
app.command(short_help="Serve programs that speak MCP.")(mcp)
app.add_typer(corpus_commands, name="corpus")
app.add_typer(eval_commands, name="eval")
app.add_typer(conversation_commands, name="conversations")
app.add_typer(data_commands, name="data")
app.add_typer(user_commands, name="user")
app.add_typer(token_commands, name="token")


def _settings(**given: Any) -> "Settings":
    from assistant.settings import read_settings

    return read_settings(**given)


def _filters(given: list[str] | None) -> "Filters":
    from corpus.filters import parse_filters

    return parse_filters(given or [])


def _words(name: str, text: str) -> str:
    if not text.strip():
        raise typer.BadParameter(f"the {name} is empty")
    return whole_words(text)


def _width() -> int | None:
    """How wide a terminal shows text; None where another program reads it, which wants whole lines."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


if __name__ == "__main__":
    main()
