"""assistant/uploads.py: whatever a file is called and holds, it ends in the folder, whole, or is refused."""

import errno
import os
import unicodedata
from pathlib import Path

import pytest

from assistant import uploads
from assistant.uploads import LONGEST_NAME, keep_uploads, safe_name

SUFFIXES = (".pdf", ".txt")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("report.pdf", "report.pdf"),
        ("Rapport d’été 2024 — Évreux.PDF", "Rapport d’été 2024 — Évreux.PDF"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("..\\..\\windows\\system.txt", "system.txt"),
        ("/etc/shadow.txt", "shadow.txt"),
        ("C:\\notes.txt", "notes.txt"),
        (".hidden.txt", "hidden.txt"),
        ("~$open in Word.txt", "open in Word.txt"),
        ("...", "document"),
        ("", "document"),
        ("a\x00b\n\r\tc.txt", "abc.txt"),
        ("invoice\u202etxt.exe.pdf", "invoicetxt.exe.pdf"),
        ("\u200bzero\u2066.txt", "zero.txt"),
        ("half \udce9 name.txt", "half name.txt"),
        ("CON.txt", "_CON.txt"),
        ("aux.report.pdf", "_aux.report.pdf"),
        ("Lpt1", "_Lpt1"),
        ("console.txt", "console.txt"),
        ("what? <b>now</b>: \"x\"|*.txt", "b__ _x___.txt"),
        ("ends in dots. . .", "ends in dots"),
        ("stream.txt:hidden", "stream.txt_hidden"),
        ("e\u0301te\u0301.txt", "été.txt"),
    ],
)  # fmt: skip
def test_name_does_no_harm(name: str, expected: str) -> None:
    assert safe_name(name) == expected
    assert safe_name(expected) == expected


@pytest.mark.parametrize("letter", ["a", "é", "都", "🚲"])
def test_long_name_is_cut_and_keeps_its_suffix(letter: str) -> None:
    name = safe_name(letter * 400 + ".pdf")
    assert name.endswith(f"{letter}.pdf")
    assert len(name) <= LONGEST_NAME
    assert len(name.encode()) <= 255


@pytest.mark.parametrize("code", [*range(0x250), *range(0x2000, 0x2070), 0xFEFF, 0xD800, 0x1D173, 0xE0041])
def test_no_character_makes_a_name_that_hides_or_reorders(code: int) -> None:
    for raw in (chr(code), f"{chr(code)}a.txt", f"a{chr(code)}.txt", f"a.txt{chr(code)}"):
        name = safe_name(raw)
        assert name
        assert not name.startswith((".", "~"))
        assert not set(name) & set('/\\<>:"|?*')
        assert all(unicodedata.category(each)[0] != "C" for each in name)
        assert name == name.strip(". ")


class Folder:
    """A folder of uploads, and files of a browser to put there."""

    def __init__(self, folder: Path) -> None:
        self.sent, self.kept = folder / "sent", folder / "kept"

    def file(self, name: str, content: bytes, number: int = 0) -> Path:
        path = self.sent / str(number) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def keep(self, *paths: Path, limit: int = 1_000) -> uploads.Kept:
        return keep_uploads(paths, self.kept, limit, SUFFIXES)

    def contents(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.kept.iterdir()} if self.kept.exists() else {}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_files_are_kept_under_their_names(folder: Folder) -> None:
    kept = folder.keep(folder.file("a.txt", b"one"), folder.file("b.pdf", b"two"))
    assert kept.files == kept.new == (folder.kept / "a.txt", folder.kept / "b.pdf")
    assert folder.contents() == {"a.txt": b"one", "b.pdf": b"two"}
    assert (folder.sent / "0" / "a.txt").read_bytes() == b"one", "what the browser sent is Gradio's to delete"


def test_name_that_other_content_has_gets_a_number(folder: Folder) -> None:
    for number, content in enumerate((b"one", b"two", b"six")):
        folder.keep(folder.file("a.txt", content, number))
    assert folder.contents() == {"a.txt": b"one", "a (2).txt": b"two", "a (3).txt": b"six"}


def test_two_files_of_one_name_sent_at_once_both_stay(folder: Folder) -> None:
    assert len(folder.keep(folder.file("a.txt", b"one", 1), folder.file("a.txt", b"two", 2)).files) == 2
    assert folder.contents() == {"a.txt": b"one", "a (2).txt": b"two"}


def test_long_name_that_is_taken_is_cut_for_its_number(folder: Folder) -> None:
    name = "é" * 100 + ".txt"
    for number in (1, 2):
        folder.keep(folder.file(name, bytes([number]), number))
    assert sorted(map(len, folder.contents())) == [104, 108]


def test_content_that_is_there_is_kept_once_whatever_it_is_called(folder: Folder) -> None:
    first = folder.keep(folder.file("a.txt", b"one"))
    again = folder.keep(folder.file("a.txt", b"one"), folder.file("other.txt", b"one"))
    assert again.files == first.files
    assert again.new == ()
    assert folder.contents() == {"a.txt": b"one"}


def test_each_file_that_is_refused_has_its_line_and_the_others_are_kept(folder: Folder) -> None:
    sent = [
        folder.file("a.txt", b"one"),
        folder.file("empty.txt", b""),
        folder.file("big.pdf", b"x" * 1_001),
        folder.file("evil\u202efdp.exe", b"MZ"),
        folder.file("catalog.yaml", b"ours: []"),
        folder.sent / "never came.txt",
    ]
    kept = folder.keep(*sent)
    assert kept.refused == (
        "empty.txt: the file is empty; choose another one",
        "big.pdf: 0 MB is more than the limit of 0 MB; split the file",
        "evilfdp.exe: files of this kind cannot be read; the kinds are .pdf, .txt",
        "catalog.yaml: files of this kind cannot be read; the kinds are .pdf, .txt",
        f"never came.txt: cannot be kept in {folder.kept} (No such file or directory); free some space there",
    )
    assert folder.contents() == {"a.txt": b"one"}


def test_full_disk_leaves_nothing_behind(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def half_a_copy(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(uploads.shutil, "copyfile", half_a_copy)
    kept = folder.keep(folder.file("a.txt", b"one"))
    assert kept.refused == (f"a.txt: cannot be kept in {folder.kept} (No space left on device); free some space there",)
    assert folder.contents() == {}


def test_folder_that_is_a_file_refuses_each(folder: Folder) -> None:
    sent = folder.file("a.txt", b"one")
    folder.kept.write_bytes(b"")
    assert folder.keep(sent).refused[0].startswith(f"a.txt: cannot be kept in {folder.kept} (File exists)")
