"""Read a digest as its author wrote it, and name the line to mend where it could not be printed as it stands."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from corpus.catalogue_checks import read_value
from corpus.digests.types import About, BadDigest, Block, BulletList, Digest, Paragraph, Section, Source, Table
from corpus.errors import BadCatalogue

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

# The PDFs are set in Helvetica, which every viewer has and no file need carry; it has just these characters.
PRINTABLE = "cp1252"
GUIDE_TITLES = ("About this digest", "How to read this digest")
SOURCES_TITLE = "Sources"
DISCLAIMER = "is not an OECD text"
MARKER = re.compile(r"\[(\d+)\]")

_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
_CAPTION = re.compile(r"Table \d+\. ")
_SOURCE = re.compile(r"(.*\S)\s+(https?://\S+)")
_TEXTS = ("title", "kind", "language", "publisher", "licence", "about")
_WITH_WORDS = ("heading", "paragraph", "inline", "list_item", "th", "td")
_MAY_BE_NULL = ("roundtable", "date")
_KEYS = {*_TEXTS, *_MAY_BE_NULL, "places", "topics"}


def read_digest(path: Path) -> Digest:
    """The digest in a file. Raises `BadDigest` with the file, the line or key, and what would be right."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadDigest(f"{path}: cannot be read ({error})") from error
    return parse_digest(text, str(path))


def parse_digest(text: str, name: str) -> Digest:
    """The digest in a text; `name` is the file that errors name."""
    _check_characters(text, name)
    found = _FRONT_MATTER.match(text)
    if not found:
        raise BadDigest(f'{name}: must begin with front matter, "key: value" lines between two lines of ---')
    about = _about(found.group(1), name)
    return _Body(name, above=found.group().count("\n")).digest(about, text[found.end() :])


def _check_characters(text: str, name: str) -> None:
    for number, line in enumerate(text.split("\n"), start=1):
        try:
            line.encode(PRINTABLE)
        except UnicodeEncodeError as error:
            odd = line[error.start]
            raise BadDigest(
                f"{name}, line {number}: {odd!r} (U+{ord(odd):04X}) is not in the font; "
                "write it in Western European letters, or give layout.py a font that has it"
            ) from None


def _about(front_matter: str, name: str) -> About:
    import yaml

    where = f"{name}, front matter"
    try:
        # Every value as it is written: a date stays "2018-04" and a language "no" is not False.
        values = yaml.load(front_matter, yaml.BaseLoader)  # noqa: S506 BaseLoader makes no objects
    except yaml.YAMLError as error:
        raise BadDigest(f"{where}: not YAML: {' '.join(str(error).split())}") from error
    if not isinstance(values, dict):
        raise BadDigest(f'{where}: expected "key: value" lines')
    unknown, missing = values.keys() - _KEYS, _KEYS - {"roundtable"} - values.keys()
    if unknown or missing:
        what = f"unknown {', '.join(sorted(unknown))}" if unknown else f"missing {', '.join(sorted(missing))}"
        raise BadDigest(f"{where}: {what}; the keys are {', '.join(sorted(_KEYS))} (only roundtable may be left out)")
    known: dict[str, Any] = {key: None if value in ("", "null", "~") else value for key, value in values.items()}
    known = {key: value for key, value in known.items() if value is not None or key not in _MAY_BE_NULL}
    if str(known.get("roundtable", "")).isdecimal():
        known["roundtable"] = int(known["roundtable"])
    topics = known.pop("topics")
    if not isinstance(topics, list) or not all(isinstance(topic, str) for topic in topics):
        raise BadDigest(f"{where}, topics: {topics!r} must be a list, such as [a, b]")
    try:
        checked = {key: read_value(where, key, value) for key, value in known.items()}
    except BadCatalogue as error:
        raise BadDigest(str(error)) from error
    return About(topics=tuple(topics), **checked)


