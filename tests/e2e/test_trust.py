"""What tells a reader how far an answer can be trusted: each sign of it, and that it is not there without reason."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.build import run_ingest
from assistant.settings import Settings
from tests.e2e.reader import Reader
from tests.e2e.scripted import GROWS
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened
from tests.meetings import write_meetings

pytestmark = pytest.mark.browser

HELP_POINTS = "How many digital help points did Harbourview open?"


@pytest.fixture(scope="module")
def meetings_chat(own_folders: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """A chat over documents of which two count the lakes of Lindenau differently."""
    index = tmp_path_factory.mktemp("index")
    folder = write_meetings(tmp_path_factory.mktemp("meetings"))
    run_ingest([folder], Settings(index=index), prune=False, on_progress=lambda progress: None)
    command = [ROUNDTABLE, "chat", "--index", index, "--port", str(free_port())]
    with opened(command, tmp_path_factory.mktemp("chat") / "log") as chat:
        yield chat


def test_words_of_a_source_are_signed_as_such(reader: Reader) -> None:
    answer = reader.ask(HELP_POINTS)
    sentences = answer.locator(".sentence").count()
    expect(answer.get_by_role("img", name="Word for word from the source")).to_have_count(sentences)
    expect(answer.locator(".support:not(.quoted)")).to_have_count(0)


def test_words_of_a_model_show_how_well_the_sources_support_them(
    tab: Callable[..., Reader], chat_index: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "tests.e2e.scripted", chat_index, str(free_port())]
    with opened(command, tmp_path / "log") as chat:
        answer = tab(chat).ask(GROWS)
        signs = answer.locator(".sentence .support")
        expect(signs).to_have_count(answer.locator(".sentence").count())
        for sign in signs.all():
            expect(sign).to_have_accessible_name("Worded anew; support by the source, as checked: 100 of 100")
        expect(answer.get_by_role("img", name="Word for word")).to_have_count(0)


def test_markers_of_sources_that_differ_say_so(tab: Callable[..., Reader], meetings_chat: Chat) -> None:
    reader = tab(meetings_chat)
    answer = reader.ask("How many lakes does Lindenau have within its borders?")
    expect(answer).to_contain_text("31 lakes")
    differing = answer.locator(".marker.differs")
    expect(differing).to_have_count(2)
    for title in ("Atlas of lakes", "Lindenau: lakes and ferries"):
        expect(
            answer.get_by_role("button", name=re.compile(rf"Source \d: {title}\. The sources differ"))
        ).to_have_count(1)
    sign = differing.first.evaluate("(marker) => getComputedStyle(marker, '::after').content")
    assert "≠" in sign
    expect(answer.locator(".note")).to_contain_text("28 lakes")


def test_markers_of_sources_that_agree_have_no_such_sign(tab: Callable[..., Reader], meetings_chat: Chat) -> None:
    answer = tab(meetings_chat).ask("On how many lines does Quellstadt run electric night buses?")
    expect(answer).to_contain_text("four lines")
    expect(answer.locator(".differs")).to_have_count(0)


def test_each_document_is_named_once_with_its_kind_and_date(reader: Reader) -> None:
    answer = reader.ask("How many noise sensors did Marisol mount?")
    cited = answer.locator(".cited ul li")
    expect(cited.filter(has_text="Marisol")).to_have_count(1)
    expect(cited.first.locator("cite")).to_have_text("Marisol: sensors in the old town")
    expect(cited.first.locator(".about")).to_have_text("case study · 2020-12-03 · Test press")
    cited.first.locator("button").first.click()
    expect(reader.open_source.locator("h3 cite")).to_have_text("Marisol: sensors in the old town")


def test_refusal_says_first_that_it_is_not_in_the_collection(reader: Reader) -> None:
    answer = reader.ask("What is the capital of Mongolia?")
    expect(answer.locator(".verdict")).to_have_text("Not in the collection")
    expect(answer.locator("p").first).to_have_text("Not in the collection")
    expect(answer.locator(".cited, .support")).to_have_count(0)
    nearest = answer.locator("button.passage")
    assert nearest.count() > 0
    nearest.first.click()
    expect(reader.open_source.locator("blockquote")).to_be_visible()
    expect(reader.open_source.locator(".page-view")).not_to_contain_text("The quoted words")


def test_refusal_in_french_says_it_in_french(reader: Reader) -> None:
    answer = reader.ask("Quelle est la capitale de la Mongolie ?")
    expect(answer.locator(".verdict")).to_have_text("Absent de la collection")


def test_answer_has_no_word_of_refusal(reader: Reader) -> None:
    expect(reader.ask(HELP_POINTS).locator(".verdict")).to_have_count(0)
