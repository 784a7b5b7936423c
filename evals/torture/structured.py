"""Files that are well formed and odd: HTML, Markdown and front matter as hypothesis makes them up."""

from typing import Any

ODD = (
    "\x00",
    "\u202e",
    "\ud7ff",
    "\x1b[2J",
    "&#0;",
    "&x;",
    "<",
    "]]>",
    "---",
    "|",
    "`",
    "[",
    "](",
    "javascript:",
    "🚋",
    "ﬁ",
)
TAGS = (
    *("p", "div", "b", "table", "tr", "td", "th", "caption", "ul", "ol", "li", "h1", "h6", "main", "article", "pre"),
    *("header", "script", "style", "template", "svg", "br", "details", "summary", "dl", "dt", "dd", "base", "title"),
)
ATTRIBUTES = (
    "hidden",
    "aria-hidden=true",
    "start=-3",
    "start=99999999999",
    "colspan=9999",
    "lang=x",
    "href='a:b'",
    "x=''",
)
MARKS = ("> ", "- ", "1. ", "    ", "# ", "###### ", "| ", "```\n", "*", "[^1]: ", "\t", "<div>")
KEYS = ("title", "date", "kind", "roundtable", "places", "language", "url", "licence", "publisher", "other")


def structured(count: int, seed: int) -> list[tuple[str, bytes]]:
    """So many files, name and content; the same for the same seed."""
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis import seed as seeded

    made: list[tuple[str, bytes]] = []

    @seeded(seed)
    @settings(
        max_examples=count, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=[*HealthCheck]
    )
    @given(_files())
    def collect(each: tuple[str, bytes]) -> None:
        made.append(each)

    collect()
    return made[:count]


def _files() -> Any:
    from hypothesis import strategies as st

    words = st.text(max_size=30) | st.sampled_from(ODD) | st.sampled_from(("A city of trams.", "4 % of 12", ""))

    def element(inner: Any) -> Any:
        parts = st.tuples(
            st.sampled_from(TAGS), st.lists(st.sampled_from(ATTRIBUTES), max_size=3), st.lists(inner, max_size=4)
        )
        return parts.map(lambda part: f"<{part[0]} {' '.join(part[1])}>{''.join(part[2])}</{part[0]}>")

    def block(inner: Any) -> Any:
        before = st.sampled_from(MARKS)
        return st.tuples(before, st.lists(inner, max_size=4)).map(
            lambda part: "\n".join(part[0] + line for each in part[1] for line in each.split("\n"))
        )

    html = st.recursive(words, element, max_leaves=40).map(lambda text: f"<html><body>{text}")
    markdown = st.recursive(words, block, max_leaves=40)
    values = st.recursive(
        words | st.sampled_from(("2021-13-45", "*a", "&a b", "!!python/name:os.system", "{", "null", "-1", "1e999")),
        lambda inner: st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]"),
        max_leaves=6,
    )
    front = st.dictionaries(st.sampled_from(KEYS), values, max_size=6).map(
        lambda known: "---\n" + "".join(f"{key}: {value}\n" for key, value in known.items()) + "---\n"
    )
    return st.one_of(
        html.map(lambda text: ("made.html", _bytes(text))),
        markdown.map(lambda text: ("made.md", _bytes(text))),
        st.tuples(front, markdown).map(lambda parts: ("front.md", _bytes("".join(parts)))),
        words.map(lambda text: ("made.txt", _bytes(text))),
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
