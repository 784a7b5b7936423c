"""Small PDFs for the tests, each odd in one way; reportlab draws them, pypdf bends them."""

from collections.abc import Callable, Sequence
from pathlib import Path

WIDTH, HEIGHT = 595, 842
LEFT, TOP, LEADING = 72, 780, 14


def paragraphs(folder: Path, texts: Sequence[str], name: str = "plain.pdf", **about: str) -> Path:
    """One page for each text, its lines as they are given."""

    def draw(canvas) -> None:
        for text in texts:
            lines(canvas, text.split("\n"))
            canvas.showPage()

    return drawn(folder / name, draw, **about)


def drawn(path: Path, draw: Callable, **about: str) -> Path:
    """A PDF of whatever `draw` puts on reportlab's canvas; `about` may hold title, author and subject."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.setTitle(about.get("title", ""))
    canvas.setAuthor(about.get("author", ""))
    canvas.setSubject(about.get("subject", ""))
    draw(canvas)
    canvas.save()
    return path


def lines(
    canvas,
    texts: Sequence[str],
    *,
    left: float = LEFT,
    top: float = TOP,
    size: float = 10,
    bold: bool = False,
) -> float:
    """Draw lines below each other; an empty one leaves a gap. Comes back with the height of the next line."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    for text in texts:
        if text:
            canvas.drawString(left, top, text)
        top -= max(LEADING, 1.3 * size)
    return top


def report(folder: Path, name: str = "report.pdf") -> Path:
    """Six pages: a cover, two with roman labels (contents, preface), three numbered from 1.

    The body has a header and a footer on each page, headings of two sizes, bookmarks, a
    paragraph over a page break, and a table on its second page.
    """

    def draw(canvas) -> None:
        lines(canvas, ["Digital Cities"], size=26, top=600)
        lines(canvas, ["A report on four years of work"], top=560)
        canvas.showPage()
        _contents(canvas)
        _preface(canvas)
        _body(canvas)

    path = drawn(folder / name, draw, title="Digital Cities", author="City Institute", subject="Four years")
    return labelled(path, [(0, None, "Cover", 1), (1, "/r", None, 1), (3, "/D", None, 1)])


def _contents(canvas) -> None:
    lines(canvas, ["Contents"], size=18)
    rows = ["Preface " + "." * 60 + " ii", "1 Open data " + "." * 56 + " 1", "2 Costs " + "." * 60 + " 2"]
    lines(canvas, rows, top=740)
    canvas.drawString(290, 40, "i")
    canvas.showPage()


def _preface(canvas) -> None:
    lines(canvas, ["Preface"], size=18)
    lines(
        canvas,
        ["This report looks back at what was done with open data in four cities.", "It names no winners."],
        top=740,
    )
    canvas.drawString(290, 40, "ii")
    canvas.showPage()


def _body(canvas) -> None:
    for number in (1, 2, 3):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(LEFT, 815, "Digital Cities | City Institute")
        canvas.drawString(290, 40, str(number))
        _BODY[number](canvas)
        canvas.showPage()


def _first(canvas) -> None:
    canvas.bookmarkPage("one")
    canvas.addOutlineEntry("1 Open data", "one", level=0)
    top = lines(canvas, ["1 Open data"], size=18, top=770)
    top = lines(canvas, ["1.1 What was opened"], size=13, top=top - 6)
    top = lines(
        canvas,
        [
            "Lyon opened 1,200 data sets between 2015 and 2019, more than any other city in the study,",
            "and most of them were used at least once in the year after they were published.",
            "",
            "The four cities agreed on a common licence in March 2016. It allows any use, including",
            "commercial use, as long as the city is named as the source of the data. The cities that joined",
            "later took over the licence without a change, and the next review of its terms was planned by",
        ],
        top=top - 4,
    )


