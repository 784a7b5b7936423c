"""A reader says what they think of an answer; the keeper of the collection gets it as a question of a test set."""

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.reader import Reader
from tests.e2e.server import ROUNDTABLE, free_port, opened

pytestmark = pytest.mark.browser

SENSORS = "How many noise sensors did Marisol mount?"
PORTAL = "Who runs the open data portal of Quellstadt?"
THANKS = "Thank you, that was noted."
NOTE = "It leaves out the year. <img src=x onerror=alert(8)>"


@pytest.fixture
def kept(tmp_path: Path) -> dict[str, str]:
    return {"ROUNDTABLE_CONVERSATIONS": str(tmp_path / "kept.sqlite")}


@pytest.fixture
def reader(
    tab: Callable[..., Reader], chat_index: Path, tmp_path: Path, kept: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Reader]:
    """A reader whose feedback is the only one in its file."""
    monkeypatch.setenv("ROUNDTABLE_CONVERSATIONS", kept["ROUNDTABLE_CONVERSATIONS"])
    command = [ROUNDTABLE, "chat", "--index", chat_index, "--port", str(free_port())]
    with opened(command, tmp_path / "log") as chat:
        yield tab(chat)


def counts() -> list[tuple[str, str | None, int]]:
    """What `roundtable feedback` counts: verdict, reason, how often."""
    told = subprocess.run([ROUNDTABLE, "feedback", "--json"], capture_output=True, text=True, check=True, timeout=60)
    return [(each["verdict"], each["reason"], each["count"]) for each in json.loads(told.stdout)["counts"]]


def test_thumb_up_is_kept_and_can_be_taken_back(reader: Reader) -> None:
    reader.ask(SENSORS)
    up, thanks = reader.page.get_by_role("button", name="Good answer"), reader.page.locator(".thanks")
    expect(up).to_have_attribute("aria-pressed", "false")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(thanks).to_have_text(THANKS)
    reader.page.reload()
    expect(up).to_have_attribute("aria-pressed", "true")
    assert counts() == [("up", None, 1)]
    up.click()
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(thanks).to_have_text("")
    reader.page.reload()
    expect(up).to_have_attribute("aria-pressed", "false")
    assert counts() == []


def test_thumb_down_says_why_and_becomes_a_question_of_a_test_set(reader: Reader, tmp_path: Path) -> None:
    reader.ask(PORTAL)
    reader.ask(SENSORS)
    page = reader.page
    down = page.get_by_role("button", name="Bad answer").last
    down.click()
    form = page.locator("form.why:visible")
    expect(form.get_by_label("What was wrong?")).to_be_focused()
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    expect(down).to_be_focused()
    down.click()
    form.get_by_label("What was wrong?").select_option("Something is missing")
    form.get_by_label("Note").fill(NOTE)
    form.get_by_role("button", name="Send").click()
    expect(form).to_have_count(0)
    expect(page.locator(".thanks").last).to_have_text(THANKS)
    expect(down).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Bad answer").first).to_have_attribute("aria-pressed", "false")
    down.click()
    expect(form.get_by_label("What was wrong?")).to_have_value("incomplete")
    expect(form.get_by_label("Note")).to_have_value(NOTE)
    assert counts() == [("down", "incomplete", 1)]
    file = tmp_path / "feedback.jsonl"
    subprocess.run([ROUNDTABLE, "feedback", "--export", file], check=True, timeout=60)
    (row,) = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert row["question"] == SENSORS
    assert NOTE in json.dumps(row, ensure_ascii=False)


def test_second_thought_takes_the_place_of_the_first(reader: Reader) -> None:
    reader.ask(SENSORS)
    page = reader.page
    up, down = page.get_by_role("button", name="Good answer"), page.get_by_role("button", name="Bad answer")
    up.click()
    expect(page.locator(".thanks")).to_have_text(THANKS)
    down.click()
    page.get_by_role("button", name="Send").click()
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(down).to_have_attribute("aria-pressed", "true")
    page.wait_for_timeout(500)
    assert counts() == [("down", "wrong", 1)]


def test_answer_that_is_asked_again_is_judged_anew(reader: Reader) -> None:
    reader.ask(SENSORS)
    page = reader.page
    page.get_by_role("button", name="Good answer").click()
    expect(page.locator(".thanks")).to_have_text(THANKS)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator(".thanks")).to_have_text("")
    expect(page.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "false")
    assert counts() == [("up", None, 1)]  # what was thought of the first one is known to the keeper


def test_good_answer_can_be_given_a_note(reader: Reader) -> None:
    reader.ask("How many digital help points did Harbourview open?")
    tools = reader.page.locator("#current .tools")
    tools.get_by_role("button", name="Good answer").click()
    expect(tools.get_by_label("What was wrong?")).to_be_hidden()
    tools.get_by_label("Note").fill("Just what I needed.")
    tools.get_by_role("button", name="Send").click()
    expect(tools.locator("form")).to_be_hidden()
    expect(tools.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    expect(tools.locator(".thanks")).to_have_text("Thank you, that was noted.")
    reader.page.wait_for_timeout(500)
    reader.page.reload()
    tools = reader.page.locator("#earlier .tools")
    expect(tools.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    expect(tools.locator("textarea")).to_have_value("Just what I needed.")
