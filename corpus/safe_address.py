"""Keep downloads on the public internet: no plain http, no way into this computer or its network."""

from urllib.parse import urlsplit

from corpus.errors import FetchFailed


def refuse_unsafe(at: str, address: str, allow_local: bool) -> None:
    """Raises `FetchFailed` if `at`, where the catalogue's `address` has led, must not be opened."""
    parts = urlsplit(at)
    led = address if at == address else f"{address}: leads to {at}, which"
    if parts.scheme != "https" or not parts.hostname:
        raise FetchFailed(f"{led} is not an https address; not followed")
    if not allow_local and _is_local(parts.hostname):
        raise FetchFailed(f"{led} is on this computer or in a private network; not followed")


def _is_local(host: str) -> bool:
    """Whether any address of the host lies outside the public internet.

    A host that cannot be looked up counts as public: behind a proxy only the proxy can look it up, and
    elsewhere the connection fails by itself.
    """
    import ipaddress
    import socket

    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return False
    for text in found:
        ip = ipaddress.ip_address(text.partition("%")[0])
        if not ip.is_global or ip.is_multicast:
            return True
    return False
