"""Documents are added, read again and taken out in the browser, while the chat goes on."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import pdfs
from tests.e2e.reader import Reader
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened

pytestmark = pytest.mark.browser

KIOSKS = "How many data kiosks did Lyria open?"
SLOW = 60_000  # milliseconds: a process is started, and the encoder loaded


@pytest.fixture
def own_chat(chat_index: Path, tmp_path: Path) -> Iterator[Chat]:
    """A chat over a collection of its own, which may be changed."""
    index = tmp_path / "index"
    shutil.copytree(chat_index, index)
    command = [ROUNDTABLE, "chat", "--index", index, "--port", str(free_port())]
    with opened(command, tmp_path / "log", {"ROUNDTABLE_UPLOADS": str(tmp_path / "uploads")}) as chat:
        yield chat


def test_document_is_added_asked_about_and_removed(tab: Callable[..., Reader], own_chat: Chat, tmp_path: Path) -> None:
    asking, adding = tab(own_chat), tab(own_chat)
    expect(asking.ask(KIOSKS).locator(".sentence")).to_have_count(0)
    page = adding.page
    page.goto(f"{adding.address}collection")
    page.get_by_role("button", name="Add documents").click()
    lyria = tmp_path / "lyria.md"
    lyria.write_text("# Kiosks of Lyria\n\nThe city of Lyria opened 12 data kiosks in 2021.\n", "utf-8")
    locked = pdfs.encrypted(tmp_path, "secret")
    page.locator("#dropped input[type=file]").set_input_files([lyria, locked])
    expect(page.get_by_role("row", name=locked.name)).to_be_visible()
    page.get_by_role("button", name="Read these documents").click()
    expect(page.locator("#progress")).to_contain_text("Done: 1 read.", timeout=SLOW)
    expect(page.locator("#progress")).to_contain_text(f"{locked.name}:")
    expect(page.locator(".holds")).to_contain_text("9 documents")
    expect(page.locator("#last-ingest")).to_contain_text(f"{locked.name}:")

    expect(asking.ask(KIOSKS)).to_contain_text("12 data kiosks")  # in the tab that was open all the time
    assert (tmp_path / "uploads" / "lyria.md").is_file()
    assert not (tmp_path / "uploads" / locked.name).exists()

    page.get_by_role("button", name="Remove or read again").click()
    page.locator("#managed input").fill("Kiosks")
    page.get_by_role("option", name="Kiosks of Lyria").click()
    page.locator("#managed input").press("Escape")
    page.get_by_role("button", name="Remove …").click()
    expect(page.locator("#sure")).to_contain_text("Take 1 document out of the collection?")
    page.get_by_role("button", name="Yes, remove").click()
    expect(page.locator("#progress")).to_have_text("Removed: 1.", timeout=SLOW)
    expect(page.locator(".holds")).to_contain_text("8 documents")
    assert not (tmp_path / "uploads" / "lyria.md").exists()
    expect(asking.answers.last).to_contain_text("12 data kiosks")  # what was answered stays
    expect(asking.ask(KIOSKS).locator(".sentence")).to_have_count(0)


def test_changed_file_is_read_again_under_its_name(tab: Callable[..., Reader], tmp_path: Path) -> None:
    from assistant.build import run_ingest
    from assistant.settings import Settings

    folder, index = tmp_path / "documents", tmp_path / "index"
    (folder / "cities").mkdir(parents=True)
    lyria = folder / "cities" / "lyria.md"
    lyria.write_text("# Kiosks of Lyria\n\nThe city of Lyria opened 12 data kiosks in 2021.\n", "utf-8")
    run_ingest([folder], Settings(index=index), prune=False, on_progress=lambda progress: None)
    command = [ROUNDTABLE, "chat", "--index", index, "--port", str(free_port())]
    with opened(command, tmp_path / "log") as chat:
        reader = tab(chat)
        expect(reader.ask(KIOSKS)).to_contain_text("12 data kiosks")
        lyria.write_text("# Kiosks of Lyria\n\nThe city of Lyria opened 15 data kiosks in 2022.\n", "utf-8")
        page = reader.page
        page.goto(f"{reader.address}collection")
        page.get_by_role("button", name="Remove or read again").click()
        page.locator("#managed input").click()
        page.get_by_role("option", name="Kiosks of Lyria").click()
        page.locator("#managed input").press("Escape")
        page.get_by_role("button", name="Read again", exact=True).click()
        expect(page.locator("#progress")).to_contain_text("Done: 1 read.", timeout=SLOW)
        page.goto(reader.address)
        answer = reader.ask(KIOSKS)
        expect(answer).to_contain_text("15 data kiosks")
        expect(reader.page.locator(".source").first).to_contain_text("cities/lyria.md")


def test_who_may_not_add_is_told_why(tab: Callable[..., Reader], chat_index: Path, tmp_path: Path) -> None:
    command = [ROUNDTABLE, "chat", "--index", chat_index, "--port", str(free_port())]
    with opened(command, tmp_path / "log", {"ROUNDTABLE_ADDING": "nobody"}) as chat:
        reader = tab(chat)
        page = reader.page
        page.goto(f"{reader.address}collection")
        page.get_by_role("button", name="Add documents").click()
        expect(page.locator("#add-hint")).to_contain_text("the setting `adding`")
        expect(page.get_by_role("button", name="Read these documents")).to_be_hidden()
        expect(page.get_by_role("button", name="Remove or read again")).to_be_hidden()
