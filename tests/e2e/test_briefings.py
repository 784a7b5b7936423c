"""Briefings in the browser: from a topic to a document that is checked, changed, exported and found again."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.reader import Reader
from tests.e2e.server import Chat
from tests.e2e.test_accessibility import LOOKS, barriers

pytestmark = pytest.mark.browser

HELP_POINTS = "digital help points in Harbourview"
QUOTE = "Harbourview opened 14 digital help points for older residents in 2021."
PENGUINS = "Which penguins nest in Antarctica?"
COSTS = "One help point in Harbourview costs 9 300 euros a year."


def planned(reader: Reader, topic: str) -> Locator:
    """Orders a briefing; returns the sections of its outline."""
    reader.page.get_by_label("Topic or question").fill(topic)
    reader.page.get_by_role("button", name="Make outline").click()
    expect(reader.page.get_by_role("heading", name="Outline")).to_be_focused()
    return reader.page.locator(".planned-sections > .planned")


def write(reader: Reader) -> Locator:
    """Writes what is planned; returns the claims once all of it is there."""
    reader.page.get_by_role("button", name="Write the briefing").click()
    expect(reader.page.locator(".brief-head[data-briefing], .brief-head.unsaved")).to_be_visible()
    return reader.page.locator("#brief .claim")


def change(reader: Reader, claim: Locator, what: str) -> None:
    claim.get_by_role("button", name=re.compile("Change this statement")).click()
    claim.get_by_role("button", name=what).click()


def test_issue_note_is_ordered_pruned_written_checked_changed_exported_and_found_again(
    tab: Callable[..., Reader], chat: Chat, tmp_path: Path
) -> None:
    reader = tab(chat, at="briefings")
    page = reader.page
    expect(page.locator("#listed")).to_contain_text("for you alone")
    reader.open_filters()
    reader.dates(until="1990")
    expect(page.locator(".clear-all")).to_be_visible()
    page.get_by_label("Topic or question").fill(HELP_POINTS)
    page.get_by_role("button", name="Make outline").click()
    expect(page.locator("#unmatched")).to_contain_text("No document matches these filters")
    page.locator(".clear-all").click()
    expect(page.locator("#unmatched .warning")).to_have_count(0)
    page.get_by_label("Topic or question").fill(" ")
    page.get_by_role("button", name="Make outline").click()
    expect(page.locator("#topic-wrong")).to_have_text("Say in a few words what the briefing is to be on.")
    expect(page.get_by_label("Topic or question")).to_be_focused()
    sections = planned(reader, HELP_POINTS)
    titles = sections.locator('[name="section-title"]')
    expect(titles).to_have_count(7)
    for title in ("Context", "Evidence", "Open questions"):
        page.get_by_role("button", name=f"Remove the section: {title}").click()
    page.get_by_role("button", name="Move down: Key messages").press("Enter")
    titles.first.fill("What to do")
    sections.nth(1).get_by_role("button", name="Add a question").click()
    sections.nth(1).locator("textarea").last.fill(PENGUINS)
    assert [each.input_value() for each in titles.all()] == [
        "What to do", "Key messages", "Risks and limits", "What is missing",
    ]  # fmt: skip
    claims = write(reader)
    expect(page.get_by_role("heading", name="Digital help points in Harbourview")).to_be_focused()
    expect(page).to_have_url(re.compile(r"briefings\?briefing=[\w-]+$"))
    expect(page.locator("#brief .part-head h3")).to_have_text(
        ["What to do", "Key messages", "Risks and limits", "What is missing", "Sources"]
    )
    expect(page.locator("#brief .as-missing")).to_contain_text(PENGUINS)
    # Who doubts a claim sees its page, with the words boxed.
    claim = claims.filter(has_text=QUOTE)
    claim.locator(".marker").hover()
    expect(page.get_by_role("tooltip")).to_contain_text(QUOTE)
    claim.locator(".marker").click()
    expect(page.get_by_role("tooltip")).to_be_hidden()
    expect(reader.quoted).to_be_in_viewport()
    expect(reader.open_source.locator("cite").first).to_have_text("Digital help in Harbourview")
    # A sentence is taken out; another is replaced by the next best.
    change(reader, claims.filter(has_text=COSTS), "Take this sentence out")
    expect(page.locator("#brief .told:visible")).to_have_text("Saved as version 2.")
    expect(claims.filter(has_text=COSTS)).to_have_count(0)
    change(reader, claim, "Another sentence in its place")
    expect(page.locator("#brief .told:visible")).to_have_text("Saved as version 3.")
    expect(claims.filter(has_text=COSTS)).to_be_focused()
    expect(claim).to_have_count(0)
    expect(page.locator("#brief .menu:visible")).to_have_count(0)
    page.get_by_role("button", name="Check again").click()
    expect(page.locator("#report h3")).to_be_focused()
    expect(page.locator("#report")).to_contain_text("Every quoted word still stands where it stood.")
    page.get_by_label("Citations").select_option("apa")
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    with ZipFile(BytesIO(Path(download.value.path()).read_bytes())) as written:
        assert COSTS in written.read("word/document.xml").decode()
    # It is there after a reload, in all its versions, and the first can come back.
    page.reload()
    expect(claims.filter(has_text=COSTS)).to_be_visible()
    page.locator(".versions summary").click()
    page.locator(".versions").get_by_role("link", name="written", exact=True).click()
    expect(page).to_have_url(re.compile("version=1$"))
    page.get_by_role("button", name="Make this the newest").click()
    expect(page.locator(".brief-head .about").first).to_contain_text("version 4 of 4")
    page.locator(".versions summary").click()
    page.locator(".compare").get_by_role("button").click()
    expect(page.locator("#report h3")).to_have_text("From version 3 to version 4")
    page.get_by_role("link", name="All briefings").click()
    expect(page).to_have_url(re.compile("briefings$"))
    expect(page.locator(".briefs .open-brief")).to_have_text(
        re.compile("Digital help points in Harbourview.*4 versions")
    )
    page.go_back()
    expect(claims.first).to_be_visible()


def test_two_people_never_see_each_others_briefings(tab: Callable[..., Reader], chat: Chat) -> None:
    mine = tab(chat, at="briefings")
    planned(mine, "noise sensors in Marisol")
    mine.page.get_by_label("Title", exact=True).first.fill("<img src=x onerror=alert(1)>")
    write(mine)
    expect(mine.page.locator(".brief-head h2")).to_have_text("<img src=x onerror=alert(1)>")
    expect(mine.page).to_have_url(re.compile("briefing="))
    address = mine.page.url.removeprefix(mine.address)
    other = tab(chat, at=address)
    expect(other.page.get_by_text("This briefing does not exist, or it is not yours.")).to_be_visible()
    expect(other.page.locator("#listed")).to_contain_text("for you alone")
    exported = address.replace("briefings?briefing=", "briefs/") + ".md"
    assert other.page.request.get(mine.address + exported).status == 404
    assert mine.page.request.get(mine.address + exported).status == 200
    other.complaints[:] = [each for each in other.complaints if "404" not in each]
    page = mine.page
    page.get_by_role("link", name="All briefings").click()
    page.locator(".briefs .more > summary").click()
    page.get_by_role("button", name="Duplicate").click()
    expect(page.locator(".briefs > li")).to_have_count(2)
    for left in (1, 0):
        page.locator(".briefs .more > summary").first.click()
        page.locator(".briefs .sure summary").first.click()
        page.locator(".briefs .delete").first.click()
        expect(page.locator(".briefs > li")).to_have_count(left)


def test_topic_outside_the_collection_is_said_to_be_so_and_not_saved(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat, at="briefings")
    planned(reader, "the paintings of the Louvre")
    write(reader)
    page = reader.page
    expect(page.locator("#brief .verdict")).to_have_text("Not in the collection")
    page.locator("#brief .passage").first.click()
    expect(reader.open_source).to_be_in_viewport()
    page.get_by_role("button", name="Change the order").click()
    expect(page.get_by_label("Topic or question")).to_have_value("the paintings of the Louvre")
    expect(page.locator("#listed")).to_contain_text("for you alone")


@pytest.mark.parametrize("look", [LOOKS[0], LOOKS[3]], ids=["wide and light", "narrow and dark"])
def test_nothing_bars_people_from_a_briefing(
    tab: Callable[..., Reader], chat: Chat, look: tuple[int, int, str]
) -> None:
    reader = tab(chat, look[0], look[1], at="briefings")
    page = reader.page
    page.emulate_media(color_scheme="dark" if look[2] == "dark" else "light")
    page.reload()  # the colours of one scheme fade into those of the other
    expect(page.locator("#form form, #form textarea, #main").first).to_be_visible()
    page.wait_for_timeout(500)
    assert barriers(page) == []
    planned(reader, HELP_POINTS)
    assert barriers(page) == []
    claims = write(reader)
    claims.first.get_by_role("button", name=re.compile("Change this statement")).click()
    page.get_by_role("button", name="Check again").click()
    expect(page.locator("#report h3")).to_be_focused()
    claims.first.locator(".marker").click()
    expect(reader.quoted).to_be_visible()
    assert barriers(page) == []
    assert reader.sideways() == 0
