"""Fetch the public documents of the catalogue into the user's own folder, and note where each came from."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from corpus.catalogue import Entry
from corpus.download import LONGEST, Rules, download, open_client
from corpus.errors import FetchFailed

if TYPE_CHECKING:
    import httpx

LEDGER = "fetched.json"
LOCK = ".fetch.lock"
DEFAULT_LIMIT = 300 * 1024 * 1024  # bytes; the largest report known so far has some 20 MB
DEFAULT_TIMEOUT = 30.0  # seconds

Status = Literal["fetched", "unchanged", "no-address", "ships", "failed"]


@dataclass(frozen=True, slots=True)
class Record:
    """What the ledger keeps of a fetched file; `address` is the catalogue's, `came_from` where it led."""

    file: str
    address: str
    came_from: str
    sha256: str
    bytes: int
    fetched_at: str
    licence: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry; `message` is a whole sentence for people, `path` the file if there is one."""

    id: str
    status: Status
    message: str
    path: Path | None = None
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class FetchReport:
    folder: Path
    outcomes: tuple[Outcome, ...]

    def of(self, *statuses: Status) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status in statuses)


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """The bytes of one document so far; `total` is None where the server does not say."""

    entry: Entry
    received: int
    total: int | None


def fetch(
    entries: Iterable[Entry],
    folder: Path,
    *,
    on_progress: Callable[[FetchProgress], None] = lambda progress: None,
    client: "httpx.Client | None" = None,
    again: bool = False,
    limit_bytes: int = DEFAULT_LIMIT,
    timeout: float = DEFAULT_TIMEOUT,
    allow_local: bool = False,
    longest: float = LONGEST,
    sleep: Callable[[float], None] = time.sleep,
) -> FetchReport:
    """Download what has a direct address into `folder`, one document after the other.

    A file that is already there as it came is left alone unless `again`; one that broke off goes on where it
    stopped; one that fails does not stop the others. `on_progress` hears of a document before its first byte.
    Raises `FetchFailed` only if the folder cannot be used at all.
    """
    from filelock import FileLock, Timeout

    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise FetchFailed(f"{folder}: another fetch is running here; wait until it is done") from None
    except OSError as error:
        raise FetchFailed(
            f"{folder}: cannot be written ({error.strerror or error}); choose another --folder"
        ) from error
    used = client or open_client(timeout, allow_local)
    try:
        run = _Run(folder, used, again, limit_bytes, allow_local, longest, sleep, on_progress, read_ledger(folder))
        return FetchReport(folder, tuple(run.take(entry) for entry in entries))
    finally:
        if client is None:
            used.close()
        lock.release()


@dataclass(frozen=True, slots=True)
class _Run:
    """One call of `fetch`: how it downloads, and the records it adds to."""

    folder: Path
    client: "httpx.Client"
    again: bool
    limit_bytes: int
    allow_local: bool
    longest: float
    sleep: Callable[[float], None]
    on_progress: Callable[[FetchProgress], None]
    records: dict[str, Record]

    def take(self, entry: Entry) -> Outcome:
        if entry.ours:
            return Outcome(entry.id, "ships", f"comes with the program as {entry.file}; nothing to fetch")
        if entry.pdf_url is None:
            return Outcome(entry.id, "no-address", _how_by_hand(entry, self.folder))
        path = self.folder / file_name(entry)
        record = self.records.get(entry.id)
        try:
            if record and not self.again and _is_as_it_came(path, record, entry.pdf_url):
                return Outcome(entry.id, "unchanged", "already there, unchanged", path, record.bytes)
            record = self._download(entry, entry.pdf_url, path)
        except FetchFailed as error:
            return Outcome(entry.id, "failed", str(error))
        except OSError as error:
            return Outcome(entry.id, "failed", f"{path}: cannot be written ({error.strerror or error})")
        return Outcome(entry.id, "fetched", f"fetched from {record.came_from}", path, record.bytes)

    def _download(self, entry: Entry, address: str, path: Path) -> Record:
        """Download to a file beside `path`, and put it in place and on record only when it is whole."""
        self.on_progress(FetchProgress(entry, 0, None))
        part = path.with_name(path.name + ".part")
        wanted, is_wanted = FORMATS[path.suffix]
        came_from = download(
            address,
            part,
            Rules(wanted, is_wanted, self.limit_bytes, self.allow_local, self.longest),
            self.client,
            lambda received, total: self.on_progress(FetchProgress(entry, received, total)),
            self.sleep,
        )
        record = Record(
            file=path.name,
            address=address,
            came_from=came_from,
            sha256=_sha256(part),
            bytes=part.stat().st_size,
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
            licence=entry.licence,
        )
        part.replace(path)
        self.records[entry.id] = record
        _write_ledger(self.folder, self.records)
        return record


def file_name(entry: Entry) -> str:
    """The name under which a public document is stored."""
    suffix = PurePosixPath(urlsplit(entry.pdf_url or "").path).suffix.lower()
    return entry.id + (".html" if suffix in (".html", ".htm") else ".pdf")


def read_ledger(folder: Path) -> dict[str, Record]:
    """The fetched files by id; {} if nothing was fetched yet. Raises `FetchFailed` if it is no ledger."""
    path = folder / LEDGER
    try:
        documents = json.loads(path.read_text(encoding="utf-8"))["documents"]
        return {id_: Record(**values) for id_, values in documents.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FetchFailed(f"{path}: not a list of fetched files ({error}); delete it") from error


def _write_ledger(folder: Path, records: dict[str, Record]) -> None:
    """Replaces the ledger in one step, so that a crash leaves the old one or the new one."""
    written = {"documents": {id_: asdict(record) for id_, record in sorted(records.items())}}
    draft = folder / f".{LEDGER}.new"
    draft.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    draft.replace(folder / LEDGER)


def _is_as_it_came(path: Path, record: Record, address: str) -> bool:
    if (record.file, record.address) != (path.name, address) or not path.is_file():
        return False
    return _sha256(path) == record.sha256


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _how_by_hand(entry: Entry, folder: Path) -> str:
    if entry.landing_url is None:
        return "no direct address, and no page of the publisher is known"
    name = folder / entry.id
    return f"no direct address: open {entry.landing_url} and save it as {name}.pdf or {name}.html"


def looks_like_pdf(head: bytes) -> bool:
    return head.startswith(b"%PDF-")


def looks_like_html(head: bytes) -> bool:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith(b"<") and any(tag in start for tag in (b"<!doctype html", b"<html", b"<head"))


FORMATS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".pdf": ("a PDF", looks_like_pdf),
    ".html": ("a web page", looks_like_html),
}
