"""Questions of a conversation in the browser: a choice that is asked by a click, and a follow-up."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.build import run_ingest
from assistant.settings import Settings
from tests.e2e.reader import Reader
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened
from tests.meetings import write_meetings

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def meetings_chat(own_folders: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    index: Path = tmp_path_factory.mktemp("index")
    folder = write_meetings(tmp_path_factory.mktemp("meetings"))
    run_ingest([folder], Settings(index=index), prune=False, on_progress=lambda progress: None)
    command = [ROUNDTABLE, "chat", "--index", index, "--port", str(free_port())]
    with opened(command, tmp_path_factory.mktemp("chat") / "log") as chat:
        yield chat


def test_choice_is_asked_by_a_click_and_a_follow_up_goes_back_to_it(
    tab: Callable[..., Reader], meetings_chat: Chat
) -> None:
    reader = tab(meetings_chat)
    answer = reader.ask("When was the roundtable held?")
    expect(answer).to_contain_text("3 December 2020")
    answer.get_by_role("button", name="When was the 1st roundtable held?").click()
    expect(reader.answered(1)).to_contain_text("9 July 2019")
    expect(reader.page.locator(".question p").last).to_have_text("When was the 1st roundtable held?")
    followed = reader.ask("Who organised it?")
    expect(followed.locator(".searched span")).to_have_text("Searched for: Who organised the 1st roundtable?")
    expect(followed).to_contain_text("harbour council of Marisol")
    followed.get_by_role("button", name="Edit").click()
    expect(reader.box).to_have_value("Who organised the 1st roundtable?")
    expect(reader.box).to_be_focused()
    expect(reader.answers).to_have_count(3)  # nothing was sent
    reader.box.press("Enter")
    expect(reader.answered(3)).to_contain_text("harbour council of Marisol")
