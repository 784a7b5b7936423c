"""assistant/access/outside_sessions.py, ended.py and signed.py: believed for their time, and over for good."""

from pathlib import Path

import pytest
from itsdangerous import URLSafeSerializer

from assistant.access.ended import Ended
from assistant.access.outside_logins import MINUTES
from assistant.access.outside_sessions import OutsideSessions
from assistant.access.roles import Person
from assistant.access.signed import Signed
from tests.assistant.access.test_logins import KEY, Clock

ANA = Person("ana@example.org", "editor", "r" * 43)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def sessions(folder: Path, clock: Clock, whose: str = "https://idp.example") -> OutsideSessions:
    return OutsideSessions(whose, Ended(folder / "accounts.ended"), KEY, 12, clock)


def test_session_says_who_it_is_until_its_hours_are_over(tmp_path: Path, clock: Clock) -> None:
    ours = sessions(tmp_path, clock)
    cookie = ours.begin(ANA)
    clock.now += 12 * 3600 - 1
    assert ours.person(cookie) == ANA
    clock.now += 1
    assert ours.person(cookie) is None
    clock.now -= 13 * 3600
    assert ours.person(cookie) is None  # from the future
    assert sessions(tmp_path, clock, "https://other.example").person(cookie) is None


def test_session_that_is_logged_out_is_over_everywhere_and_forgotten_once_it_had_expired(
    tmp_path: Path, clock: Clock
) -> None:
    ours, theirs, file = sessions(tmp_path, clock), sessions(tmp_path, clock), tmp_path / "accounts.ended"
    gone, stays = ours.begin(ANA), ours.begin(ANA)
    ours.end(gone)
    ours.end(gone)
    ours.end("forged")
    assert [theirs.person(cookie) for cookie in (gone, stays)] == [None, ANA]
    assert file.read_text("utf-8").count(": 1800043200.0") == 1
    clock.now += 13 * 3600
    ours.end(ours.begin(ANA))
    assert file.read_text("utf-8").count(":") == 2  # one, and the name of the list


def test_it_is_new_once(tmp_path: Path) -> None:
    ended = Ended(tmp_path / "ended")
    assert [ended.add("x", 10, 1), Ended(tmp_path / "ended").add("x", 10, 2), ended.add("y", 10, 2)] == [
        True, False, True,
    ]  # fmt: skip
    assert ended.has("x")
    assert not ended.has("z")


@pytest.mark.parametrize(
    "said",
    [
        [], "x", None, 7, {}, {"name": "ana"},
        {"name": "ana", "id": "x"},
        {"name": "ana", "id": "x", "begun": "now"},
        {"name": "ana", "id": "x", "begun": None},
        {"name": ["ana"], "id": "x", "begun": 1_800_000_000},
        {"name": "ana", "id": 7, "begun": 1_800_000_000},
    ],
)  # fmt: skip
def test_what_is_signed_and_is_not_what_we_sign_counts_for_nothing(said: object, clock: Clock) -> None:
    ours = Signed(KEY, "a purpose", 60, clock)
    assert ours.said(ours.sign(name="ana"), "name") is not None
    assert ours.said(str(ours._signed.dumps(said)), "name") is None


def test_what_is_signed_for_one_purpose_counts_for_no_other(tmp_path: Path, clock: Clock) -> None:
    cookie = sessions(tmp_path, clock).begin(ANA)
    assert Signed(KEY, "roundtable session", 60, clock).said(cookie) is None
    assert Signed(KEY, "a purpose", 60, clock).said(str(URLSafeSerializer(KEY, "a purpose").dumps({}))) is None


def test_login_has_ten_minutes(clock: Clock) -> None:
    login = Signed(KEY, "a login", MINUTES * 60, clock)
    cookie = login.sign(state="x")
    clock.now += 10 * 60 - 1
    assert login.said(cookie, "state")
    clock.now += 1
    assert login.said(cookie, "state") is None
