"""Read with pypdf what it knows best: page labels, bookmarks, metadata, decryption; and text as a fallback."""

import logging
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.errors import UnreadableDocument
from ingest.readers.pdf_lines import Line, RawPage

MOST_BOOKMARKS = 5_000


@dataclass(slots=True)
class Structure:
    """What pypdf says about a file. `pages` is 0 if it could not be opened."""

    pages: int = 0
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
        return found
    # A damaged file can raise anything here, from KeyError to RecursionError: each part is worth having alone.
    try:
        found.pages = len(reader.pages)
    except Exception:
        return found
    try:
        if "/PageLabels" in reader.root_object:
            labels = reader.page_labels
            found.labels = [label.strip() or None for label in labels] if len(labels) == found.pages else []
    except Exception:
        found.problems.append("the page labels are damaged; pages are cited by their number")
    try:
        _add_outline(reader, reader.outline, 1, found.outline)
    except Exception:
        found.problems.append("the bookmarks are damaged and were left out")
    try:
        found.metadata = _metadata(reader)
    except Exception:
        found.problems.append("the file's description of itself is damaged and was left out")
    return found


def pages_by_pypdf(path: Path, numbers: list[int] | None = None) -> list[RawPage]:
    """The text of the pages (all, or those with the given numbers from 0) without their layout."""
    reader = _open(path)
    if reader is None:
        raise UnreadableDocument(f"{path.name}: damaged beyond reading; get a new copy of the file")
    try:
        chosen = range(len(reader.pages)) if numbers is None else numbers
        return [_page_text(reader, number) for number in chosen]
    except Exception as error:
        raise UnreadableDocument(f"{path.name}: damaged ({error}); get a new copy of the file") from error


def _open(path: Path) -> Any:
    import pypdf
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(path)
        locked = reader.is_encrypted and not reader.decrypt("")
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, NotImplementedError):
        return None
    if locked:
        raise UnreadableDocument(f"{path.name}: encrypted; remove the password and ingest again")
    return reader


def _page_text(reader: Any, number: int) -> RawPage:
    try:
        text = reader.pages[number].extract_text()
    except Exception:  # one bad page must not cost the others; it is reported as a page without text
        text = ""
    return RawPage(tuple(Line(line) for line in text.split("\n")))


def _add_outline(reader: Any, entries: list[Any], level: int, found: dict[int, list[tuple[int, str]]]) -> None:
    for entry in entries:
        if sum(map(len, found.values())) >= MOST_BOOKMARKS:
            return
        if isinstance(entry, list):
            _add_outline(reader, entry, level + 1, found)
        elif entry.title:
            page = reader.get_destination_page_number(entry)
            if page is not None and page >= 0:
                found.setdefault(page + 1, []).append((min(level, 6), str(entry.title)))


def _metadata(reader: Any) -> dict[str, Any]:
    about = reader.metadata
    language = reader.root_object.get("/Lang")
    found: dict[str, Any] = {"language": str(language) if language else None}
    if about:
        found["title"] = about.title
        found["publisher"] = about.author
        # The raw text, not pypdf's datetime: many producers write dates that do not parse to the end.
        date = re.match(r"(?:D:)?(\d{4})(\d{2})?(\d{2})?", str(about.get("/CreationDate", "")))
        if date and 1990 <= int(date.group(1)) <= 2100:
            found["date"] = "-".join(filter(None, date.groups()))
    return found