class _Body:
    """The Markdown below the front matter; remembers the file and the lines above, for the errors."""

    def __init__(self, name: str, above: int) -> None:
        self._name = name
        self._above = above

    def digest(self, about: About, markdown: str) -> Digest:
        from markdown_it import MarkdownIt
        from markdown_it.tree import SyntaxTreeNode

        nodes = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(markdown)).children
        if len(nodes) < 3 or nodes[0].tag != "h1" or self._words(nodes[0]) != about.title:
            raise BadDigest(f'{self._name}: the text must begin with the heading "# {about.title}"')
        if nodes[1].type != "paragraph" or DISCLAIMER not in self._words(nodes[1]):
            self._refuse(nodes[1], f'below the title must stand the sentence that says that this "{DISCLAIMER}"')
        if nodes[2].type != "heading":
            self._refuse(nodes[2], "a second paragraph before the first heading has no place on the cover")
        starts = [place for place, node in enumerate(nodes) if node.type == "heading"][1:]
        *parts, last = [nodes[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
        sources = self._sources(last)
        for above, below in pairwise(nodes[start] for start in [0, *starts]):
            if int(below.tag[1:]) > int(above.tag[1:]) + 1:
                self._refuse(below, "this heading is more than one level below the one before it; take a # away")
        sections = tuple(self._section(part, len(sources)) for part in parts)
        guides = sum(section.title in GUIDE_TITLES for section in sections)
        first = {section.title for section in sections[:guides]}
        if not guides or not first <= set(GUIDE_TITLES) or guides == len(sections):
            raise BadDigest(f'{self._name}: "{GUIDE_TITLES[0]}" must be the first section, and others must follow')
        return Digest(about, self._words(nodes[1]), sections[:guides], sections[guides:], sources)

    def _section(self, nodes: "Sequence[SyntaxTreeNode]", sources: int) -> Section:
        heading, *rest = nodes
        level = int(heading.tag[1:])
        if level == 1:
            self._refuse(heading, "only the title may have a single #; begin the heading with ##")
        blocks: list[Block] = []
        for node in rest:
            self._check_markers(node, sources)
            caption = blocks[-1] if blocks else None
            if node.type == "table" and isinstance(caption, Paragraph) and _CAPTION.match(caption.text):
                blocks[-1] = self._table(node, caption.text)
            else:
                blocks.append(self._block(node))
        return Section(self._words(heading), level, tuple(blocks))

    def _block(self, node: "SyntaxTreeNode") -> Block:
        if node.type == "paragraph":
            return Paragraph(self._words(node))
        if node.type == "bullet_list":
            return BulletList(tuple(self._words(item) for item in node.children))
        if node.type == "table":
            return self._table(node, "")
        self._refuse(node, f"there is no page layout for a {node.type.replace('_', ' ')} here")

    def _table(self, node: "SyntaxTreeNode", caption: str) -> Table:
        rows = [row for part in node.children for row in part.children]
        header, *others = [tuple(map(self._words, row.children)) for row in rows]
        return Table(caption, header, tuple(others))

    def _check_markers(self, node: "SyntaxTreeNode", sources: int) -> None:
        words = " ".join(part.content for part in node.walk() if part.type == "text")
        for number in map(int, MARKER.findall(words)):
            if not 1 <= number <= sources:
                self._refuse(node, f"[{number}] is not in the list of sources, which has {sources}")

    def _sources(self, nodes: "Sequence[SyntaxTreeNode]") -> tuple[Source, ...]:
        if self._words(nodes[0]) != SOURCES_TITLE or [node.type for node in nodes[1:]] != ["ordered_list"]:
            self._refuse(nodes[0], f'the last heading must be "## {SOURCES_TITLE}", with a numbered list and no more')
        sources = []
        for number, item in enumerate(nodes[1].children, start=1):
            found = _SOURCE.fullmatch(self._words(item))
            if item.info != str(number) or not found:
                self._refuse(item, f'expected source {number}, "{number}. What it is. https://where.it/stands"')
            text, address = found.groups()
            sources.append(Source(number, text, address))
        return tuple(sources)

    def _words(self, node: "SyntaxTreeNode") -> str:
        """The text of a node, on one line. Refuses markup inside it rather than losing it."""
        if node.type == "text":
            return str(node.content)
        if node.type in ("softbreak", "hardbreak"):
            return " "
        if node.type == "list_item" and len(node.children) != 1:
            self._refuse(node, "an item of a list must be one paragraph")
        if node.type not in _WITH_WORDS:
            self._refuse(node, f"there is no page layout for {node.type.replace('_', ' ')}; write it as plain text")
        return "".join(map(self._words, node.children))

    def _refuse(self, node: "SyntaxTreeNode | None", what: str) -> NoReturn:
        while node and not node.map:
            node = node.parent
        line = f", line {node.map[0] + 1 + self._above}" if node and node.map else ""
        raise BadDigest(f"{self._name}{line}: {what}")
