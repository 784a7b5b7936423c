"""Evaluations in the browser: a test set is run and watched, and its answers are read, compared and judged by hand."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.reader import Reader
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened
from tests.e2e.test_accessibility import LOOKS, barriers

pytestmark = pytest.mark.browser

OWN = """- id: noise
  question: How many noise sensors did Marisol mount?
  key_points:
    - text: 48 noise sensors
  evidence:
    - document: case-studies/marisol.md
  tags: {group: staff, kind: number}
- id: wrong
  question: How many digital help points did Harbourview open?
  key_points:
    - text: 99 <img src=x onerror=alert(1)> help points
  tags: {group: mayor, kind: number}
- id: birds
  question: Which penguins nest in Antarctica?
  expected: refuse
  tags: {group: mayor, kind: none}
"""
BROKEN = "- id: noise\n  question: How many?\n  expected: sing\n"


@pytest.fixture(scope="module")
def chat(chat_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """A chat with test sets of its own, and no runs."""
    folder = tmp_path_factory.mktemp("evaluations")
    (folder / "sets").mkdir()
    (folder / "sets" / "own.yaml").write_text(OWN, encoding="utf-8")
    (folder / "sets" / "broken.yaml").write_text(BROKEN, encoding="utf-8")
    kept = {"ROUNDTABLE_EVALUATIONS": str(folder), "ROUNDTABLE_CONVERSATIONS": str(folder / "kept.sqlite")}
    command = [ROUNDTABLE, "chat", "--index", chat_index, "--port", str(free_port())]
    with opened(command, folder / "log", kept) as chat:
        yield chat
    assert "Traceback" not in chat.printed()


def start(reader: Reader, name: str, only: str = "") -> Locator:
    """Starts a run of the user's own set; returns it in the list once it is done."""
    form = reader.page.locator("#start-form")
    form.get_by_label("Test set").select_option("sets/own.yaml")
    form.get_by_label("Name").fill(name)
    if only:
        form.get_by_label("Only questions tagged").select_option(only)
    form.get_by_role("button", name="Start the run").click()
    expect(reader.page.locator("#told")).to_contain_text("The run has begun")
    return reader.page.locator(".runs > li").filter(has_text=name)


def done(reader: Reader, run: Locator) -> None:
    expect(reader.page.locator("#under-way")).to_contain_text("Done", timeout=60_000)
    expect(run.locator(".main-figures")).to_contain_text("Expected behaviour")


@pytest.fixture(scope="module")
def two_runs(chat: Chat, browser: object) -> None:
    """Two runs are done."""
    page = browser.new_page()  # type: ignore[attr-defined]
    reader = Reader(page, chat.address, "evaluations")
    for name in ("before", "after"):
        done(reader, start(reader, name))
    page.close()


def test_set_is_run_and_goes_on_while_its_reader_is_elsewhere(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat, at="evaluations")
    page = reader.page
    expect(page.locator("#listed-runs")).to_contain_text("No runs yet")
    sets = page.locator("#sets")
    expect(sets).to_contain_text("own 3 questions")
    sets.get_by_text("1 mistake").click()
    expect(sets).to_contain_text("broken.yaml, line 3")
    run = start(reader, "sensors", "kind=number")
    expect(page.get_by_role("button", name="Stop the run")).to_be_visible()
    page.goto(chat.address)
    reader.ask("How many noise sensors did Marisol mount?")  # readers are answered meanwhile
    page.goto(f"{chat.address}evaluations")
    done(reader, run)
    expect(page.get_by_role("button", name="Stop the run")).to_be_hidden()
    run.get_by_role("link", name="sensors").click()
    expect(page.get_by_role("heading", name="sensors")).to_be_focused()
    expect(page).to_have_url(re.compile(r"evaluations\?run=[\w-]+$"))
    expect(page.locator(".questions > li")).to_have_count(1)
    expect(page.locator(".questions")).to_contain_text("lacks a vital key point")
    page.get_by_label("Failed only").uncheck()
    expect(page.locator(".questions > li")).to_have_count(2)
    page.get_by_label("Words").fill("marisol")
    page.get_by_label("Words").press("Enter")
    expect(page.locator(".questions > li")).to_have_count(1)
    page.locator(".questions summary").first.click()
    expect(page.locator(".questions")).to_contain_text("made: 48 noise sensors")
    page.get_by_text("Key-point recall", exact=True).first.click()
    expect(page.locator(".defined[open]")).to_contain_text("vital key points")
    with page.expect_download() as download:
        page.get_by_role("link", name="report (HTML)").click()
    assert download.value.suggested_filename == "sensors report.html"
    page.go_back()
    expect(page.locator(".runs")).to_be_visible()
    run.locator(".more > summary").click()
    run.locator(".sure > summary").click()
    run.get_by_role("button", name="Delete for good").click()
    expect(run).to_have_count(0)


