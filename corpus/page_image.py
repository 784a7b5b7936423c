"""Show a page of a PDF as a picture, and say where on it quoted words stand."""

import atexit
import json
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from corpus.errors import RoundtableError
from corpus.limits import Limits
from corpus.originals import Stamp, stamp
from corpus.walled import BrokeOff, Walled

MEDIA_TYPE = "image/png"
NARROWEST, WIDEST = 200, 2400  # pixels
KEPT_BYTES = 64 * 2**20
LIMITS = Limits(seconds=10, seconds_per_mb=0, memory=1_000_000_000, memory_per_byte=0)
AT_ONCE = 2  # processes that draw
REFUSED = b"-"  # begins an answer that says why there is none
_REMEMBERED = 1_000  # pages that broke off; a name and a line each
_MOST = 1e9  # points, or parts of a page: more than anything that is drawn
_PNG = b"\x89PNG\r\n"

Told = TypeVar("Told")


class NoPicture(RoundtableError):
    """A page cannot be shown: no such page, no PDF, encrypted or damaged."""


@dataclass(frozen=True, slots=True)
class Box:
    """A part of a page as its reader sees it: shares of the page's width and height, from its top left corner."""

    left: float
    top: float
    width: float
    height: float


class PageImages:
    """Pictures of pages; those shown last are kept, up to so many bytes. Safe with threads."""

    def __init__(self, most_bytes: int = KEPT_BYTES) -> None:
        self._most_bytes = most_bytes
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, Stamp, int, int], bytes] = OrderedDict()
        self._bytes = 0

    def picture(self, path: Path, number: int, width: int) -> bytes:
        """The page, counted from 1, as a PNG so many pixels wide; at least 200 and at most 2,400.

        A page so long that the picture would be too large comes narrower. Raises `NoPicture`.
        """
        width = min(max(width, NARROWEST), WIDEST)
        key = (str(path), _stamp(path), number, width)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        picture = _drawers().ask(path, number, as_png, do="picture", width=width)
        with self._lock:
            if key not in self._kept and len(picture) <= self._most_bytes:
                self._kept[key] = picture
                self._bytes += len(picture)
            while self._bytes > self._most_bytes:
                self._bytes -= len(self._kept.popitem(last=False)[1])
        return picture


def size(path: Path, number: int) -> tuple[float, float]:
    """The page's width and height in points, as its reader sees it. Raises `NoPicture`."""
    return _drawers().ask(path, number, as_size, do="size")


def boxes(path: Path, number: int, quote: str, at: float = 0.0, before: str = "") -> tuple[Box, ...]:
    """Where the quoted words stand on the page: one box a line; none where they are not found for certain.

    Where the page says them several times, the text `before` the quote tells which is meant, then `at`, the share
    of the page's text that comes before it. Raises `NoPicture`.
    """
    return _drawers().ask(path, number, as_boxes, do="boxes", quote=quote, at=at, before=before)


class _Drawers:
    """Processes that draw. A page that one of them broke off at is not tried again, unless its file changes."""

    def __init__(self) -> None:
        self._walled = Walled("corpus.page_drawing")
        self._at_once = threading.BoundedSemaphore(AT_ONCE)
        self._broke_off: OrderedDict[tuple[str, Stamp, int], str] = OrderedDict()
        atexit.register(self._walled.close)

    def ask(self, path: Path, number: int, understand: Callable[[bytes], Told], **asked: Any) -> Told:
        """Raises `NoPicture`."""
        page = (str(path), _stamp(path), number)
        if page in self._broke_off:
            raise NoPicture(self._broke_off[page])
        request = json.dumps({"path": str(path), "number": number, "limits": astuple(LIMITS), **asked}).encode()
        try:
            told = self._asked(request, lambda answer: _told(answer, understand))
        except BrokeOff as error:
            why = f"takes more than {LIMITS.seconds:.0f} s to draw" if error.was_late else "drawing it broke off"
            self._broke_off[page] = f"{path.name}, page {number}: {why}; open the file itself, or get a new copy of it"
            while len(self._broke_off) > _REMEMBERED:
                self._broke_off.popitem(last=False)
            raise NoPicture(self._broke_off[page]) from error
        if isinstance(told, NoPicture):
            raise told
        return told

    def _asked(self, request: bytes, understand: Callable[[bytes], Told]) -> Told:
        """A process that ended is no proof against a page: somebody may have ended it."""
        seconds = LIMITS.patience * LIMITS.seconds
        if not self._at_once.acquire(timeout=seconds):
            raise NoPicture("too many pages are being drawn; open this one again in a minute")
        try:
            return self._walled.ask(request, LIMITS.answer, seconds, understand)
        except BrokeOff as error:
            if error.was_late or error.babbled:
                raise
            return self._walled.ask(request, LIMITS.answer, seconds, understand)
        finally:
            self._at_once.release()


@cache
def _drawers() -> _Drawers:
    """One for the whole process: whoever shows pages shares what has been started."""
    return _Drawers()


def _told(answer: bytes, understand: Callable[[bytes], Told]) -> Told | NoPicture:
    if answer.startswith(REFUSED):
        return NoPicture(" ".join(answer.removeprefix(REFUSED).decode().split())[:500])
    return understand(answer)


def as_png(answer: bytes) -> bytes:
    """Raises `ValueError` for what is none."""
    if not answer.startswith(_PNG):
        raise ValueError("no picture")
    return answer


def as_size(answer: bytes) -> tuple[float, float]:
    width, height = _numbers(_json(answer), 2)
    return width, height


def as_boxes(answer: bytes) -> tuple[Box, ...]:
    """Raises `ValueError` for what are none."""
    told = _json(answer)
    if not isinstance(told, list):
        raise ValueError("no boxes")
    return tuple(Box(*_numbers(each, 4)) for each in told)


def _json(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except RecursionError:
        raise ValueError("nested deeper than anything that is drawn") from None


def _numbers(told: Any, count: int) -> list[float]:
    if not isinstance(told, list) or len(told) != count:
        raise ValueError("not so many numbers")
    if not all(type(each) in (int, float) and abs(each) <= _MOST for each in told):
        raise ValueError("no numbers")
    return told


def _stamp(path: Path) -> Stamp:
    try:
        return stamp(path)
    except (OSError, ValueError) as error:
        raise NoPicture(
            f"{path.name}: the file is gone; put it back where it was, or ingest its folder again"
        ) from error
