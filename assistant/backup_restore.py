"""Put back what an archive of `roundtable backup` holds: all of it is checked first, and nothing there is lost."""

import gzip
import hashlib
import json
import os
import secrets
import shutil
import tarfile
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO, TYPE_CHECKING, Any

from assistant.backup import ARCHIVE_FORMAT, FOLDERS, MANIFEST, SQLITE_FILES
from corpus import generations
from corpus.errors import RoundtableError
from corpus.index import FORMAT
from corpus.last_ingest import FILE as LAST_INGEST

if TYPE_CHECKING:
    from assistant.settings import Settings

MOST_FILES = 1_000_000
LONGEST_HEADER = 16_000_000  # bytes of the archive that are taken into memory at once
LONGEST_MANIFEST = 500_000_000
_BLOCK = 1 << 20


class RestoreFailed(RoundtableError):
    """Nothing was put in place: the archive is damaged, made to harm, or something is there already."""


@dataclass(frozen=True, slots=True)
class Restored:
    """Where each part is now, where what was there before is, and what the archive says it does not hold."""

    places: dict[str, Path]
    aside: dict[Path, Path]
    left_out: tuple[str, ...]


def restore(archive: Path, settings: "Settings", force: bool = False) -> Restored:
    """Unpacks beside the places of the settings, compares every file with the manifest, then renames into place.

    What is there is refused, or with `force` moved aside first. Raises `RestoreFailed`.
    """
    targets: dict[str, Path] = {name: getattr(settings, name) for name in ("index", *FOLDERS)}
    for name in SQLITE_FILES:
        place = getattr(settings, name.removesuffix(".sqlite"))
        if isinstance(place, Path):
            targets[name] = place
    mark = secrets.token_hex(4)
    staging = {part: place.parent / f".roundtable-restore-{mark}" for part, place in targets.items()}
    try:
        with _unpacked(archive, staging, mark) as (manifest, parts):
            lacking = [part for part in parts if part not in targets]
            if lacking:
                raise RestoreFailed(
                    f"{archive}: holds conversations in a file, and the setting `conversations` names a database; name "
                    "a file there, and restore again"
                )
            taken = [targets[part] for part in parts if _is_taken(part, targets[part])]
            if taken and not force:
                raise RestoreFailed(
                    f"{', '.join(map(str, taken))}: there is something already, and nothing was changed; with --force "
                    "it is moved aside first"
                )
            if "index" in parts:
                _as_published(staging["index"] / "index", staging["index"] / LAST_INGEST)
            aside: dict[Path, Path] = {}
            for part in parts:
                aside |= _put(staging[part] / part, targets[part])
    except OSError as error:
        raise RestoreFailed(
            f"{error.filename or archive}: {error.strerror or error}; free some space or allow writing there, and "
            "restore again"
        ) from error
    places = {part.removesuffix(".sqlite"): targets[part] for part in parts}
    return Restored(places, aside, tuple(map(str, manifest.get("left_out", ()))))


