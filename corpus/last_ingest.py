"""Keep what the last reading of documents did beside the index, so that anyone can look it up later."""

import contextlib
import json
import os
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE = "last_ingest.json"


@dataclass(frozen=True, slots=True)
class LastIngest:
    """`when` it ended, in UTC as ISO 8601; then sources, and whole sentences about one file each.

    `stopped` says why an ingest ended before its end, "" if it did not: then the index is as it was before, and only
    what is wrong with files is listed.
    """

    when: str
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    duplicates: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    stopped: str = ""


LISTS = tuple(each.name for each in fields(LastIngest) if each.name not in ("when", "stopped"))
OF_FILES = ("skipped", "failed", "problems")  # true even if nothing of the ingest was published


def done_now(report: Mapping[str, Any], stopped: str = "") -> LastIngest:
    """What an ingest did that ended just now, by the names of the lists; `stopped` says why it ended too early."""
    told = {name: tuple(report[name]) for name in (OF_FILES if stopped else LISTS)}
    return LastIngest(_now(), **told, stopped=stopped)


def nothing_now(failed: Sequence[str] = (), stopped: str = "") -> LastIngest:
    """An ingest that ended just now and of which no more is known than what failed, or why it stopped."""
    return LastIngest(_now(), failed=tuple(failed), stopped=stopped)


def keep(last: LastIngest, index: Path) -> None:
    """Writes it into the index's folder, whole or not at all. Raises `OSError`."""
    draft = index / f"{FILE}.{secrets.token_hex(3)}.new"
    try:
        # A name of a file that is not UTF-8 holds lone surrogates: JSON keeps them as escapes.
        draft.write_text(json.dumps(asdict(last), indent=1), encoding="ascii")
        os.replace(draft, index / FILE)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink()


def last_ingest(index: Path) -> LastIngest | None:
    """What the last ingest into the index's folder did; None if there was none or what it left cannot be read."""
    try:
        return _read(json.loads((index / FILE).read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _read(kept: Any) -> LastIngest:
    # Another version may keep more: what is unknown is passed over.
    lists = {name: tuple(map(_text, kept.get(name, ()))) for name in LISTS} if isinstance(kept, dict) else {}
    return LastIngest(_when(kept["when"]), **lists, stopped=_text(kept.get("stopped", "")))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not text")
    return value.encode("utf-8", "replace").decode()  # lone surrogates cannot be shown


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _when(value: Any) -> str:
    return datetime.fromisoformat(value).astimezone(UTC).isoformat(timespec="seconds")
