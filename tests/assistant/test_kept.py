"""assistant/kept.py: who may read the file, what is no such file, and a disk that refuses."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from assistant.conversations import Conversations
from assistant.feedback import FeedbackStore
from assistant.kept import MIGRATIONS, OURS, Place, UnusableFile, reading, writing
from assistant.types import Answer, Usage
from assistant.usage import UsageLog

ANSWER = Answer("Who?", "refused")


def refusal(path: Path) -> str:
    """What is said of a file that cannot be used, by every way in the same."""
    store, said = FeedbackStore(path), set()
    for use in (lambda: Conversations(path), store.counts, lambda: store.of("ana", "id"), lambda: next(store.all())):
        with pytest.raises(UnusableFile) as raised:
            use()
        said.add(str(raised.value))
    (line,) = said
    assert line.startswith(f"{path}: ")
    assert "\n" not in line
    return line


def test_file_and_folder_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "kept.sqlite"
    store = Conversations(path)
    with reading(path):  # keeps open what SQLite writes beside the file
        store.add("ana", store.begin("ana"), ANSWER)
        files = sorted(path.parent.iterdir())
        assert [file.name for file in files] == ["kept.sqlite", "kept.sqlite-shm", "kept.sqlite-wal"]
        assert [oct(file.stat().st_mode & 0o777) for file in files] == ["0o600"] * 3
    assert oct(path.parent.stat().st_mode & 0o777) == "0o700"


def test_file_that_is_there_keeps_the_mode_that_somebody_gave_it(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    Conversations(path)
    path.chmod(0o640)
    Conversations(path).begin("ana")
    assert oct(path.stat().st_mode & 0o777) == "0o640"


def test_file_that_is_no_database_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    path.write_text("a letter to the mayor " * 100)
    assert "damaged, or no file of conversations" in refusal(path)
    assert path.read_text().startswith("a letter")


def test_database_of_another_kind_is_named_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "usage.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE answers (time TEXT)")
    before = path.read_bytes()
    assert "another program's file; name another in the setting `conversations`" in refusal(path)
    assert path.read_bytes() == before


def test_record_of_usage_is_not_taken_for_a_file_of_conversations(tmp_path: Path) -> None:
    path = tmp_path / "usage.sqlite"
    UsageLog(path).add(Answer("Who?", "refused", usage=Usage(1)))
    assert "another program's file" in refusal(path)
    assert UsageLog(path).summary()[0].answers == 1


def test_file_cut_in_the_middle_is_named(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    store = Conversations(path)
    for _ in range(20):
        store.add("ana", store.begin("ana"), Answer("Who? " * 1000, "refused"))
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(UnusableFile, match="damaged"):
        store.all("ana", "nobody")


def test_file_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    Conversations(path)
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    assert f"newer version of the program (format {len(MIGRATIONS) + 1}, this one knows" in refusal(path)


def test_file_says_what_it_is_and_of_which_format(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    Conversations(path)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA application_id").fetchone() == (OURS,)
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_empty_file_left_by_a_killed_program_is_made_whole(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    path.touch()
    assert Conversations(path).all("ana") == []


@pytest.mark.parametrize("place", ["file/kept.sqlite", "folder"])
def test_place_that_can_hold_no_file_is_named(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("no folder")
    (tmp_path / "folder").mkdir()
    assert "conversations and briefings cannot be kept there" in refusal(tmp_path / place)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc, where nobody can make a file: on Linux")
def test_folder_that_cannot_be_written_is_named() -> None:
    assert "name another file in the setting `conversations`" in refusal(Path("/proc/kept.sqlite"))


def test_disk_without_room_is_named_and_nothing_is_half_written(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    store = Conversations(path)
    id_ = store.begin("ana", "Trams")
    store.add("ana", id_, ANSWER)
    ran = subprocess.run([sys.executable, "-c", FULL, str(path), id_], capture_output=True, text=True, timeout=60)
    assert ran.stdout.startswith(f"{path}: conversations and briefings cannot be kept there ("), ran.stderr
    assert [turn.answer for turn in store.open("ana", id_).turns] == [ANSWER]
    store.add("ana", id_, ANSWER)


# No file of this process may grow beyond 200 kB, which is to SQLite what a full disk is.
FULL = """
import resource, sys
from pathlib import Path
from assistant.conversations import Conversations
from assistant.kept import UnusableFile
from assistant.types import Answer, Usage
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
try:
    Conversations(Path(sys.argv[1])).add("ana", sys.argv[2], Answer("Who? " * 100_000, "refused"))
except UnusableFile as error:
    print(error)
"""


def test_program_that_holds_the_file_for_too_long_is_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite"
    with writing(path), pytest.raises(UnusableFile, match="another program is writing"), writing(path, patience=0.1):
        pass


def test_what_is_written_before_an_error_is_taken_back(kept_at: Place) -> None:
    store = Conversations(kept_at)
    id_ = store.begin("ana", "Trams")
    with pytest.raises(KeyError), writing(store.kept_in) as db:
        raise KeyError(db.execute("DELETE FROM conversations").rowcount)
    assert [each.id for each in store.all("ana")] == [id_]


def test_threads_that_all_find_no_file_make_one(tmp_path: Path) -> None:
    for attempt in range(10):  # who comes first differs from one to the next
        path = tmp_path / str(attempt) / "kept.sqlite"
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda number, path=path: Conversations(path).begin("ana", str(number)), range(16)))
        assert len(Conversations(path).all("ana")) == 16


def test_programs_that_all_find_no_file_make_one(tmp_path: Path) -> None:
    path = tmp_path / "new" / "kept.sqlite"
    programs = [subprocess.Popen([sys.executable, "-c", BEGINNING, str(path)]) for _ in range(4)]
    assert [program.wait(60) for program in programs] == [0] * 4
    assert len(Conversations(path).all("ana")) == 40


BEGINNING = """
import sys
from pathlib import Path
from assistant.conversations import Conversations
for _ in range(10):
    Conversations(Path(sys.argv[1])).begin("ana")
"""
