"""corpus/page_image.py: a page as a picture, with boxes where the quoted words are drawn, and never a traceback."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from corpus.page_image import Box, NoPicture, PageImages, boxes, size
from tests import pdfs

A4 = (pdfs.WIDTH, pdfs.HEIGHT)
WORDS = "Port Amber planted 90 trees."


def picture(path: Path, number: int, width: int) -> bytes:
    return PageImages().picture(path, number, width)


def image_of(made: bytes) -> Image.Image:
    return Image.open(BytesIO(made)).convert("L")


def one_line(folder: Path, left: float = 100, top: float = 700) -> Path:
    """A page that is white but for one line of black words."""
    return pdfs.drawn(folder / "line.pdf", lambda canvas: pdfs.lines(canvas, [WORDS], left=left, top=top, size=20))


def bent(path: Path, bend: Callable) -> Path:
    """The file, changed page by page with pypdf."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=path)
    for page in writer.pages:
        bend(page)
    writer.write(path)
    return path


def cropped(path: Path) -> Path:
    from pypdf.generic import RectangleObject

    def crop(page) -> None:
        page.mediabox = RectangleObject((-50, -20, 595, 842))
        page.cropbox = RectangleObject((60, 400, 500, 760))

    return bent(path, crop)


def ink(made: bytes) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of whatever is dark in the picture, as shares."""
    image = image_of(made)
    box = image.point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert box
    return box[0] / image.width, box[1] / image.height, box[2] / image.width, box[3] / image.height


def assert_holds_the_ink(found: Sequence[Box], made: bytes) -> None:
    """One box, and the dark parts of the picture lie in it and fill it but for its air."""
    (box,) = found
    left, top, right, bottom = ink(made)
    width, height = image_of(made).size
    most = min(box.width * width, box.height * height) / 2  # pixels: the air, and what letters lack of a line
    assert 0 <= (left - box.left) * width < most
    assert 0 <= (top - box.top) * height < most
    assert 0 <= (box.left + box.width - right) * width < most
    assert 0 <= (box.top + box.height - bottom) * height < most


def turned_by(angle: int) -> Callable[[Path], Path]:
    return lambda path: bent(path, lambda page: page.rotate(angle))


def cropped_and_turned(path: Path) -> Path:
    return turned_by(90)(cropped(path))


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path,
        turned_by(90),
        turned_by(180),
        turned_by(270),
        cropped,
        cropped_and_turned,
        lambda path: pdfs.turned(path, 90),
        lambda path: pdfs.turned(path, 270),
    ],
    ids=["plain", "90", "180", "270", "cropped", "cropped and turned", "drawn sideways", "drawn the other way"],
)
def test_box_holds_the_words_however_the_page_lies(change: Callable[[Path], Path], tmp_path: Path) -> None:
    path = change(one_line(tmp_path))
    assert_holds_the_ink(boxes(path, 1, WORDS), picture(path, 1, 1200))


def test_words_set_upwards_have_one_box(tmp_path: Path) -> None:
    def draw(canvas) -> None:
        canvas.rotate(90)
        pdfs.lines(canvas, [WORDS], left=100, top=-300, size=20)

    path = pdfs.drawn(tmp_path / "upwards.pdf", draw)
    (box,) = found = boxes(path, 1, WORDS)
    assert box.height > 3 * box.width
    assert_holds_the_ink(found, picture(path, 1, 1200))


def test_each_line_has_its_box_and_columns_keep_theirs(tmp_path: Path) -> None:
    path = pdfs.two_columns(tmp_path)
    one, other = boxes(path, 1, "right 3 of the column with a few words right 4 of the column")
    assert 0.5 < one.left == other.left
    assert one.top < other.top
    assert one.width > other.width


def test_cells_of_a_row_stay_apart(tmp_path: Path) -> None:
    path = pdfs.report(tmp_path)
    found = boxes(path, 5, "Ghent 120 150 155")
    assert len(found) == 4
    assert len({round(box.top, 3) for box in found}) == 1


def test_cell_of_one_line_does_not_pull_two_lines_together(tmp_path: Path) -> None:
    def draw(canvas) -> None:
        for left, top, text in ((72, 693, "Table"), (106, 700, "FY 2011"), (106, 686, "Results")):
            pdfs.lines(canvas, [text], left=left, top=top, size=12)

    found = boxes(pdfs.drawn(tmp_path / "head.pdf", draw), 1, "Table FY 2011 Results")
    assert len(found) == 3


def test_word_broken_at_the_end_of_a_line(tmp_path: Path) -> None:
    path = pdfs.paragraphs(tmp_path, ["The city wrote a new develop-\nment plan for the harbour."])
    one, other = boxes(path, 1, "a new development plan")
    assert one.left > other.left == pytest.approx(pdfs.LEFT / pdfs.WIDTH, abs=0.01)


def test_words_that_stand_twice(tmp_path: Path) -> None:
    path = pdfs.paragraphs(tmp_path, ["Lyon planted trees.\nAll went well.\nGhent planted trees."])
    (first,), (last,) = boxes(path, 1, "planted trees"), boxes(path, 1, "planted trees", 0.9)
    assert first.top < last.top
    assert boxes(path, 1, "planted trees", 0.0, before="All went well. Ghent ") == (last,)


def test_words_that_the_page_does_not_say_or_does_not_show(tmp_path: Path) -> None:
    assert boxes(one_line(tmp_path), 1, "Port Amber planted 91 trees.") == ()
    assert boxes(one_line(tmp_path, left=700), 1, WORDS) == ()
    assert boxes(pdfs.scanned(tmp_path), 1, "Scanned words that no program reads") == ()


def test_picture_is_as_wide_as_asked_for_within_bounds(tmp_path: Path) -> None:
    path = one_line(tmp_path)
    sizes = [image_of(picture(path, 1, width)).size for width in (1200, 1, 1_000_000)]
    assert sizes == [(1200, 1698), (200, 283), (2400, 3396)]
    assert size(path, 1) == A4


def test_page_of_many_metres_comes_narrower(tmp_path: Path) -> None:
    from pypdf.generic import RectangleObject

    def stretch(page) -> None:
        page.mediabox = page.cropbox = RectangleObject((0, 0, 100, 14_000))

    image = image_of(picture(bent(one_line(tmp_path), stretch), 1, 2400))
    assert image.width == 292  # the root of 12,000,000 × 100 / 14,000
    assert image.width * image.height <= 12_000_000 * 1.01


def test_what_was_typed_into_a_form_is_seen(tmp_path: Path) -> None:
    def draw(canvas) -> None:
        canvas.acroForm.textfield(name="city", value="HHHHHHHH", x=100, y=600, width=300, height=40, borderWidth=0)
        canvas.showPage()

    path = pdfs.drawn(tmp_path / "form.pdf", draw)
    left, top, _, _ = ink(picture(path, 1, 1200))
    assert 100 / pdfs.WIDTH <= left < 0.3
    assert 1 - 640 / pdfs.HEIGHT <= top < 1 - 600 / pdfs.HEIGHT


@pytest.mark.parametrize("number", [0, -1, 2, 10**12])
def test_page_that_there_is_not(number: int, tmp_path: Path) -> None:
    path = one_line(tmp_path)
    for call in (lambda: picture(path, number, 800), lambda: boxes(path, number, WORDS), lambda: size(path, number)):
        with pytest.raises(NoPicture) as raised:
            call()
        assert str(raised.value) == f"line.pdf: has no page {number}; its pages go from 1 to 1"


UNREADABLE = "not a PDF that can be read; get a new copy of the file"


def rubbish(folder: Path) -> Path:
    (folder / "rubbish.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 40)
    return folder / "rubbish.pdf"


def empty(folder: Path) -> Path:
    (folder / "empty.pdf").touch()
    return folder / "empty.pdf"


def note(folder: Path) -> Path:
    (folder / "note.txt").write_text("Port Amber", encoding="utf-8")
    return folder / "note.txt"


LOCKED = "encrypted; remove the password and ingest again"
GONE = "the file is gone; put it back where it was, or ingest its folder again"


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda folder: pdfs.encrypted(folder, "secret"), f"locked.pdf: {LOCKED}"),
        (rubbish, f"rubbish.pdf: {UNREADABLE}"),
        (empty, f"empty.pdf: {UNREADABLE}"),
        (note, f"note.txt: {UNREADABLE}"),
        (lambda folder: pdfs.without_pages(folder), f"none.pdf: {UNREADABLE}"),
        (lambda folder: folder / "gone.pdf", f"gone.pdf: {GONE}"),
        (lambda folder: folder, GONE),
    ],
    ids=["encrypted", "rubbish", "empty", "no PDF", "without pages", "gone", "folder"],
)
def test_file_that_cannot_be_shown_is_one_line(make: Callable[[Path], Path], says: str, tmp_path: Path) -> None:
    path = make(tmp_path)
    for call in (lambda: picture(path, 1, 800), lambda: boxes(path, 1, WORDS), lambda: size(path, 1)):
        with pytest.raises(NoPicture) as raised:
            call()
        assert says in str(raised.value)
        assert "\n" not in str(raised.value)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_file_cut_short_gives_a_picture_or_one_line(share: float, tmp_path: Path) -> None:
    path = pdfs.truncated(tmp_path, share)
    try:
        made = picture(path, 1, 300)
    except NoPicture as error:
        made, says = b"", str(error)
    assert image_of(made).width == 300 if made else says.startswith("cut.pdf")


def test_kept_picture_is_not_drawn_again_and_a_changed_file_is(tmp_path: Path) -> None:
    images, path = PageImages(), one_line(tmp_path)
    first = images.picture(path, 1, 400)
    assert images.picture(path, 1, 400) is first
    one_line(tmp_path, top=300)
    assert images.picture(path, 1, 400) != first


def test_oldest_pictures_make_room(tmp_path: Path) -> None:
    path = pdfs.report(tmp_path)
    one, two = PageImages().picture(path, 4, 400), PageImages().picture(path, 5, 400)
    images = PageImages(most_bytes=len(one) + len(two) - 1)
    kept = images.picture(path, 4, 400)
    images.picture(path, 5, 400)
    again = images.picture(path, 4, 400)
    assert again == kept
    assert again is not kept
    assert images.picture(path, 4, 400) is again


def test_many_readers_at_once_see_the_same(tmp_path: Path) -> None:
    path, images = pdfs.report(tmp_path), PageImages(most_bytes=0)
    expected = {number: (images.picture(path, number, 300), boxes(path, number, "the")) for number in range(1, 7)}
    asked = [*range(1, 7)] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: (images.picture(path, number, 300), boxes(path, number, "the")), asked))
    assert found == [expected[number] for number in asked]
