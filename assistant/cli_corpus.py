"""The command line for the collection: list its documents, look one up, fetch, remove and check them."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from corpus.catalogue import Entry
    from corpus.fetch import FetchProgress, FetchReport
    from corpus.types import Document

app = typer.Typer(
    help="List, look up, fetch, remove and check documents.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list", short_help="List the catalogue, or what the index holds.")
def list_(
    indexed: Annotated[bool, typer.Option("--indexed", help="List what the index holds instead.")] = False,
    index: IndexOption = None,
    as_json: JsonOption = False,
) -> None:
    """List the documents that come with the program and the public ones behind them, or those of an index."""
    from corpus.catalogue import shipped_catalogue

    if indexed or index:
        return _list_indexed(index, as_json)
    catalogue = shipped_catalogue()
    if as_json:
        print(json.dumps([asdict(entry) for entry in catalogue.entries], ensure_ascii=False, indent=2))
        return
    _print_table(f"Come with the program: {len(catalogue.ours)} documents", catalogue.ours)
    _print_table(f"Public documents behind them: {len(catalogue.public)}", catalogue.public)
    print("More on one: roundtable corpus show ID. Download what is “to fetch”: roundtable corpus fetch.")


@app.command(short_help="Show what the catalogue knows of one document.")
def show(id_: Annotated[str, typer.Argument(metavar="ID")], as_json: JsonOption = False) -> None:
    """Show everything the catalogue knows of one document."""
    from corpus.catalogue import materials_folder, shipped_catalogue

    entry = shipped_catalogue().entry(id_)
    if as_json:
        print(json.dumps(asdict(entry), ensure_ascii=False, indent=2))
        return
    known = asdict(entry) | {"file": str(materials_folder() / entry.file) if entry.file else None}
    del known["ours"]
    for name in ("pdf_url", "mirror_urls", "type") if entry.ours else ("file", "describes"):
        del known[name]
    for name, value in known.items():
        text = ", ".join(value) if isinstance(value, tuple) else value
        print(f"{name.replace('_', ' ') + ':':<14}{text or 'not known'}")


@app.command(short_help="Download public documents.")
def fetch(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="All if none is given.")] = None,
    folder: Annotated[Path | None, typer.Option("--folder", help="Folder to fetch into.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Also what is already there.")] = False,
) -> None:
    """Download public documents that have a direct address, each under its own licence."""
    from assistant.settings import read_settings
    from corpus.catalogue import shipped_catalogue

    catalogue = shipped_catalogue()
    entries = [catalogue.entry(id_) for id_ in dict.fromkeys(ids)] if ids else catalogue.public
    status = fetch_and_report(entries, read_settings(fetched=folder).fetched, again=again, by_id=bool(ids))
    if status:
        raise typer.Exit(status)


@app.command(short_help="Take documents out of the index.")
def remove(
    names: Annotated[list[str], typer.Argument(metavar="DOCUMENT", help="Sources or ids; see list --indexed.")],
    index: IndexOption = None,
) -> None:
    """Take documents out of the index; their files stay, and a later ingest reads them again."""
    from assistant.access.audit import Audit
    from assistant.build import run_remove
    from assistant.settings import read_settings

    settings = read_settings(index=index)
    removal = run_remove(names, settings)
    Audit(settings.audit).note_here("documents removed", removal.removed)
    for source in removal.removed:
        print(f"removed {source}")
    for problem in removal.unknown:
        print(f"roundtable: {problem}", file=sys.stderr)
    if removal.unknown:
        raise typer.Exit(1 if removal.removed else 2)


@app.command(short_help="Check the catalogue, its files and the index.")
def check(index: IndexOption = None) -> None:
    """Check that the catalogue is sound, its files are there, and the index opens and is in step with its files."""
    from assistant.build import run_check
    from assistant.settings import read_settings

    report = run_check(read_settings(index=index))
    print("\n".join(report.looked_at))
    for finding in report.findings:
        print(finding)
    if report.findings:
        raise typer.Exit(1)
    print("All is in order.")


def fetch_and_report(entries: Sequence["Entry"], folder: Path, *, by_id: bool, **options: Any) -> int:
    """Fetch, print what became of each document, and return the exit code.

    `by_id` says that the documents were asked for by name, so one without an address is a failure too.
    `options` go to `corpus.fetch.fetch`.
    """
    from corpus.fetch import fetch

    with _progress() as on_progress:
        report = fetch(entries, folder, on_progress=on_progress, **options)
    _print_report(report, {entry.id: entry for entry in entries})
    failed = report.of("failed", "no-address") if by_id else report.of("failed")
    done = report.of("fetched", "unchanged", "ships")
    return (1 if done else 2) if failed else 0


def _print_report(report: "FetchReport", entries: dict[str, "Entry"]) -> None:
    for outcome in report.of("fetched", "unchanged", "ships"):
        size = f", {_size(outcome.bytes)}" if outcome.path else ""
        print(f"{outcome.id}: {outcome.message}{size}")
    by_hand = report.of("no-address")
    if len(by_hand) > 3:
        print(f"Without a direct address ({len(by_hand)}); open the page and save it in {report.folder}")
        print("as ID.pdf or ID.html:")
        for outcome in by_hand:
            print(f"  {outcome.id}: {entries[outcome.id].landing_url or 'no page is known'}")
    else:
        for outcome in by_hand:
            print(f"{outcome.id}: {outcome.message}")
    for outcome in report.of("failed"):
        print(f"{outcome.id}: {outcome.message}", file=sys.stderr)
    fetched, unchanged, failed = (len(report.of(status)) for status in ("fetched", "unchanged", "failed"))
    print(f"{fetched} fetched, {unchanged} unchanged, {len(by_hand)} without direct address, {failed} failed")
    if report.of("fetched"):
        print(f"Next: roundtable ingest {report.folder}")


@contextmanager
def _progress() -> Iterator[Callable[["FetchProgress"], None]]:
    """Title and licence of each document before it is downloaded, and a bar where there is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True, highlight=False, soft_wrap=True)
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, Any] = {}

        def on_progress(now: "FetchProgress") -> None:
            if now.entry.id not in tasks:
                licence = now.entry.licence or "not known; ask its publisher before passing it on"
                console.print(f"{now.entry.title} ({now.entry.publisher}). Licence: {licence}", markup=False)
                tasks[now.entry.id] = bar.add_task(now.entry.id, total=None)
            bar.update(tasks[now.entry.id], completed=now.received, total=now.total)

        yield on_progress