def test_run_is_stopped_and_gone_on_with(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat, at="evaluations")
    page = reader.page
    run = start(reader, "stopped")
    page.get_by_role("button", name="Stop the run").click()
    expect(page.locator("#under-way")).to_contain_text(re.compile("Stopped at [0-2] of 3"), timeout=60_000)
    run.get_by_role("button", name="Go on").click()
    done(reader, run)


def test_two_runs_are_compared(tab: Callable[..., Reader], chat: Chat, two_runs: None) -> None:
    page = tab(chat, at="evaluations").page
    form = page.locator("#listed-runs form.compare")
    for side in ("one", "other"):
        form.locator(f"[name={side}]").select_option(index=0)
    form.get_by_role("button", name="Compare").click()
    expect(page.locator("#told")).to_contain_text("Choose two different runs.")
    form.locator("[name=one]").select_option(index=1)
    form.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="From “before” to “after”")).to_be_focused()
    expect(page.locator("#body")).to_contain_text("No difference is larger than chance would make it.")
    expect(page.locator("#question-list")).to_contain_text("No question came out otherwise.")


def judge(reader: Reader, name: str, points: str) -> None:
    """Judges all answers of the run that is open."""
    page = reader.page
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Begin").click()
    for place in range(3):
        form = page.locator("#judge-form")
        expect(form).to_contain_text(f"{place} of 3 judged by {name}")
        expect(form.locator("h3")).to_be_focused()
        expect(form.locator("input:checked")).to_have_count(0)  # nothing of the answer before
        expect(form.get_by_label("Note")).to_have_value("")
        for each in form.locator('fieldset[data-of="point"]').all():
            each.get_by_label(points).check()
        form.get_by_label("4 – useful").check()
        form.get_by_label("Note").fill("seen")
        form.get_by_role("button", name="Save and next").click()
    expect(page.locator("#body")).to_contain_text("You have judged every answer")


def test_two_reviewers_judge_the_same_answers(tab: Callable[..., Reader], chat: Chat, two_runs: None) -> None:
    for name, points in (("Ana", "Yes"), ("Ben <b>", "No")):
        reader = tab(chat, at="evaluations")
        page = reader.page
        page.locator(".runs").get_by_role("link", name="after").click()
        page.get_by_role("link", name="Judge answers by hand").click()
        judge(reader, name, points)
    row = page.locator("#agreement tr").filter(has_text="Key points made").first
    expect(row).to_contain_text("Ana and Ben <b>")
    expect(row).to_contain_text("0 %")
    page.reload()
    expect(page.get_by_label("Your name")).to_have_value("Ben <b>")


def test_refused_question_becomes_a_draft(tab: Callable[..., Reader], chat: Chat) -> None:
    reader = tab(chat)
    reader.ask("Which penguins nest in Antarctica?")
    page = reader.page
    page.goto(f"{chat.address}evaluations")
    page.get_by_role("button", name="Show the drafts").click()
    expect(page.locator(".drafts")).to_contain_text("Which penguins nest in Antarctica?")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a test set (YAML)").click()
    assert "draft: true" in download.value.path().read_text("utf-8")


@pytest.mark.parametrize(("width", "height", "colours"), LOOKS)
def test_nothing_bars_people_from_runs_comparisons_and_judging(
    tab: Callable[..., Reader], chat: Chat, two_runs: None, width: int, height: int, colours: str
) -> None:
    reader = tab(chat, width, height, locale="fr-FR", at="evaluations")
    page = reader.page
    page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
    page.reload()
    links = page.locator(".runs a.go")
    expect(links.first).to_be_visible()
    assert (barriers(page), reader.sideways()) == ([], 0)
    runs = [str(link.get_attribute("data-place")) for link in links.all()]
    for address in (runs[0], f"{runs[1]}&{runs[0].replace('run=', 'with=')}", f"{runs[0]}&judge=yes"):
        page.goto(f"{chat.address}evaluations?{address}")
        expect(page.locator("#title .back")).to_be_visible()
        page.evaluate("document.querySelectorAll('#main details').forEach((each) => (each.open = true))")
        assert (barriers(page), reader.sideways()) == ([], 0)
    page.get_by_label("Votre nom").fill("Zoé")
    page.get_by_role("button", name="Commencer").click()
    expect(page.locator("#judge-form h3")).to_be_focused()
    assert (barriers(page), reader.sideways()) == ([], 0)
