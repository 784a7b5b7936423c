"""assistant/access/entrance.py: the chat is not opened to everybody by mistake."""

from pathlib import Path

import pytest

from assistant.access.accounts import Accounts
from assistant.access.entrance import OpenToAll, check_entrance
from assistant.settings import BadSettings, Settings, read_settings


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "example.org", ""])
def test_without_accounts_the_chat_does_not_listen_for_others(host: str) -> None:
    with pytest.raises(OpenToAll, match="roundtable user add"):
        check_entrance(Settings(host=host))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_on_this_computer_it_does(host: str) -> None:
    assert check_entrance(Settings(host=host)) == ""


def test_with_accounts_it_does_and_says_when_nobody_has_one(tmp_path: Path) -> None:
    settings = Settings(host="0.0.0.0", access="accounts", accounts=tmp_path / "accounts.json")
    assert "user add" in check_entrance(settings)
    Accounts(settings.accounts).add("ana", "admin", "correct horse battery")
    assert check_entrance(settings) == ""


def test_proxy_must_be_named() -> None:
    given = {"host": "0.0.0.0", "access": "proxy"}
    for more in ({}, {"proxy_header": "X-User"}, {"proxy_addresses": "10.0.0.7"}):
        with pytest.raises(OpenToAll, match="proxy_addresses"):
            check_entrance(Settings(**given, **more))
    assert check_entrance(Settings(**given, proxy_header="X-User", proxy_addresses="10.0.0.7")) == ""


def test_address_of_a_proxy_that_is_none_is_refused() -> None:
    with pytest.raises(BadSettings, match="proxy_addresses"):
        read_settings(proxy_addresses="proxy.example.org")
