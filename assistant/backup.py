"""Write one archive of what people made and of the index as it is published, with a manifest that proves it whole."""

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import tarfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from corpus import generations
from corpus.damage import holding, look
from corpus.errors import RoundtableError
from corpus.index import FORMAT, LEDGER
from corpus.last_ingest import FILE as LAST_INGEST
from corpus.ledger import Ledger
from corpus.meaning import COLLECTION

if TYPE_CHECKING:
    from assistant.settings import Settings

ARCHIVE_FORMAT = 1
MANIFEST = "manifest.json"  # the last of the archive: one that was cut short has none
SQLITE_FILES = ("conversations.sqlite", "usage.sqlite")  # each under the setting of its name
FOLDERS = ("evaluations", "uploads", "templates")
OF_A_DEAD_ONE = 86_400.0  # seconds after which what a killed backup left behind is taken for that
_SCRATCH = ".roundtable-backup-"
_IS_SQLITE = b"SQLite format 3\x00"


class BackupFailed(RoundtableError):
    """No archive was written; one that was there before is as it was."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What went into an archive of `size` bytes: the number of files of each part, and sentences on what did not."""

    archive: Path
    size: int
    parts: dict[str, int]
    left_out: tuple[str, ...]


def backup(archive: Path, settings: "Settings", force: bool = False) -> Backup:
    """Writes the archive, whole or not at all, for its owner alone; also while an ingest or the chat runs.

    Keys and passwords are never in it, nor what can be downloaded again. Raises `BackupFailed`, and `DamagedIndex`.
    """
    if archive.exists() and not force:
        raise BackupFailed(f"{archive}: there is a file already; name another, or replace it with --force")
    try:
        with _scratch(archive.parent) as scratch:
            draft = scratch / "archive"
            with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "wb") as file:
                with tarfile.open(fileobj=file, mode="w:gz", compresslevel=3) as tar:
                    packing = _Packing(tar, scratch)
                    made_of = packing.pack(settings)
                file.flush()
                os.fsync(file.fileno())
            size = draft.stat().st_size
            if force:
                os.replace(draft, archive)
            else:
                os.link(draft, archive)  # unlike a rename it does not replace what has come there meanwhile
    except FileExistsError:
        raise BackupFailed(f"{archive}: a file has come there meanwhile; name another") from None
    except (OSError, sqlite3.Error) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        at = getattr(error, "filename", None) or archive
        raise BackupFailed(f"{archive}: not written ({at}: {why}); free some space, or mend what it names") from error
    return Backup(archive, size, made_of, tuple(packing.left_out))


@dataclass
class _Packing:
    """An archive under way; `files` is what its manifest will say."""

    tar: tarfile.TarFile
    scratch: Path
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def pack(self, settings: "Settings") -> dict[str, int]:
        about = {"format": ARCHIVE_FORMAT, "made": datetime.now(UTC).isoformat(timespec="seconds")}
        about |= {"program": _version(), "index": self._index(settings)}
        for name in SQLITE_FILES:
            place = getattr(settings, name.removesuffix(".sqlite"))
            if not isinstance(place, Path):
                self.left_out.append(f"conversations: they are in {place}; back that database up with its own tools")
            elif place.exists():
                self._add(name, self._copy(place))
        for name in FOLDERS:
            self._folder(name, getattr(settings, name))
        about |= {"files": self.files, "left_out": self.left_out}
        written = json.dumps(about, indent=1).encode("ascii")  # names that are no UTF-8 are kept as escapes
        member = _member(MANIFEST, len(written), time.time())
        self.tar.addfile(member, BytesIO(written))
        parts = [name.partition("/")[0].removesuffix(".sqlite") for name in self.files]
        return {part: parts.count(part) for part in dict.fromkeys(parts)}

    def _index(self, settings: "Settings") -> dict[str, Any] | None:
        """The published state, held as readers hold it: no ingest removes it meanwhile. What is told of it."""
        if generations.current(settings.index) is None:
            self.left_out.append(f"index: there is none at {settings.index}")
            return None
        generation, hold = generations.hold_current(settings.index)
        with closing(hold):
            told = _of_a_folder(generation, settings)
            for path in holding(generation):
                self._add(f"index/{path.relative_to(generation).as_posix()}", self._as_it_is_now(path, generation))
            if (settings.index / LAST_INGEST).is_file():
                self._add(LAST_INGEST, settings.index / LAST_INGEST)
        return told

    def _as_it_is_now(self, path: Path, generation: Path) -> Path:
        """Chroma writes to its database even where it only reads: that one is copied by SQLite."""
        with path.open("rb") as file:
            is_sqlite = file.read(len(_IS_SQLITE)) == _IS_SQLITE
        return self._copy(path) if is_sqlite and path != generation / LEDGER else path

    def _copy(self, database: Path) -> Path:
        """All of a SQLite file at one moment, whoever writes to it."""
        copy = self.scratch / secrets.token_hex(8)
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                raise
            raise BackupFailed(f"{database}: cannot be read ({error}); move it away, and back up again") from error
        return copy

    def _folder(self, name: str, folder: Path) -> None:
        for path in sorted(folder.rglob("*")):
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                self.left_out.append(f"{path}: a link or no plain file")
            elif path.is_file():
                try:
                    self._add(f"{name}/{path.relative_to(folder).as_posix()}", path)
                except FileNotFoundError:  # it was removed since it was listed
                    continue

    def _add(self, name: str, path: Path) -> None:
        with path.open("rb") as file:
            about = os.fstat(file.fileno())
            hashed = _Hashed(file)
            self.tar.addfile(_member(name, about.st_size, about.st_mtime), hashed)  # type: ignore[arg-type]
            self.files[name] = {"bytes": about.st_size, "sha256": hashed.digest.hexdigest()}
        if path.parent == self.scratch:
            path.unlink()


class _Hashed:
    """A file whose bytes are counted into a digest as they are read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        found = self._file.read(size)
        self.digest.update(found)
        return found


def _of_a_folder(generation: Path, settings: "Settings") -> dict[str, Any]:
    look(generation, thorough=True)
    ledger = Ledger(generation / LEDGER)
    try:
        if settings.chroma or (ledger.about("collection") or COLLECTION) != COLLECTION:
            raise BackupFailed(
                f"{settings.index}: its vectors are on a Chroma server, and an archive without them is no backup; back "
                "up the server's own folder and this folder together while no ingest runs"
            )
        told = {"documents": ledger.count("documents"), "passages": ledger.count("passages")}
        return {"format": FORMAT, "model": ledger.about("model"), "state": ledger.about("state"), **told}
    finally:
        ledger.close()


@contextmanager
def _scratch(parent: Path) -> Iterator[Path]:
    """A folder for its owner alone, gone afterwards; one that a killed backup left is removed by a later one."""
    for left in parent.glob(f"{_SCRATCH}*"):
        if time.time() - left.stat().st_mtime > OF_A_DEAD_ONE:
            shutil.rmtree(left, ignore_errors=True)
    made = parent / f"{_SCRATCH}{secrets.token_hex(4)}"
    made.mkdir(mode=0o700)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _member(name: str, size: int, changed: float) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mtime, member.mode = size, int(changed), 0o600
    return member


def _version() -> str:
    try:
        return version("roundtable-assistant")
    except PackageNotFoundError:
        return ""
