"""Checking a source: a look at the quote, the page with its words boxed, its original, and how to cite it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin

import pypdfium2
import pytest
from playwright.sync_api import Locator, expect

from assistant.build import run_ingest
from assistant.phrases import ENGLISH_PAGE
from assistant.settings import Settings
from tests import pdfs
from tests.collection import report_pdf
from tests.e2e.reader import Reader
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened

pytestmark = pytest.mark.browser

HELP_POINTS = "How many digital help points did Harbourview open?"
QUOTE = "Harbourview opened 14 digital help points for older residents in 2021."
SENSORS = "How many noise sensors did Marisol mount?"
NO_PICTURE = ENGLISH_PAGE.reader.no_picture


def opened_source(reader: Reader, question: str = HELP_POINTS) -> Locator:
    """Asks, and opens the source of the first marker."""
    reader.ask(question).locator(".marker").first.click()
    expect(reader.quoted).to_be_in_viewport()
    return reader.open_source


def shares(source: Locator) -> list[float]:
    """Left, top, width and height of the box, as shares of the picture that it lies on."""
    box, picture = source.locator(".box").bounding_box(), source.locator(".paper img").bounding_box()
    assert box is not None
    assert picture is not None
    return [
        (box["x"] - picture["x"]) / picture["width"],
        (box["y"] - picture["y"]) / picture["height"],
        box["width"] / picture["width"],
        box["height"] / picture["height"],
    ]


def words_within(pdf: bytes, page: int, box: list[float]) -> str:
    """What the PDF says in that part of its page."""
    document = pypdfium2.PdfDocument(pdf)
    shown = document[page - 1]
    left, top, width, height = box
    across, down = shown.get_size()
    text = shown.get_textpage().get_text_bounded(
        left * across, (1 - top - height) * down, (left + width) * across, (1 - top) * down
    )
    document.close()
    return " ".join(text.split())


def test_marker_shows_its_quote_while_it_is_pointed_at(reader: Reader) -> None:
    marker, peek = reader.ask(HELP_POINTS).locator(".marker").first, reader.page.locator("#peek")
    marker.hover()
    expect(peek.locator("p")).to_have_text([f"“{QUOTE}”", "Digital help in Harbourview, page 1 (page 3 of the file)"])
    expect(peek).to_be_in_viewport(ratio=1)
    reader.box.hover()
    expect(peek).to_be_hidden()


def test_focused_marker_shows_its_quote_until_escape(reader: Reader) -> None:
    marker, peek = reader.ask(HELP_POINTS).locator(".marker").first, reader.page.locator("#peek")
    marker.focus()
    expect(peek).to_contain_text(QUOTE)
    expect(marker).to_have_attribute("aria-describedby", "peek")
    reader.page.keyboard.press("Escape")
    expect(peek).to_be_hidden()
    expect(marker).to_be_focused()
    expect(marker).not_to_have_attribute("aria-describedby", "peek")


def test_box_holds_the_quoted_words_and_nothing_else(reader: Reader) -> None:
    source = opened_source(reader)
    expect(source.locator(".place")).to_have_text("page 1 (page 3 of 4 of the file)")
    picture = source.locator(".paper img")
    expect(picture).to_have_js_property("naturalWidth", 1200)
    expect(source.locator(".located")).to_have_text("The quoted words are boxed.")
    box = shares(source)
    assert all(0 < share < 1 for share in box)
    original = source.get_by_role("link", name="Open the original")
    address = urljoin(reader.address, str(original.get_attribute("href")))
    assert address.endswith("#page=3")
    answer = reader.page.request.get(address.partition("#")[0])
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    assert answer.headers["content-disposition"].startswith("inline")
    assert words_within(answer.body(), 3, box) == QUOTE


def test_pages_are_turned_as_far_as_there_are_any(reader: Reader) -> None:
    source = opened_source(reader)
    place = source.locator(".place")
    back, forth = (source.get_by_role("button", name=f"{name} page") for name in ("Previous", "Next"))
    forth.click()
    expect(place).to_have_text("page 2 (page 4 of 4 of the file)")
    expect(forth).to_be_disabled()
    expect(source.locator(".box")).to_have_count(0)
    expect(source.locator(".located")).to_have_text("The quoted words are not on this page.")
    for label, number in (("1", 3), ("ii", 2), ("i", 1)):
        back.click()
        expect(place).to_have_text(f"page {label} (page {number} of 4 of the file)")
        expect(source.locator(".box")).to_have_count(int(number == 3))
    expect(back).to_be_disabled()
    expect(forth).to_be_focused()  # there is no way back, so the keyboard is where one can go on


def test_enlarged_page_keeps_the_quoted_words_in_view(reader: Reader) -> None:
    source = opened_source(reader)
    paper, box, at_first = source.locator(".paper"), source.locator(".box"), shares(source)
    smaller, larger = (source.get_by_role("button", name=name, exact=True) for name in ("Smaller", "Larger"))
    expect(smaller).to_be_disabled()
    width = paper.evaluate("(paper) => paper.offsetWidth")
    for times in (1.5, 2, 3):
        larger.click()
        assert paper.evaluate("(paper) => paper.offsetWidth") == pytest.approx(times * width, abs=2)
        expect(box).to_be_in_viewport()
        assert shares(source) == pytest.approx(at_first, abs=0.003)
    expect(larger).to_be_disabled()
    expect(source.locator(".paper img")).to_have_js_property("naturalWidth", 2400)
    for _ in range(3):
        smaller.click()
    expect(smaller).to_be_disabled()
    assert paper.evaluate("(paper) => paper.offsetWidth") == width
    assert reader.sideways() == 0


def test_text_without_pages_is_shown_with_the_quote_marked(reader: Reader) -> None:
    source = opened_source(reader, SENSORS)
    expect(source.locator(".text-only mark")).to_contain_text("48 noise sensors")
    expect(source.locator(".page-view")).not_to_contain_text("no picture")
    expect(source.locator("img, .place")).to_have_count(0)


def test_original_of_a_web_page_is_kept_as_a_file_and_never_opened_here(reader: Reader) -> None:
    source = opened_source(reader, "How many data sets did Quellstadt publish on its open data portal?")
    expect(source.locator("h3 cite")).to_have_text("Quellstadt opens its data")
    with reader.page.expect_download() as kept:
        source.get_by_role("link", name="Open the original").click()
    assert kept.value.suggested_filename == "quellstadt.html"
    assert 'alert("no")' in Path(kept.value.path()).read_text("utf-8")
    answer = reader.page.request.get(kept.value.url)
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_slide_is_shown_as_text_and_nobody_says_that_its_file_is_gone(reader: Reader) -> None:
    source = opened_source(reader, "How many adults did Oberwald train in basic digital skills?")
    expect(source.locator(".place")).to_have_text("page 1 of 2")
    expect(source.locator(".text-only mark")).to_contain_text("2 500 adults")
    expect(source.locator(".page-view")).not_to_contain_text("gone")


@pytest.mark.parametrize(
    ("style", "copied"),
    [
        ("Plain", r"Digital help in Harbourview\. Harbour press, .*, page 1 \(page 3 of the file\)\. harbourview\.pdf"),
        ("APA", r"Harbour press\. \(\d{4}, .*\)\. Digital help in Harbourview"),
        ("Chicago", r"Harbour press, Digital help in Harbourview \(.*\), 1\."),
        ("BibTeX", r"@\w+\{[^,]+,.*title = \{.*Digital help in Harbourview"),
    ],
)
def test_citation_is_copied_in_the_chosen_style(reader: Reader, style: str, copied: str) -> None:
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    source = opened_source(reader)
    spoken = reader.page.locator(".unseen[role=status]")
    expect(spoken).to_contain_text(QUOTE)
    source.get_by_label("Cite as").select_option(style)
    source.get_by_role("button", name="Copy citation").click()
    expect(spoken).to_have_text("Copied")
    text = reader.page.evaluate("navigator.clipboard.readText()")
    assert re.match(copied, text, re.DOTALL), text
    assert source.locator(".cited-as").text_content() == text


def test_sources_are_stepped_through_by_buttons_and_arrows(reader: Reader) -> None:
    # Both sentences of the page on help points are cited.
    answer = reader.ask("How many digital help points did Harbourview open, and who staffs them?")
    answer.locator(".marker").first.click()
    page, count = reader.page, reader.page.locator("#newest-sources .source").count()
    assert count > 1
    step, focused = page.locator(".step-of"), page.locator(":focus")
    back, forth = (page.get_by_role("button", name=f"{name} source") for name in ("Previous", "Next"))
    expect(step).to_have_text(f"source 1 of {count}")
    expect(back).to_be_disabled()
    forth.click()
    expect(step).to_have_text(f"source 2 of {count}")
    expect(focused).to_have_attribute("id", "s1-2")
    expect(reader.quoted).to_be_in_viewport()
    expect(page.locator("#current .marker[aria-current]").first).to_have_text("2")
    page.keyboard.press("ArrowLeft")
    expect(focused).to_have_attribute("id", "s1-1")
    page.keyboard.press("ArrowLeft")  # there is none before it
    expect(step).to_have_text(f"source 1 of {count}")
    for number in range(2, count + 1):
        page.keyboard.press("ArrowRight")
        expect(focused).to_have_attribute("id", f"s1-{number}")
    expect(forth).to_be_disabled()
    page.keyboard.press("Escape")
    expect(focused).to_have_attribute("data-source", "s1-1")  # back at the marker where it began


def test_arrows_in_the_question_box_step_nowhere(reader: Reader) -> None:
    source = opened_source(reader)
    reader.box.fill("why")
    reader.box.press("ArrowLeft")
    reader.box.press("ArrowRight")
    source.locator(".citing select").press("ArrowRight")  # chooses the next style
    expect(source).to_have_attribute("id", "s1-1")
    expect(source).to_be_visible()


def test_escape_on_a_phone_goes_back_to_the_marker(tab: Callable[..., Reader], chat: Chat) -> None:
    phone = tab(chat, width=390, height=844)
    marker = phone.ask(HELP_POINTS).locator(".marker").first
    marker.click()
    expect(phone.open_source).to_be_focused()
    phone.page.keyboard.press("Escape")
    expect(phone.page.locator("#panel")).to_be_hidden()
    expect(marker).to_be_focused()


@pytest.fixture
def loose(own_folders: None, tmp_path: Path) -> Iterator[tuple[Chat, Path]]:
    """A chat over one PDF, and where that lies."""
    folder, index = tmp_path / "documents", tmp_path / "index"
    folder.mkdir()
    pdf = report_pdf(folder)
    run_ingest([folder], Settings(index=index), prune=False, on_progress=lambda progress: None)
    with opened([ROUNDTABLE, "chat", "--index", index, "--port", str(free_port())], tmp_path / "log") as chat:
        yield chat, pdf


def test_file_that_is_gone_or_changed_is_never_shown_as_the_source(
    tab: Callable[..., Reader], loose: tuple[Chat, Path]
) -> None:
    chat, pdf = loose
    reader = tab(chat)
    answer = reader.ask(HELP_POINTS)
    picture = re.compile(r"/pages/")
    fetched: list[str] = []
    reader.page.on("request", lambda request: fetched.append(request.url) if picture.search(request.url) else None)
    other = ["Another report", "Nothing", "Harbourview opened 99 digital help points in 2024.", "Costs"]
    pdfs.paragraphs(pdf.parent, other, pdf.name)
    answer.locator(".marker").first.click()
    source = reader.open_source
    expect(source.locator(".located")).to_have_text(NO_PICTURE)
    expect(source.locator(".text-only mark")).to_have_text(QUOTE)
    expect(source.locator(".place")).to_have_text("page 1 (page 3 of 4 of the file)")
    expect(source.get_by_role("link", name="Open the original")).to_have_count(0)
    pdf.unlink()
    source.get_by_role("button", name="Next page").click()
    expect(source.locator(".place")).to_have_text("page 2 (page 4 of 4 of the file)")
    expect(source.locator(".text-only")).to_contain_text("9 300 euros a year")
    expect(source).not_to_contain_text("99")
    assert fetched == []
