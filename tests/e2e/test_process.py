"""The process behind the chat: what it says when it cannot open, and how it ends."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from assistant.kept import reading
from tests.e2e.reader import Reader
from tests.e2e.scripted import SILENT
from tests.e2e.server import ROUNDTABLE, Chat, free_port, opened


def typed(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([ROUNDTABLE, *map(str, words)], capture_output=True, text=True, timeout=60)


def test_chat_without_an_index_names_the_next_command(tmp_path: Path) -> None:
    done = typed("chat", "--index", tmp_path / "nothing")
    assert done.returncode == 2
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "roundtable ingest" in line


def test_port_in_use_gives_one_line(chat: Chat, chat_index: Path) -> None:
    port = chat.address.rstrip("/").rpartition(":")[2]
    done = typed("chat", "--index", chat_index, "--port", port)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert f"port {port}" in line
    assert "--port" in line


def test_ctrl_c_ends_the_chat_without_a_traceback(chat_index: Path, tmp_path: Path) -> None:
    with opened([ROUNDTABLE, "serve", "--index", chat_index, "--port", str(free_port())], tmp_path / "log") as chat:
        assert chat.interrupt() in (0, 130)
        assert "Traceback" not in chat.printed()


@pytest.mark.browser
def test_told_to_end_the_chat_finishes_the_answer_under_way_keeps_it_and_ends_with_0(
    tab: Callable[..., Reader], chat_index: Path, tmp_path: Path
) -> None:
    """As systemd, Docker and Kubernetes do it: SIGTERM, and some time."""
    kept = tmp_path / "kept.sqlite"
    command = [sys.executable, "-m", "tests.e2e.scripted", chat_index, str(free_port())]
    with opened(command, tmp_path / "log", {"ROUNDTABLE_CONVERSATIONS": str(kept)}) as chat:
        reader = tab(chat)
        reader.type(SILENT)  # for longer than pages that are open are waited for
        expect(reader.page.locator(".answer.growing .sentence")).to_have_count(1)
        chat.process.send_signal(signal.SIGTERM)
        answer = reader.answered(0)  # on the page too
        expect(answer.locator(".sentence")).to_have_count(2)
        reader.forgive_absence()
        assert chat.process.wait(30) == 0
        assert "Traceback" not in chat.printed()
    with reading(kept) as db:
        ((question, saved),) = db.execute("SELECT question, answer FROM turns").fetchall()
    assert question == SILENT
    assert len(json.loads(saved)["sentences"]) == 2


def test_told_to_end_with_processes_that_answer_it_ends_with_0_and_they_with_it(
    chat_index: Path, tmp_path: Path
) -> None:
    command = [ROUNDTABLE, "chat", "--index", chat_index, "--port", free_port(), "--workers", 1]
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with opened(command, tmp_path / "log", {"TMPDIR": str(temporary)}) as chat:
        (made,) = temporary.glob("roundtable-*")
        assert oct(made.stat().st_mode & 0o777) == "0o700"  # what is dropped on a page is nobody else's
        asked = httpx.post(f"{chat.address}api/v1/ask", json={"question": "How many sensors?"}, timeout=60)
        assert asked.status_code == 200
        chat.process.send_signal(signal.SIGTERM)
        assert chat.process.wait(30) == 0
        assert "Traceback" not in chat.printed()
        assert list(temporary.iterdir()) == []


def test_told_to_end_before_it_is_open_it_ends_at_once(chat_index: Path, tmp_path: Path) -> None:
    command = [str(ROUNDTABLE), "chat", "--index", str(chat_index), "--port", str(free_port())]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        until = time.monotonic() + 30
        status = Path(f"/proc/{process.pid}/status")
        while time.monotonic() < until and not _heeds_the_end(status):
            time.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=60)
        assert process.returncode in (0, 130), said
        assert "Traceback" not in said


def _heeds_the_end(status: Path) -> bool:
    """Whether the program has said what is to be done with SIGTERM."""
    caught = re.search(r"SigCgt:\s*([0-9a-f]+)", status.read_text("utf-8"))
    return bool(caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)
