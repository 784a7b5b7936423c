"""assistant/backup.py and backup_restore.py: everything goes into one archive and comes back, or nothing changes."""

import gzip
import io
import json
import os
import sqlite3
import stat
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from assistant.backup import BackupFailed, backup
from assistant.backup_restore import RestoreFailed, restore
from assistant.conversations import Conversations
from assistant.settings import Settings
from corpus.errors import DamagedIndex
from corpus.index import Index
from corpus.types import Document
from corpus.writer import IndexWriter
from tests.library import Eight, add, texts, write


def places(folder: Path) -> Settings:
    names = ("index", "evaluations", "uploads", "templates", "fetched", "cache")
    files = {name: folder / f"{name}.sqlite" for name in ("conversations", "usage")}
    return Settings(**{name: folder / name for name in names}, **files)


@pytest.fixture
def kept(tmp_path: Path) -> Settings:
    """Something of everything."""
    settings = places(tmp_path / "one")
    write(settings.index, north="Snow fell in the city.", south="Sun shone in the city.").close()
    Conversations(settings.conversations)
    for path in ("evaluations/sets/ours.yaml", "uploads/notes.txt", "templates/short.yaml"):
        (tmp_path / "one" / path).parent.mkdir(parents=True)
        (tmp_path / "one" / path).write_text(f"of {path}", encoding="utf-8")
    (tmp_path / "key").write_text("sk-secret-of-the-model")
    return settings.model_copy(update={"model_key_file": tmp_path / "key"})


