"""A browser, a collection with unfriendly documents, and the chat over it as a process."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect, sync_playwright

from assistant.build import run_ingest
from assistant.settings import Settings
from tests import chromium
from tests.collection import write_collection
from tests.e2e.reader import ANSWERS_WITHIN, Reader
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened

# Its path is that of a document which ships, so that the chat offers the example that goes with it.
PLAN = """---
title: The digital city plan
kind: case-study
roundtable: 1
date: 2019-07-09
places: [Planstadt]
---
# The digital city plan

The Barcelona Digital City Plan covers 17 districts of Planstadt. The Barcelona Digital City Plan was written by
four librarians.
"""
UNFRIENDLY = """---
title: "<img src=x onerror=alert(1)> Evilton"
kind: report
roundtable: 3
date: 2023-05-11
places: ["<b>Evilton</b>"]
---
# Posters

The council of Evilton printed `<script>alert(2)</script>` on 23 posters and `<img src=x onerror=alert(3)>` on
the town hall of Evilton.
"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        (pytest.fail if os.environ.get(chromium.MUST_RUN) == "1" else pytest.skip)(chromium.MISSING)
    expect.set_options(timeout=ANSWERS_WITHIN)  # 5 s, its own, are too few where other tests run at the same time
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=list(chromium.FLAGS))


@pytest.fixture(scope="session")
def chat_index(own_folders: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, index = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("index")
    write_collection(folder)
    (folder / "case-studies" / "barcelona.md").write_text(PLAN, encoding="utf-8")
    (folder / "evilton.md").write_text(UNFRIENDLY, encoding="utf-8")
    run_ingest([folder], Settings(index=index), prune=False, on_progress=lambda progress: None)
    return index


@pytest.fixture(scope="session")
def chat(chat_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    command = [ROUNDTABLE, "chat", "--index", chat_index, "--port", str(free_port())]
    with opened(command, tmp_path_factory.mktemp("chat") / "log") as chat:
        yield chat


@pytest.fixture
def tab(browser: Browser) -> Iterator[Callable[..., Reader]]:
    """Opens tabs on a chat, each that of another person, unless it stands `beside` one; `at` is what follows in the
    address. At the end, none of them may have complained."""
    readers: list[Reader] = []

    def open_tab(
        chat: Chat,
        width: int = 1280,
        height: int = 800,
        locale: str = "en-US",
        at: str = "",
        beside: Reader | None = None,
    ) -> Reader:
        size: ViewportSize = {"width": width, "height": height}
        context = beside.page.context if beside else browser.new_context(viewport=size, locale=locale)
        readers.append(Reader(context.new_page(), chat.address, at))
        return readers[-1]

    yield open_tab
    complaints = [complaint for reader in readers for complaint in reader.complaints]
    for reader in readers:
        reader.page.context.close()
    assert complaints == []


@pytest.fixture
def reader(tab: Callable[..., Reader], chat: Chat) -> Reader:
    """A person at a desk."""
    return tab(chat)
