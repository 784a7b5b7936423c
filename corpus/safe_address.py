"""Keep downloads on the public internet: no plain http, no way into this computer or its network."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import FetchFailed

if TYPE_CHECKING:
    import httpx

LOCAL = "is on this computer or in a private network; not followed"


def refuse_unsafe(at: str, address: str, allow_local: bool) -> None:
    """Raises `FetchFailed` if `at`, where the catalogue's `address` has led, must not be opened."""
    led = address if at == address else f"{address}: leads to {at}, which"
    try:
        parts = urlsplit(at)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise FetchFailed(f"{led} is not an address that can be read; not followed") from None
    if parts.scheme != "https" or not host:
        raise FetchFailed(f"{led} is not an https address; not followed")
    if parts.username is not None or parts.password is not None:
        raise FetchFailed(f"{led} has a name or a password in it; not followed")
    # A host that cannot be looked up is let through: behind a proxy only the proxy can look it up, and elsewhere the
    # connection fails by itself.
    if not allow_local and any(is_local(ip) for ip in _addresses(host)):
        raise FetchFailed(f"{led} {LOCAL}")


def is_local(text: str) -> bool:
    """Whether the numeric address lies outside the public internet, as itself or as what it stands for."""
    import ipaddress

    ip = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return not ip.is_global or ip.is_multicast
    inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
    if ip in ipaddress.ip_network("64:ff9b::/96"):  # how networks of IPv6 alone reach the other one (RFC 6052)
        inner.append(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    inside = [str(each) for each in inner if each]
    if inside:
        return any(map(is_local, inside))
    return not ip.is_global or ip not in ipaddress.ip_network("2000::/3")


def pinned_transport(allow_local: bool = False, **options: Any) -> "httpx.BaseTransport":
    """Connects to the very addresses that it has looked up and found public: a name that a moment later leads into the
    network here gains nothing. The certificate and the `Host` are still those of the name."""
    import httpx

    class Pinned(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            host = request.url.host
            addresses = _addresses(host)
            if not addresses:
                raise httpx.ConnectError(f"{host} is not known")
            if not allow_local and any(map(is_local, addresses)):
                raise FetchFailed(f"{request.url}: {LOCAL}")
            request.extensions = {**request.extensions, "sni_hostname": host}
            named = request.url
            for left, ip in enumerate(addresses, start=1 - len(addresses)):
                request.url = named.copy_with(host=ip)
                try:
                    return super().handle_request(request)
                except (httpx.ConnectError, httpx.ConnectTimeout):
                    if not left:
                        raise
                finally:
                    request.url = named
            raise AssertionError("the last address returns or raises")

    return Pinned(**options)


def _addresses(host: str) -> list[str]:
    """The numeric addresses of the host, each once; none if it cannot be looked up."""
    import socket

    try:
        found = socket.getaddrinfo(host.rstrip("."), None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError):
        return []
    return list(dict.fromkeys(str(info[4][0]) for info in found))
