"""Files made to harm: each is read or ended within its limits, with one line, and the file behind it is read too."""

import os
import re
import shutil
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.phrases import ENGLISH_PAGE
from assistant.render.html_ingest import last_ingest_html
from corpus.index import Index
from corpus.last_ingest import last_ingest
from corpus.limits import Limits
from ingest.discover import discover
from ingest.elsewhere import read_ahead
from ingest.readers import READERS
from ingest.work import Reading, read_job
from tests.ingest.hostile import (
    LAUGHING,
    PAGE,
    STEALING,
    aliases,
    docx,
    kids_of_kids,
    lying,
    many_pages,
    of_no_kind,
    of_parts,
    packed_objects,
    pdf,
    said,
    stream,
    zeros,
)
from tests.ingest.made import Deadly, job, texts
from tests.typed import typed

needs_limits = pytest.mark.skipif(
    not Path("/proc/self/limits").is_file(), reason="needs limits on memory and processor: run it on Linux"
)
LITTLE = Limits(seconds=3, seconds_per_mb=0, memory=250_000_000, memory_per_byte=0)
BROKE_OFF = r"reading broke off \(exit code -6\)|takes more than 0.2 GB of memory|takes more than 3 s to read"
SELF = b"<< /Title (A) /Next 7 0 R /First 7 0 R /Parent 6 0 R >>"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>"
# By name: the file, and what its failure says; "" for one that is read.
FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "own-kid.pdf": (lambda: pdf(kids=b"2 0 R 3 0 R", count=2), ""),
    "kids-of-kids.pdf": (kids_of_kids, "damaged or cut short|" + BROKE_OFF),
    "claims-two-billion-pages.pdf": (lambda: pdf(count=2_000_000_000), ""),
    "two-thousand-pages.pdf": (lambda: many_pages(2_000), ""),
    "bomb.pdf": (lambda: pdf(content=stream(zeros(400), b"/Filter /FlateDecode")), BROKE_OFF),
    "form-in-itself.pdf": (
        lambda: pdf(page=b"/XObject << /X 6 0 R >> ", content=stream(b"/X Do"), more=(stream(b"/X Do /X Do", FORM),)),
        BROKE_OFF + "|^$",
    ),
    "bookmark-below-itself.pdf": (
        lambda: pdf(catalog=b"/Outlines 6 0 R ", more=(b"<< /First 7 0 R /Last 7 0 R >>", SELF)),
        "",
    ),
    "lists-in-lists.pdf": (lambda: pdf(catalog=b"/X " + b"[" * 200_000 + b"]" * 200_000 + b" "), ""),
    "packed-objects.pdf": (lambda: packed_objects(400), "^$|" + BROKE_OFF),
    "table-before-itself.pdf": (
        lambda: pdf().replace(b"/Root 1 0 R >>", b"/Root 1 0 R /Prev %d >>" % pdf().index(b"xref\n0")),
        "",
    ),
    "acts.pdf": (
        lambda: pdf(
            catalog=b"/OpenAction << /S /Launch /F (/bin/sh) >> /AA << /WC << /S /JavaScript /JS (while(1);) >> >> "
            b"/Names << /EmbeddedFiles << /Names [(a.txt) << /F (a.txt) /EF << /F 6 0 R >> >>] >> >> ",
            more=(stream(b"root: of an embedded file", b"/Type /EmbeddedFile"),),
        ),
        "",
    ),
    "five-thousand-pages.pdf": (lambda: many_pages(5_000), "^$|" + BROKE_OFF),
    "parent-of-itself.pdf": (lambda: pdf(more=(PAGE % b"",)).replace(b"/MediaBox [0 0 612 792]", b"/Parent 3 0 R"), ""),
    "deeper.html": (
        lambda: b"<html><body>" + b"<b>" * 100_000 + b"A city.",
        "^$|nested deeper than any honest|" + BROKE_OFF,
    ),
    "attributes.html": (lambda: b"<p x='" + b"y" * 5_000_000 + b"'>A city of trams.", ""),
    "many-attributes.html": (lambda: b"<p " + b" ".join(b"a%d=b" % n for n in range(50_000)) + b">A city.", ""),
    "deep.html": (
        lambda: b"<html><body>" + b"<div>" * 50_000 + b"A city.",
        "nested deeper than any honest file|" + BROKE_OFF,
    ),
    "tables.html": (lambda: b"<table><tr><td>" * 20_000 + b"A city.", "takes more than 3 s to read, which no honest"),
    "stolen.html": (lambda: (STEALING + "<p>A city of trams. &stolen;</p>").encode(), ""),
    "aliases.md": (aliases, ""),
    "deep-front-matter.md": (lambda: b"---\ntitle: " + b"[" * 50_000 + b"\n---\nA city.", ""),
    "brackets.md": (lambda: b"[" * 20_000 + b"A city" + b"]" * 20_000, ""),
    "quotes.md": (lambda: b">" * 50_000 + b" A city", "holds no text|nested deeper|" + BROKE_OFF),
    "stars.md": (lambda: b"*a **b " * 10_000, "^$|" + BROKE_OFF),
    "backticks.md": (lambda: b"".join(b"`" * n + b" a " for n in range(1_500)), "^$|" + BROKE_OFF),
    "links.md": (lambda: b"[a](<b" * 12_000, "^$|" + BROKE_OFF),
    "cells.md": (lambda: b"|a" * 9_000 + b"\n" + b"|-" * 9_000 + b"\n" + (b"|a" * 9_000 + b"\n") * 50, BROKE_OFF),
    "bomb.docx": (lambda: docx(said("A city."), word__media__a=bytes(100_000_000)), r"unpacks to 101 MB, \d+ times"),
    "lying.docx": (lying, "damaged"),
    "in-itself.docx": (lambda: docx(said("A city of trams."), word__embeddings__a=docx(said("root: inside"))), ""),
    "many-parts.docx": (lambda: of_parts(20_001), "has 20001 parts inside, which no honest document does"),
    "laughs.docx": (lambda: docx(said("A city &l9;", LAUGHING)), "|damaged, or not a Word document"),
    "stolen.docx": (lambda: docx(said("A city of trams. &stolen;", STEALING)), "|damaged, or not a Word document"),
    "above.docx": (lambda: docx(said("A city of trams."), **{"..__..__stolen.txt": b"stolen"}), ""),
    "long-prefix.docx": (lambda: docx(f"<w{'obj' * 2_000}:document/>"), "damaged, or not a Word document"),
    "links.docx": (lambda: of_no_kind(".docx", "word/_rels/document.xml.rels"), "damaged, or not a Word document"),
    "about.docx": (lambda: of_no_kind(".docx", "docProps/core.xml"), "damaged, or not a Word document"),
    "kinds.docx": (lambda: of_no_kind(".docx", "[Content_Types].xml"), "damaged, or not a Word document"),
    "links.pptx": (lambda: of_no_kind(".pptx", "ppt/_rels/presentation.xml.rels"), "damaged, or not a presentation"),
    "about.pptx": (lambda: of_no_kind(".pptx", "docProps/core.xml"), "damaged, or not a presentation"),
    "bomb.pptx": (lambda: docx(said("A city."), ppt__media__a=bytes(100_000_000)), r"unpacks to 101 MB, \d+ times"),
}


