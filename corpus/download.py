"""Download one address into one file: https only, bounded, checked, and taken up again where it broke off."""

import errno
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import FetchFailed
from corpus.safe_address import pinned_transport, refuse_unsafe

if TYPE_CHECKING:
    import httpx

WAITS = (1.0, 3.0)  # seconds before the second and the third attempt
LONGEST = 3_600.0  # seconds of one attempt, however steadily a server sends
LONGEST_WAIT = 30.0  # a server may ask for more patience than this; then the next run can try again
REDIRECTS = 5
# Of one such packing a thousandfold comes out, and of two, one in the other, a million times as much.
PACKINGS = ("identity", "gzip", "deflate")
HEAD = 1024  # bytes that show what a file is

OnBytes = Callable[[int, int | None], None]

_PASSING = {429, 500, 502, 503, 504}  # answers that may be different in a moment
_WHY = {
    401: "asks for a password",
    403: "refuses programs; a browser may be let in",
    404: "has no such document",
    410: "has withdrawn the document",
    429: "asks to come back later",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What a download may do. `is_wanted` judges the first bytes, and `wanted` is its word for messages.

    `allow_local` admits addresses of this computer and of private networks, which tests need.
    """

    wanted: str
    is_wanted: Callable[[bytes], bool]
    limit_bytes: int
    allow_local: bool = False
    longest: float = LONGEST


class _Unwanted(FetchFailed):
    """What comes is not what was asked for; no part of it is kept."""


class _TryAgain(Exception):
    """The attempt failed for a reason that may pass; `wait` is what the server asked for, in seconds."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


def open_client(timeout: float, allow_local: bool = False) -> "httpx.Client":
    """A client that waits `timeout` seconds for a connection and for each piece of an answer."""
    from urllib.request import getproxies

    import httpx

    headers = {"User-Agent": "roundtable-assistant"}
    if {"https", "all"} & set(getproxies()):  # behind a proxy it is the proxy that looks names up and connects
        return httpx.Client(timeout=timeout, headers=headers)
    return httpx.Client(timeout=timeout, headers=headers, transport=pinned_transport(allow_local))


def download(
    address: str,
    part: Path,
    rules: Rules,
    client: "httpx.Client",
    on_bytes: OnBytes,
    sleep: Callable[[float], None],
) -> str:
    """Fill `part` with the whole document and return the address that gave it, after redirects.

    `on_bytes` is told the bytes so far and the bytes in all, where known. A file that broke off is kept for
    the next run; one that is too large or of the wrong type is not. Raises `FetchFailed`.
    """
    for wait in (*WAITS, None):
        try:
            return _attempt(address, part, rules, client, on_bytes)
        except _TryAgain as error:
            if wait is None or (error.wait or 0) > LONGEST_WAIT:
                kept = "; what has arrived is kept" if _resumable(part, address)[0] else ""
                raise FetchFailed(f"{address}: {error}; try again later{kept}") from error
            sleep(wait if error.wait is None else error.wait)
        except _Unwanted:
            _discard(part)
            raise
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise FetchFailed(f"{part}: the disk is full; free some space and fetch again") from error
            raise FetchFailed(f"{part}: cannot be written ({error.strerror or error})") from error
    raise AssertionError("the last attempt returns or raises")


def _attempt(address: str, part: Path, rules: Rules, client: "httpx.Client", on_bytes: OnBytes) -> str:
    have, validator = _resumable(part, address)
    headers = {"Accept-Encoding": "identity"}  # compressed bytes could be neither measured nor resumed
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": validator}
    with _answer(address, headers, rules, client) as response:
        if response.headers.get("content-encoding", "identity") not in PACKINGS:
            raise _Unwanted(f"{address}: is packed in an unusual way; open the address in a browser")
        start = _start(response, have, part, address)
        total = _total(response, start)
        if total is not None and total > rules.limit_bytes:
            raise _too_large(address, rules)
        with part.open("r+b" if start else "wb") as file:
            head = file.read(HEAD) if start else b""
            file.seek(start)
            if start == 0:
                _remember_validator(response, part, address)
            received, until = start, time.monotonic() + rules.longest
            on_bytes(received, total)
            for chunk in response.iter_bytes():
                received += len(chunk)
                if time.monotonic() > until:
                    raise FetchFailed(f"{address}: takes more than {rules.longest:.0f} s; fetch again to go on with it")
                if received > rules.limit_bytes:
                    raise _too_large(address, rules)
                if len(head) < HEAD:
                    head = (head + chunk)[:HEAD]
                    # A web page in place of a report shows at once; a long one need not be read to its end.
                    if len(head) == HEAD:
                        _check_type(head, address, rules)
                file.write(chunk)
                on_bytes(received, total)
        if total is not None and received != total:
            raise _TryAgain(f"{received} of {total} bytes arrived")
        _check_type(head, address, rules)
        _validator_file(part).unlink(missing_ok=True)
        return str(response.url)


@contextmanager
def _answer(address: str, headers: Mapping[str, str], rules: Rules, client: "httpx.Client") -> Iterator[Any]:
    """The answer after redirects, each of them checked; httpx's errors end here."""
    import httpx

    at = address
    try:
        for _ in range(REDIRECTS + 1):
            refuse_unsafe(at, address, rules.allow_local)
            with client.stream("GET", at, headers=headers, follow_redirects=False) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                at = str(response.url.join(response.headers["location"]))
    except httpx.TimeoutException as error:
        raise _TryAgain("no answer in time") from error
    except (httpx.ConnectError, httpx.ProxyError) as error:
        raise FetchFailed(f"{address}: no connection ({error}); check the address and the network") from error
    except httpx.TransportError as error:
        raise _TryAgain("the connection broke off") from error
    except (httpx.DecodingError, httpx.InvalidURL) as error:
        raise FetchFailed(f"{address}: the answer makes no sense ({error}); open it in a browser") from error
    raise FetchFailed(f"{address}: leads on more than {REDIRECTS} times; open it in a browser")


def _start(response: "httpx.Response", have: int, part: Path, address: str) -> int:
    """The place in the file where the answer goes on: `have`, or 0 if the server sends everything."""
    status = response.status_code
    if status == 200:
        return 0
    goes_on = response.headers.get("content-range", "").startswith(f"bytes {have}-")
    if have and status == 206 and goes_on and _is_plain(response):
        return have
    if have and status in (206, 416):  # the server's document is another one than the part we have
        _discard(part)
        raise _TryAgain("the server cannot go on from there", wait=0)
    if status in _PASSING:
        asked = response.headers.get("retry-after", "")
        wait = float(asked) if asked.isdigit() else None
        raise _TryAgain(f"the server {_WHY.get(status, 'has trouble')} ({status})", wait)
    raise FetchFailed(f"{address}: the server {_WHY.get(status, 'gave no document')} ({status})")


def _total(response: "httpx.Response", start: int) -> int | None:
    length = response.headers.get("content-length", "")
    return start + int(length) if length.isdigit() and _is_plain(response) else None


def _is_plain(response: "httpx.Response") -> bool:
    return response.headers.get("content-encoding", "identity") == "identity"


def _check_type(head: bytes, address: str, rules: Rules) -> None:
    if not rules.is_wanted(head):
        raise _Unwanted(f"{address}: what came is not {rules.wanted}; open the address in a browser")


def _too_large(address: str, rules: Rules) -> FetchFailed:
    return _Unwanted(f"{address}: larger than the limit of {rules.limit_bytes:,} bytes; not kept")


def _resumable(part: Path, address: str) -> tuple[int, str]:
    """How many bytes of the document are here, and the mark by which the server knows it is still the same.

    (0, "") if there is nothing to go on from: without a mark, two versions could be sewn together.
    """
    try:
        known = json.loads(_validator_file(part).read_text(encoding="utf-8"))
        have = part.stat().st_size
    except (OSError, ValueError):
        return 0, ""
    if not isinstance(known, dict) or known.get("address") != address or not have:
        return 0, ""
    return have, str(known.get("validator"))


def _remember_validator(response: "httpx.Response", part: Path, address: str) -> None:
    etag = response.headers.get("etag", "")
    # A weak tag (W/"…") allows other bytes of the same meaning, so it cannot vouch for the rest of a file.
    validator = etag if etag.startswith('"') else response.headers.get("last-modified")
    if validator and _is_plain(response):
        text = json.dumps({"address": address, "validator": validator})
        _validator_file(part).write_text(text, encoding="utf-8")
    else:
        _validator_file(part).unlink(missing_ok=True)


def _validator_file(part: Path) -> Path:
    return part.with_name(f".{part.name}.json")


def _discard(part: Path) -> None:
    part.unlink(missing_ok=True)
    _validator_file(part).unlink(missing_ok=True)
