"""assistant/access/accounts.py and private_file.py: the file of accounts, its hashes, and who may read it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.access.accounts import Accounts, BadAccounts
from assistant.access.passwords import BadPassword, is_right
from assistant.access.private_file import NotPrivate, key_in

PASSWORD = "correct horse battery"
# Whole but for a role that there is not.
ROOT = '{"accounts": [{"name": "ana", "role": "root", "hash": "", "reader": "", "stamp": "", "made": "", "ended": []}]}'


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "own" / "accounts.json")


def test_account_is_found_by_its_name_in_any_case_and_by_another_process(accounts: Accounts) -> None:
    accounts.add("Ana", "editor", PASSWORD)
    found = Accounts(accounts.file).named(" ANA ")
    assert found is not None
    assert (found.name, found.role) == ("ana", "editor")
    assert accounts.named("ben") is None


def test_file_holds_an_argon2_hash_and_no_password_and_is_its_owners_alone(accounts: Accounts) -> None:
    for name in ("ana", "ben"):
        accounts.add(name, "reader", PASSWORD)
    text = accounts.file.read_text("utf-8")
    assert PASSWORD not in text
    one, other = (row["hash"] for row in json.loads(text)["accounts"])
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert one != other  # each has a salt of its own
    assert [path.stat().st_mode & 0o777 for path in (accounts.file, accounts.file.parent)] == [0o600, 0o700]
    assert sorted(path.name for path in accounts.file.parent.iterdir()) == ["accounts.json", "accounts.json.lock"]


def test_right_password_is_told_from_wrong_ones_and_nobody_has_any(accounts: Accounts) -> None:
    hash_ = accounts.add("ana", "reader", PASSWORD).hash
    assert is_right(PASSWORD, hash_)
    assert not any(is_right(wrong, hash_) for wrong in ("", PASSWORD[:-1], PASSWORD.upper(), "x" * 10_000))
    assert not is_right("the password of nobody", None)
    assert not is_right(PASSWORD, "no hash")


@pytest.mark.parametrize(
    "password", ["password1234", "123456789012", "qwertyuiop12", "roundtable12", "ana@example.org", "x" * 128]
)
def test_password_that_is_among_the_first_to_be_guessed_is_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(BadPassword, match="first that are guessed"):
        accounts.add("ana@example.org", "reader", password)
    accounts.add("ana@example.org", "reader", PASSWORD)
    with pytest.raises(BadPassword, match="first that are guessed"):
        accounts.set_password("Ana@example.org", password)


@pytest.mark.parametrize("password", ["", "elevenchars", "x" * 129])
def test_password_too_short_or_too_long_is_refused_and_changes_nothing(accounts: Accounts, password: str) -> None:
    with pytest.raises(BadPassword):
        accounts.add("ana", "reader", password)
    assert accounts.all() == {}


@pytest.mark.parametrize("name", ["", "a b", "../ana", "a\nb", "-ana", "ü", "a" * 65, 'a"b', "a;b"])
def test_name_that_could_be_taken_for_something_else_is_refused(accounts: Accounts, name: str) -> None:
    with pytest.raises(BadAccounts, match="a name has"):
        accounts.add(name, "reader", PASSWORD)


def test_name_that_is_taken_role_that_there_is_not_and_account_that_there_is_not(accounts: Accounts) -> None:
    accounts.add("ana", "reader", PASSWORD)
    with pytest.raises(BadAccounts, match="there is such an account"):
        accounts.add("ANA", "admin", PASSWORD)
    with pytest.raises(BadAccounts, match="no such role"):
        accounts.set_role("ana", "root")
    for change in (lambda: accounts.remove("ben"), lambda: accounts.set_password("ben", PASSWORD)):
        with pytest.raises(BadAccounts, match="no such account"):
            change()
    assert accounts.all()["ana"].role == "reader"


def test_new_account_of_an_old_name_has_another_readers_conversations(accounts: Accounts) -> None:
    first = accounts.add("ana", "reader", PASSWORD)
    accounts.remove("ana")
    assert accounts.add("ana", "reader", PASSWORD).reader != first.reader


def test_two_processes_add_accounts_at_once_and_none_is_lost(accounts: Accounts) -> None:
    program = (
        "import sys\nfrom pathlib import Path\nfrom assistant.access.accounts import Accounts\n"
        "accounts = Accounts(Path(sys.argv[1]))\n"
        "for number in range(6): accounts.add(f'{sys.argv[2]}{number}', 'reader', 'correct horse battery')\n"
    )
    command = [sys.executable, "-c", program, str(accounts.file)]
    at_once = [subprocess.Popen([*command, name], cwd=Path(__file__).parents[3]) for name in ("ana", "ben")]
    assert [process.wait(60) for process in at_once] == [0, 0]
    assert len(accounts.all()) == 12


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"accounts": [{"name": "ana"}]}', '{"accounts": 7}', ROOT],
)
def test_file_that_is_none_of_accounts_lets_nobody_in_and_is_not_overwritten(accounts: Accounts, text: str) -> None:
    accounts.file.parent.mkdir()
    accounts.file.write_text(text, "utf-8")
    with pytest.raises(BadAccounts, match=r"accounts\.json: is no file of accounts"):
        accounts.all()
    with pytest.raises(BadAccounts):
        accounts.add("ana", "reader", PASSWORD)
    assert accounts.file.read_text("utf-8") == text


def test_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "accounts.key"
    key = key_in(file)
    assert key_in(file) == key
    assert len(key) >= 32
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_text("short", "utf-8")
    with pytest.raises(NotPrivate, match="holds no key"):
        key_in(file)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere: run as another user")
def test_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(NotPrivate, match="cannot be changed"):
        Accounts(tmp_path / "accounts.json").add("ana", "reader", PASSWORD)


@pytest.mark.parametrize(
    "password",
    [
        "мой город тихий и зелёный",
        "🚋🚲🌳🏛️🎭🎡🎪🛶🪁🧭🧵🪡",
        "  three spaces around it  ",
        '\ttab and " quote \\ slash',
    ],
)
def test_password_may_have_any_characters(accounts: Accounts, password: str) -> None:
    account = accounts.add("ana", "reader", password)
    assert is_right(password, account.hash)
    assert not is_right(password.strip(), account.hash) or password.strip() == password
