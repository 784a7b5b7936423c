"""Read Markdown: the text as it is shown, its headings, lists and tables, and the front matter."""

import re
from pathlib import Path
from typing import Any

from corpus.catalogue import is_a_trap
from corpus.catalogue_checks import read_value
from corpus.errors import BadCatalogue
from ingest.readers.plain_pages import PageText, read_as_text
from ingest.types import ReadDocument

_FIELDS = {"title", "kind", "roundtable", "date", "places", "language", "publisher", "licence", "url"}
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def read_markdown(path: Path) -> ReadDocument:
    """The file as one page without markup. What of its front matter cannot be used is reported and left out."""
    text = read_as_text(path)
    metadata, problems, body = _front_matter(text)
    page = PageText()
    title = _add_blocks(page, body)
    if title and not metadata.get("title"):
        metadata["title"] = title
    return ReadDocument((page.page(),), False, metadata, tuple(problems))


def _front_matter(text: str) -> tuple[dict[str, Any], list[str], str]:
    """What the front matter says, sentences on what of it could not be used, and the text below it."""
    import yaml

    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, [], text
    body = text[found.end() :]
    try:
        if is_a_trap(found.group(1), yaml.BaseLoader):
            return {}, ["front matter refers to parts of itself, or is nested deep, and was left out"], body
        # Everything as it is written: YAML's own reading of a date fails on one that does not exist.
        values = yaml.load(found.group(1), yaml.BaseLoader)  # noqa: S506 BaseLoader makes no objects
    except yaml.YAMLError as error:
        return {}, [f"front matter is not YAML and was left out ({str(error).splitlines()[0]})"], body
    known: dict[str, Any] = {}
    problems = []
    for key, value in values.items() if isinstance(values, dict) else ():
        if key not in _FIELDS or value in ("", "null", "~"):
            continue
        try:
            known[key] = read_value("front matter", key, _as_meant(key, value))
        except BadCatalogue as error:
            problems.append(f"{error}; left out")
    return known, problems, body


def _as_meant(key: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if key == "places":
        return [value]
    if key == "language":
        return value.lower().replace("_", "-").split("-")[0]
    return int(value) if key == "roundtable" and value.isdecimal() else value


def _add_blocks(page: PageText, body: str) -> str:
    """Adds the blocks to the page and returns the first heading of level 1, or ""."""
    from markdown_it import MarkdownIt

    title = ""
    rows: list[list[str]] = []
    lists = heading = 0
    number = ""  # of the item that begins, in a numbered list
    in_table = False
    for token in MarkdownIt("commonmark").enable("table").parse(body):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists -= 1
        elif token.type == "list_item_open":
            number = f"{token.info}. " if token.info else ""
        elif token.type == "heading_open":
            heading = int(token.tag[1])
        elif token.type == "heading_close":
            heading = 0
        elif token.type == "table_open":
            rows, in_table = [], True
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            page.add_table(rows)
            in_table = False
        elif token.type in ("fence", "code_block"):
            page.add("text", token.content)
        elif token.type == "html_block":
            page.add("text", _without_tags(token.content))
        elif token.type == "inline":
            text = _shown(token.children or [])
            if in_table:
                rows[-1].append(text)
            elif heading:
                page.add("heading", text, heading)
                title = title or (text if heading == 1 else "")
            else:
                page.add("item" if lists else "text", number + text)
                number = ""
    return title


def _shown(children: list[Any]) -> str:
    """What a reader sees of a line of Markdown."""
    parts = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(_shown(child.children or []))
        elif child.type in ("text", "code_inline"):
            parts.append(child.content)
    return "".join(parts)


def _without_tags(html: str) -> str:
    from ingest.readers.html import text_of

    return text_of(html)
