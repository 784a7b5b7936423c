"""An ingest that dies, a disk that is full, two ingests at once: a reader sees the old state or the new one."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

import pytest

from corpus.errors import IndexInUse, NoIndex
from corpus.index import Index
from corpus.types import Document
from corpus.writer import IndexWriter
from ingest.pipeline import ingest
from tests.library import Eight, add, texts, write

HERE = Path(__file__).parents[2]
KILLS_BY_TIME = 16
# Publishing writes the new pointer (step 1), flushes it (2), puts it in place of the old one (3), flushes the
# folder (4) and removes the generation before last (from 5).
KILLS_BEFORE_STEPS = (1, 2, 3, 4, 5, 6, 7, 8, 9)
REPLACES_POINTER = 3


@dataclass(frozen=True)
class Seen:
    """All that a reader can see; `passages` are found by reading, by words and by meaning alike."""

    state: str
    counts: tuple[tuple[str, int], ...]
    passages: frozenset[str]


def look(folder: Path) -> Seen:
    index = Index(folder)
    read = {passage.id for document in index.documents for passage in index.passages_of(document)}
    assert set(index.by_words(["citi"], limit=1_000)) == read
    assert set(index.by_meaning(Eight().encode_queries(["city"])[0], limit=1_000)) == read
    assert set(index.tokens(sorted(read))) == read
    assert {file.document for file in index.files()} == set(index.documents)
    seen = Seen(index.state, tuple(index.counts().items()), frozenset(read))
    index.close()
    return seen


def write_files(folder: Path, version: int) -> None:
    """Version 1 has four files; version 2 has one of them changed, and one more."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for number in range(3 + version):
        year = 2000 + (version if number == 0 else 0)
        text = "\n\n".join(f"City {number} took step {step} in the year {year}. " * 12 for step in range(4))
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")


def complete(files: Path, index: Path) -> Seen:
    with IndexWriter(index, Eight.name) as writer:
        ingest([files], writer, Eight, prune=True)
    return look(index)