def read(path: Path, limits: Limits = LITTLE) -> Reading:
    """What becomes of the file; the one behind it is read, whatever that is."""
    (behind,) = texts(path.parent / "behind", behind="A town of trams.").iterdir()
    jobs = [replace(job(each), size=each.stat().st_size) for each in (path, behind)]
    reading, after = read_ahead(jobs, 1, limits)
    assert after.document
    return reading


@needs_limits
@pytest.mark.parametrize("name", FILES)
def test_file_is_read_or_ended_in_one_line_and_the_next_is_read(tmp_path: Path, name: str) -> None:
    make, told = FILES[name]
    (tmp_path / name).write_bytes(make())
    begun = time.monotonic()
    reading = read(tmp_path / name)
    assert time.monotonic() - begun < LITTLE.patience * LITTLE.seconds + 5
    if reading.document is None:
        assert told
        assert "\n" not in (reading.failure or "\n")
        assert len(reading.failure or "") < 300
    assert not told or re.search(told, reading.failure or "")
    text = "".join(page.text for page in reading.pages)
    assert "root:" not in text  # of /etc/passwd
    assert len(text) < 100_000
    assert not list(tmp_path.parent.rglob("stolen.txt"))


NAMING = {
    "a.html": '<base href="{at}"><meta http-equiv="refresh" content="0; url={at}"><link rel="stylesheet" href="{at}">'
    '<script src="{at}"></script><body background="{at}"><p>A city of trams. <img src="{at}"><iframe src="{at}">',
    "a.md": "# A city\n\n![A tram]({at}) [here]({at}) <img src='{at}'> [file](file:///etc/passwd)\n\n"
    "[x]: {at}\n\n<http://169.254.169.254/latest/meta-data>",
}


