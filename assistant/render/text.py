"""An answer as plain text, with numbered markers and its sources below."""

import re
import textwrap
from collections.abc import Sequence

from assistant.phrases import phrases, withheld_text
from assistant.types import EXTRACTIVE, Answer, Citation
from corpus.types import Hit
from corpus.words import language_of

SHOWN_OF_A_PASSAGE = 300  # characters
SOURCE_INDENT = "    "
BULLET = "  - "
NARROWEST = 20  # characters; below, an indented line would hold nothing

_NUMBERED = re.compile(r"\[\d+\] |\d+\. |  - ")


def answer_text(answer: Answer) -> str:
    """What the answer says: sentences with markers such as [1], then what is said in the assistant's own name."""
    paragraphs = [" ".join(sentence_text(answer, place) for place in group) for group in answer.paragraphs]
    return "\n\n".join([*paragraphs, *([answer.note] if answer.note else [])])


def sentence_text(answer: Answer, place: int) -> str:
    """One sentence with its markers before the full stop's space: "Words. [1][2]" reads as two thoughts."""
    sentence = answer.sentences[place]
    markers = "".join(f"[{number}]" for number in sentence.citations)
    if sentence.text.endswith((".", "!", "?")):
        return f"{sentence.text[:-1]} {markers}{sentence.text[-1]}"
    return f"{sentence.text} {markers}"


def answer_language(answer: Answer) -> str:
    """The language of what the assistant says itself: that of the question."""
    return language_of(answer.searched_for or answer.question)


def place_text(citation: Citation, language: str = "en") -> str:
    """Where the words stand: "page iii (page 3 of the file)", "page 4", or "" for a format without pages."""
    return page_text(citation.page, citation.page_label, language)


def page_text(page: int | None, label: str | None, language: str = "en") -> str:
    if page is None:
        return ""
    said = phrases(language)
    wording = said.printed_page if label and label != str(page) else said.page
    return wording.format(page=page, label=label)


def answer_with_sources(answer: Answer, width: int | None = None, withheld: bool = False) -> str:
    """The answer for a terminal: its text, then each citation with its date and quote, or the nearest passages.

    Lines are broken between words to stay within `width`; None leaves them whole. With `withheld` also the sentences
    of a language model that are not in the answer, and why.
    """
    language = answer_language(answer)
    said = phrases(language)
    lines = [said.taken_for.format(question=answer.searched_for), ""] if answer.searched_for else []
    lines.append(answer_text(answer))
    of_the_model = [answer.problem, uncounted_text(answer), worded_text(answer)]
    lines += [line for each in of_the_model if each for line in ("", each)]
    if answer.choices:
        lines += ["", said.did_you_mean, *(f"{SOURCE_INDENT}{choice}" for choice in answer.choices)]
    if answer.citations:
        lines += ["", "Sources"]
    for citation in answer.citations:
        dated = f" ({citation.document.date})" if citation.document.date else ""
        where = ", ".join(filter(None, (f"{citation.document.title}{dated}", place_text(citation, language))))
        lines += [
            f"[{citation.number}] {where}",
            f"{SOURCE_INDENT}“{citation.quote}”",
            f"{SOURCE_INDENT}{citation.document.source}",
        ]
    if answer.nearest:
        lines += ["", f"{said.nearest} {said.no_answer}"]
    lines += [hit_text(hit, language) for hit in answer.nearest]
    if withheld and answer.withheld:
        lines += ["", said.not_supported]
        for each in answer.withheld:
            lines += [f"{BULLET}{each.text}", *(f"{SOURCE_INDENT}{reason}" for reason in each.reasons)]
    return wrapped("\n".join(lines), width)


def uncounted_text(answer: Answer) -> str:
    """How many sentences were withheld, unless the note says so."""
    counted = withheld_text(answer.withheld, answer_language(answer))
    return "" if counted in answer.note else counted


def worded_text(answer: Answer) -> str:
    """Which language model worded the answer; "" if none did."""
    if answer.model == EXTRACTIVE or not answer.sentences or answer.growing:
        return ""
    return phrases(answer_language(answer)).worded_by.format(model=answer.model)


def hits_text(hits: Sequence[Hit], width: int | None = None) -> str:
    """The passages one below the other, as `answer_with_sources` shows the nearest; "" if there are none."""
    return wrapped("\n".join(map(hit_text, hits)), width)


def hit_text(hit: Hit, language: str = "en") -> str:
    where = ", ".join(filter(None, (hit.document.title, page_text(hit.page, hit.page_label, language))))
    text = " ".join(hit.passage.text.split())
    shown = text if len(text) <= SHOWN_OF_A_PASSAGE else text[:SHOWN_OF_A_PASSAGE].rsplit(" ", 1)[0] + " …"
    return f"{hit.rank}. {where}\n{SOURCE_INDENT}{shown}\n{SOURCE_INDENT}{hit.document.source}"


def wrapped(text: str, width: int | None) -> str:
    """The text with no line wider than `width`, where its words allow.

    The rest of a line is indented like its beginning, and that of a numbered source like the quote below it.
    """
    if width is None:
        return text
    return "\n".join(_wrapped_line(line, max(width, NARROWEST)) for line in text.split("\n"))


def _wrapped_line(line: str, width: int) -> str:
    words = line.lstrip(" ")
    indent = " " * (len(line) - len(words))
    below = SOURCE_INDENT if _NUMBERED.match(line) else indent
    # A long file name stays whole, to be copied.
    return textwrap.fill(
        words,
        width,
        initial_indent=indent,
        subsequent_indent=below,
        break_long_words=False,
        break_on_hyphens=False,
    )
