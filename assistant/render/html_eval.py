"""Small parts of the page of evaluations as HTML: figures, counts, progress, an answer as it was kept. All escaped."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import urlencode

from assistant.phrases import PagePhrases, counted
from assistant.phrases.eval_types import EvalPhrases

SHOWN_OF_QUOTE = 400  # characters


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its range, over `count` questions."""

    value: float
    low: float
    high: float
    count: int


def fresh_html(inner: str, of: str) -> str:
    """HTML whose fields start as it says, where it takes the place of the same HTML of something else.

    Gradio changes a part of the page node by node, and a field keeps what was chosen in it: one answer would have been
    judged as the one before. An element of another name is put in anew.
    """
    name = f"of-{hashlib.sha256(of.encode('utf-8', 'replace')).hexdigest()[:12]}"
    return f'<{name} class="fresh">{inner}</{name}>'


def note_html(text: str) -> str:
    """One line on what was done; "" for none."""
    return f'<p class="done" role="status">{escape(text)}</p>' if text else ""


def number_text(value: float, unit: str, language: str) -> str:
    """A figure for people: shares with two decimals, other figures with what they need."""
    if unit and abs(value) >= 100:
        text = f"{value:.0f}"
    elif unit:
        text = f"{value:.3g}"
    else:
        text = f"{value:.2f}"
    if float(text) == 0:
        text = text.removeprefix("-")
    return (text.replace(".", ",") if language == "fr" else text) + (f" {unit}" if unit else "")


def figure_html(figure: Figure | None, unit: str, said: EvalPhrases, signed: bool = False) -> str:
    """The figure with its range below; that it could not be scored, where it could not."""
    if figure is None:
        return f'<span class="unscored">{said.read.not_scored}</span>'
    low, high = (number_text(each, unit, said.language) for each in (figure.low, figure.high))
    value = number_text(figure.value, unit, said.language)
    sign = "+" if signed and value.strip("0.,") and figure.value > 0 else ""
    bar = ""
    if not unit and not signed:
        places = [100 * min(1.0, max(0.0, each)) for each in (figure.low, figure.high, figure.value)]
        bar = (
            f'<span class="bar" aria-hidden="true" style="--low:{places[0]:.1f}%;--high:{places[1]:.1f}%;'
            f'--value:{places[2]:.1f}%"></span>'
        )
    return f'<strong>{sign}{value}</strong>{bar}<span class="range">{low} – {high}</span>'


def counts_html(title: str, counts: Iterable[tuple[str, int]]) -> str:
    """What there is how often, as one short list below its title."""
    items = "".join(f"<li>{escape(name)} <span>{count}</span></li>" for name, count in counts)
    return f"<div><h4>{title}</h4><ul>{items}</ul></div>" if items else ""


def feedback_html(given: Mapping[tuple[str, str], int], may: bool, page: PagePhrases, said: EvalPhrases) -> str:
    """How many answers were judged, by verdict and reason: counts alone, for the notes are between user and staff."""
    words = page.library
    if not given:
        shown = f'<p class="hint">{words.no_feedback}</p>'
    else:
        good = sum(count for (verdict, _), count in given.items() if verdict == "up")
        rows = [(page.talk.good, good), (page.talk.bad, sum(given.values()) - good)]
        rows += [
            (f"{page.talk.bad}: {page.talk.reasons[reason]}", count)
            for (verdict, reason), count in given.items()
            if verdict == "down"
        ]
        cells = "".join(f'<tr><th scope="row">{escape(name)}</th><td>{count}</td></tr>' for name, count in rows)
        link = f'<a href="feedback.jsonl" download>{words.download_feedback}</a> ' if may else ""
        shown = f"<table>{cells}</table><p>{link}{words.export_feedback}</p>"
    return f'<section id="feedback"><h3>{said.feedback}</h3>{shown}</section>'


def answer_html(answer: Mapping[str, Any], said: EvalPhrases) -> str:
    """An answer as `roundtable ask --json` prints it: its sentences, each with the quotes that it rests on."""
    quotes = quotes_of(answer)
    parts = []
    for sentence in answer.get("sentences") or ():
        marks = "".join(f" <sup>[{escape(str(number))}]</sup>" for number in sentence.get("citations") or ())
        parts.append(f"<p>{escape(str(sentence.get('text', '')))}{marks}</p>")
    if not parts:
        text = str(answer.get("text") or "")
        parts = [f"<p>{escape(text)}</p>" if text else f'<p class="hint">{said.read.no_answer}</p>']
    parts += [f"<p>· {escape(str(each))}</p>" for each in answer.get("choices") or ()]
    if quotes:
        items = "".join(f"<li>{quote_html(each, said)}</li>" for each in quotes.values())
        parts.append(f'<h5>{said.read.quotes}</h5><ul class="quotes">{items}</ul>')
    return "".join(parts)


def quotes_of(answer: Mapping[str, Any]) -> dict[int, Mapping[str, Any]]:
    """The citations of an answer by their numbers."""
    return {each["n"]: each for each in answer.get("citations") or () if isinstance(each.get("n"), int)}


def quote_html(citation: Mapping[str, Any], said: EvalPhrases) -> str:
    """A citation: its number, page and words, linked to the page in the collection."""
    quote, source = str(citation.get("quote") or ""), str(citation.get("document") or "")
    shown = quote if len(quote) <= SHOWN_OF_QUOTE else f"{quote[:SHOWN_OF_QUOTE]} …"
    link = place_html(source, citation.get("page"), said, str(citation.get("title") or source), quote)
    return f"[{escape(str(citation.get('n', '')))}] {link}<blockquote>{escape(shown)}</blockquote>"


def place_html(source: str, number: Any, said: EvalPhrases, title: str = "", quote: str = "") -> str:
    """A page of a document, by its source, as a link into the collection."""
    page = number if isinstance(number, int) else None
    at = f", {said.read.page.format(pages=page)}" if page else ""
    asked = {"document": source, "page": str(page or ""), "quote": quote}
    link = "collection?" + urlencode({name: value for name, value in asked.items() if value}, errors="replace")
    return f'<a href="{escape(link)}">{escape(title or source)}</a>{at}'


def questions_text(count: int, said: EvalPhrases) -> str:
    return counted(count, said.sets.questions, said.language)


def options_html(options: Sequence[tuple[str, str]], chosen: str = "") -> str:
    """The options of a select: value and what is shown."""
    return "".join(
        f'<option value="{escape(value)}"{" selected" if value == chosen else ""}>{escape(name)}</option>'
        for value, name in options
    )
