"""assistant/api/beside.py: the API beside the pages of a chat that runs, with accounts and without."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx
import pytest

from tests.assistant.api.conftest import QUESTION
from tests.typed import typed


@contextmanager
def chat(index: Path, folder: Path, errors: IO[bytes], **variables: str) -> Iterator[httpx.Client]:
    """A client of a chat in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    named = {f"ROUNDTABLE_{name.upper()}": text for name, text in variables.items()}
    own = {
        name: str(folder / name.lower())
        for name in ("ROUNDTABLE_TOKENS", "ROUNDTABLE_CONVERSATIONS", "ROUNDTABLE_ACCOUNTS", "ROUNDTABLE_AUDIT")
    }
    command = [sys.executable, "-m", "assistant.cli", "chat", "--index", str(index), "--port", str(port)]
    process = subprocess.Popen(command, env={**os.environ, **own, **named}, stdout=subprocess.DEVNULL, stderr=errors)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            until = time.monotonic() + 90
            while time.monotonic() < until and process.poll() is None:
                try:
                    if client.get("/alive").status_code == 204:
                        break
                except httpx.HTTPError:
                    time.sleep(0.2)
            yield client
    finally:
        process.terminate()
        process.wait(20)


def test_chat_serves_pages_and_api_and_logs_no_question(small_index: Path, tmp_path: Path) -> None:
    with (tmp_path / "log").open("wb") as log, chat(small_index, tmp_path, log, log="json") as client:
        assert client.get("/").headers["content-type"].startswith("text/html")
        assert client.get("/api/v1/ready").json() == {"status": "ready"}
        answer = client.post("/api/v1/ask", json={"question": QUESTION})
        assert "14 digital help points" in answer.json()["text"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        client.get("/", params={"question": QUESTION})
        assert 'roundtable_questions_total{status="answered"} 1.0' in client.get("/metrics").text
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if line.startswith("{")]
    assert {"/", "/api/v1/ask", "/metrics", "/api/v1/ready"} <= {line["path"] for line in lines}
    assert "Harbourview" not in (tmp_path / "log").read_text()


def test_with_accounts_a_token_opens_the_api_and_no_page(
    small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "log").open("wb") as log, chat(small_index, tmp_path, log, access="accounts") as client:
        assert client.get("/api/v1/health").status_code == 200
        assert client.get("/api/v1/documents").status_code == 403
        monkeypatch.setenv("ROUNDTABLE_TOKENS", str(tmp_path / "roundtable_tokens"))
        text = typed("token", "add", "robot").out.strip()
        header = {"authorization": f"Bearer {text}"}
        assert client.get("/api/v1/documents", headers=header).status_code == 200
        assert client.get("/reader", headers=header).status_code == 401
        assert client.get("/metrics", headers=header).status_code == 403