class Process:
    """Ingests in processes of their own, with the libraries loaded beforehand (see tests/ingest_process.py)."""

    def __init__(self, files: Path, index: Path) -> None:
        command = [sys.executable, "-m", "tests.ingest_process", str(files), str(index)]
        self._server = subprocess.Popen(command, cwd=HERE, stdin=PIPE, stdout=PIPE, text=True, bufsize=1)

    def __enter__(self) -> "Process":
        return self

    def __exit__(self, *error: object) -> None:
        self._server.communicate(timeout=60)

    def ingest(self, kill_before_step: int = 0, kill_after: float | None = None) -> int:
        """The exit code, negative if it was killed. `kill_after` is in seconds."""
        asked, said = self._server.stdin, self._server.stdout
        assert asked is not None
        assert said is not None
        asked.write(f"{kill_before_step}\n")
        process = int(said.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with contextlib.suppress(ProcessLookupError):  # it was done already
                os.kill(process, signal.SIGKILL)
        return int(said.readline())


@pytest.fixture
def both(tmp_path: Path) -> tuple[Seen, Seen]:
    """What a reader sees of version 1 of the files, and of version 2; the index is left at the second."""
    states = []
    for version in (1, 2):
        write_files(tmp_path / "files", version)
        states.append(complete(tmp_path / "files", tmp_path / "index"))
    assert states[0].passages != states[1].passages
    return states[0], states[1]


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill -9: run it on Linux or macOS")
def test_ingest_killed_at_any_moment_leaves_the_old_state_or_the_new_one(
    tmp_path: Path, both: tuple[Seen, Seen]
) -> None:
    files, index = tmp_path / "files", tmp_path / "index"
    old, new = both[1], both[0]
    chance = random.Random(20201203)
    moments: list[float | int] = [*(chance.random() for _ in range(KILLS_BY_TIME)), *KILLS_BEFORE_STEPS]
    chance.shuffle(moments)
    with Process(files, index) as process:
        write_files(files, 1)
        begun = time.monotonic()
        assert process.ingest() == 0
        lasts = time.monotonic() - begun
        assert look(index) == new
        for moment in moments:
            old, new = new, old
            write_files(files, 1 + both.index(new))
            if isinstance(moment, int):
                assert process.ingest(kill_before_step=moment) == -signal.SIGKILL
                expected = (old,) if moment <= REPLACES_POINTER else (new,)
            else:
                process.ingest(kill_after=moment * lasts)
                expected = (old, new)
            assert look(index) in expected, f"killed at {moment}, of an ingest that lasts {lasts:.1f} s"
            assert complete(files, index) == new


def test_reader_open_during_an_ingest_sees_the_old_state_until_it_asks_for_the_newest(tmp_path: Path) -> None:
    reader = write(tmp_path, north="Snow fell in the city.")
    asked = Eight().encode_queries(["sun"])[0]
    with IndexWriter(tmp_path, Eight.name) as writer:
        add(writer, Document("south", "south.txt", "South"), "Sun shone in the city.")
        assert reader.newest() is reader
        assert texts(Index(tmp_path)) == ["Snow fell in the city."]
        writer.publish()
    assert texts(reader) == ["Snow fell in the city."]
    assert list(reader.by_words(["citi"], 10)) == list(reader.by_meaning(asked, 10)) == ["north:0"]
    state = reader.state
    reader = reader.newest()
    assert reader.state != state
    assert set(reader.by_words(["citi"], 10)) == set(reader.by_meaning(asked, 10)) == {"north:0", "south:0"}
    assert reader.newest() is reader


def test_reader_that_missed_several_ingests_still_sees_its_own_state(tmp_path: Path) -> None:
    reader = write(tmp_path, first="A city.")
    for name in ("second", "third", "fourth"):
        write(tmp_path, **{name: "A city."})
    asked = Eight().encode_queries(["city"])[0]
    assert list(reader.by_words(["citi"], 10)) == list(reader.by_meaning(asked, 10)) == ["first:0"]
    assert reader.newest().counts()["documents"] == 4


def test_reader_notices_that_the_folder_was_deleted_and_filled_again(tmp_path: Path) -> None:
    reader = write(tmp_path / "index", old="A city of old.")
    asked = Eight().encode_queries(["city"])[0]
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(NoIndex, match="there is no index here yet; make one with: roundtable ingest"):
        reader.newest()
    write(tmp_path / "index", new="A new city.", other="Another city.")
    reader = reader.newest()
    assert set(reader.by_words(["citi"], 10)) == set(reader.by_meaning(asked, 10)) == {"new:0", "other:0"}


def test_ingest_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    write(tmp_path, old="A city.")
    before = sorted(tmp_path.rglob("*"))
    with contextlib.suppress(KeyboardInterrupt), IndexWriter(tmp_path, Eight.name) as writer:
        add(writer, Document("new", "new.txt", "New"), "Another city.")
        raise KeyboardInterrupt
    assert sorted(tmp_path.rglob("*")) == before
    assert texts(Index(tmp_path)) == ["A city."]
    assert texts(write(tmp_path, new="Another city.")) == ["A city.", "Another city."]


def test_second_ingest_at_once_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A city.", encoding="utf-8")
    command = [sys.executable, "-m", "assistant.cli", "ingest", str(tmp_path / "a.txt"), "--index", str(tmp_path / "i")]
    with IndexWriter(tmp_path / "i", "any"):
        second = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
        with pytest.raises(IndexInUse), IndexWriter(tmp_path / "i", "any"):
            pass
    assert second.returncode == 2
    assert second.stderr == (f"roundtable: {tmp_path / 'i'}: another ingest is running here; wait until it is done\n")


READ_ONLY = 'mount --bind "$2" "$2"; mount -o remount,ro,bind "$2"'
READER = """-c '
import sys, pathlib, corpus.errors, corpus.index
try:
    corpus.index.Index(pathlib.Path(sys.argv[2]))
except corpus.errors.RoundtableError as error:
    print(error)
'"""


def can_mount() -> bool:
    try:
        return not subprocess.call([*OWN_MOUNTS, "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return False


OWN_MOUNTS = ["unshare", "--user", "--map-root-user", "--mount"]
needs_mounts = pytest.mark.skipif(not can_mount(), reason="needs a Linux where `unshare --user --mount true` works")


def told(mount: str, python: str, files: Path, index: Path) -> list[str]:
    """The lines that a Python program prints when `mount` has been done to the folder of the index ("$2")."""
    script = f'{mount}; echo 0 | "$3" {python} "$1" "$2" 2>&1; cp -r "$2/." "$2.after"'
    command = [*OWN_MOUNTS, "sh", "-euc", script, "sh", str(files), str(index), sys.executable]
    ran = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


@needs_mounts
@pytest.mark.parametrize("free", [50, 1_000], ids=["no-room-for-a-copy", "no-room-for-the-new-file"])
def test_full_disk_is_told_in_one_line_and_the_old_state_stays(tmp_path: Path, free: int) -> None:
    files, index = tmp_path / "files", tmp_path / "index"
    write_files(files, 1)
    old = complete(files, index)
    (files / "big.txt").write_text(f"{' '.join(map(str, range(300_000)))}.", encoding="utf-8")
    used = sum(path.stat().st_size // 1024 + 4 for path in index.rglob("*"))
    full = f'cp -r "$2" "$2.before"; mount -t tmpfs -o size={used + free}k none "$2"; cp -r "$2.before/." "$2"'
    _process, line, code = told(full, "-m tests.ingest_process", files, index)
    assert code == "2"
    assert line.startswith(f"roundtable: {index}: the index cannot be written (")
    assert line.endswith("); free some space or allow writing there, or name another folder with --index")
    after = index.with_name("index.after")
    assert look(after) == old
    assert len(list((after / "generations").iterdir())) == 1


@needs_mounts
def test_folder_that_is_read_only_is_told_in_one_line(tmp_path: Path) -> None:
    files, index = tmp_path / "files", tmp_path / "index"
    write_files(files, 1)
    write(index, old="A city.")
    _process, line, code = told(READ_ONLY, "-m tests.ingest_process", files, index)
    assert code == "2"
    assert line == (
        f"roundtable: {index}: the index cannot be written (Read-only file system); free some space or allow "
        "writing there, or name another folder with --index"
    )


@needs_mounts
def test_reader_of_a_read_only_folder_is_told_in_one_line(tmp_path: Path) -> None:
    write(tmp_path / "index", old="A city.")
    (line,) = told(READ_ONLY, READER, tmp_path, tmp_path / "index")
    assert line.startswith(f"{tmp_path / 'index'}: the index cannot be opened, as Chroma writes even where it only")
