"""The chat with a language model behind a server: its words, its lies, its planted scripts, and its death."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened
from tests.model_server import Body, Reply, served

pytestmark = pytest.mark.browser

QUESTION = "How many digital help points did Harbourview open?"
SAYS = "Harbourview opened 14 digital help points in 2021."
LIE = "Harbourview opened 99 digital help points in 2021."
SCRIPT = "Harbourview opened 14 help points <img src=x onerror=alert(1)>."
DIE = "Who staffs the help points of Harbourview?"


def reply(body: Body) -> Reply | str:
    if DIE in json.dumps(body):
        return Reply(status=500)
    said = [{"passage": 1, "words": "14 digital help points", "sentence": text} for text in (SAYS, LIE, SCRIPT)]
    return json.dumps({"sentences": said})


@pytest.fixture(scope="module")
def model_chat(chat_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    folder = tmp_path_factory.mktemp("model")
    command = [ROUNDTABLE, "chat", "--index", chat_index, "--port", str(free_port())]
    with served(reply) as server:
        settings = {"MODEL": "openai:scripted", "MODEL_URL": server.url, "USAGE": str(folder / "usage.sqlite")}
        with opened(command, folder / "log", {f"ROUNDTABLE_{name}": value for name, value in settings.items()}) as chat:
            yield chat


def test_model_s_words_lead_to_the_page_and_what_was_withheld_is_shown_as_such(
    tab: Callable[..., Reader], model_chat: Chat
) -> None:
    reader = tab(model_chat)
    answer = reader.ask(QUESTION)
    expect(answer.locator(".sentence").first).to_contain_text(SAYS[:-1])
    expect(answer.locator(".worded")).to_contain_text("openai:scripted")
    answer.locator(".marker").first.click()
    expect(reader.open_source.locator("blockquote mark")).to_have_text(
        "Harbourview opened 14 digital help points for older residents in 2021."
    )
    withheld = answer.locator("details.withheld")
    expect(withheld.get_by_text(LIE)).to_be_hidden()
    withheld.locator("summary").click()
    expect(withheld.get_by_text(LIE)).to_be_visible()
    expect(withheld.get_by_text(SCRIPT)).to_be_visible()
    expect(answer.locator(".sentence").filter(has_text="99")).to_have_count(0)


def test_server_that_fails_leaves_the_documents_own_words_and_a_line(
    tab: Callable[..., Reader], model_chat: Chat
) -> None:
    answer = tab(model_chat).ask(DIE)
    expect(answer).to_contain_text("two trained volunteers")
    expect(answer.locator(".problem")).to_contain_text("The server of the language model reported an error.")
