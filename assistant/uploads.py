"""Keep files that were added in the browser, in one folder and under names that do no harm."""

import hashlib
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

LONGEST_NAME = 120  # characters
MOST_BYTES = 240  # of 255 that file systems allow
# Windows opens a device under these, whatever the suffix.
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """`files` lie in the folder now, `new` are those that did not before; a sentence for each that was refused."""

    files: tuple[Path, ...]
    new: tuple[Path, ...]
    refused: tuple[str, ...]


def keep_uploads(paths: Sequence[Path], folder: Path, limit_bytes: int, suffixes: Sequence[str]) -> Kept:
    """Copies each file into the folder, whole or not at all; content that lies there already is kept once.

    A name that other content has gets a number: "report (2).pdf".
    """
    files: list[Path] = []
    new: list[Path] = []
    refused: list[str] = []
    for path in paths:
        name = safe_name(path.name)
        try:
            trouble = _trouble(path, name, limit_bytes, suffixes)
            if trouble:
                refused.append(f"{name}: {trouble}")
                continue
            folder.mkdir(parents=True, exist_ok=True)
            same = _same_content(path, folder)
            kept = same or _copied(path, folder, name)
        except OSError as error:
            refused.append(f"{name}: cannot be kept in {folder} ({error.strerror or error}); free some space there")
            continue
        if kept not in files:
            files.append(kept)
            new += [] if same else [kept]
    return Kept(tuple(files), tuple(new), tuple(refused))


def safe_name(name: str) -> str:
    """The last part of a name without what hides, reorders, escapes or names a device; its suffix stays."""
    last = re.split(r"[/\\]", name)[-1]
    # Categories C: control characters, marks that reverse the direction of text, lone surrogates, unassigned ones.
    shown = "".join(letter for letter in unicodedata.normalize("NFC", last) if unicodedata.category(letter)[0] != "C")
    spaced = " ".join(re.sub(r'[<>:"|?*]', "_", shown).split())
    plain = spaced.lstrip(".~$ ").rstrip(". ")
    stem, dot, suffix = plain.rpartition(".")
    stem, suffix = (stem, dot + suffix) if stem and len(suffix) <= 16 else (plain, "")
    if DEVICES.fullmatch(stem.partition(".")[0].strip()):
        stem = f"_{stem}"
    return (_shortened(stem, suffix).strip() or "document") + suffix


def _shortened(stem: str, suffix: str) -> str:
    stem = stem[: LONGEST_NAME - len(suffix)]
    return stem.encode()[: MOST_BYTES - len(suffix.encode())].decode("utf-8", "ignore")


def _trouble(path: Path, name: str, limit_bytes: int, suffixes: Sequence[str]) -> str:
    if Path(name).suffix.lower() not in suffixes:
        return f"files of this kind cannot be read; the kinds are {', '.join(sorted(suffixes))}"
    size = path.stat().st_size
    if size == 0:
        return "the file is empty; choose another one"
    if size > limit_bytes:
        return f"{size / 1e6:.0f} MB is more than the limit of {limit_bytes / 1e6:.0f} MB; split the file"
    return ""


def _same_content(path: Path, folder: Path) -> Path | None:
    size = path.stat().st_size
    alike = [other for other in sorted(folder.iterdir()) if other.is_file() and other.stat().st_size == size]
    alike = [other for other in alike if not other.name.startswith(".")]
    digest = _digest(path) if alike else b""
    return next((other for other in alike if _digest(other) == digest), None)


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _copied(path: Path, folder: Path, name: str) -> Path:
    draft = folder / f".{secrets.token_hex(8)}.part"
    try:
        shutil.copyfile(path, draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        taken = _free(folder, name)
        os.replace(draft, taken)
        return taken
    finally:
        with suppress(OSError):
            draft.unlink()


def _free(folder: Path, name: str) -> Path:
    """A name that no file had, taken by an empty one: two who add a file at once do not overwrite each other's."""
    stem, suffix = os.path.splitext(name)
    number, path = 1, folder / name
    while True:
        try:
            path.open("xb").close()
            return path
        except FileExistsError:
            number += 1
            more = f" ({number})"
            path = folder / f"{_shortened(stem, more + suffix)}{more}{suffix}"
