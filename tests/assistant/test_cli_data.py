"""assistant/cli_data.py: what is kept of somebody is shown and deleted by the name under which they come."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from starlette.requests import Request
from typer.testing import CliRunner

from assistant.access.accounts import Accounts
from assistant.access.addresses import networks
from assistant.access.from_oidc import person_from_claims
from assistant.access.from_proxy import person_from_proxy
from assistant.access.roles import Person
from assistant.cli import app
from assistant.cli_data import reader_key_of
from assistant.conversations import Conversations
from assistant.data_kept import Counts, counts_of
from assistant.settings import read_settings
from assistant.web.login_person import with_person
from assistant.web.users import user_of
from evals.judging.judgements import FILE, Judgements
from evals.runs.types import Record
from evals.testsets.types import Question
from tests.assistant.test_data_kept import HERS, HIS, kept

PASSWORD = "correct horse battery"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, place in (
        ("ACCOUNTS", "accounts.json"), ("AUDIT", "audit.jsonl"), ("CONVERSATIONS", "kept/kept.sqlite"),
        ("EVALUATIONS", "evaluations"),
    ):  # fmt: skip
        monkeypatch.setenv(f"ROUNDTABLE_{name}", str(tmp_path / place))
    monkeypatch.setenv("ROUNDTABLE_ACCESS", "accounts")
    for name, word in (("ana", HERS), ("ben", HIS)):
        account = Accounts(tmp_path / "accounts.json").add(name, "reader", PASSWORD)
        kept(tmp_path / "kept" / "kept.sqlite", user_at_the_gate(account.person), word)
    return tmp_path


def user_at_the_gate(person: Person) -> str:
    """As the pages know who has come through the gate."""
    headers = with_person([(b"cookie", b"other=1")], person)
    return user_of(Request({"type": "http", "headers": headers}).cookies)


def call(*words: str) -> Result:
    return CliRunner().invoke(app, ["data", *words])


def test_person_who_asks_gets_all_that_is_kept_and_nothing_of_others(folder: Path) -> None:
    CliRunner().invoke(app, ["user", "role", "Ana", "evaluator"])
    record = Record(Question("q1", "Who?"), {"status": "refused"})
    Judgements(folder / "evaluations" / FILE).give(record, "Ana", note="mine")
    told = json.loads(call("show", "--user", "Ana").stdout)
    assert told["account"] == {"name": "ana", "role": "evaluator", "made": told["account"]["made"]}
    assert len(told["conversations"]) == 2
    assert [each["done"] for each in told["audit"]] == ["role changed"]
    assert HERS in str(told)
    assert HIS not in str(told)
    assert PASSWORD not in str(told)
    assert "argon2" not in str(told)
    assert [each["note"] for each in told["judgements"]] == ["mine"]


def test_deleted_is_deleted_in_every_file_that_is_kept(folder: Path) -> None:
    record = Record(Question("q1", "Who?"), {"status": "refused"})
    judgements = Judgements(folder / "evaluations" / FILE)
    judgements.give(record, "ana", note=HERS)
    judgements.give(record, "ben", note=HIS)
    done = call("delete", "--user", "ana", "--yes")
    assert done.exit_code == 0, done.output
    assert "ana: deleted 2 conversations with 6 answers, feedback on 2, and 1 briefings in 2 versions" in done.stdout
    assert "1 judgements" in done.stdout
    assert "Backups" in done.stdout
    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert HERS.encode() not in left
    assert HIS.encode() in left
    last = json.loads((folder / "audit.jsonl").read_text("utf-8").splitlines()[-1])
    assert (last["done"], last["account"]) == ("data deleted", "ana")
    assert "ana" in Accounts(folder / "accounts.json").all()


def test_the_account_goes_too_where_that_is_asked(folder: Path) -> None:
    assert "the account is removed" in call("delete", "--user", "ana", "--account", "--yes").stdout
    assert set(Accounts(folder / "accounts.json").all()) == {"ben"}
    done = [json.loads(line)["done"] for line in (folder / "audit.jsonl").read_text("utf-8").splitlines()]
    assert done == ["data deleted", "account removed"]


def test_without_a_yes_nothing_is_deleted(folder: Path) -> None:
    user = reader_key_of(read_settings(), "ana")
    done = call("delete", "--user", "ana")
    assert done.exit_code == 2
    assert "Nothing was deleted" in done.stderr
    assert call("expire", "--days", "1").exit_code == 2
    assert counts_of(folder / "kept" / "kept.sqlite", user) == Counts(2, 6, 2, 1, 2)


def test_person_of_a_proxy_is_found_by_the_name_that_it_gives(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_ACCESS", "proxy")
    here = networks("127.0.0.1")
    person = person_from_proxy("127.0.0.1", here, ["Ana Lima"])
    assert person
    place = folder / "kept" / "kept.sqlite"
    kept(place, user_at_the_gate(person), "by-proxy")
    assert "2 conversations" in call("delete", "--user", "Ana Lima", "--yes").stdout
    assert counts_of(place, user_at_the_gate(person)) == Counts()


def test_person_of_a_provider_is_found_by_their_subject(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_ACCESS", "oidc")
    monkeypatch.setenv("ROUNDTABLE_OIDC_ISSUER", "https://id.example.org/realm")
    claims = {"iss": "https://id.example.org/realm", "sub": "8f14e45f", "preferred_username": "ana"}
    person, place = person_from_claims(claims), folder / "kept" / "kept.sqlite"
    kept(place, user_at_the_gate(person), "by-provider")
    assert "nothing is kept" in call("delete", "--user", "ana", "--yes").stdout
    assert len(json.loads(call("show", "--user", "8f14e45f").stdout)["conversations"]) == 2
    assert "2 conversations" in call("delete", "--user", person.name, "--yes").stdout
    assert counts_of(place, user_at_the_gate(person)) == Counts()


def test_lines_of_the_audit_log_are_found_in_those_put_away_too_and_however_they_are_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUNDTABLE_ACCESS", "proxy")
    for number, who in ((".2", "Ana"), (".1", "Anastasia"), ("", "ana")):
        line = {"done": "login", "who": who, "address": f"192.0.2.{number or 0}"}
        (folder / f"audit.jsonl{number}").write_text(json.dumps(line) + "\n", "utf-8")
    assert [each["who"] for each in json.loads(call("show", "--user", "ana").stdout)["audit"]] == ["Ana", "ana"]


@pytest.mark.parametrize("words", [["show", "--user", "nobody"], ["delete", "--user", "nobody", "--yes"]])
def test_name_that_nobody_has_is_said(folder: Path, words: list[str]) -> None:
    done = call(*words)
    assert "there is nobody of this name" in str(done.exception)


def test_without_names_it_is_said_how_else(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_ACCESS", "none")
    assert "people have no names" in str(call("show", "--user", "ana").exception)
    assert call("delete", "--user", "ana", "--account", "--yes").exit_code == 2


def test_old_is_forgotten_by_command_as_the_setting_says(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "keep_days is 0" in call("expire", "--yes").output
    monkeypatch.setenv("ROUNDTABLE_KEEP_DAYS", "30")
    assert "Forgotten: 0 conversations" in call("expire", "--yes").stdout
    store = Conversations(folder / "kept" / "kept.sqlite")
    assert len(store.all(reader_key_of(read_settings(), "ana"))) == 2