@contextmanager
def _unpacked(archive: Path, staging: Mapping[str, Path], mark: str) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """The archive's manifest and its parts, each unpacked into its staging folder; these are gone afterwards."""
    made = {*staging.values(), archive.parent / f".roundtable-restore-{mark}"}
    try:
        found: dict[str, dict[str, Any]] = {}
        raw = b""
        for name, file, size in _members(archive):
            if name == MANIFEST:
                raw = file.read(LONGEST_MANIFEST)
                continue
            part = name.partition("/")[0]
            # What has no place here still has to be whole: it is unpacked beside the archive.
            below = staging["index" if part == LAST_INGEST else part] if part in (*staging, LAST_INGEST) else None
            path = (below or archive.parent / f".roundtable-restore-{mark}") / PurePosixPath(name)
            found[name] = {"bytes": size, "sha256": _write(file, path)}
        manifest = _manifest(archive, raw, found)
        parts = dict.fromkeys(name.partition("/")[0] for name in found if name != LAST_INGEST)
        yield manifest, list(parts)
    except (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise RestoreFailed(f"{archive}: damaged, or no archive of this program ({error}); take another") from error
    finally:
        for folder in made:
            shutil.rmtree(folder, ignore_errors=True)


def _members(archive: Path) -> Iterator[tuple[str, IO[bytes], int]]:
    """The plain files of the archive, one after another. Raises `RestoreFailed` for whatever else is in it."""
    seen: set[str] = set()
    total = 0
    free = shutil.disk_usage(archive.parent).free
    with archive.open("rb") as packed, tarfile.open(fileobj=_bounded(packed), mode="r|") as tar:
        for member in tar:
            name, parts = member.name, PurePosixPath(member.name).parts
            if (
                not member.isreg()
                or member.issparse()
                or name != "/".join(parts)
                or {"..", "/"} & {*parts}
                or (os.name == "nt" and (PureWindowsPath(name).drive or "\\" in name))
                or parts[0] not in ("index", LAST_INGEST, MANIFEST, *SQLITE_FILES, *FOLDERS)
                or (parts[0] not in ("index", *FOLDERS)) != (len(parts) == 1)
                or name in seen
            ):
                raise RestoreFailed(f"{archive}: holds {name!r}, which no backup has; do not use it")
            total += member.size
            if total > free or len(seen) > MOST_FILES:
                raise RestoreFailed(f"{archive}: unpacks to more than the disk has room for; free some space")
            seen.add(name)
            file = tar.extractfile(member)
            assert file is not None
            yield name, file, member.size


class _Bounded:
    """The unpacked archive, of which nobody takes more into memory than a header may be long."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= LONGEST_HEADER:
            raise tarfile.ReadError("a header that is too long")
        return self._file.read(size)


def _bounded(packed: IO[bytes]) -> Any:
    unpacking: Any = gzip.GzipFile(fileobj=packed)
    return _Bounded(unpacking)


def _write(file: IO[bytes], path: Path) -> str:
    """Writes a new file for its owner alone, down to the disk, and gives its SHA-256."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    digest = hashlib.sha256()
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as written:
        while block := file.read(_BLOCK):
            digest.update(block)
            written.write(block)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def _manifest(archive: Path, raw: bytes, found: Mapping[str, Any]) -> dict[str, Any]:
    """What the archive says of itself, if that is true. Raises `RestoreFailed`."""
    try:
        manifest: dict[str, Any] = json.loads(raw)
        told, format_, index = manifest["files"], manifest["format"], manifest["index"]
        made_by = index["format"] if index else FORMAT
    except (ValueError, KeyError, TypeError, RecursionError):
        raise RestoreFailed(f"{archive}: has no manifest: it was cut short, or is no backup; take another") from None
    if format_ != ARCHIVE_FORMAT or made_by != FORMAT:
        raise RestoreFailed(f"{archive}: of another version of this program; restore it with that one")
    wrong = sorted(name for name in {*told, *found} if told.get(name) != found.get(name))
    if wrong:
        raise RestoreFailed(f"{archive}: damaged at {wrong[0]!r}: not what its manifest says; take another")
    return manifest


def _is_taken(part: str, target: Path) -> bool:
    if part == "index":
        return generations.current(target) is not None or (target / generations.POINTER).exists()
    return any(target.iterdir()) if target.is_dir() else target.exists()


def _as_published(files: Path, last_ingest: Path) -> None:
    """Makes of the files of a generation the folder of an index that has no other."""
    index = files.with_name("index.new")
    generation = index / "generations" / f"000001-{secrets.token_hex(3)}"
    generation.parent.mkdir(parents=True, mode=0o700)
    os.rename(files, generation)
    generations.publish(index, generation)
    if last_ingest.exists():
        os.rename(last_ingest, index / LAST_INGEST)
    os.rename(index, files)


def _put(made: Path, target: Path) -> dict[Path, Path]:
    """Renames it into place, and what is there before that: with a SQLite file also what lies beside it."""
    now = time.strftime("%Y%m%dT%H%M%S")
    moved: dict[Path, Path] = {}
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    for ending in ("", "-wal", "-shm") if made.is_file() else ("",):
        there = target.with_name(target.name + ending)
        if there.exists():
            free = target.with_name(f"{target.name}.before-{now}-{secrets.token_hex(2)}{ending}")
            if moved:  # the three of one database keep one name
                free = next(iter(moved.values())).with_name(next(iter(moved.values())).name + ending)
            os.rename(there, free)
            moved[there] = free
    os.rename(made, target)
    return {target: moved[target]} if target in moved else {}
