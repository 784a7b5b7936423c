"""Publish the index whole: readers see the state before an ingest or the state after it, never half.

An index folder holds `generations/000001-5f0c9a`, `generations/000002-81d3b7`, … and the file `CURRENT`, which
names the one that counts. A writer copies the current generation, changes the copy, and replaces `CURRENT` in one step
of the file system; whatever a crash leaves behind is not named there, and the next writer removes it.
"""

import contextlib
import os
import secrets
import shutil
from pathlib import Path

POINTER = "CURRENT"


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


def sweep(folder: Path, keep_previous: bool = False) -> None:
    """Remove generations that no reader needs: unfinished ones, and all but the current one.

    `keep_previous` spares the one before it, for a reader that opened it a moment ago.
    """
    now = current(folder)
    for path in (folder / "generations").glob("*"):
        if path == now or (keep_previous and now and _number(path) == _number(now) - 1):
            continue
        shutil.rmtree(path, ignore_errors=True)


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
