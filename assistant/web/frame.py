"""The head of every page: the program's name, the places to go to, and the other language."""

from collections.abc import Sequence
from html import escape
from typing import Any

from assistant.phrases import PAGES, PagePhrases, page_phrases
from assistant.web.choices import collection_text
from assistant.web.language import page_for
from corpus.types import Document

TITLE = "Roundtable Assistant"
OURS = "Roundtable Assistant project"  # the publisher of the documents that ship
LANGUAGE_COOKIE = "roundtable_language"
# Puts the page itself into its language, once it is there in it.
IN_LANGUAGE = "(language) => { document.documentElement.lang = language; window.inLanguage?.(); }"
# Each place with its address, as the field of the phrases that names it.
PLACES = (("chat", "./"), ("collection", "collection"), ("briefings", "briefings"), ("evaluations", "evaluations"))


def page_of(request: Any) -> PagePhrases:
    """The words of the page in the language that the reader has chosen, or else that the browser asks for."""
    chosen = request.query_params.get("language") or request.cookies.get(LANGUAGE_COOKIE)
    return page_phrases(chosen) if chosen in PAGES else page_for(request.headers.get("accept-language", ""))


def head_html(here: str, page: PagePhrases, person: str = "") -> str:
    """Name, places, the `person` who is logged in, and the switch of the language; `here` is the place shown."""
    said = page.talk
    # On a phone it stands in for the button that Gradio lays over the page.
    menu = f'<button type="button" class="menu" aria-label="{said.show_conversations}">☰</button>'
    links = "".join(
        f'<a href="{address}"{_current(name == here)}>{escape(getattr(said, name))}</a>' for name, address in PLACES
    )
    (other,) = (language for language in PAGES if language != page.language)
    return (
        f'<div class="head"><a class="skip" href="#main">{said.skip}</a>{menu if here == "chat" else ""}'
        f'<h1><a href="./">{TITLE}</a></h1>'
        f'<nav aria-label="{said.places}">{links}</nav>{person}'
        f'<button type="button" class="language" lang="{other}" data-language="{other}">{said.other_language}</button>'
        f'<p class="offline" role="alert" hidden>{said.offline}</p></div>'
    )


def part(gr: Any, value: str = "", **about: Any) -> Any:
    """A part of a page that is HTML of ours, without the looks that Gradio gives to buttons and links in HTML."""
    return gr.HTML(value, apply_default_css=False, **about)


def about_html(documents: Sequence[Document], page: PagePhrases) -> str:
    """A word on what the chat answers from, above the first question."""
    collection = collection_text(documents, page.language)
    # Who opens the page must not take digests for the publications that they are of.
    of_ours = sum(document.publisher == OURS for document in documents)
    whose = f" {page.library.ours}" if 2 * of_ours > len(documents) else ""
    return f"<p>{page.about}</p><p>{page.answers_from.format(collection=collection)}{whose}</p>"


def _current(is_here: bool) -> str:
    return ' aria-current="page"' if is_here else ""
