"""The command line: ingest documents, ask questions, search, and open the chat."""

import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.build import build_assistant, run_ingest, silence_telemetry
from assistant.cli_brief import brief, say_affected
from assistant.cli_corpus import IndexOption, JsonOption
from assistant.cli_corpus import app as corpus_commands
from assistant.cli_doctor import doctor
from assistant.cli_eval import app as eval_commands
from assistant.cli_feedback import feedback
from assistant.cli_usage import usage
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


@app.command(short_help="Read documents into the index.")
def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Files, or folders; if none: what comes with the program."),
    ] = None,
    index: IndexOption = None,
    prune: Annotated[bool, typer.Option("--prune", help="Also remove documents whose files are gone.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read documents into the index: PDF, DOCX, PPTX, HTML, Markdown and plain text.

    What has not changed since the last time is left alone.
    """
    from assistant.cli_progress import ingest_progress

    settings = _settings(index=index)
    try:
        with ingest_progress(quiet=as_json) as on_progress:
            report = run_ingest(paths or [], settings, prune, on_progress)
    except KeyboardInterrupt:
        print(f"{settings.index}: as it was before; the same command goes on where this one stopped", file=sys.stderr)
        raise
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    else:
        from assistant.render.ingest_report import report_text

        print(report_text(report, settings.index))
        if report.changed or report.removed:
            say_affected(settings)
    done = report.added or report.changed or report.unchanged or report.removed or report.duplicates
    if report.failed or not done:
        raise typer.Exit(1 if done else 2)


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
        raise typer.Exit(_ask_batch(batch, chosen, _settings(index=index)))
    asked = _words("question", question or "")
    answer = last_of(build_assistant(_settings(index=index)).answering(asked, chosen))
    if as_json:
        print(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
    else:
        print(answer_with_sources(answer, _width(), withheld))


def _ask_batch(batch: Path, filters: "Filters", settings: "Settings") -> int:
    """Print each answer as soon as it is there; the exit code says whether all, some or no lines had one."""
    from assistant.assistant import QuestionTooLong
    from assistant.cli_batch import BadBatch, open_batch, read_lines
    from assistant.render.json import answer_json

    answered = wrong = 0
    with open_batch(batch) as lines:
        assistant = build_assistant(settings)
        for line in read_lines(lines, batch):
            if line.problem:
                wrong += 1
                print(f"roundtable: {line.problem}", file=sys.stderr)
                continue
            try:
                answer = assistant.ask(_words("question", line.question), filters, line.earlier)
            except QuestionTooLong as error:
                wrong += 1
                print(f"roundtable: {error}", file=sys.stderr)
                continue
            print(json.dumps(dict(line.repeated) | answer_json(answer), ensure_ascii=False), flush=True)
            answered += 1
    if not answered and not wrong:
        raise BadBatch(f"{batch}: holds no question")
    return (1 if answered else 2) if wrong else 0


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


@app.command(short_help="Open the chat in a browser.")
def chat(
    index: IndexOption = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.")] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
) -> None:
    """Open the chat in a browser, on this computer only unless --host says otherwise."""
    settings = _settings(index=index, host=host, port=port)
    assistant = build_assistant(settings)
    from assistant.web.app import serve
    from assistant.web.desk import desk_of

    serve(desk_of(assistant, settings), settings.host, settings.port, open_browser)


app.command("serve", hidden=True)(chat)
app.command(short_help="Write a briefing on a topic as Word, PDF, Markdown or JSON.")(brief)
app.command(short_help="Check the installation, and say what to do.")(doctor)
app.command(short_help="Show what the language model took: tokens, cost, time.")(usage)
app.command(short_help="Show what people think of answers, or write it as a test set.")(feedback)
app.command(short_help="Check saved briefings and answers again.")(verify)
app.add_typer(corpus_commands, name="corpus")
app.add_typer(eval_commands, name="eval")


def _settings(**given: Any) -> "Settings":
    from assistant.settings import read_settings

    return read_settings(**given)


def _filters(given: list[str] | None) -> "Filters":
    from corpus.filters import parse_filters

    return parse_filters(given or [])


def _words(name: str, text: str) -> str:
    """The text as whole characters: half ones, which a shell or JSON can hand over, no library takes."""
    if not text.strip():
        raise typer.BadParameter(f"the {name} is empty")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _width() -> int | None:
    """How wide a terminal shows text; None where another program reads it, which wants whole lines."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


if __name__ == "__main__":
    main()
