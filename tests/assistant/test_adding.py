"""assistant/adding.py: who may change the collection, and what becomes of files that are added and removed."""

from pathlib import Path

import pytest

from assistant.adding import add_documents, may_add, remove_documents, reread_documents
from assistant.assistant import Assistant
from assistant.build import run_ingest
from assistant.settings import Settings
from corpus.encoders import Encoder
from corpus.errors import IndexInUse, NoIndex
from corpus.index import Index
from corpus.last_ingest import LastIngest, last_ingest
from corpus.writer import IndexWriter
from tests import pdfs

HERE = {"Host": "localhost:7860", "Origin": "http://localhost:7860", "User-Agent": "a browser"}


@pytest.mark.parametrize(
    ("host", "headers", "may"),
    [
        ("127.0.0.1", HERE, True),
        ("127.0.0.1", {"host": "127.0.0.1:7860"}, True),
        ("::1", {"host": "[::1]:7860"}, True),
        ("::ffff:127.0.0.1", {"host": "LOCALHOST"}, True),
        ("127.8.8.8", {"host": "127.8.8.8"}, True),
        ("192.168.1.20", HERE, False),
        ("10.0.0.1", HERE | {"X-Forwarded-For": "127.0.0.1"}, False),
        ("127.0.0.1", HERE | {"X-Forwarded-For": "127.0.0.1"}, False),
        ("127.0.0.1", HERE | {"x-forwarded-proto": "https"}, False),
        ("127.0.0.1", HERE | {"Forwarded": "for=127.0.0.1"}, False),
        ("127.0.0.1", HERE | {"X-REAL-IP": "127.0.0.1"}, False),
        ("127.0.0.1", HERE | {"Via": "1.1 a proxy"}, False),
        ("127.0.0.1", {"host": "evil.example:7860"}, False),  # a name of somebody's that points here by now
        ("127.0.0.1", {"host": "localhost.evil.example"}, False),
        ("127.0.0.1", {"host": "127.0.0.1.evil.example"}, False),
        ("127.0.0.1", {"host": "0.0.0.0:7860"}, False),
        ("127.0.0.1", {"host": "localhost@evil.example"}, False),
        ("127.0.0.1", {"host": ""}, False),
        ("127.0.0.1", {}, False),
        ("127.0.0.1", {"host": "localhost:7860", "origin": "https://evil.example"}, False),  # somebody's page sends it
        ("127.0.0.1", {"host": "localhost:7860", "origin": "null"}, False),
        ("", HERE, False),
        ("localhost", HERE, False),
        ("testclient", HERE, False),
    ],
)  # fmt: skip
def test_this_computer_is_who_asks_from_it_under_its_name(host: str, headers: dict[str, str], may: bool) -> None:
    assert may_add("this-computer", host, headers) is may


@pytest.mark.parametrize(("setting", "may"), [("everyone", True), ("nobody", False), ("", False), ("Everyone", False)])
def test_other_settings_ask_nothing(setting: str, may: bool) -> None:
    assert may_add(setting, "127.0.0.1", HERE) is may
    assert may_add(setting, "203.0.113.9", {"host": "evil.example", "via": "x"}) is may


class Room:
    """Settings with folders of their own, and files that a browser sends."""

    def __init__(self, folder: Path) -> None:
        self.settings = Settings(index=folder / "index", uploads=folder / "uploads", max_file_mb=1)
        self.sent = folder / "sent"
        self.elsewhere = folder / "elsewhere"
        self.seen: list[str] = []

    def file(self, name: str, text: str) -> Path:
        self.sent.mkdir(exist_ok=True)
        (self.sent / name).write_text(text, encoding="utf-8")
        return self.sent / name

    def add(self, *paths: Path) -> LastIngest:
        return add_documents(paths, self.settings, lambda progress: self.seen.append(progress.source))

    def ingest(self, name: str, text: str) -> Path:
        self.elsewhere.mkdir(exist_ok=True)
        path = self.elsewhere / name
        path.write_text(text, encoding="utf-8")
        run_ingest([path], self.settings, False, lambda progress: None)
        return path

    def sources(self) -> list[str]:
        index = Index(self.settings.index)
        found = sorted(document.source for document in index.documents.values())
        index.close()
        return found

    def uploaded(self) -> list[str]:
        return sorted(path.name for path in self.settings.uploads.iterdir())


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path)


