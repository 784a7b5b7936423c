"""Say what a document is: its title, date, kind and places, from the catalogue, the file, and its name."""

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from corpus.types import KINDS, Document
from corpus.words import STOP_WORDS, plain, tokens
from ingest.types import ReadDocument

# Titles that programs write into files when nobody gave one.
_NO_TITLE = re.compile(
    r"^(untitled.*|microsoft (word|powerpoint|excel)\b.*|document\d*|presentation\d*|slide \d+|"
    r"powerpoint[- ]pr.sentation|.*\.(docx?|pptx?|xlsx?|indd|pdf|qxd|ai|pub|pmd))$",
    re.IGNORECASE,
)
_DATE = re.compile(r"^\d{4}(-\d{2}(-\d{2})?)?$")
_FIELDS = {field.name for field in fields(Document)} - {"id", "source", "paged"}


def describe(id_: str, source: str, read: ReadDocument, catalogue: Mapping[str, Any]) -> Document:
    """The document, described: what the catalogue says counts before what the file says of itself.

    Values that cannot be what they should (a date that is none, a kind that does not exist) are dropped.
    """
    known = {**_clean(read.metadata), **_clean(catalogue)}
    if not known.get("title"):
        known["title"] = _first_heading(read) or _from_file_name(source)
    if not known.get("language"):
        known["language"] = guess_language(" ".join(page.text[:2000] for page in read.pages[:20]))
    return Document(id=id_, source=source, paged=read.paged, **known)


def guess_language(text: str) -> str:
    """The language whose stop words are the most of the text's words; English when in doubt."""
    words = [plain(token) for token in tokens(text)]
    counts = {language: sum(word in stops for word in words) for language, stops in STOP_WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] > 1.5 * counts["en"] else "en"


def _clean(values: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for name, value in values.items():
        if name not in _FIELDS or value in (None, "", []):
            continue
        if name == "places":
            kept[name] = tuple(str(place) for place in ([value] if isinstance(value, str) else value))
        elif name == "roundtable":
            if str(value).isdigit():
                kept[name] = int(value)
        elif name == "date":
            if _DATE.match(str(value)):
                kept[name] = str(value)
        elif name == "kind":
            if value in KINDS:
                kept[name] = value
        elif name == "language":
            kept[name] = str(value).lower().replace("_", "-").split("-")[0]
        elif name != "title" or not _NO_TITLE.match(str(value).strip()):
            kept[name] = " ".join(str(value).split())
    return kept


def _first_heading(read: ReadDocument) -> str | None:
    for page in read.pages[:3]:
        for block in page.blocks:
            if block.kind == "heading":
                return " ".join(page.text[block.start : block.end].split())
    return None


def _from_file_name(source: str) -> str:
    stem = source.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return " ".join(re.split(r"[\s_\-]+", stem)).strip() or source
