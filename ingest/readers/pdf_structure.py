"""Read with pypdf what it knows best, page labels, bookmarks and metadata, and text as a fallback."""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableDocument
from ingest.cleaning import clean
from ingest.readers.pdf_lines import Line, RawPage

MOST_BOOKMARKS = 5_000
_ALL_DAMAGED = "its page labels, bookmarks and description of itself are damaged and were left out"


@dataclass(slots=True)
class Structure:
    """What pypdf says about a file. `pages` is None if it could not be opened."""

    pages: int | None = None
    labels: list[str | None] = field(default_factory=list)
    outline: dict[int, list[tuple[int, str]]] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_structure(path: Path) -> Structure:
    """Labels, bookmarks and metadata; what is damaged is left out and named in `problems`.

    Raises `UnreadableDocument` for a file that only a password opens.
    """
    found = Structure()
    reader = _open(path)
    if reader is None:
        found.problems.append(_ALL_DAMAGED)
        return found
    # pypdf meets damage late and lets anything out, from KeyError to RecursionError. Each part is worth
    # having alone, and the text is worth having without them, so in this file everything is caught.
    try:
        found.pages = len(reader.pages)
        root = reader.root_object
    except Exception:
        found.problems.append(_ALL_DAMAGED)
        return found
    try:
        if "/PageLabels" in root:
            tree = root["/PageLabels"]
            if "/Nums" not in tree and "/Kids" not in tree:
                raise ValueError("no labels in the tree")  # pypdf would make them up
            found.labels = [clean(label).strip() or None for label in reader.page_labels]
    except Exception:
        found.problems.append("the page labels are damaged; pages are cited by their number")
    try:
        if "/Outlines" in root and "/First" in root["/Outlines"]:
            _add_outline(reader, reader.outline, 1, found.outline)
    except Exception:
        found.problems.append("the bookmarks are damaged and were left out")
    try:
        found.metadata = _metadata(reader)
    except Exception:
        found.problems.append("the file's description of itself is damaged and was left out")
    return found


def pages_by_pypdf(path: Path, places: Sequence[int] | None = None) -> list[RawPage | None]:
    """The text of the pages at the places (from 0; all if None) without layout; None if it cannot be read."""
    reader = _open(path)
    try:
        if reader is None:
            raise ValueError("not opened")
        chosen = range(len(reader.pages)) if places is None else places
    except Exception as error:
        raise UnreadableDocument(f"{path.name}: damaged or cut short; get a new copy of the file") from error
    return [_page_text(reader, place) for place in chosen]


def _open(path: Path) -> Any:
    """The file, open in pypdf, or None if it is too damaged for it."""
    import pypdf

    # It warns of every oddity it mends, by the hundred.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(path)
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception:  # see read_structure
        return None
    if locked:
        raise UnreadableDocument(f"{path.name}: encrypted; remove the password and ingest again")
    return reader


def _page_text(reader: Any, place: int) -> RawPage | None:
    try:
        text = reader.pages[place].extract_text()
    except Exception:  # see read_structure
        return None
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return RawPage(tuple(Line(line) for line in lines if line))


def _add_outline(reader: Any, entries: list[Any], level: int, found: dict[int, list[tuple[int, str]]]) -> None:
    for entry in entries:
        if sum(map(len, found.values())) >= MOST_BOOKMARKS:
            return
        if isinstance(entry, list):
            _add_outline(reader, entry, level + 1, found)
        elif entry.title:
            page = reader.get_destination_page_number(entry)
            if page is not None and page >= 0:
                found.setdefault(page + 1, []).append((min(level, 6), clean(str(entry.title))))


def _metadata(reader: Any) -> dict[str, Any]:
    about = reader.metadata
    language = reader.root_object.get("/Lang")
    found: dict[str, Any] = {"language": str(language) if language else None}
    if about:
        found["title"] = clean(str(about.title or "")).strip("\ufffd ") or None
        found["publisher"] = clean(str(about.author or "")).strip("\ufffd ") or None
        # The raw text, not pypdf's datetime: many producers write dates that do not parse to the end.
        date = re.match(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?", str(about.get("/CreationDate", "")))
        if date and 1990 <= int(date.group(1)) <= 2100:
            found["date"] = "-".join(filter(None, date.groups()))
    return found
