"""What bars people from the page, as axe-core finds it: nothing serious, in any state, width and colour."""

from collections.abc import Callable, Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.reader import Reader
from tests.e2e.server import Chat

pytestmark = pytest.mark.browser

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HELP_POINTS = "How many digital help points did Harbourview open?"
LOOKS = [(1280, 800, "light"), (1280, 800, "dark"), (390, 844, "light"), (390, 844, "dark")]


def barriers(page: Page) -> list[str]:
    """What axe calls serious or critical, each with the first place where it is."""
    page.evaluate(AXE)
    found = page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    return [
        f"{each['id']}: {each['help']}: {each['nodes'][0]['html'][:200]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0]} {look[2]}")
def reader(request: pytest.FixtureRequest, browser: Browser, chat: Chat) -> Iterator[Reader]:
    width, height, colours = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=colours)
    yield Reader(context.new_page(), chat.address)
    context.close()


def test_nothing_bars_people_from_the_chat(reader: Reader) -> None:
    page = reader.page
    expect(page.locator("#examples .gallery-item")).to_be_visible()
    assert barriers(page) == []
    reader.ask(HELP_POINTS)
    page.locator("button.why").click()
    assert barriers(page) == []
    page.locator("#current .marker").first.click()
    expect(reader.quoted).to_be_visible()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    reader.ask("What is the capital of Mongolia?")
    reader.open_filters()
    reader.dates(until="1990")
    expect(page.locator("#active .none")).to_be_visible()
    assert barriers(page) == []


def test_nothing_bars_people_from_their_conversations(reader: Reader) -> None:
    page = reader.page
    reader.ask(HELP_POINTS)
    if page.locator("#head .menu").is_visible():  # on a phone they are behind a button
        page.evaluate("window.scrollTo(0, 0)")
        page.locator("#head .menu").click()
    page.locator(".conversations .more > summary").click()
    page.locator(".conversations .sure summary").click()
    expect(page.locator(".conversations .delete")).to_be_visible()
    assert barriers(page) == []


@pytest.mark.parametrize("place", ["collection", "briefings", "evaluations"])
def test_nothing_bars_people_from_the_other_places(reader: Reader, place: str) -> None:
    page = reader.page
    page.goto(f"{reader.address}{place}")
    expect(page.locator("#main h2").first).to_be_visible()
    assert barriers(page) == []


def test_nothing_bars_people_from_a_document(reader: Reader) -> None:
    page = reader.page
    page.goto(f"{reader.address}collection?document=harbourview.pdf&page=3")
    expect(page.locator("#reading .page-view img")).to_be_visible()
    assert barriers(page) == []


def test_axe_sees_a_barrier_where_there_is_one(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat)
    reader.page.evaluate("document.querySelector('#main').insertAdjacentHTML('beforeend', '<img src=\"alive\">')")
    assert [each.partition(":")[0] for each in barriers(reader.page)] == ["image-alt"]
