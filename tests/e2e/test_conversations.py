"""Conversations are kept: found again after a reload or a restart, renamed, searched, changed, exported and deleted."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.e2e.reader import Reader
from tests.e2e.scripted import GROWS
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened

pytestmark = pytest.mark.browser

HELP_POINTS = "How many digital help points did Harbourview open?"
PORTAL = "Who runs the open data portal of Quellstadt?"
SENSORS = "How many noise sensors did Marisol mount?"
EVIL = "<img src=x onerror=alert(7)> & <b>bold</b>"


def conversations(reader: Reader) -> Locator:
    """Each conversation in the list at the left."""
    return reader.page.locator("#listed .conversations > li")


def titles(reader: Reader) -> Locator:
    return conversations(reader).locator("a.conversation")


def questions(reader: Reader) -> Locator:
    return reader.page.locator(".question p")


def more(reader: Reader, title: str) -> Locator:
    """Opens what can be done with a conversation."""
    one = conversations(reader).filter(has_text=title)
    one.locator(".more > summary").click()
    return one.locator(".more")


def anew(reader: Reader) -> None:
    reader.page.get_by_role("button", name="New conversation").click()
    expect(questions(reader)).to_have_count(0)


def test_conversation_is_there_after_a_reload_with_its_sources(reader: Reader) -> None:
    reader.ask(HELP_POINTS)
    reader.ask(PORTAL)
    expect(titles(reader)).to_have_count(1)
    expect(titles(reader)).to_contain_text(HELP_POINTS)
    expect(reader.page).to_have_url(re.compile(r"\?conversation=[\w-]+$"))
    reader.page.reload()
    expect(questions(reader)).to_have_text([HELP_POINTS, PORTAL])
    expect(titles(reader)).to_have_attribute("aria-current", "page")
    reader.answers.first.locator(".marker").first.click()
    expect(reader.open_source.locator("h3 cite")).to_have_text("Digital help in Harbourview")
    expect(reader.quoted).to_be_in_viewport()
    reader.ask(SENSORS)
    expect(questions(reader)).to_have_text([HELP_POINTS, PORTAL, SENSORS])
    expect(titles(reader)).to_have_count(1)


def test_page_without_a_conversation_in_its_address_begins_a_new_one(reader: Reader) -> None:
    reader.ask(HELP_POINTS)
    expect(titles(reader)).to_have_count(1)
    reader.page.goto(reader.address)
    expect(titles(reader)).to_have_count(1)
    expect(questions(reader)).to_have_count(0)
    titles(reader).click()
    expect(questions(reader)).to_have_text([HELP_POINTS])
    reader.page.go_back()
    expect(questions(reader)).to_have_count(0)
    reader.page.go_forward()
    expect(questions(reader)).to_have_text([HELP_POINTS])


def test_conversation_outlives_the_program(tab: Callable[..., Reader], chat_index: Path, tmp_path: Path) -> None:
    port, kept = str(free_port()), {"ROUNDTABLE_CONVERSATIONS": str(tmp_path / "kept.sqlite")}

    def started(log: str) -> AbstractContextManager[Chat]:
        return opened([ROUNDTABLE, "chat", "--index", chat_index, "--port", port], tmp_path / log, kept)

    with ExitStack() as first:
        reader = tab(first.enter_context(started("first")))
        reader.ask("How many noise sensors did Marisol mount?")
        expect(titles(reader)).to_have_count(1)
        reader.page.locator(".verdict").click()
        expect(reader.page.locator(".thanks")).to_have_text("Thank you, that was noted.")
    with started("second"):
        reader.page.reload()
        expect(questions(reader)).to_have_text([SENSORS])
        expect(reader.page.locator(".verdict")).to_have_attribute("aria-pressed", "true")
        reader.ask(PORTAL)
        expect(questions(reader)).to_have_text([SENSORS, PORTAL])
        expect(titles(reader)).to_have_count(1)
        reader.forgive_absence()


def test_conversation_is_renamed_to_text_and_found_by_its_name(reader: Reader) -> None:
    reader.ask(HELP_POINTS)
    anew(reader)
    reader.ask(PORTAL)
    expect(titles(reader)).to_have_count(2)
    expect(titles(reader).first).to_contain_text(PORTAL)  # the newest first
    name = more(reader, HELP_POINTS).get_by_label("New name")
    name.fill(EVIL)
    name.press("Enter")
    expect(titles(reader).last).to_contain_text(EVIL)
    expect(reader.page.locator("main :is(img, script, b)")).to_have_count(0)
    find = reader.page.get_by_label("Search your conversations")
    find.fill("BOLD")
    expect(titles(reader)).to_have_count(1)
    expect(titles(reader)).to_contain_text(EVIL)
    find.fill("city library")  # words of an answer
    expect(titles(reader)).to_have_count(1)
    expect(titles(reader)).to_contain_text(PORTAL)
    find.fill("100%")
    expect(reader.page.locator("#listed")).to_have_text("None of your conversations holds these words.")
    find.fill("")
    expect(titles(reader)).to_have_count(2)
    reader.page.reload()
    expect(titles(reader).last).to_contain_text(EVIL)
    expect(conversations(reader).last.locator(".more > summary")).to_have_accessible_name(f"More for “{EVIL}”")


def test_conversation_is_deleted_only_when_that_is_said_twice(reader: Reader) -> None:
    reader.ask(HELP_POINTS)
    anew(reader)
    reader.ask(PORTAL)
    expect(titles(reader)).to_have_count(2)
    delete = more(reader, HELP_POINTS)
    expect(delete.locator(".delete")).to_be_hidden()
    delete.get_by_text("Delete …").click()
    delete.get_by_role("button", name="Delete for good").click()
    expect(titles(reader)).to_have_count(1)
    expect(questions(reader)).to_have_text([PORTAL])  # it is still open
    delete = more(reader, PORTAL)
    delete.get_by_text("Delete …").click()
    delete.get_by_role("button", name="Delete for good").click()
    expect(questions(reader)).to_have_count(0)
    expect(reader.page.locator("#listed")).to_have_text("What you ask is kept here, for you alone.")
    assert "conversation=" not in reader.page.url
    reader.page.reload()
    expect(reader.page.locator("#listed")).to_have_text("What you ask is kept here, for you alone.")


def test_nobody_else_sees_a_conversation(tab: Callable[..., Reader], chat: Chat) -> None:
    mine = tab(chat)
    mine.ask(HELP_POINTS)
    expect(titles(mine)).to_have_count(1)
    address = mine.page.url.removeprefix(chat.address)
    stranger = tab(chat, at=address)
    expect(stranger.page.get_by_role("alert")).to_have_text("This conversation does not exist, or it is not yours.")
    expect(questions(stranger)).to_have_count(0)
    expect(titles(stranger)).to_have_count(0)
    export = str(more(mine, HELP_POINTS).get_by_role("link", name="JSON").get_attribute("href"))
    assert mine.page.request.get(urljoin(chat.address, export)).status == 200
    refused = stranger.page.request.get(urljoin(chat.address, export))
    assert refused.status == 404
    assert "Harbourview" not in refused.text()
    # What the stranger asks there begins a conversation of their own.
    stranger.ask(PORTAL)
    expect(titles(stranger)).to_have_count(1)
    mine.page.reload()
    expect(questions(mine)).to_have_text([HELP_POINTS])


def test_two_tabs_of_one_reader_share_the_list(tab: Callable[..., Reader], chat: Chat) -> None:
    one = tab(chat)
    one.ask(HELP_POINTS)
    expect(titles(one)).to_have_count(1)
    other = tab(chat, beside=one)
    titles(other).click()
    expect(questions(other)).to_have_text([HELP_POINTS])
    delete = more(one, HELP_POINTS)
    delete.get_by_text("Delete …").click()
    delete.get_by_role("button", name="Delete for good").click()
    expect(titles(one)).to_have_count(0)
    # What is asked in the other tab is answered, as the first question of a new conversation.
    other.type(PORTAL)
    expect(questions(other)).to_have_text([PORTAL])
    expect(titles(other)).to_have_count(1)
    expect(titles(other)).to_contain_text(PORTAL)


def test_edited_question_replaces_what_follows(reader: Reader) -> None:
    for question in (HELP_POINTS, PORTAL, SENSORS):
        reader.ask(question)
    reader.page.get_by_role("button", name="Edit this question").nth(1).click()
    note = reader.page.locator("#note")
    expect(note).to_contain_text("You are editing question 2. Its answer and all that follows are replaced.")
    expect(reader.box).to_have_value(PORTAL)
    expect(reader.box).to_be_focused()
    note.get_by_role("button", name="Cancel").click()
    expect(note).to_have_text("")
    expect(reader.box).to_have_value("")
    expect(questions(reader)).to_have_text([HELP_POINTS, PORTAL, SENSORS])

    reader.page.get_by_role("button", name="Edit this question").nth(1).click()
    expect(note).to_contain_text("question 2")
    edited = "How many data sets did Quellstadt publish on its open data portal?"
    reader.type(edited)
    expect(questions(reader)).to_have_text([HELP_POINTS, edited])
    expect(reader.answers.last).to_contain_text("310 data sets")
    expect(reader.answers).to_have_count(2)
    expect(note).to_have_text("")
    reader.page.reload()
    expect(questions(reader)).to_have_text([HELP_POINTS, edited])
    reader.ask(SENSORS)  # it follows, and replaces nothing
    expect(questions(reader)).to_have_text([HELP_POINTS, edited, SENSORS])


def test_question_is_asked_again_in_its_place(reader: Reader) -> None:
    for question in (HELP_POINTS, PORTAL):
        reader.ask(question)
    reader.page.evaluate("document.querySelector('#current .answer').dataset.before = 'it'")
    reader.page.get_by_role("button", name="Ask again").last.click()
    expect(reader.page.locator("#current .answer[data-before]")).to_have_count(0)
    expect(reader.page.locator(".answer.looking, .answer.growing")).to_have_count(0)
    expect(reader.page.locator("#current .tools")).to_be_visible()  # it is whole, and kept
    expect(questions(reader)).to_have_text([HELP_POINTS, PORTAL])
    reader.page.get_by_role("button", name="Ask again").first.click()
    expect(questions(reader)).to_have_text([HELP_POINTS])
    expect(reader.answers).to_have_count(1)
    expect(reader.answers).to_contain_text("14 digital help points")
    reader.page.reload()
    expect(questions(reader)).to_have_text([HELP_POINTS])


def test_follow_up_in_a_conversation_of_yesterday_knows_what_was_asked(reader: Reader) -> None:
    reader.ask("Who runs the open data portal of Quellstadt?")
    anew(reader)
    reader.ask(SENSORS)
    reader.page.goto(reader.address)
    titles(reader).filter(has_text="Quellstadt").click()
    expect(questions(reader)).to_have_text([PORTAL])
    answer = reader.ask("And how many data sets did it publish?")
    expect(answer).to_contain_text("310 data sets")
    expect(answer.locator(".searched span")).to_contain_text("Quellstadt")


def test_filters_of_a_conversation_come_back_with_it(reader: Reader) -> None:
    reader.open_filters()
    reader.choose("kind", "Case study")
    reader.dates(since="2020")
    active = reader.page.locator("#active")
    expect(active.locator(".chip")).to_have_count(2)
    reader.ask(SENSORS)
    anew(reader)
    expect(active.locator(".chip")).to_have_count(0)
    titles(reader).click()
    expect(questions(reader)).to_have_text([SENSORS])
    expect(active.locator(".chip")).to_have_text([re.compile("case study"), re.compile("from 2020")])
    expect(reader.page.get_by_role("button", name="Filter the documents (2 set)")).to_be_visible()
    reader.page.reload()
    expect(active.locator(".chip")).to_have_count(2)
    expect(reader.ask(SENSORS).locator(".searched")).to_have_text("Searched only: case study · from 2020")


@pytest.mark.parametrize("form", ["Word", "PDF", "Markdown", "JSON"])
def test_conversation_is_exported(reader: Reader, form: str) -> None:
    reader.ask(HELP_POINTS)
    reader.ask("What is the capital of Mongolia?")
    expect(titles(reader)).to_have_count(1)
    exports = more(reader, HELP_POINTS)
    with reader.page.expect_download() as kept:
        exports.get_by_role("link", name=form).click()
    file = Path(kept.value.path())
    stem, _, suffix = kept.value.suggested_filename.rpartition(".")
    assert stem.startswith("How many digital help points did Harbourview open")
    CHECKED[suffix](file)


def _word(file: Path) -> None:
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)
    assert HELP_POINTS in text
    assert "14 digital help points" in text
    assert "Mongolia" in text
    assert "word/footnotes.xml" in ZipFile(file).namelist()
    assert "Digital help in Harbourview" in ZipFile(file).read("word/footnotes.xml").decode("utf-8")


def _pdf(file: Path) -> None:
    document = pypdfium2.PdfDocument(BytesIO(file.read_bytes()))
    text = " ".join("".join(page.get_textpage().get_text_bounded() for page in document).split())
    assert HELP_POINTS in text
    assert "14 digital help points" in text


def _markdown(file: Path) -> None:
    text = file.read_text("utf-8")
    assert HELP_POINTS.removesuffix("?") in text
    assert "[^1]" in text
    assert re.search(r"^\[\^1\]: .*Digital help in Harbourview", text, re.MULTILINE)


def _json(file: Path) -> None:
    exported = json.loads(file.read_text("utf-8"))
    assert HELP_POINTS in json.dumps(exported)
    assert "s1-1" not in json.dumps(exported)


CHECKED = {"docx": _word, "pdf": _pdf, "md": _markdown, "json": _json}


def test_question_typed_while_the_page_still_opens_is_not_lost(browser: Browser, chat: Chat) -> None:
    context = browser.new_context(locale="en-US")
    page = context.new_page()
    page.goto(chat.address, wait_until="commit")
    box = page.locator("#question textarea")
    box.fill(HELP_POINTS)  # as soon as there is a box
    box.press("Enter")
    expect(page.locator(".question p")).to_have_text(HELP_POINTS)
    expect(page.locator("#current .answer")).to_contain_text("14 digital help points", timeout=20_000)
    expect(page.locator("#listed a.conversation")).to_have_count(1)
    context.close()


@pytest.fixture(scope="module")
def scripted_chat(chat_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    command = [sys.executable, "-m", "tests.e2e.scripted", chat_index, str(free_port())]
    with opened(command, tmp_path_factory.mktemp("scripted") / "log") as chat:
        yield chat


def test_stopped_question_is_not_kept(tab: Callable[..., Reader], scripted_chat: Chat) -> None:
    reader = tab(scripted_chat)
    reader.ask(HELP_POINTS)
    reader.type(GROWS)
    expect(reader.page.locator(".answer.growing .sentence")).to_have_count(1)
    reader.page.get_by_role("button", name="Stop", exact=True).click()
    expect(reader.page.locator(".answer.stopped")).to_be_visible()
    reader.page.reload()
    expect(questions(reader)).to_have_count(1)


def test_other_conversation_opened_while_an_answer_grows_gets_none_of_it(
    tab: Callable[..., Reader], scripted_chat: Chat
) -> None:
    reader = tab(scripted_chat)
    reader.ask(HELP_POINTS)
    anew(reader)
    reader.type(GROWS)
    expect(reader.page.locator(".answer.growing .sentence")).to_have_count(1)
    titles(reader).filter(has_text=HELP_POINTS).click()
    expect(questions(reader)).to_have_text([HELP_POINTS])
    reader.page.wait_for_timeout(3000)
    expect(questions(reader)).to_have_text([HELP_POINTS])
    expect(reader.page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
