"""While an answer is being made, and when there is none because of a bug of ours."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader
from tests.e2e.server import Chat, free_port, opened
from tests.e2e.slow_or_broken import BUG

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def slow_chat(chat_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    command = [sys.executable, "-m", "tests.e2e.slow_or_broken", chat_index, str(free_port())]
    with opened(command, tmp_path_factory.mktemp("slow") / "log") as chat:
        yield chat


def test_question_is_shown_at_once_and_survives_a_bug(tab: Callable[..., Reader], slow_chat: Chat) -> None:
    reader = tab(slow_chat)
    box, looking = reader.page.locator("#question textarea"), reader.page.locator(".answer.looking")
    reader.open_filters()
    reader.dates(since="2019")
    box.fill(BUG)
    box.press("Enter")
    expect(looking.locator("p")).to_have_text(["Searched only: from 2019", "Looking in the documents …"])
    expect(reader.page.locator(".question p")).to_have_text(BUG)
    expect(box).to_have_value("")
    line = reader.page.locator("#conversation").get_by_role("alert")
    expect(line).to_have_text(
        "Something went wrong and the question was not answered; the server's terminal says what."
    )
    expect(line).to_be_in_viewport()
    expect(looking).to_have_count(0)
    expect(box).to_have_value(BUG)
    assert "ZeroDivisionError: a bug" in slow_chat.printed()
    reader.ask("How many noise sensors did Marisol mount?")
    expect(reader.page.locator(".answer.failed")).to_have_count(0)
