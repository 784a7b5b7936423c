"""Read Markdown: the text as it is shown, its headings, lists and tables, and the front matter."""

import re
from pathlib import Path
from typing import Any

from ingest.readers.plain_pages import PageText, read_as_text
from ingest.types import ReadDocument

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


def read_markdown(path: Path) -> ReadDocument:
    """The file as one page without markup. Front matter that is no YAML is reported and left out."""
    text = read_as_text(path)
    metadata, problem, body = _front_matter(text)
    page = PageText()
    title = _add_blocks(page, body)
    if title and not metadata.get("title"):
        metadata["title"] = title
    return ReadDocument((page.page(),), False, metadata, (problem,) if problem else ())


def _front_matter(text: str) -> tuple[dict[str, Any], str, str]:
    import yaml

    found = _FRONT_MATTER.match(text)
    if not found:
        return {}, "", text
    try:
        values = yaml.safe_load(found.group(1))
    except yaml.YAMLError as error:
        return {}, f"front matter is not YAML and was left out ({str(error).splitlines()[0]})", text[found.end() :]
    return (values if isinstance(values, dict) else {}), "", text[found.end() :]


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
