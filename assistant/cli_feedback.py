"""The command line for feedback: how often which verdict was given, the newest notes, and all of it as a test set."""

import json
from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli_corpus import JsonOption
from assistant.export_file import NotExported, exporting

if TYPE_CHECKING:
    from assistant.feedback import Feedback, FeedbackStore
    from assistant.kept import Place

NEWEST = 10  # notes


def feedback(
    export: Annotated[
        Path | None, typer.Option("--export", metavar="FILE.jsonl", help="Write all of it as a test set.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file of an earlier --export.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what people think of answers: verdicts, reasons and the newest notes; or write it as a test set."""
    from assistant.feedback import FeedbackStore
    from assistant.kept import is_there
    from assistant.settings import read_settings

    store = FeedbackStore(read_settings().conversations)
    there = is_there(store.kept_in)  # to ask makes no file
    if export is not None:
        written = _export(store, export, force) if there else 0
        if not written:
            raise NotExported(f"{export}: not written, for no feedback was given")
        print(json.dumps({"file": str(export), "questions": written}) if as_json else f"{export}: {written} questions")
        return
    counts, noted = (store.counts(), store.noted(NEWEST)) if there else ({}, [])
    if as_json:
        print(json.dumps(_summary(store.kept_in, counts, noted), ensure_ascii=False, indent=2))
        return
    print("\n".join(_lines(counts, noted)) or "No feedback was given.")
    print(f"Kept in {store.kept_in}, with the conversations.")


def _summary(place: "Place", counts: dict[tuple[str, str], int], noted: "Iterable[Feedback]") -> dict[str, Any]:
    return {
        "file": str(place),
        "counts": [
            {"verdict": verdict, "reason": reason or None, "count": n} for (verdict, reason), n in counts.items()
        ],
        "notes": [
            {
                "given": each.given,
                "verdict": each.verdict,
                "reason": each.reason or None,
                "question": each.answer.question,
                "note": each.note,
            }
            for each in noted
        ],
    }


def _lines(counts: dict[tuple[str, str], int], noted: "list[Feedback]") -> list[str]:
    from assistant.one_line import one_line

    lines = []
    for verdict in ("up", "down"):
        own = {reason: n for (given, reason), n in counts.items() if given == verdict}
        if own:
            lines.append(f"{verdict:<18}{sum(own.values()):>6}")
        lines += [f"  {reason:<16}{n:>6}" for reason, n in own.items() if reason]
    if noted:
        lines += ["", "Newest notes"]
    for each in noted:
        why = f", {each.reason}" if each.reason else ""
        lines += [
            f"{each.given[:10]}  {each.verdict}{why}: {one_line(each.answer.question)}",
            f"    {one_line(each.note)}",
        ]
    return [*lines, ""] if lines else []


def _export(store: "FeedbackStore", file: Path, force: bool) -> int:
    """How many rows were written: all or, after an error, none. Raises `NotExported`."""
    from assistant.feedback_set import line_of, test_set

    if isinstance(store.kept_in, Path) and file.exists() and file.samefile(store.kept_in):
        raise NotExported(f"{file}: is the file that feedback is kept in; name another")
    rows = test_set(store.all())
    first = next(rows, None)
    if first is None:
        return 0
    count = 0
    with exporting(file, replace=force) as lines:
        for row in chain([first], rows):
            lines.write(f"{line_of(row)}\n".encode())
            count += 1
    return count