def _second(canvas) -> None:
    top = lines(canvas, ["the steering group for the spring of 2021."], top=770)
    canvas.bookmarkPage("two")
    canvas.addOutlineEntry("2 Costs", "two", level=0)
    top = lines(canvas, ["2 Costs"], size=18, top=top - 10)
    top = lines(canvas, ["What the cities paid differs widely, as the table shows."], top=top - 4)
    top = lines(canvas, ["Table 1. Cost of open data, in thousand euros"], top=top - 10)
    for row in (
        ("City", "2018", "2019", "2020"),
        ("Lyon", "310", "295", "280"),
        ("Ghent", "120", "150", "155"),
    ):
        for column, cell in enumerate(row):
            lines(canvas, [cell], left=LEFT + 110 * column, top=top)
        top -= LEADING
    lines(
        canvas,
        ["Staff time is not included, because only Ghent recorded it over the three years."],
        top=top - 16,
    )


def _third(canvas) -> None:
    lines(
        canvas,
        ["In closing, each city said that it would go on with the work in the years to come."],
        top=770,
    )


_BODY = {1: _first, 2: _second, 3: _third}


def labelled(path: Path, ranges: Sequence[tuple[int, str | None, str | None, int]]) -> Path:
    """The file with page labels: for each range its first page from 0, style, prefix and first number."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

    numbers = ArrayObject()
    for first, style, prefix, start in ranges:
        label = DictionaryObject({NameObject("/St"): NumberObject(start)})
        if style:
            label[NameObject("/S")] = NameObject(style)
        if prefix:
            label[NameObject("/P")] = TextStringObject(prefix)
        numbers += [NumberObject(first), label]
    writer = PdfWriter(clone_from=path)
    writer.root_object[NameObject("/PageLabels")] = DictionaryObject({NameObject("/Nums"): numbers})
    writer.write(path)
    return path


def with_root_entry(path: Path, name: str, number: int) -> Path:
    """The file with a plain number where its catalogue should hold a structure: damaged, but readable."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, NumberObject

    writer = PdfWriter(clone_from=path)
    writer.root_object[NameObject(name)] = NumberObject(number)
    writer.write(path)
    return path


def turned(path: Path, angle: int) -> Path:
    """The file with its pages drawn sideways or upside down, and turned back for the reader: as before."""
    from pypdf import PdfWriter, Transformation
    from pypdf.generic import RectangleObject

    shift = {90: (HEIGHT, 0), 180: (WIDTH, HEIGHT), 270: (0, WIDTH)}[angle]
    writer = PdfWriter(clone_from=path)
    for page in writer.pages:
        page.add_transformation(Transformation().rotate(angle).translate(*shift))
        if angle != 180:
            page.mediabox = page.cropbox = RectangleObject((0, 0, HEIGHT, WIDTH))
        page.rotate(angle)
    writer.write(path)
    return path


def two_columns(folder: Path, name: str = "columns.pdf") -> Path:
    """One page set in two columns; the left one says "left 1 …" to "left 12 …", the right one likewise."""

    def draw(canvas) -> None:
        for side, left in (("left", LEFT), ("right", 320)):
            lines(canvas, [f"{side} {n} of the column with a few words" for n in range(1, 13)], left=left)

    return drawn(folder / name, draw)


def scanned(folder: Path, name: str = "scan.pdf") -> Path:
    """Two pages: the first an image of text, as a scanner makes it, the second with text."""
    from PIL import Image, ImageDraw
    from reportlab.lib.utils import ImageReader

    image = Image.new("L", (300, 100), 255)
    ImageDraw.Draw(image).text((10, 40), "Scanned words that no program reads", fill=0)

    def draw(canvas) -> None:
        canvas.drawImage(ImageReader(image), 72, 600)
        canvas.showPage()
        lines(canvas, ["A page with text follows the scanned page, so the file is not empty."])

    return drawn(folder / name, draw)


def encrypted(folder: Path, password: str, name: str = "locked.pdf", algorithm: str = "AES-256") -> Path:
    """A page that only the password opens; with the password "" everyone can open it, not change it."""
    from pypdf import PdfWriter

    path = paragraphs(folder, ["The council met in secret on 4 May 2020."], name)
    writer = PdfWriter(clone_from=path)
    writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    writer.write(path)
    return path


def truncated(folder: Path, share: float = 0.5, name: str = "cut.pdf") -> Path:
    """The first part of a report, as a broken download leaves it."""
    path = report(folder, name)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])
    return path


def without_pages(folder: Path, name: str = "none.pdf") -> Path:
    from pypdf import PdfWriter

    PdfWriter().write(folder / name)
    return folder / name
