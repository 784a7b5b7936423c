"""The chat with processes that answer: it opens once they are ready, outlives them, and ends with them."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from evals.bench.serving import tree
from tests.e2e.reader import Reader
from tests.e2e.server import ROUNDTABLE, free_port, opened

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes in /proc: run it on Linux"),
]
SENSORS = "How many noise sensors did Marisol mount?"


def answering(server: int) -> list[int]:
    """The processes that answer; beside them multiprocessing has one of its own."""
    return [each for each in tree(server)[1:] if "spawn_main" in Path(f"/proc/{each}/cmdline").read_text("utf-8")]


def test_reader_gets_answers_although_every_process_is_killed(
    tab: Callable[..., Reader], chat_index: Path, tmp_path: Path
) -> None:
    command = [ROUNDTABLE, "chat", "--index", chat_index, "--port", free_port(), "--workers", 2]
    with opened(command, tmp_path / "log") as chat:
        reader, before = tab(chat), answering(chat.process.pid)
        assert len(before) == 2
        reader.ask(SENSORS)
        expect(reader.page.locator("#current .answer")).to_contain_text("48 noise sensors")
        for process in before:
            os.kill(process, signal.SIGKILL)
        reader.ask("Who runs the open data portal of Quellstadt?")
        expect(reader.page.locator("#current .answer")).to_contain_text("library")
        assert set(answering(chat.process.pid)).isdisjoint(before)
        assert chat.interrupt() in (0, 130)
        assert "Traceback" not in chat.printed()
    assert not any(Path(f"/proc/{process}/exe").exists() for process in before)
