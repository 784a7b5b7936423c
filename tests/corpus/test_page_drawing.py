"""corpus/page_drawing.py: pages made to harm are drawn or refused in one line, elsewhere, and the next one is drawn."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus import page_image
from corpus.limits import Limits
from corpus.page_image import NoPicture, PageImages, as_boxes, as_png, boxes, size
from tests import pdfs
from tests.ingest.hostile import pdf, stream, zeros

needs_limits = pytest.mark.skipif(
    not Path("/proc/self/limits").is_file(), reason="needs limits on memory and processor: run it on Linux"
)
OPEN_IT = "open the file itself, or get a new copy of it"
LITTLE = Limits(seconds=2, seconds_per_mb=0, memory=400_000_000, memory_per_byte=0)
SLOW = b"q 1 0 0 1 0 0 cm " + b"0 0 m " + b"612 792 l 0 792 l 612 0 l 3 5 l " * 20_000 + b"f* Q "


def shaded() -> bytes:
    """A page that is filled again and again with the same large and crooked figure."""
    return pdf(content=stream(SLOW * 40))


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "huge": (lambda: pdf().replace(b"[0 0 612 792]", b"[0 0 9e30 9e30]"), "|has no size"),
    "thin": (lambda: pdf().replace(b"[0 0 612 792]", b"[0 0 1 99999999]"), "|broke off|takes more than"),
    "inside-out": (lambda: pdf().replace(b"[0 0 612 792]", b"[612 792 0 0]"), ""),
    "no-number": (lambda: pdf().replace(b"[0 0 612 792]", b"[0 0 nan -inf]"), ""),
    "bomb": (lambda: pdf(content=stream(zeros(600), b"/Filter /FlateDecode")), "|broke off|takes more than"),
    "without-end": (shaded, "|takes more than 2 s to draw"),
    "script": (lambda: pdf(catalog=b"/OpenAction << /S /JavaScript /JS (while (true) {}) >> "), ""),
    "launch": (lambda: pdf(catalog=b"/OpenAction << /S /Launch /F (/bin/sh) >> "), ""),
}


def drawn(path: Path) -> bytes | str:
    try:
        return PageImages().picture(path, 1, 600)
    except NoPicture as error:
        return str(error)


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that tests can wait for; the processes that draw are told them."""
    monkeypatch.setattr(page_image, "LIMITS", LITTLE)


@needs_limits
@pytest.mark.parametrize("name", FILES)
def test_page_made_to_harm_is_drawn_or_refused_in_one_line_and_the_next_is_drawn(tmp_path: Path, name: str) -> None:
    make, told = FILES[name]
    (tmp_path / "a.pdf").write_bytes(make())
    (tmp_path / "sound.pdf").write_bytes(pdf())
    begun = time.monotonic()
    made = drawn(tmp_path / "a.pdf")
    assert time.monotonic() - begun < LITTLE.patience * LITTLE.seconds + 5
    if isinstance(made, str):
        assert any(word and word in made for word in told.split("|"))
        assert "\n" not in made
    else:
        assert told.startswith("|") or not told
        assert len(made) < 1_000_000
    assert isinstance(drawn(tmp_path / "sound.pdf"), bytes)


def drawers() -> list[int]:
    found = Path("/proc/self/task").glob("*/children")
    children = [int(child) for path in found for child in path.read_text().split()]
    return [child for child in children if b"page_drawing" in Path(f"/proc/{child}/cmdline").read_bytes()]


@needs_limits
def test_drawer_that_is_gone_is_replaced_and_its_page_tried_once(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf())
    (tmp_path / "slow.pdf").write_bytes(shaded())
    assert isinstance(drawn(tmp_path / "a.pdf"), bytes)
    for drawer in drawers():
        os.kill(drawer, signal.SIGKILL)
    assert isinstance(drawn(tmp_path / "a.pdf"), bytes)
    assert drawn(tmp_path / "slow.pdf") == f"slow.pdf, page 1: takes more than 2 s to draw; {OPEN_IT}"
    begun = time.process_time()
    left = drawers()
    for call in (lambda: size(tmp_path / "slow.pdf", 1), lambda: boxes(tmp_path / "slow.pdf", 1, "A city")):
        with pytest.raises(NoPicture, match="takes more than 2 s to draw"):
            call()
    assert drawers() == left
    assert time.process_time() - begun < 1
    (tmp_path / "slow.pdf").write_bytes(pdf())
    assert isinstance(drawn(tmp_path / "slow.pdf"), bytes)


def test_the_process_that_serves_does_not_load_what_reads_pages(tmp_path: Path) -> None:
    path = pdfs.paragraphs(tmp_path, ["A city."])
    script = (
        "import sys, pathlib; from corpus.page_image import PageImages, boxes; path = pathlib.Path(sys.argv[1])\n"
        "assert PageImages().picture(path, 1, 300) and boxes(path, 1, 'A city.')\n"
        "print('pypdfium2' in sys.modules, 'PIL' in sys.modules)"
    )
    command = [sys.executable, "-c", script, str(path)]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert (ran.stdout, ran.stderr) == ("False False\n", "")


@pytest.mark.parametrize("answer", [b"", b"<script>alert(1)</script>", b"GIF89a"])
def test_what_is_no_picture_is_not_passed_on_as_one(answer: bytes) -> None:
    with pytest.raises(ValueError, match="no picture"):
        as_png(answer)


@pytest.mark.parametrize(
    "answer",
    [
        *(b"", b"{}", b"[1]", b'[["1", 2, 3, 4]]', b"[[1, 2, 3]]", b"[[NaN, 1, 1, 1]]", b"[[true, 1, 1, 1]]"),
        *(b"[" * 1_000_000, b"[[" + b"9" * 400 + b", 1, 1, 1]]", b"[[1e999, 1, 1, 1]]"),
    ],
)
def test_what_are_no_boxes_is_not_passed_on_as_them(answer: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        as_boxes(answer)
