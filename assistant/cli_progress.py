"""What goes on, on standard error, where there is a terminal to show it: an ingest, an answer that a model words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.types import Answer
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


def last_of(answers: Iterator["Answer"]) -> "Answer":
    """The whole answer; while a model words it, a line says so and how many sentences have passed."""
    answer = next(answers)
    if not answer.growing:
        return answer
    from rich.console import Console
    from rich.text import Text

    from assistant.phrases import phrases
    from corpus.words import language_of

    writing = phrases(language_of(answer.question)).writing
    with Console(stderr=True).status(Text(writing)) as line:
        for answer in answers:
            line.update(Text(f"{writing} ({len(answer.sentences)})"))
    return answer


@contextmanager
def questions_progress(quiet: bool) -> Iterator[Callable[[int, int, int, str], None]]:
    """For a test set that is asked: told how many are done, of how many, how many failed, and the last question."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    shown = not quiet and console.is_terminal
    with Progress(*columns, TextColumn("{task.description}", markup=False), console=console, disable=not shown) as bar:
        task = bar.add_task("", total=None)

        def told(done: int, count: int, failed: int, question: str) -> None:
            could_not = f"{failed} could not be asked  " if failed else ""
            bar.update(task, completed=done, total=count, description=f"{could_not}{question[:60]}")

        yield told