def test_files_become_documents_that_the_running_assistant_answers_from(room: Room, encoder: Encoder) -> None:
    room.ingest("old.txt", "The city of Marisol mounted 48 noise sensors on lamp posts.")
    assistant = Assistant(Index(room.settings.index), encoder)
    question = "How many trams run in Quellstadt?"
    assert assistant.ask(question).status == "refused"
    done = room.add(room.file("trams.txt", "In Quellstadt 37 trams run every day, and 12 at night."))
    assert (done.added, done.failed) == (("trams.txt",), ())
    assert room.seen == ["trams.txt", ""]
    assert "37 trams" in assistant.ask(question).citations[0].quote
    assert last_ingest(room.settings.index) == done
    assert remove_documents(["trams.txt"], room.settings).removed == ("trams.txt",)
    assert assistant.ask(question).status == "refused"
    assert room.uploaded() == []


def test_files_that_cannot_be_documents_are_told_and_not_kept(room: Room) -> None:
    good, broken = room.file("good.txt", "A city has trams."), room.file("broken.pdf", "%PDF-1.4 and nothing more")
    scan, program, empty = pdfs.scanned(room.sent), room.file("program.exe", "MZ"), room.file("no.txt", "")
    done = room.add(good, broken, scan, program, empty)
    assert done.added == ("good.txt", "scan.pdf")
    assert [line.partition(":")[0] for line in done.failed] == ["program.exe", "no.txt", "broken.pdf"]
    assert [line.partition(",")[0] for line in done.problems] == ["scan.pdf"]
    assert room.uploaded() == ["good.txt", "scan.pdf"]


def test_nothing_that_can_be_read_starts_no_ingest(room: Room) -> None:
    done = room.add(room.file("program.exe", "MZ"))
    assert len(done.failed) == 1
    assert not room.settings.index.exists()
    assert not room.settings.uploads.exists()


def test_hostile_name_is_a_document_of_a_harmless_one(room: Room) -> None:
    done = room.add(room.file(".\u202e<img src=x onerror=alert(1)>.txt", "A city has trams."))
    assert done.added == ("_img src=x onerror=alert(1)_.txt",)
    assert room.uploaded() == list(done.added)


def test_same_file_again_changes_nothing(room: Room) -> None:
    room.add(room.file("a.txt", "A city has trams."))
    done = room.add(room.file("a.txt", "A city has trams."), room.file("copy.txt", "A city has trams."))
    assert (done.added, done.unchanged, done.failed) == ((), ("a.txt",), ())
    assert room.uploaded() == ["a.txt"]


def test_other_file_of_one_name_is_another_document(room: Room) -> None:
    room.add(room.file("a.txt", "A city has trams."))
    assert room.add(room.file("a.txt", "A town has buses.")).added == ("a (2).txt",)
    assert room.sources() == ["a (2).txt", "a.txt"]


def test_while_another_ingest_runs_nothing_is_added_nor_kept(room: Room) -> None:
    sent = room.file("a.txt", "A city has trams.")
    room.add(room.file("b.txt", "A city has buses."))
    with IndexWriter(room.settings.index, room.settings.embedding_model):
        with pytest.raises(IndexInUse, match="another ingest is running here; wait until it is done"):
            room.add(sent)
        with pytest.raises(IndexInUse):
            remove_documents(["b.txt"], room.settings)
        with pytest.raises(IndexInUse):
            reread_documents(["b.txt"], room.settings, lambda progress: None)
    assert room.uploaded() == ["b.txt"]
    assert room.add(sent).added == ("a.txt",)


def test_removing_deletes_the_copy_in_uploads_and_no_file_elsewhere(room: Room) -> None:
    mine = room.ingest("mine.txt", "My city has trams.")
    room.add(room.file("a.txt", "A city has buses."), room.file("copy of mine.txt", "My city has trams."))
    gone = remove_documents(["a.txt", "mine.txt", "../../etc/passwd", "x.txt"], room.settings)
    assert gone.removed == ("a.txt", "mine.txt")
    assert [line.partition(":")[0] for line in gone.unknown] == ["../../etc/passwd", "x.txt"]
    assert room.sources() == []
    assert room.uploaded() == []
    assert mine.read_text(encoding="utf-8") == "My city has trams."


def test_document_is_read_again_from_where_it_lies(room: Room) -> None:
    mine = room.ingest("mine.txt", "My city has trams.")
    room.add(room.file("a.txt", "A city has buses."))
    mine.write_text("My city has bicycles.", encoding="utf-8")
    done = reread_documents(["mine.txt", "a.txt"], room.settings, lambda progress: None)
    assert (done.changed, done.failed) == (("mine.txt", "a.txt"), ())
    assert room.sources() == ["a.txt", "mine.txt"]


def test_without_an_index_there_is_nothing_to_remove_or_read_again(room: Room) -> None:
    with pytest.raises(NoIndex, match="nothing to remove"):
        remove_documents(["a.txt"], room.settings)
    with pytest.raises(NoIndex, match="nothing to read again"):
        reread_documents(["a.txt"], room.settings, lambda progress: None)
