"""The command line: ingest documents, ask questions, search, and open the chat."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.build import build_assistant, run_ingest, silence_telemetry
from assistant.cli_corpus import app as corpus_commands
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus.types import Filters

app = typer.Typer(
    help="Answers over reports and case studies, every sentence tied to the page and words of its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
FilterOption = Annotated[
    list[str] | None,
    typer.Option("--filter", help="FIELD=VALUE: roundtable, kind, place, language, document, since, until."),
]


def main() -> None:
    """The console script: errors meant for people are one line on standard error and exit code 2."""
    silence_telemetry()
    try:
        app()
    except RoundtableError as error:
        print(f"roundtable: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        print("roundtable: stopped", file=sys.stderr)
        raise SystemExit(130) from None


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, or folders with everything below them.")],
    index: IndexOption = None,
    prune: Annotated[bool, typer.Option("--prune", help="Also remove documents whose files are gone.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Read documents into the index: PDF, DOCX, PPTX, HTML, Markdown and plain text."""
    settings = _settings(index=index)
    with _progress(quiet=as_json) as on_progress:
        report = run_ingest(paths, settings, prune, on_progress)
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    else:
        from assistant.render.ingest_report import report_text

        print(report_text(report, settings.index))
    done = report.added or report.changed or report.unchanged or report.removed or report.duplicates
    if report.failed or not done:
        raise typer.Exit(1 if done else 2)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question, in quotes.")] = None,
    index: IndexOption = None,
    filters: FilterOption = None,
    batch: Annotated[
        Path | None,
        typer.Option("--batch", help="A file with one question a line, as text or JSON; answers as JSON lines."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Answer a question with citations, or say that the collection does not hold the answer."""
    from assistant.render.json import answer_json
    from assistant.render.text import answer_with_sources

    if (question is None) == (batch is None):
        raise typer.BadParameter("give one question in quotes, or --batch FILE.jsonl")
    questions = _questions(batch) if batch else iter([question or ""])
    chosen = _filters(filters)
    assistant = build_assistant(_settings(index=index))
    for each in questions:
        if not each.strip():
            raise typer.BadParameter("the question is empty")
        answer = assistant.ask(each, chosen)
        if batch:
            print(json.dumps(answer_json(answer), ensure_ascii=False), flush=True)
        elif as_json:
            print(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
        else:
            print(answer_with_sources(answer))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    index: IndexOption = None,
    limit: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many passages.")] = 10,
    filters: FilterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the passages nearest to a query, best first."""
    from assistant.render.json import hits_json
    from assistant.render.text import hit_text

    chosen = _filters(filters)
    hits = build_assistant(_settings(index=index)).search(query, limit, chosen)
    if as_json:
        print(json.dumps(hits_json(hits), ensure_ascii=False, indent=2))
    else:
        print("\n".join(map(hit_text, hits)) or "Nothing found.")


@app.command()
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

    serve(assistant, settings.host, settings.port, open_browser)


app.command("serve", hidden=True)(chat)
app.add_typer(corpus_commands, name="corpus")


def _settings(**given: Any) -> "Settings":
    from assistant.settings import read_settings

    return read_settings(**given)


def _filters(given: list[str] | None) -> "Filters":
    from corpus.filters import parse_filters

    return parse_filters(given or [])


def _questions(batch: Path) -> Iterator[str]:
    """One question a line: plain text, a JSON string, or a JSON object with the key "question"."""
    try:
        lines = batch.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"{batch}: cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if line.lstrip()[0] not in '{"':
            yield line
            continue
        try:
            value = json.loads(line)
            yield value if isinstance(value, str) else str(value["question"])
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise typer.BadParameter(f'{batch}, line {number}: expected {{"question": "…"}}') from error


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A progress bar on standard error, where there is a terminal to show it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[passages]} passages"), TimeElapsedColumn())
    shown = not quiet and console.is_terminal
    with Progress(*columns, TextColumn("{task.description}"), console=console, disable=not shown) as bar:
        task = bar.add_task("", total=None, passages=0)

        def on_progress(now: Any) -> None:
            bar.update(task, completed=now.done, total=now.total, description=now.source, passages=now.passages)

        yield on_progress


if __name__ == "__main__":
    main()
