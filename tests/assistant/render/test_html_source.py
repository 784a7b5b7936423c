"""A source as HTML: its title, page and passage, in the words of the reader's page."""

import pytest

from assistant.excerpt import Excerpt
from assistant.phrases import page_phrases
from assistant.render import html_source
from corpus.types import Document
from tests.assistant.render.test_html import QUOTE, citation, hit, one, parsed


def test_source_marks_the_quote_in_its_passage() -> None:
    excerpt = Excerpt("Preface. ", QUOTE, " More later.", ("Help",))
    shown = html_source.citation_source_html(citation(), excerpt, turn=2)
    assert one(shown, "article")["id"] == "s2-1"
    assert one(shown, "cite").get_text() == "Digital help"
    assert one(shown, ".where").get_text() == "page 1 (page 3 of the file)"
    assert one(shown, "mark").get_text() == QUOTE
    assert one(shown, "blockquote").get_text() == f"Preface. {QUOTE} More later."
    assert [about.get_text() for about in parsed(shown).select(".about")] == [
        "Harbour press · 2021 · case study",
        "reports/harbour.pdf",
        "Read in the collection",
    ]


def test_source_on_a_french_page() -> None:
    shown = html_source.citation_source_html(citation(), Excerpt("", QUOTE, ""), 1, page_phrases("fr"))
    assert one(shown, ".where").get_text() == "page 1 (page 3 du fichier)"
    assert one(shown, ".more").get_text() == "Montrer tout le passage"
    assert parsed(shown).select(".about")[0].get_text() == "Harbour press · 2021 · étude de cas"
    assert one(shown, "blockquote")["lang"] == "en"  # the passage is in its document's language


def test_source_without_pages_names_none() -> None:
    shown = html_source.citation_source_html(citation(page=None, label=None), Excerpt("", QUOTE, ""), 1)
    assert parsed(shown).select(".where") == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Noise\nThe city measures.", "The city measures."),
        ("Digital help\nNoise  The city measures.", "The city measures."),
        ("Noises are measured.", "Noises are measured."),
        ("The city measures Noise .", "The city measures Noise ."),
    ],
)
def test_heading_is_not_repeated_in_the_passage_below_it(text: str, left: str) -> None:
    shown = html_source.hit_source_html(hit(text, ("Noise",)), Excerpt(text, "", "", ("Noise",)), 1)
    assert one(shown, "blockquote").get_text() == left
    assert parsed(shown).select("mark") == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "", None])
def test_only_a_web_address_becomes_a_link(url: str | None) -> None:
    document = Document("d3", "a.md", "A", url=url)
    shown = html_source.citation_source_html(citation(document=document), Excerpt("", QUOTE, ""), 1)
    assert [link["href"].partition("?")[0] for link in parsed(shown).select("a")] == ["collection"]


def test_link_to_the_publisher_opens_a_new_page_and_tells_it_nothing() -> None:
    document = Document("d4", "a.md", "A", url="https://example.org/a")
    link = one(html_source.citation_source_html(citation(document=document), Excerpt("", QUOTE, ""), 1), "a[target]")
    assert (link["href"], link["target"], link["rel"]) == (
        "https://example.org/a",
        "_blank",
        ["noopener", "noreferrer"],
    )
