"""Publish the index whole: readers see the state before an ingest or the state after it, never half.

An index folder holds `generations/000001-5f0c9a`, `generations/000002-81d3b7`, … and the file `CURRENT`, which
names the one that counts. A writer copies the current generation, changes the copy, and replaces `CURRENT` in one step
of the file system; whatever a crash leaves behind is not named there, and the next writer removes it.

A reader holds its generation: `readers/000001-5f0c9a` is an empty SQLite file that it reads without end, and a writer
that cannot lock it for itself leaves the generation where it is. Chroma needs that: it opens its files again and
again, so that a reader whose folder was deleted failed at some later question. The system ends the hold of a process
that ends, however it ends.
"""

import contextlib
import os
import secrets
import shutil
import sqlite3
from pathlib import Path

POINTER = "CURRENT"
READERS = "readers"


def current(folder: Path) -> Path | None:
    """The generation that readers should open, or None if nothing was ever published."""
    try:
        name = (folder / POINTER).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    generation = folder / "generations" / name
    return generation if generation.is_dir() else None


def begin(folder: Path) -> Path:
    """A new generation to change at will: a copy of the current one, or an empty folder."""
    generations = folder / "generations"
    generations.mkdir(parents=True, exist_ok=True)
    base = current(folder)
    sweep(folder)
    number = _number(base) + 1 if base else 1
    # Never the name of an older one: somebody may delete the folder and ingest again under an open chat, which
    # must notice, and Chroma takes a folder of a known name for the one it has open.
    made = generations / f"{number:06d}-{secrets.token_hex(3)}"
    try:
        if base:
            shutil.copytree(base, made)
        else:
            made.mkdir()
    except OSError:
        # Half a copy on a full disk would keep it full.
        shutil.rmtree(made, ignore_errors=True)
        raise
    return made


def publish(folder: Path, generation: Path) -> None:
    """Make the generation the current one, on the disk and not only in memory, and sweep out older ones."""
    for path in generation.rglob("*"):
        _flush(path)
    _flush(generation)
    _flush(generation.parent)
    pointer = folder / f"{POINTER}.new"
    pointer.write_text(generation.name + "\n", encoding="ascii")
    _flush(pointer)
    os.replace(pointer, folder / POINTER)
    _flush(folder)
    sweep(folder, keep_previous=True)


def hold(generation: Path) -> sqlite3.Connection | None:
    """A reader's hold on a generation, until it is closed; None if the generation was swept out."""
    mark = _mark(generation)
    mark.parent.mkdir(exist_ok=True)
    held = sqlite3.connect(mark, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        held.execute("BEGIN")
        held.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if generation.is_dir():
            return held
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:  # busy: a writer sweeps it out at this moment
            held.close()
            raise
    held.close()
    return None


def sweep(folder: Path, keep_previous: bool = False) -> None:
    """Remove generations that no reader needs: unfinished ones, and all but the current one and those held.

    `keep_previous` spares the one before it, for a reader that is about to open it.
    """
    now = current(folder)
    for path in (folder / "generations").glob("*"):
        if path == now or (keep_previous and now and _number(path) == _number(now) - 1):
            continue
        _remove(path)
    for mark in (folder / READERS).glob("*"):
        if not (folder / "generations" / mark.name).exists():
            with contextlib.suppress(OSError):
                mark.unlink()


def _remove(generation: Path) -> None:
    """Removes it unless a reader holds it."""
    mark = _mark(generation)
    if not mark.exists():  # nobody ever read it
        shutil.rmtree(generation, ignore_errors=True)
        return
    with contextlib.closing(sqlite3.connect(mark, timeout=0, isolation_level=None)) as ours:
        try:
            ours.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            return
        shutil.rmtree(generation, ignore_errors=True)


def _mark(generation: Path) -> Path:
    return generation.parents[1] / READERS / generation.name


def _number(generation: Path) -> int:
    return int(generation.name.partition("-")[0])


def _flush(path: Path) -> None:
    # Windows cannot open a folder to flush it.
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
