"""Addresses: which are this computer, which are trusted proxies, and whom failed logins are counted for."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Networks = tuple[IPv4Network | IPv6Network, ...]


def is_loopback(host: str) -> bool:
    """Of an address; a name is none."""
    address = address_of(host)
    return address is not None and address.is_loopback


def networks(text: str) -> Networks:
    """Those of "10.0.0.7, 10.1.0.0/16". Raises `ValueError`."""
    return tuple(ip_network(each) for each in text.replace(",", " ").split())


def is_among(host: str, trusted: Networks) -> bool:
    address = address_of(host)
    return address is not None and any(address in network for network in trusted)


def counted_as(host: str) -> str:
    """The address, or the /64 of one of IPv6: whoever has one of these has all of it."""
    address = address_of(host)
    return str(ip_network((address, 64), strict=False)) if isinstance(address, IPv6Address) else str(address or host)


def address_of(host: str) -> IPv4Address | IPv6Address | None:
    """The address; where it is one of IPv4 written as one of IPv6, that of IPv4. None for a name."""
    try:
        address = ip_address(host)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
