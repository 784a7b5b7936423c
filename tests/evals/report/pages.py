"""A page as a browser reads it: its tags in order, balanced, and what it says."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "path", "circle", "rect", "polyline"}  # shapes are closed in their own tag


@dataclass
class Tag:
    name: str
    attributes: dict[str, str | None]
    words: list[str] = field(default_factory=list)  # those inside, its own and of what is inside

    @property
    def text(self) -> str:
        return "".join(self.words)


class Page(HTMLParser):
    """The tags of a page. Raises `AssertionError` where they are not balanced."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[Tag] = []
        self._open: list[Tag] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(self.tags[-1])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        inner = self._open.pop().name if self._open else "nothing"
        assert inner == tag, f"</{tag}> stands where {inner} is open"

    def handle_data(self, data: str) -> None:
        for tag in self._open:
            tag.words.append(data)

    def all(self, *names: str) -> list[Tag]:
        return [tag for tag in self.tags if tag.name in names]

    @property
    def text(self) -> str:
        return self.all("body")[0].text
