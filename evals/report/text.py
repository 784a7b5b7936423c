"""Show words that others wrote so that they are read whole and can do nothing."""

import math
import re
from html import escape

LONGEST = 4000  # characters of one text

# Control characters have pictures of their own; what has none, and no place in HTML either, becomes the one for "what
# cannot be shown": C1 controls and the code points that Unicode keeps free of characters.
_UNSHOWN = dict.fromkeys((*range(127, 160), *range(64976, 65008), 65534, 65535), "�")
_SHOWN_AS = _UNSHOWN | {code: chr(0x2400 + code) for code in range(32) if code not in (9, 10)}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def readable(text: str) -> str:
    """The text with nothing in it that UTF-8 or HTML has no place for: each such character is seen, not left out."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # joins halves, replaces lone ones
    return whole.replace("\r\n", "\n").translate(_SHOWN_AS)


def plain(text: object) -> str:
    """The text for HTML, tags and quotes escaped, and cut where it is far too long to be read."""
    shown = readable(str(text))
    if len(shown) > LONGEST:
        shown = f"{shown[:LONGEST]}… ({len(shown) - LONGEST:,} more characters)"
    return escape(shown)


def words(text: object, language: str = "") -> str:
    """The text for HTML in a <bdi>, so that marks which turn the direction of writing end where it ends."""
    of = f' lang="{language}"' if _LANGUAGE.fullmatch(language) else ""
    return f"<bdi{of}>{plain(text)}</bdi>"


def number(value: float | None, unit: str = "") -> str:
    """A value as people read it: shares with three decimals, others with three figures; a dash for what is none."""
    return f"{bare(value, unit)} {plain(unit)}".strip() if value is not None and not math.isnan(value) else "–"


def span(low: float, high: float, unit: str = "") -> str:
    """From one value to another, with the unit once."""
    return f"{bare(low, unit)} to {bare(high, unit)} {plain(unit)}".strip()


def bare(value: float, unit: str) -> str:
    """A value of that unit without its name."""
    if not unit and abs(value) < 10:
        return f"{value:.3f}"
    return f"{value:,.0f}" if abs(value) >= 100 or not math.isfinite(value) else f"{value:.3g}"


def counted(count: int, one: str, many: str = "") -> str:
    """ "1 question", "2 questions"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
