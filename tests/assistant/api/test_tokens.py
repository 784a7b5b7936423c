"""assistant/api/tokens.py: made once, kept as a digest, taken back at once; and its commands."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.api.tokens import BadTokens, Tokens
from tests.typed import typed


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "tokens.json"


def test_token_is_known_by_its_text_alone_and_never_kept(file: Path) -> None:
    text = Tokens(file).add("the library's robot", "reader")
    held = Tokens(file).holder(text)
    assert held is not None
    assert (held.name, held.role) == ("the library's robot", "reader")
    assert text not in file.read_text()
    assert held.sha256 not in repr(held)
    for wrong in ("", text[:-1], f"{text}x", text.upper(), held.sha256, "\ud800"):
        assert Tokens(file).holder(wrong) is None


def test_file_is_for_its_owner_alone(file: Path) -> None:
    Tokens(file).add("ana", "admin")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_token_that_is_taken_back_opens_nothing_in_a_server_that_runs(file: Path) -> None:
    running = Tokens(file)
    text = Tokens(file).add("ana", "reader")
    assert running.holder(text)
    Tokens(file).remove("ana")
    assert running.holder(text) is None
    assert running.all() == ()


@pytest.mark.parametrize(("name", "role"), [("", "reader"), (" ", "reader"), ("x" * 61, "reader"), ("ana", "king")])
def test_name_or_role_that_cannot_be_is_refused(file: Path, name: str, role: str) -> None:
    with pytest.raises(BadTokens):
        Tokens(file).add(name, role)
    assert not file.exists()


def test_two_of_one_name_are_refused_and_so_is_removing_what_is_not_there(file: Path) -> None:
    Tokens(file).add("ana", "reader")
    with pytest.raises(BadTokens, match="there is such a token"):
        Tokens(file).add(" ana\n", "admin")
    with pytest.raises(BadTokens, match="no such token"):
        Tokens(file).remove("ben")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"format": 2, "tokens": []}',
        b'{"format": 1, "tokens": [{"name": "a"}]}',
        b'{"format": 1, "tokens": [{"name": "a", "role": "king", "made": "", "sha256": ""}]}',
        b'{"format": 1, "tokens": [{"name": "a", "role": "admin", "made": "", "sha256": 1}]}',
        b"\xff",
    ],
)
def test_damaged_file_lets_nobody_in(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(BadTokens):
        Tokens(file).holder("anything")
    with pytest.raises(BadTokens):
        Tokens(file).add("ana", "reader")
    assert file.read_bytes() == content


@pytest.mark.parametrize("until", ["tomorrow", "2026-01-01", 7, None])
def test_end_that_is_no_moment_makes_a_damaged_file(file: Path, until: object) -> None:
    text = Tokens(file).add("ana", "reader")
    kept = json.loads(file.read_text())
    kept["tokens"][0]["until"] = until
    file.write_text(json.dumps(kept))
    with pytest.raises(BadTokens, match="is not a file of tokens"):
        Tokens(file).holder(text)


def test_token_is_good_for_a_year_or_as_long_as_is_said(file: Path) -> None:
    for name, days in (("a year", None), ("a day", 1), ("ten years", 3650)):
        held = Tokens(file).holder(Tokens(file).add(name, "reader", **({"days": days} if days else {})))
        assert held is not None
        made, until = datetime.fromisoformat(held.made), datetime.fromisoformat(held.until)
        assert until - made == timedelta(days=days or 365)
        assert [held.is_over(until - timedelta(seconds=1)), held.is_over(until)] == [False, True]
    for days in (0, -1, 3651):
        with pytest.raises(BadTokens, match="1 to 3650 days"):
            Tokens(file).add("more", "reader", days)


def test_file_of_before_tokens_had_an_end_is_read_and_they_have_none(file: Path) -> None:
    text = Tokens(file).add("ana", "reader")
    kept = json.loads(file.read_text())
    del kept["tokens"][0]["until"]
    file.write_text(json.dumps(kept))
    held = Tokens(file).holder(text)
    assert held is not None
    assert not held.is_over(datetime.now(UTC) + timedelta(days=100_000))


def test_none_is_lost_where_several_are_made_at_once(file: Path) -> None:
    with ThreadPoolExecutor(4) as at_once:
        texts = list(at_once.map(lambda number: Tokens(file).add(f"n{number}", "reader"), range(12)))
    assert len(set(texts)) == len(Tokens(file).all()) == 12


def test_commands_add_list_and_remove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROUNDTABLE_TOKENS", str(tmp_path / "tokens.json"))
    monkeypatch.setenv("ROUNDTABLE_AUDIT", str(tmp_path / "audit.jsonl"))
    made = typed("token", "add", "robot", "--role", "editor", "--days", "30")
    text = made.out.strip()
    assert made.code == 0
    assert Tokens(tmp_path / "tokens.json").holder(text)
    listed = typed("token", "list").out
    assert listed.startswith("robot: editor, made 20")
    assert text not in listed
    until = Tokens(tmp_path / "tokens.json").all()[0].until
    assert listed.endswith(f"good until {until}\n")
    assert json.loads(typed("token", "list", "--json").out)[0]["until"] == until
    over = (tmp_path / "tokens.json").read_text().replace(until, "2020-01-01T00:00:00+00:00")
    (tmp_path / "tokens.json").write_text(over)
    assert typed("token", "list").out.endswith("over since 2020-01-01T00:00:00+00:00\n")
    assert [(each["name"], each["role"]) for each in json.loads(typed("token", "list", "--json").out)] == [
        ("robot", "editor")
    ]
    assert typed("token", "remove", "robot").code == 0
    assert typed("token", "list").out == "There is no token.\n"
    gone = typed("token", "remove", "robot")
    assert gone.code == 2
    assert "no such token" in gone.err
    lines = [json.loads(line) for line in (tmp_path / "audit.jsonl").read_text("utf-8").splitlines()]
    assert [(line["done"], line["account"], line.get("role")) for line in lines] == [
        ("token added", "robot", "editor"), ("token removed", "robot", None),
    ]  # fmt: skip
    assert text not in str(lines)