def below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def packed(archive: Path, *members: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(archive, "w:gz") as tar:
        for member, content in members:
            tar.addfile(member, io.BytesIO(content))
    return archive


def member(name: str, content: bytes = b"", kind: bytes = tarfile.REGTYPE) -> tuple[tarfile.TarInfo, bytes]:
    made = tarfile.TarInfo(name)
    made.size, made.type, made.linkname = len(content), kind, "/etc/passwd"
    return made, content


def test_all_comes_back_in_another_place(tmp_path: Path, kept: Settings) -> None:
    made = backup(tmp_path / "all.tar.gz", kept)
    assert set(made.parts) == {"index", "conversations", "evaluations", "uploads", "templates"}
    assert stat.S_IMODE(made.archive.stat().st_mode) == 0o600
    other = places(tmp_path / "two")
    restore(made.archive, other)
    index = Index(other.index)
    assert texts(index) == ["Snow fell in the city.", "Sun shone in the city."]
    assert index.vector_count() == index.word_count() == 2
    assert len(index.by_meaning(Eight().encode_queries(["city"])[0], 5)) == 2
    index.close()
    assert (other.evaluations / "sets/ours.yaml").read_text() == "of evaluations/sets/ours.yaml"
    assert (other.uploads / "notes.txt").read_text() == "of uploads/notes.txt"
    assert Conversations(other.conversations).all("anyone") == []
    with IndexWriter(other.index, Eight.name) as writer:  # the index that came back takes further ingests
        add(writer, Document("west", "west.txt", "West"), "Rain fell in the city.")
        writer.publish()
    assert len(texts(Index(other.index))) == 3


def test_keys_are_not_in_it_and_nothing_is_left_beside_it(tmp_path: Path, kept: Settings) -> None:
    (tmp_path / "to").mkdir()
    archive = backup(tmp_path / "to/all.tar.gz", kept).archive
    assert b"sk-secret-of-the-model" not in gzip.decompress(archive.read_bytes())
    assert below(tmp_path / "to") == {"all.tar.gz"}


def test_file_that_is_there_is_not_replaced_unless_asked(tmp_path: Path, kept: Settings) -> None:
    archive = tmp_path / "all.tar.gz"
    archive.write_text("precious")
    with pytest.raises(BackupFailed, match=r"all.tar.gz: there is a file already; name another, or replace it with"):
        backup(archive, kept)
    assert archive.read_text() == "precious"
    assert backup(archive, kept, force=True).size == archive.stat().st_size > 100


def test_state_is_the_published_one_while_an_ingest_runs(tmp_path: Path, kept: Settings) -> None:
    with IndexWriter(kept.index, Eight.name) as writer:
        add(writer, Document("west", "west.txt", "West"), "Rain fell in the city.")
        backup(tmp_path / "all.tar.gz", kept)
        writer.publish()
    restore(tmp_path / "all.tar.gz", places(tmp_path / "two"))
    assert texts(Index(tmp_path / "two/index")) == ["Snow fell in the city.", "Sun shone in the city."]


def test_conversations_are_whole_while_somebody_writes(tmp_path: Path, kept: Settings) -> None:
    """Each transaction writes two rows: a copy of the file's bytes would hold one of them now and then."""
    over = threading.Event()
    with closing(sqlite3.connect(kept.usage)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE pairs (n INTEGER, text TEXT)")

    def go_on_writing() -> None:
        with closing(sqlite3.connect(kept.usage)) as db:
            number = 0
            while not over.is_set():
                number += 1
                with db:
                    db.executemany("INSERT INTO pairs VALUES (?, ?)", [(number, "a" * 2_000)] * 2)

    writer = threading.Thread(target=go_on_writing)
    writer.start()
    try:
        for number in range(3):
            backup(tmp_path / f"{number}.tar.gz", kept)
    finally:
        over.set()
        writer.join()
    for number in range(3):
        other = places(tmp_path / f"to{number}")
        restore(tmp_path / f"{number}.tar.gz", other)
        with closing(sqlite3.connect(other.usage)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("SELECT n FROM pairs GROUP BY n HAVING count(*) <> 2").fetchall() == []


def test_without_anything_the_archive_says_so(tmp_path: Path) -> None:
    made = backup(tmp_path / "all.tar.gz", places(tmp_path / "none"))
    assert (made.parts, made.left_out) == ({}, (f"index: there is none at {tmp_path / 'none/index'}",))
    assert restore(made.archive, places(tmp_path / "two")).places == {}


def test_vectors_on_a_server_are_told_and_not_left_out(tmp_path: Path, kept: Settings) -> None:
    on_a_server = kept.model_copy(update={"chroma": "http://localhost:1"})
    with pytest.raises(BackupFailed, match="its vectors are on a Chroma server, and an archive without them is no"):
        backup(tmp_path / "all.tar.gz", on_a_server)
    assert not (tmp_path / "all.tar.gz").exists()


def test_conversations_in_a_database_are_left_to_its_own_tools(tmp_path: Path, kept: Settings) -> None:
    elsewhere = Settings(index=kept.index, conversations="postgresql://me@localhost/chat")
    elsewhere = elsewhere.model_copy(update={name: getattr(kept, name) for name in ("usage", "evaluations", "uploads")})
    made = backup(tmp_path / "all.tar.gz", elsewhere)
    (line,) = [line for line in made.left_out if line.startswith("conversations")]
    assert line == (
        "conversations: they are in postgresql://me@localhost/chat; back that database up with its own tools"
    )
    backup(tmp_path / "file.tar.gz", kept)
    to = places(tmp_path / "two").model_copy(update={"conversations": elsewhere.conversations})
    with pytest.raises(RestoreFailed, match="the setting `conversations` names a database"):
        restore(tmp_path / "file.tar.gz", to)
    assert not (tmp_path / "two/index").exists()


def test_what_is_there_is_refused_or_moved_aside_and_never_lost(tmp_path: Path, kept: Settings) -> None:
    archive = backup(tmp_path / "all.tar.gz", kept).archive
    other = places(tmp_path / "two")
    write(other.index, own="Their own city.").close()
    before = below(tmp_path / "two")
    with pytest.raises(RestoreFailed, match=r"two/index: there is something already, and nothing was changed; with"):
        restore(archive, other)
    assert below(tmp_path / "two") == before
    done = restore(archive, other, force=True)
    assert texts(Index(other.index)) == ["Snow fell in the city.", "Sun shone in the city."]
    assert texts(Index(done.aside[other.index])) == ["Their own city."]
    assert not list((tmp_path / "two").glob(".roundtable*"))


HOSTILE: dict[str, list[tuple[tarfile.TarInfo, bytes]]] = {
    "above": [member("uploads/../../stolen.txt", b"x")],
    "absolute": [member("/tmp/stolen.txt", b"x")],
    "unknown": [member("home/.bashrc", b"x")],
    "link": [member("uploads/a", kind=tarfile.SYMTYPE)],
    "hard link": [member("uploads/a", kind=tarfile.LNKTYPE)],
    "device": [member("uploads/a", kind=tarfile.CHRTYPE)],
    "folder": [member("uploads/a", kind=tarfile.DIRTYPE)],
    "twice": [member("uploads/a", b"1"), member("uploads/a", b"2")],
    "not a folder": [member("uploads", b"x")],
}


@pytest.mark.parametrize("members", HOSTILE.values(), ids=HOSTILE)
def test_archive_made_to_harm_is_refused_and_leaves_nothing(
    tmp_path: Path, members: list[tuple[tarfile.TarInfo, bytes]]
) -> None:
    archive = packed(tmp_path / "bad.tar.gz", *members)
    with pytest.raises(RestoreFailed, match="which no backup has; do not use it"):
        restore(archive, places(tmp_path / "two"))
    assert below(tmp_path) == {"bad.tar.gz"}


def test_archive_that_claims_more_than_the_disk_holds_is_refused_unread(tmp_path: Path) -> None:
    claim, _ = member("uploads/a")
    claim.size = 1 << 60
    (tmp_path / "bad.tar.gz").write_bytes(gzip.compress(claim.tobuf(tarfile.GNU_FORMAT) + bytes(1024)))
    with pytest.raises(RestoreFailed, match="unpacks to more than the disk has room for"):
        restore(tmp_path / "bad.tar.gz", places(tmp_path / "two"))
    header, _ = member("x", kind=tarfile.XHDTYPE)
    header.size = 1 << 33  # a header of 8 GB
    (tmp_path / "bad.tar.gz").write_bytes(gzip.compress(header.tobuf(tarfile.GNU_FORMAT) + bytes(100_000)))
    with pytest.raises(RestoreFailed, match="damaged, or no archive of this program"):
        restore(tmp_path / "bad.tar.gz", places(tmp_path / "two"))


def cut(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def flipped(content: bytes) -> bytes:
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 8]) + content[place + 1 :]


@pytest.mark.parametrize("spoil", [cut, flipped, lambda content: b"", lambda content: b"not an archive"])
def test_damaged_archive_is_found_before_anything_is_put_in_place(
    tmp_path: Path, kept: Settings, spoil: Callable[[bytes], bytes]
) -> None:
    archive = backup(tmp_path / "all.tar.gz", kept).archive
    archive.write_bytes(spoil(archive.read_bytes()))
    with pytest.raises(RestoreFailed, match=r"(damaged|was cut short).*; take another"):
        restore(archive, places(tmp_path / "two"))
    assert below(tmp_path / "two") == set()


def changed_manifest(archive: Path, change: Callable[[dict], None]) -> Path:
    with tarfile.open(archive) as tar:
        members = [(each, tar.extractfile(each).read()) for each in tar]  # type: ignore[union-attr]
    about = json.loads(members[-1][1])
    change(about)
    content = json.dumps(about).encode()
    members[-1][0].size = len(content)
    return packed(archive.with_name("changed.tar.gz"), *members[:-1], (members[-1][0], content))


CHANGES: dict[str, tuple[Callable[[dict], object], str]] = {
    "a file it does not list": (
        lambda about: about["files"].pop("uploads/notes.txt"),
        "damaged at 'uploads/notes.txt'",
    ),
    "a file that is not there": (lambda about: about["files"].update(x={}), "damaged at 'x'"),
    "another version": (lambda about: about.update(format=99), "of another version of this program"),
    "another index": (lambda about: about["index"].update(format="1"), "of another version of this program"),
    "no list": (lambda about: about.pop("files"), "has no manifest"),
}


@pytest.mark.parametrize(("change", "told"), CHANGES.values(), ids=CHANGES)
def test_manifest_must_be_true(tmp_path: Path, kept: Settings, change: Callable, told: str) -> None:
    archive = changed_manifest(backup(tmp_path / "all.tar.gz", kept).archive, change)
    with pytest.raises(RestoreFailed, match=told):
        restore(archive, places(tmp_path / "two"))


@contextmanager
def no_more_room() -> Iterator[None]:
    """Files cannot become longer than a kilobyte, as on a disk that is full. Not longer than need be: what a test says
    may go to a file too."""
    resource = pytest.importorskip("resource", reason="needs resource limits: run it on Linux or macOS")
    signal = pytest.importorskip("signal")
    before, ours = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ours)


def test_full_disk_leaves_no_archive_and_the_old_one_as_it_was(tmp_path: Path, kept: Settings) -> None:
    (tmp_path / "to").mkdir()
    (tmp_path / "to/old.tar.gz").write_text("old")
    for name in ("new.tar.gz", "old.tar.gz"):
        full = pytest.raises(BackupFailed, match=r"not written .*; free some space, or mend what it names")
        with full, no_more_room():
            backup(tmp_path / "to" / name, kept, force=True)
    assert below(tmp_path / "to") == {"old.tar.gz"}
    assert (tmp_path / "to/old.tar.gz").read_text() == "old"


def test_links_in_folders_are_named_and_not_followed(tmp_path: Path, kept: Settings) -> None:
    os.symlink("/etc/passwd", kept.uploads / "link.txt")
    made = backup(tmp_path / "all.tar.gz", kept)
    assert made.left_out == (f"{kept.uploads / 'link.txt'}: a link or no plain file",)


@pytest.mark.parametrize("content", [b"no database" * 1_000, b"SQLite format 3\x00" + b"\xff" * 5_000])
def test_damaged_conversations_are_named_and_no_archive_is_written(
    tmp_path: Path, kept: Settings, content: bytes
) -> None:
    assert isinstance(kept.conversations, Path)
    kept.conversations.write_bytes(content)
    with pytest.raises(BackupFailed, match=r"conversations.sqlite: cannot be read \(.*\); move it away, and back up"):
        backup(tmp_path / "all.tar.gz", kept)
    assert not (tmp_path / "all.tar.gz").exists()


def test_damaged_index_is_not_backed_up_as_sound(tmp_path: Path, kept: Settings) -> None:
    path = next(kept.index.rglob("*.idx"))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DamagedIndex, match="build the index anew"):
        backup(tmp_path / "all.tar.gz", kept)
    assert not (tmp_path / "all.tar.gz").exists()
