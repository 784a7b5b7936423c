"""The process behind the chat: what it says when it cannot open, and how it ends."""

import subprocess
from pathlib import Path

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
