"""Read a web page: its main text with headings, lists and tables; menus, scripts and hidden parts left out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import UnreadableDocument
from ingest.readers.plain_pages import PageText, read_as_text
from ingest.types import ReadDocument

if TYPE_CHECKING:
    from bs4 import Tag

_LEFT_OUT = ("script", "style", "noscript", "template", "svg", "iframe", "form", "nav", "header", "footer", "aside")
_BLOCKS = ("p", "li", "dt", "dd", "blockquote", "pre", "figcaption", "caption", "summary", "address", "table")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BREAKERS = {*_BLOCKS, *_HEADINGS, "div", "section", "article", "ul", "ol", "dl", "main", "body", "figure", "details"}


def read_html(path: Path) -> ReadDocument:
    """The page's main text. Raises `UnreadableDocument` if the file is empty or not text."""
    from bs4 import BeautifulSoup

    text = read_as_text(path)
    if "<" not in text:
        raise UnreadableDocument(f"{path.name}: this is not HTML (it has no tags); save it as .txt")
    soup = BeautifulSoup(text, "lxml")
    metadata = _metadata(soup)
    main = soup.find("main") or soup.find("article") or soup.body or soup
    # A header or footer inside the main text belongs to it (titles often stand in one).
    for tag in main.find_all(_LEFT_OUT):
        if tag.name not in ("header", "footer") or main.name not in ("main", "article"):
            tag.decompose()
    for tag in main.find_all(lambda tag: tag.has_attr("hidden") or tag.get("aria-hidden") == "true"):
        tag.decompose()
    page = PageText()
    _walk(main, page)
    return ReadDocument((page.page(),), False, metadata)


def text_of(html: str) -> str:
    """The text of a fragment of HTML without its tags."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "lxml").get_text(" ")


def _walk(tag: "Tag", page: PageText) -> None:
    """Adds the blocks below a tag; text that stands between blocks becomes a paragraph of its own."""
    from bs4 import Comment, NavigableString, Tag

    loose: list[str] = []

    def add_loose() -> None:
        page.add("text", " ".join("".join(loose).split()))
        loose.clear()

    for child in tag.children:
        if isinstance(child, Tag) and (child.name in _BREAKERS or child.find(_BREAKERS)):
            add_loose()
            _add_block(child, page)
        elif isinstance(child, Tag):
            loose.append(" " if child.name == "br" else child.get_text())
        elif isinstance(child, NavigableString) and not isinstance(child, Comment):
            loose.append(str(child))
    add_loose()


def _add_block(tag: "Tag", page: PageText) -> None:
    if tag.name in _HEADINGS:
        page.add("heading", " ".join(tag.get_text(" ").split()), int(tag.name[1]))
    elif tag.name == "table":
        caption = tag.find("caption")
        rows = [[cell.get_text(" ") for cell in row.find_all(["th", "td"])] for row in tag.find_all("tr")]
        page.add_table([[caption.get_text(" ")], *rows] if caption else rows)
    elif tag.name in _BLOCKS and not tag.find(_BREAKERS):
        text = " ".join(tag.get_text().split())
        if tag.name == "li":
            page.add("item", _number(tag) + text if text else "")
        else:
            page.add("text", text)
    else:
        _walk(tag, page)


def _number(item: "Tag") -> str:
    """The number that a browser puts before an item of a numbered list, or ""."""
    if item.parent is None or item.parent.name != "ol":
        return ""
    first = str(item.parent.get("start", "1"))
    before = len(item.find_previous_siblings("li"))
    return f"{int(first) + before if first.isdigit() else before + 1}. "


def _metadata(soup: Any) -> dict[str, Any]:
    def meta(*names: str) -> str | None:
        for name in names:
            tag = soup.find("meta", attrs={"property": name}) or soup.find("meta", attrs={"name": name})
            if tag and tag.get("content"):
                return str(tag["content"]).strip()
        return None

    canonical = soup.find("link", rel="canonical")
    heading = soup.find("h1")
    title = meta("og:title") or (heading and heading.get_text(" ")) or (soup.title and soup.title.get_text(" "))
    return {
        "title": " ".join(title.split()) if title else None,
        "date": (meta("article:published_time", "date", "dcterms.date", "DC.date") or "")[:10],
        "publisher": meta("og:site_name", "author"),
        "language": soup.html.get("lang") if soup.html else None,
        "url": canonical.get("href") if canonical else None,
    }
