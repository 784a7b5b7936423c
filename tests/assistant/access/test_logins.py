"""assistant/access/logins.py, sessions.py and audit.py: in with the right password, out for good, and on record."""

import base64
import json
import time
from pathlib import Path
from statistics import median

import pytest
from itsdangerous import URLSafeSerializer

from assistant.access.accounts import Accounts
from assistant.access.attempts import Attempts
from assistant.access.audit import Audit
from assistant.access.logins import Login, Logins
from assistant.access.passwords import BadPassword
from assistant.access.sessions import Sessions
from assistant.access.signed import Signed

PASSWORD = "correct horse battery"
KEY = b"k" * 43
HERE = "192.0.2.1"


class Clock:
    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


class Place:
    """Accounts with ana and ben in them, and what logs them in; 12 hours and 3 tries."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.accounts = Accounts(folder / "accounts.json")
        self.sessions = Sessions(self.accounts, KEY, 12, self.clock)
        self.record = folder / "audit.jsonl"
        self.logins = Logins(
            self.accounts, self.sessions, Audit(self.record),
            Attempts(3, 60, self.clock), Attempts(8, 60, self.clock),
        )  # fmt: skip
        self.accounts.add("ana", "editor", PASSWORD)
        self.accounts.add("ben", "reader", PASSWORD + " of ben")

    def session(self) -> str:
        return self.logins.log_in("ana", PASSWORD, HERE).cookie

    def who(self, cookie: str) -> str:
        account = self.sessions.account(cookie)
        return account.name if account else ""

    def lines(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in self.record.read_text("utf-8").splitlines()]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_right_password_begins_a_session_of_that_account(place: Place) -> None:
    one, other = place.session(), place.session()
    assert place.who(one) == place.who(other) == "ana"
    assert one != other
    assert PASSWORD not in base64.urlsafe_b64decode(one.split(".")[0] + "==").decode()


def test_wrong_password_and_unknown_name_are_answered_alike(place: Place) -> None:
    assert place.logins.log_in("ana", "wrong", HERE) == place.logins.log_in("nobody", PASSWORD, HERE) == Login()


def test_unknown_name_takes_as_long_as_a_known_one(place: Place) -> None:
    def seconds(name: str) -> float:
        place.logins.log_in(name, "not the password", HERE)  # the hash of nobody is made once
        took = []
        for number in range(5):
            begun = time.perf_counter()
            Logins(place.accounts, place.sessions, Audit(place.record)).log_in(name, f"wrong {number}", HERE)
            took.append(time.perf_counter() - begun)
        return median(took)

    known, unknown = seconds("ana"), seconds("nobody")
    assert 0.5 < unknown / known < 2  # without the hash it would be a hundredth


@pytest.mark.parametrize("name", ["ana", "nobody"])
def test_account_is_locked_after_too_many_failures_whether_or_not_there_is_one(place: Place, name: str) -> None:
    said = [place.logins.log_in(name, "wrong", f"198.51.100.{number}") for number in range(4)]
    assert said == [Login(), Login(), Login(), Login(wait=60)]
    assert place.logins.log_in(name, PASSWORD, "203.0.113.5") == Login(wait=60)  # the right one too
    place.clock.now += 61
    assert bool(place.logins.log_in(name, PASSWORD, "203.0.113.5").cookie) == (name == "ana")


def test_address_is_locked_after_too_many_failures_and_uses_up_no_more_of_an_account(place: Place) -> None:
    said = [place.logins.log_in(f"name{number}", "wrong", HERE).wait for number in range(9)]
    assert said == [0] * 8 + [60]
    for _ in range(10):
        place.logins.log_in("ana", "wrong", HERE)
    assert place.who(place.logins.log_in("ana", PASSWORD, "203.0.113.5").cookie) == "ana"


def test_own_account_does_not_buy_an_address_more_tries(place: Place) -> None:
    for number in range(8):
        assert place.logins.log_in("ana", PASSWORD, HERE).cookie
        assert not place.logins.log_in(f"name{number}", "wrong", HERE).wait
    assert place.logins.log_in("ben", "wrong", HERE).wait == 60


def test_session_ends_after_its_hours(place: Place) -> None:
    cookie = place.session()
    place.clock.now += 12 * 3600 - 1
    assert place.who(cookie) == "ana"
    place.clock.now += 1
    assert place.who(cookie) == ""


def test_session_from_the_future_does_not_count(place: Place) -> None:
    cookie = place.session()
    place.clock.now -= 3600
    assert place.who(cookie) == ""


def test_session_ends_with_another_password_another_role_and_the_account(place: Place) -> None:
    for change in (
        lambda: place.accounts.set_password("ana", PASSWORD),
        lambda: place.accounts.set_role("ana", "admin"),
        lambda: place.accounts.remove("ana"),
    ):
        cookie = place.session()
        assert place.who(cookie) == "ana"
        change()
        assert place.who(cookie) == ""
    place.accounts.add("ana", "editor", PASSWORD)
    assert place.who(cookie) == ""  # nor does one from before count for a new account of that name


def test_session_that_is_logged_out_counts_at_no_server_and_others_go_on(place: Place) -> None:
    gone, stays = place.session(), place.session()
    place.logins.log_out(gone, HERE)
    elsewhere = Sessions(Accounts(place.accounts.file), KEY, 12, place.clock)
    assert [bool(elsewhere.account(cookie)) for cookie in (gone, stays)] == [False, True]
    place.logins.log_out(gone, HERE)
    place.logins.log_out("forged", HERE)
    assert [line["done"] for line in place.lines()] == ["login", "login", "logout"]
    place.clock.now += 13 * 3600
    place.logins.log_out(place.session(), HERE)
    assert len(place.accounts.all()["ana"].ended) == 1  # those that have expired are forgotten


def test_forged_sessions_count_for_nothing(place: Place) -> None:
    cookie = place.session()
    body, _, signature = cookie.rpartition(".")
    session = {"name": "ana", "stamp": place.accounts.all()["ana"].stamp, "id": "x", "begun": place.clock.now}
    for forged in (
        "", "x", ".", body, f"{body}.", f"{body[:-1]}x.{signature}",
        f"{body}.{'AB'[signature[0] == 'A']}{signature[1:]}",
        str(URLSafeSerializer(KEY, salt="roundtable session").dumps(session)),  # with an older digest
        Signed(b"j" * 43, "roundtable session", 3600, place.clock).sign(name="ana", stamp=session["stamp"]),
        Signed(KEY, "another purpose", 3600, place.clock).sign(name="ana", stamp=session["stamp"]),
        "ü" * 50, "\x00", cookie * 100,
    ):  # fmt: skip
        assert place.who(forged) == "", forged
    made_alike = Signed(KEY, "roundtable session", 3600, place.clock).sign(name="ana", stamp=session["stamp"])
    assert place.who(made_alike) == "ana"  # so it is the key and the purpose that are held against them


def test_record_says_who_when_and_from_where_and_neither_password_nor_what_was_typed_as_a_name(place: Place) -> None:
    place.session()
    place.logins.log_in("ana", "a wrong secret", HERE)
    place.logins.log_in("my password in the wrong field\n", "x", HERE)
    lines = place.lines()
    assert [(line["done"], line["who"], line["address"], line.get("account")) for line in lines] == [
        ("login", "ana", HERE, None),
        ("login failed", "", HERE, "ana"),
        ("login failed", "", HERE, None),
    ]
    assert all(line["time"].endswith("+00:00") for line in lines)
    text = place.record.read_text("utf-8")
    assert not any(secret in text for secret in (PASSWORD, "a wrong secret", "wrong field"))
    assert place.record.stat().st_mode & 0o777 == 0o600


def test_locking_is_on_record_once_however_often_it_is_tried(place: Place) -> None:
    for _ in range(20):
        place.logins.log_in("ana", "wrong", "203.0.113.5")
    assert [line["done"] for line in place.lines()] == ["login failed"] * 3 + ["login locked"]


def test_record_that_cannot_be_written_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "audit.jsonl").mkdir()
    Audit(tmp_path / "audit.jsonl").note("documents removed", "ana", HERE, documents=["a.pdf"])
    assert '"documents": ["a.pdf"]' in capsys.readouterr().err


NEW = "seven lamps over the harbour"


def test_password_is_changed_by_who_knows_it_and_all_other_sessions_end(place: Place) -> None:
    mine, other = place.session(), place.session()
    changed = place.logins.change_password(mine, PASSWORD, NEW, HERE)
    assert [place.who(each) for each in (changed.cookie, mine, other)] == ["ana", "", ""]
    assert not place.logins.log_in("ana", PASSWORD, HERE).cookie
    assert place.logins.log_in("ana", NEW, HERE).cookie
    assert '"password changed", "who": "ana"' in place.record.read_text("utf-8")


def test_session_alone_changes_no_password_and_a_thief_has_no_more_tries_than_at_the_door(place: Place) -> None:
    mine = place.session()
    assert [place.logins.change_password(mine, "a wrong one", NEW, HERE) for _ in range(3)] == [Login()] * 3
    assert place.logins.change_password(mine, PASSWORD, NEW, HERE).wait > 0
    assert place.logins.log_in("ana", PASSWORD, "192.0.2.77").wait > 0
    assert place.who(mine) == "ana"
    place.clock.now += 61
    assert place.logins.log_in("ana", PASSWORD, HERE).cookie


@pytest.mark.parametrize("cookie", ["", "nonsense"])
def test_without_a_session_no_password_is_changed(place: Place, cookie: str) -> None:
    assert place.logins.change_password(cookie, PASSWORD, NEW, HERE) == Login()
    assert place.session()


@pytest.mark.parametrize("new", ["too short", "x" * 129, "password1234", "anaanaanaana"])
def test_password_that_is_no_good_changes_nothing_and_the_session_goes_on(place: Place, new: str) -> None:
    mine = place.session()
    with pytest.raises(BadPassword):
        place.logins.change_password(mine, PASSWORD, new, HERE)
    assert place.who(mine) == "ana"
    assert place.session()
