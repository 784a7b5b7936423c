"""assistant/access/addresses.py: this computer, trusted proxies, and whom attempts are counted for."""

import pytest

from assistant.access.addresses import counted_as, is_among, is_loopback, networks


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("::ffff:127.0.0.1", True),
        ("0.0.0.0", False), ("::", False), ("192.168.1.7", False), ("localhost", False), ("", False), ("127.1", False),
    ],
)  # fmt: skip
def test_addresses_of_this_computer(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_proxy_is_trusted_by_address_or_network_and_nothing_by_default() -> None:
    trusted = networks("10.0.0.7, 10.1.0.0/16 fd00::/8")
    assert [is_among(host, trusted) for host in ("10.0.0.7", "10.1.2.3", "::ffff:10.0.0.7", "fd00::5")] == [True] * 4
    assert [is_among(host, trusted) for host in ("10.0.0.8", "10.2.0.1", "unix", "")] == [False] * 4
    assert not is_among("127.0.0.1", networks(""))
    with pytest.raises(ValueError, match=r"10\.0\.0\.300"):
        networks("10.0.0.300")


def test_addresses_of_one_home_count_as_one() -> None:
    assert counted_as("2001:db8:0:1::5") == counted_as("2001:db8:0:1:ffff::9") == "2001:db8:0:1::/64"
    assert counted_as("2001:db8:0:2::5") != counted_as("2001:db8:0:1::5")
    assert counted_as("::ffff:192.0.2.1") == counted_as("192.0.2.1") == "192.0.2.1"
