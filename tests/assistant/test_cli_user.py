"""assistant/cli_user.py: accounts on the command line, with passwords that no other program sees."""

import io
import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.access.accounts import Accounts
from assistant.access.passwords import is_right
from assistant.cli import app, main

PASSWORD = "correct horse battery"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROUNDTABLE_ACCOUNTS", str(tmp_path / "accounts.json"))
    monkeypatch.setenv("ROUNDTABLE_AUDIT", str(tmp_path / "audit.jsonl"))
    return tmp_path


def call(*words: str, typed: str = "") -> str:
    done = CliRunner().invoke(app, ["user", *words], input=typed)
    assert done.exit_code == 0, done.output
    return done.output


def test_account_is_added_listed_changed_and_removed_and_all_of_it_is_on_record(folder: Path) -> None:
    accounts = Accounts(folder / "accounts.json")
    assert "ana: may log in, as editor." in call("add", "Ana", "--role", "editor", typed=f"{PASSWORD}\n")
    assert is_right(PASSWORD, accounts.all()["ana"].hash)
    assert json.loads(call("list", "--json"))[0]["role"] == "editor"
    call("role", "ana", "admin")
    call("password", "ana", typed=f"{PASSWORD} anew\r\n")
    assert is_right(f"{PASSWORD} anew", accounts.all()["ana"].hash)
    assert "admin" in call("list")
    call("remove", "ana")
    assert "holds no account" in call("list")
    text = (folder / "audit.jsonl").read_text("utf-8")
    done = [json.loads(line)["done"] for line in text.splitlines()]
    assert done == ["account added", "role changed", "password changed", "account removed"]
    assert PASSWORD not in text


@pytest.mark.parametrize(
    ("words", "typed", "said"),
    [
        (["add", "ana"], "too short\n", "take 12 to 128"),
        (["add", "ana"], "", "take 12 to 128"),
        (["add", "a b"], f"{PASSWORD}\n", "a name has"),
        (["add", "ana", "--role", "king"], f"{PASSWORD}\n", "no such role"),
        (["remove", "ana"], "", "no such account"),
        (["password", "ana"], f"{PASSWORD}\n", "no such account"),
    ],
)
def test_what_is_wrong_is_one_line_and_exit_code_2(
    folder: Path, words: list[str], typed: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setattr(sys, "argv", ["roundtable", "user", *words])
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert not (folder / "audit.jsonl").exists()


def test_no_command_takes_a_password_as_an_argument(folder: Path) -> None:
    for words in (["add", "ana", PASSWORD], ["add", "ana", "--password", PASSWORD], ["password", "ana", PASSWORD]):
        done = CliRunner().invoke(app, ["user", *words], input=f"{PASSWORD}\n")
        assert done.exit_code == 2, words
    assert Accounts(folder / "accounts.json").all() == {}
