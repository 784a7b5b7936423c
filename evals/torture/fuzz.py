"""Spoil sound files at random and have them read, each in a process with limits: a file is read, or it is one line."""

import io
import random
import shutil
import struct
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from corpus.limits import Limits
from evals.torture.seeds import seeds
from evals.torture.structured import structured
from ingest.discover import Found
from ingest.elsewhere import read_ahead
from ingest.told import MISTAKE
from ingest.work import Job

LITTLE = Limits(seconds=20, seconds_per_mb=0, memory=1_000_000_000, memory_per_byte=0)
NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)
TOKENS = (
    *(b"obj", b"endobj", b"<<", b">>", b"[", b"]", b"/Kids", b"/Length", b"/Count -1", b"0 R", b"stream", b"\x00"),
    *(b"<", b">", b"</p>", b"<table>", b"<w:p>", b"<a:t>", b"&#0;", b"&x;", b"---\n", b"|", b"```", b"\xff\xfe", b"["),
)


@dataclass
class Fuzzed:
    """How many spoiled files of each suffix came to what; `bugs` are those that ended in anything else."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    bugs: list[str] = field(default_factory=list)


def fuzz(folder: Path, seed: int, files: int, kept: Path) -> Fuzzed:
    """Reads so many spoiled files, and half as many made-up ones; one that is a bug is copied into `kept`."""
    chance = random.Random(seed)
    sound = list(seeds())
    fuzzed = Fuzzed()
    made = []
    for number in range(files):
        name, content = chance.choice(sound)
        path = folder / f"{seed}-{number}-{name}"
        path.write_bytes(spoiled(content, chance))
        made.append(path)
    for number, (name, content) in enumerate(structured(files // 2, seed)):
        path = folder / f"{seed}-{number}-{name}"
        path.write_bytes(content)
        made.append(path)
    while made:
        made = _read(made, fuzzed, kept)
    return fuzzed


def _read(paths: list[Path], fuzzed: Fuzzed, kept: Path) -> list[Path]:
    """What is left to be read behind a file at which a mistake of ours came up, for that ends the reading."""
    jobs = [
        Job(Found(path, path.name, path.parent), path.name, path.stem, "", path.stat().st_size, {}) for path in paths
    ]
    done = 0
    try:
        with closing(read_ahead(jobs, 1, LITTLE)) as readings:  # type: ignore[type-var]
            for reading in readings:
                if reading.failure and reading.failure.startswith(MISTAKE):
                    raise ValueError(reading.failure.removeprefix(MISTAKE))
                outcome = _outcome(reading.failure)
                fuzzed.outcomes[paths[done].suffix, outcome] += 1
                if reading.failure and ("\n" in reading.failure or len(reading.failure) > 1_000):
                    raise ValueError(f"a failure that is not one line: {reading.failure[:200]}")
                done += 1
    except Exception as error:
        fuzzed.outcomes[paths[done].suffix, "a bug"] += 1
        kept.mkdir(parents=True, exist_ok=True)
        shutil.copy(paths[done], kept)
        told = " ".join(str(error).split())[:200]
        fuzzed.bugs.append(f"{kept / paths[done].name}: {type(error).__name__}: {told}")
        return paths[done + 1 :]
    return []


def _outcome(failure: str | None) -> str:
    if failure is None:
        return "read"
    if failure.startswith("reading broke off"):
        return "its reader crashed"
    return "over a limit" if failure.startswith("takes more than") else "refused in one line"


def spoiled(content: bytes, chance: random.Random) -> bytes:
    """One to eight changes; of a zipped file mostly inside of one of its parts, or nothing but its frame is tried."""
    if content.startswith(b"PK") and chance.random() < 0.8:
        return _inside(content, chance)
    changed = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        chance.choice(CHANGES)(changed, chance)
    return bytes(changed)


def _inside(content: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        chosen = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        for name in names:
            part = bytearray(source.read(name))
            if name == chosen:
                if chance.random() < 0.1:
                    continue
                for _ in range(chance.randint(1, 4)):
                    chance.choice(CHANGES)(part, chance)
            target.writestr(name, bytes(part))
    return made.getvalue()


def _flip(content: bytearray, chance: random.Random) -> None:
    if content:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _cut(content: bytearray, chance: random.Random) -> None:
    start = chance.randint(0, len(content))
    del content[start : start + chance.choice((1, 10, 100, 10_000))]


def _end(content: bytearray, chance: random.Random) -> None:
    del content[chance.randint(0, len(content)) :]


def _repeat(content: bytearray, chance: random.Random) -> None:
    start = chance.randint(0, len(content))
    part = content[start : start + chance.choice((1, 10, 100, 1_000))]
    content[start:start] = part * chance.choice((1, 2, 10, 50))


def _token(content: bytearray, chance: random.Random) -> None:
    place = chance.randint(0, len(content))
    content[place:place] = chance.choice(TOKENS) * chance.choice((1, 1, 1, 1_000))


def _number(content: bytearray, chance: random.Random) -> None:
    place = chance.randint(0, len(content))
    content[place : place + 4] = struct.pack(chance.choice("<>") + "I", chance.choice(NUMBERS))


def _digits(content: bytearray, chance: random.Random) -> None:
    """Another number where one is written, as lengths, places and references of a PDF are."""
    places = [place for place, byte in enumerate(content[:20_000]) if 48 <= byte <= 57]
    if places:
        place = chance.choice(places)
        content[place : place + 1] = chance.choice((b"-1", b"0", b"99999999999", b"2147483648"))


def _swap(content: bytearray, chance: random.Random) -> None:
    half = chance.randint(0, len(content))
    content[:] = content[half:] + content[:half]


CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (
    *(_flip, _flip, _cut, _end, _repeat, _token, _number, _digits, _digits, _swap),
)
