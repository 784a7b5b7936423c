"""An answer that a language model words: it grows, can be stopped, and shows what was withheld and what failed."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader
from tests.e2e.scripted import FAILS, GROWS, MODEL, PROBLEM, SILENT, WITHHELD
from tests.e2e.server import Chat, free_port, opened

pytestmark = pytest.mark.browser

SOON = 4_000  # milliseconds; far less than the scripted silence


@pytest.fixture(scope="module")
def scripted_chat(chat_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    command = [sys.executable, "-m", "tests.e2e.scripted", chat_index, str(free_port())]
    with opened(command, tmp_path_factory.mktemp("scripted") / "log") as chat:
        yield chat


@pytest.fixture
def reader(tab: Callable[..., Reader], scripted_chat: Chat) -> Reader:
    return tab(scripted_chat)


def test_answer_grows_and_its_sources_can_be_read_meanwhile(reader: Reader) -> None:
    growing = reader.page.locator(".answer.growing")
    reader.type(GROWS)
    expect(growing.locator(".sentence")).to_have_count(1)
    expect(growing.locator(".writing")).to_have_text("Writing; each sentence is checked before it is shown …")
    expect(reader.page.get_by_role("button", name="Ask", exact=True)).to_be_hidden()
    expect(reader.page.get_by_role("button", name="Stop", exact=True)).to_be_visible()
    growing.locator(".marker").first.click()
    opened_source = reader.open_source
    expect(opened_source).to_be_focused()
    expect(growing.locator(".sentence")).to_have_count(2)
    expect(opened_source).to_be_visible()  # the next sentence has not closed it
    expect(opened_source).to_be_focused()
    answer = reader.answered(0)
    expect(opened_source).to_be_visible()
    expect(answer.locator(".worded")).to_contain_text(MODEL)
    expect(reader.page.locator(".writing")).to_have_count(0)
    expect(reader.page.get_by_role("button", name="Ask", exact=True)).to_be_visible()
    expect(reader.page.get_by_role("button", name="Stop", exact=True)).to_be_hidden()
    spoken = reader.page.locator(".unseen[role=status]")
    expect(spoken).to_contain_text("14 digital help points")
    expect(spoken).not_to_contain_text("99")


def test_withheld_sentences_are_opened_by_keyboard_and_stay_text(reader: Reader) -> None:
    answer = reader.ask(GROWS)
    withheld = answer.locator("details.withheld")
    expect(withheld.locator("s")).to_be_hidden()
    withheld.locator("summary").focus()
    reader.page.keyboard.press("Enter")
    expect(withheld.locator("s")).to_have_text(WITHHELD.text)
    expect(withheld).to_contain_text("Not supported by the documents")
    expect(withheld).to_contain_text(WITHHELD.reasons[0])
    expect(withheld.locator("b, .marker")).to_have_count(0)
    assert reader.sideways() == 0


def test_stopped_answer_gives_the_question_back_at_once(reader: Reader, scripted_chat: Chat) -> None:
    reader.ask("When does Lindenau delete the recordings of its traffic cameras?")
    reader.type(SILENT)
    expect(reader.page.locator(".answer.growing .sentence")).to_have_count(1)
    reader.page.get_by_role("button", name="Stop", exact=True).click()
    expect(reader.page.locator(".answer.stopped")).to_have_text("Stopped. Your question is in the box again.")
    expect(reader.box).to_have_value(SILENT)
    expect(reader.box).to_be_focused()
    expect(reader.page.locator(".question")).to_have_count(1)
    # The model is still silent, and nobody waits for it.
    reader.type(FAILS)
    expect(reader.answers).to_have_count(2, timeout=SOON)
    expect(reader.page.locator(".question p").last).to_have_text(FAILS)
    for _ in range(200):
        if f"stopped: {SILENT}" in scripted_chat.printed():
            break
        reader.page.wait_for_timeout(100)
    assert f"stopped: {SILENT}" in scripted_chat.printed()
    assert "Traceback" not in scripted_chat.printed()
    expect(reader.answers).to_have_count(2)


def test_closed_tab_ends_its_answer(tab: Callable[..., Reader], scripted_chat: Chat) -> None:
    leaving, watching = tab(scripted_chat), tab(scripted_chat)
    leaving.type(GROWS)
    expect(leaving.page.locator(".answer.growing .sentence")).to_have_count(1)
    leaving.page.close()
    for _ in range(100):
        if f"stopped: {GROWS}" in scripted_chat.printed():
            break
        watching.page.wait_for_timeout(100)
    assert f"stopped: {GROWS}" in scripted_chat.printed()


def test_new_conversation_leaves_an_answer_that_is_growing(reader: Reader) -> None:
    reader.type(GROWS)
    expect(reader.page.locator(".answer.growing .sentence")).to_have_count(1)
    reader.page.get_by_role("button", name="New conversation").click()
    expect(reader.page.locator(".question")).to_have_count(0)
    reader.page.wait_for_timeout(2500)
    expect(reader.page.locator(".question")).to_have_count(0)  # nor does it come back


def test_problem_of_the_model_is_said_in_the_answer(reader: Reader) -> None:
    answer = reader.ask(FAILS)
    expect(answer).to_contain_text("48 noise sensors")
    expect(answer.locator(".problem")).to_have_text(PROBLEM)
    expect(answer.locator(".worded")).to_have_count(0)
