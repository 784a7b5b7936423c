"""assistant/render/markdown.py: Markdown that says what the paper says, and nothing that its words try to say."""

import html
import re
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from assistant.render.markdown import paper_markdown
from assistant.render.paper import Heading, Paper, Paragraph, Run, Table
from tests.assistant.render.papers import CONTROLS, NASTY, PAPER, PLACES, paper_of


def shown(markdown: str) -> str:
    return MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(markdown)


def plain(text: str) -> Paper:
    return Paper("T", "en", "Notes", "Sources", blocks=(Paragraph((Run(text),)),))


def test_paper_as_a_reader_of_markdown_sees_it() -> None:
    assert paper_markdown(PAPER) == (
        "# Trees of the harbour\n\n"
        "Exported on 28 November 2026\n\n"
        "## How many trees?\n\n"
        "*Asked at noon*\n\n"
        "It planted 90 trees.[^1][^2] In Amber.[^1] Et après.[^3]\n\n"
        "> It is not certain.\n\n"
        "- **oak**\n- *elm*\n\n"
        "> The harbour is old.\n>\n> — *A note*\n\n"
        "### By year\n\n"
        "Planted\n\n| year | trees |\n| --- | --- |\n| 2020 | 90 |\n\n"
        "## Sources\n\n"
        "- Harbour Office. *Port Amber*\n- A note. (n.d.).\n\n"
        "---\n\n"
        "State of the collection: abc.\n\n"
        "[^1]: “90 trees” *Port Amber*. reports/amber.pdf\n\n"
        "[^2]: “ninety” <https://a.example/x?b=1&copy=2>\n\n"
        "[^3]: third note\n"
    )


def test_parser_finds_the_headings_the_table_and_the_link() -> None:
    page = shown(paper_markdown(PAPER))
    assert re.findall(r"<h\d>.*?</h\d>", page) == [
        "<h1>Trees of the harbour</h1>",
        "<h2>How many trees?</h2>",
        "<h3>By year</h3>",
        "<h2>Sources</h2>",
    ]
    assert "<td>90</td>" in page
    assert 'href="https://a.example/x?b=1&amp;copy=2"' in page


@pytest.mark.parametrize(
    "text", [NASTY, "</td></table>|a|b|", "<!-- -->", "&lt;b&gt; &amp;", "[^1]: mine [^1]", "word", 'word "title"']
)
def test_words_that_look_like_markup_are_shown_as_words_everywhere(text: str) -> None:
    page = shown(paper_markdown(paper_of(text)))
    allowed = r"</?(h1|h2|p|em|strong|ul|li|blockquote|hr|table|thead|tbody|tr|th|td)( /)?>"
    assert re.sub(allowed, "", page).count("<") == 0, "no tag but those that the paper itself makes"
    assert "href" not in page
    assert page.count(html.escape(text).replace("&#x27;", "'")) == PLACES, "and all of it is there"


@pytest.mark.parametrize(
    "text",
    ["# a", "1. a", "12) a", "- a", "+ a", "* a", "> a", "---", "===", "    a", "~~~", "```", "| a |", ": a", "***"],
)
def test_beginning_of_a_line_begins_nothing_but_a_paragraph(text: str) -> None:
    assert shown(paper_markdown(plain(text))) == f"<h1>T</h1>\n<p>{html.escape(text.strip())}</p>\n"


def test_no_line_of_the_paper_is_broken_by_its_words() -> None:
    assert "a b c d" in shown(paper_markdown(plain("a\nb\r\u2028c\x85d")).replace("  ", " "))
    assert paper_markdown(plain("a\n\n# b")).count("\n") == 3
    assert "\x00" not in paper_markdown(paper_of(CONTROLS))
    paper_markdown(paper_of(CONTROLS)).encode("utf-8")


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("http://b.example", "http\\://b.example"),
        ("www.b.example", "www\\.b.example"),
        ("HTTPS://b.example", "HTTPS\\://b.example"),
        ("a@b.example", "a\\@b.example"),
    ],
)
def test_address_in_the_words_is_no_link_by_itself(address: str, written: str) -> None:
    """GitHub would make one of each, without its backslash."""
    markdown = paper_markdown(plain(f"see {address} there"))
    assert markdown == f"# T\n\nsee {written} there\n"
    assert shown(markdown) == f"<h1>T</h1>\n<p>see {address} there</p>\n"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://a.example/> <b>", "file:///etc/passwd"])
def test_link_leads_to_the_web_or_nowhere(url: str) -> None:
    page = shown(paper_markdown(Paper("T", "en", "N", "S", blocks=(Paragraph((Run("here", url=url),)),))))
    assert page == "<h1>T</h1>\n<p>here</p>\n"


def test_contents_are_links_to_anchors_before_the_headings() -> None:
    markdown = paper_markdown(replace(PAPER, contents="Contents"))
    assert (
        "\n\n## Contents\n\n- [How many trees?](#part-1)\n  - [By year](#part-2)\n- [Sources](#part-3)\n\n"
        '## <a id="part-1"></a>How many trees?\n\n'
    ) in markdown
    assert '### <a id="part-2"></a>By year\n' in markdown
    assert '## <a id="part-3"></a>Sources\n' in markdown
    page = shown(markdown)
    assert re.findall(r'href="#(.*?)"', page) == re.findall(r'<a id="(.*?)"', page) == ["part-1", "part-2", "part-3"]


@pytest.mark.parametrize("text", [NASTY, "](y)", "a] b [c", "<b>", "`"])
def test_words_of_a_heading_are_words_in_the_contents_too(text: str) -> None:
    page = shown(paper_markdown(replace(paper_of(text), contents="Contents")))
    assert re.findall(r'href="(.*?)"', page) == ["#part-1", "#part-2"]
    assert page.count(html.escape(text).replace("&#x27;", "'")) == PLACES + 2


def test_contents_may_begin_with_a_heading_of_the_second_level() -> None:
    paper = Paper("T", "en", "N", "S", blocks=(Heading("a", 2), Heading("b"), Heading("c", 2)), contents="C")
    assert "\n\n- [a](#part-1)\n- [b](#part-2)\n  - [c](#part-3)\n" in paper_markdown(paper)


def test_new_line_in_a_cell_stays_within_its_row() -> None:
    table = Table(((Run("a"),),), (((Run("b"), Run("", breaks=True), Run("c")),),))
    assert "| b<br>c |" in paper_markdown(Paper("T", "en", "N", "S", blocks=(table,)))