@pytest.mark.parametrize("name", [*NAMING, "a.docx", "a.pdf"])
def test_nothing_that_a_document_names_is_fetched_nor_run(tmp_path: Path, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        at = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        if name == "a.docx":
            doctype = f'<!DOCTYPE x SYSTEM "{at}" [<!ENTITY % p SYSTEM "{at}"> %p; <!ENTITY stolen SYSTEM "{at}">]>'
            content = docx(said("A city of trams. &stolen;", doctype))
        elif name == "a.pdf":
            action = b"/OpenAction << /S /URI /URI (%s) >> /AcroForm << /XFA (%s) /Fields [] >> " % ((at.encode(),) * 2)
            content = pdf(catalog=action)
        else:
            content = NAMING[name].format(at=at).encode()
        (tmp_path / name).write_bytes(content)
        here = read_job(job(tmp_path / name))  # without the walls of a process of its own
        server.settimeout(0.3)
        with pytest.raises(TimeoutError):
            server.accept()
    assert here.document or here.failure
    text = "".join(page.text for page in here.pages)
    assert "root:" not in text
    assert "<script" not in text


def test_link_out_of_the_folder_is_told_and_not_followed_and_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    folder = texts(tmp_path / "files", a="A city.", inner__b="A town.")
    texts(tmp_path, secret="A secret.")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "in.txt").symlink_to(folder / "inner" / "b.txt")
    (folder / "above").symlink_to(tmp_path)
    (folder / "nowhere.txt").symlink_to(tmp_path / "gone")
    (folder / "itself.txt").symlink_to(folder / "itself.txt")
    os.mkfifo(folder / "pipe.txt")
    found = discover([folder], READERS)
    assert [each.source for each in found.files] == ["a.txt", "in.txt", "inner/b.txt"]
    assert [each.source for each in found.outside] == ["out.txt"]
    assert discover([folder / "pipe.txt"], READERS).missing == (folder / "pipe.txt",)
    assert [each.path for each in discover([tmp_path / "secret.txt"], READERS).files] == [tmp_path / "secret.txt"]


def test_ingest_says_which_links_it_did_not_follow(tmp_path: Path, small_index: Path) -> None:
    folder, index = texts(tmp_path / "files", a="A city."), Path(shutil.copytree(small_index, tmp_path / "index"))
    texts(tmp_path, secret="A secret.")
    (folder / "out.txt").symlink_to(tmp_path / "secret.txt")
    done = typed("ingest", folder, "--index", index)
    assert "out.txt: is a link out of the folder and was not followed" in done.out
    assert "out.txt" not in {document.source for document in Index(index).documents.values()}


class Sleepy:
    """A title that waits for something that never comes, without a step of the processor."""

    def __init__(self) -> None:
        self._deadly = Deadly()

    def __str__(self) -> str:
        time.sleep(60)
        return "A title"


def test_reader_that_waits_for_ever_is_ended(tmp_path: Path) -> None:
    files = texts(tmp_path, a="A city.", b="A town.")
    jobs = [job(files / "a.txt", title=Sleepy()), job(files / "b.txt")]
    begun = time.monotonic()
    slow, after = read_ahead(jobs, 1, Limits(seconds=1, patience=1.5))
    assert slow.failure == (
        "takes more than 1 s to read, which no honest file of its size does; leave it out, or split it"
    )
    assert after.document
    assert time.monotonic() - begun < 20


def test_limits_grow_with_the_file() -> None:
    limits = Limits(seconds=60, seconds_per_mb=30, memory=2_000_000_000, memory_per_byte=20)
    assert limits.seconds_for(10_000_000) == 60 + 10 * 30
    assert limits.memory_for(100_000_000) == 4_000_000_000


@needs_limits
def test_ingest_of_hostile_files_names_each_and_keeps_the_rest(tmp_path: Path, small_index: Path) -> None:
    files, index = tmp_path / "files", Path(shutil.copytree(small_index, tmp_path / "index"))
    files.mkdir()
    for name in ("bomb.docx", "deep.html", "kids-of-kids.pdf"):
        (files / name).write_bytes(FILES[name][0]())
    (files / "sound.md").write_text("# Sound\n\nSoundville has a library.", encoding="utf-8")
    done = typed("ingest", files, "--index", index)
    assert done.code == 1
    assert "1 new, 3 failed" in done.out
    for name in ("bomb.docx", "deep.html", "kids-of-kids.pdf"):
        assert sum(line.startswith(f"  {name}: ") for line in done.out.splitlines()) == 1
    assert "sound.md" in {document.source for document in Index(index).documents.values()}


def test_name_of_a_file_is_text_on_the_page_that_lists_what_failed(tmp_path: Path, small_index: Path) -> None:
    files, index = tmp_path / "files", Path(shutil.copytree(small_index, tmp_path / "index"))
    files.mkdir()
    (files / "<img src=x onerror=alert(1)><script>alert(2)<b>.docx").write_bytes(b"no document")
    assert typed("ingest", files, "--index", index).code == 2
    last = last_ingest(index)
    assert last
    assert "<script>alert(2)" in last.failed[0]
    shown = last_ingest_html(last, ENGLISH_PAGE)
    assert "&lt;script&gt;alert(2)" in shown
    assert not re.search("<(img|script)", shown)


@pytest.mark.skipif(sys.platform != "linux", reason="needs names with any byte: run it on Linux")
def test_name_with_controls_is_one_line_on_the_terminal(tmp_path: Path, small_index: Path) -> None:
    files, index = tmp_path / "files", Path(shutil.copytree(small_index, tmp_path / "index"))
    files.mkdir()
    (files / "a\nFailed: no\x1b[2J\u202efdp.docx").write_bytes(b"no document")
    done = typed("ingest", files, "--index", index)
    assert done.code == 2
    assert "\x1b" not in done.out + done.err
    assert [line for line in done.out.splitlines() if line.startswith("  ")] == [
        "  a Failed: no[2Jfdp.docx: damaged, or not a .docx file (File is not a zip file)"
    ]
