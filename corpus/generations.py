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
import re
import secrets
import shutil
import sqlite3
from pathlib import Path

from corpus.damage import SEAL, damaged, look, seal
from corpus.disk import writing
from corpus.errors import NoIndex

POINTER = "CURRENT"
READERS = "readers"
_NAME = re.compile(r"\d+(-[0-9a-f]+)?")


def current(folder: Path) -> Path | None:
    """The generation that readers should open, or None if nothing was ever published."""
    try:
        name = (folder / POINTER).read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    generation = folder / "generations" / name
    return generation if _NAME.fullmatch(name) and generation.is_dir() else None


def begin(folder: Path, fresh: bool = False) -> Path:
    """A new generation to change at will: a copy of the current one, or an empty folder, as it is if `fresh`. Raises
    `DamagedIndex`: a copy of what is damaged would be published as sound."""
    generations = folder / "generations"
    generations.mkdir(parents=True, exist_ok=True)
    base = current(folder)
    if base and not fresh:
        look(base, thorough=True)
    sweep(folder)
    number = _number(base) + 1 if base else 1
    # Never the name of an older one: somebody may delete the folder and ingest again under an open chat, which
    # must notice, and Chroma takes a folder of a known name for the one it has open.
    made = generations / f"{number:06d}-{secrets.token_hex(3)}"
    try:
        if base and not fresh:
            shutil.copytree(base, made, ignore=shutil.ignore_patterns(SEAL))
        else:
            made.mkdir()
    except OSError:
        # Half a copy on a full disk would keep it full.
        shutil.rmtree(made, ignore_errors=True)
        raise
    return made


def all_of(folder: Path) -> list[Path]:
    """Every generation that is there: the current one, those that are held, and drafts."""
    return sorted((folder / "generations").glob("*"))


def publish(folder: Path, generation: Path) -> None:
    """Make the generation the current one, on the disk and not only in memory, and sweep out older ones."""
    seal(generation)
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


def hold_current(folder: Path) -> tuple[Path, sqlite3.Connection]:
    """The generation that counts, and the hold on it. Raises `NoIndex`, `DamagedIndex`, `IndexNotWritable`."""
    for _ in range(10):  # another ingest may sweep it out between our reading its name and holding it
        generation = current(folder)
        if generation is None:
            break
        with writing(folder, "cannot be opened, as every reader leaves a mark there"):
            held = hold(generation)
        if held is not None:
            return generation, held
    if (folder / POINTER).exists():
        raise damaged(folder / POINTER, "it names nothing that is there")
    raise NoIndex(
        f"{folder}: there is no index here yet; make one with: roundtable ingest PATH (or without PATH, "
        "of the documents that come with the program)"
    )


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
