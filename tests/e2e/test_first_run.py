"""The first run: what `make chat` does after the installation, from no data at all to a cited answer."""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.phrases import ENGLISH_PAGE
from tests.e2e.reader import Reader
from tests.e2e.server import free_port, opened

pytestmark = pytest.mark.browser

REPOSITORY = Path(__file__).parents[2]


def commands_of_make_chat(port: int) -> list[list[str]]:
    """Each `roundtable …` line of the target, in its order, for the environment that runs this test."""
    if not shutil.which("make"):
        pytest.skip("no make: install it (Debian: apt install make)")
    command = ["make", "--no-print-directory", "-n", "chat", f"VENV={sys.prefix}", f"PORT={port}"]
    lines = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout.splitlines()
    return [shlex.split(line) for line in lines if line.startswith(f"{sys.prefix}/bin/roundtable ")]


def test_first_run_ends_in_a_chat_that_answers_its_examples(
    tab: Callable[..., Reader], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    *before, chat = commands_of_make_chat(free_port())
    assert [command[1] for command in (*before, chat)] == ["ingest", "chat"]
    for command in before:
        done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
    with opened(chat, tmp_path / "log") as opened_chat:
        reader = tab(opened_chat)
        examples = reader.page.locator("#examples .gallery-item")
        expect(examples).to_have_text([question for question, _ in ENGLISH_PAGE.examples])  # none is cut short
        examples.first.click()
        answer = reader.answered(0)
        assert all(sentence.locator(".marker").count() for sentence in answer.locator(".sentence").all())
        answer.locator(".marker").first.click()
        expect(reader.quoted).to_be_visible()
        for question, source in ENGLISH_PAGE.examples[1:]:
            expect(reader.ask(question)).to_have_class("answer answered")
            expect(reader.page.locator("#sources .turn").last).to_contain_text(source)
