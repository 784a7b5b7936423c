"""A progress bar on standard error for an ingest, where there is a terminal to show it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.pipeline import Progress


@contextmanager
def ingest_progress(quiet: bool) -> Iterator[Callable[["Progress"], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[passages]} passages"), TimeElapsedColumn())
    shown = not quiet and console.is_terminal
    with Bar(*columns, TextColumn("{task.description}", markup=False), console=console, disable=not shown) as bar:
        task = bar.add_task("", total=None, passages=0)

        def on_progress(now: "Progress") -> None:
            bar.update(task, completed=now.done, total=now.total, description=now.source, passages=now.passages)

        yield on_progress
