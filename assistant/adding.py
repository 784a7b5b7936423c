"""Add documents while the chat goes on, read them again and take them out, for those who may."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.access.addresses import is_loopback
from assistant.build import open_index, readable_suffixes, run_ingest, run_remove, run_reread
from assistant.own_process import in_own_process
from assistant.uploads import keep_uploads
from corpus.errors import NoIndex
from corpus.last_ingest import LastIngest, done_now, nothing_now
from corpus.remove import Removal

if TYPE_CHECKING:
    from assistant.settings import Settings

# What proxies add: with one between, the nearest address says nothing of who asks.
OF_PROXIES = ("forwarded", "x-forwarded", "x-real-ip", "via", "x-client-ip", "cf-connecting-ip", "true-client-ip")
HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:[0-9]+)?")


def may_add(setting: str, host: str, headers: Mapping[str, str]) -> bool:
    """Whether who asks from the address `host`, with these headers, may change the collection.

    `setting` is that of the settings: for "this-computer" the browser must run here, open the page under a name of
    this computer (any other name may have been made to point here by somebody's page), and send what the page sends.
    """
    if setting != "this-computer":
        return setting == "everyone"
    sent = {name.lower(): value for name, value in headers.items()}
    if any(name.startswith(OF_PROXIES) for name in sent):
        return False
    origin = sent.get("origin", "").lower()
    of_this_page = not origin or is_loopback_name(origin.partition("://")[2])
    return is_loopback(host) and is_loopback_name(sent.get("host", "").lower()) and of_this_page


def add_documents(
    uploaded: Sequence[Path | str], settings: "Settings", on_progress: Callable[[Any], None]
) -> LastIngest:
    """Keeps the files in the folder of uploads and reads them into the index; what it cannot take is in `failed`.

    A file that became no document is not kept. Raises `IndexInUse`, `IndexMismatch`, `ReadingBroke` or another error
    for people; then none of them was added.
    """
    paths = [Path(path) for path in uploaded]
    kept = keep_uploads(paths, settings.uploads, settings.max_file_mb * 1_000_000, readable_suffixes())
    if not kept.files:
        return nothing_now(kept.refused)
    try:
        done = in_own_process(_add, kept.files, settings, on_progress)
    finally:
        known = {origin for origins in _origins(settings).values() for origin in origins}
        for path in kept.new:
            if str(path.resolve()) not in known:
                path.unlink(missing_ok=True)
    return replace(done, failed=(*kept.refused, *done.failed))


def reread_documents(sources: Sequence[str], settings: "Settings", on_progress: Callable[[Any], None]) -> LastIngest:
    """Reads the files of these documents again, changed or not. Raises what `add_documents` raises, and `NoIndex`."""
    return in_own_process(_reread, sources, settings, on_progress)


def remove_documents(sources: Sequence[str], settings: "Settings") -> Removal:
    """Takes documents out of the index, and their files out of the folder of uploads; files elsewhere stay.

    A file that cannot be deleted has its sentence in `unknown`. Raises `NoIndex`, `IndexInUse` or `IndexMismatch`.
    """
    before = _origins(settings)
    gone = run_remove(sources, settings)
    uploads = settings.uploads.expanduser().resolve()
    troubles: list[str] = []
    for origin in (Path(origin) for source in gone.removed for origin in before.get(source, ())):
        if uploads not in origin.parents:
            continue
        try:
            origin.unlink(missing_ok=True)
        except OSError as error:
            troubles.append(f"{origin}: cannot be deleted ({error.strerror or error}); delete the file yourself")
    return Removal(gone.removed, (*gone.unknown, *troubles))


def _add(files: Sequence[Path], settings: "Settings", on_progress: Callable[[Any], None]) -> LastIngest:
    return done_now(asdict(run_ingest(files, settings, False, on_progress)))


def _reread(sources: Sequence[str], settings: "Settings", on_progress: Callable[[Any], None]) -> LastIngest:
    return done_now(asdict(run_reread(sources, settings, on_progress)))


def _origins(settings: "Settings") -> dict[str, list[str]]:
    """The files of each document, by its source; {} without an index."""
    try:
        index = open_index(settings)
    except NoIndex:
        return {}
    try:
        found: dict[str, list[str]] = {document.source: [] for document in index.documents.values()}
        for file in index.files():
            if file.document in index.documents:
                found[index.documents[file.document].source].append(file.origin)
        return found
    finally:
        index.close()


def is_loopback_name(host: str) -> bool:
    """Of "localhost:7860", "127.0.0.1" or "[::1]:7860"."""
    found = HOST.fullmatch(host)
    name = found[1].strip("[]") if found else ""
    return name == "localhost" or is_loopback(name)