def _list_indexed(index: Path | None, as_json: bool) -> None:
    from assistant.build import indexed_documents
    from assistant.render.json import document_json
    from assistant.settings import read_settings

    settings = read_settings(index=index)
    documents = indexed_documents(settings)
    if as_json:
        print(json.dumps([document_json(document) for document in documents], ensure_ascii=False, indent=2))
        return
    heading = f"In the index {settings.index}: {len(documents)} documents"
    _print_rows(heading, ("document", "kind", "roundtable", "date", "title"), map(_indexed_row, documents))


def _indexed_row(document: "Document") -> tuple[str, ...]:
    return document.source, document.kind, str(document.roundtable or ""), document.date or "", document.title


def _print_table(heading: str, entries: Sequence["Entry"]) -> None:
    rows = (
        (entry.id, entry.kind, str(entry.roundtable or ""), entry.date or "", entry.title, _where(entry))
        for entry in entries
    )
    _print_rows(heading, ("id", "kind", "roundtable", "date", "title", "where"), rows)


def _print_rows(heading: str, names: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*names, title=heading, title_justify="left", box=box.SIMPLE)
    for column in table.columns[:4]:
        column.no_wrap = True
    for row in rows:
        table.add_row(*row)
    console = Console(markup=False, highlight=False)
    # Piped into another program, a row is a line; 80 columns would break the titles.
    Console(markup=False, highlight=False, width=None if console.is_terminal else 250).print(table)


def _where(entry: "Entry") -> str:
    if entry.ours:
        return "here"
    if entry.pdf_url:
        return "to fetch"
    return "web page" if entry.landing_url else "not known"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count / 1e3:.1f} kB"
