"""An answer as HTML: sentences with markers that open their sources. Every word from outside is escaped."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import escape

from assistant.phrases import ENGLISH_PAGE, PagePhrases, Phrases, kind_forms, page_phrases, phrases
from assistant.render.html_source import below_headings
from assistant.render.text import answer_language, page_text, place_text, uncounted_text, worded_text
from assistant.types import EXTRACTIVE, Answer, Citation, Withheld
from corpus.types import Filters, Hit

SHOWN_OF_A_PASSAGE = 220  # characters
LONGEST_KEPT = 20  # characters of a last word that stays on the line of its marker


def question_html(question: str, page: PagePhrases = ENGLISH_PAGE, tool: str = "") -> str:
    """What was asked; `tool` is HTML that stands beside it."""
    return f'<div class="question"><span class="unseen">{page.you_asked}</span><p>{escape(question)}</p>{tool}</div>'


def answer_html(answer: Answer, turn: int) -> str:
    """The answer; `turn` tells the markers of turns apart.

    Of one that is growing nothing but its sentences is shown, and that more may follow.
    """
    language = answer_language(answer)
    said = phrases(language)
    parts = [_taken_for(answer.searched_for, said), _searched(_titled(answer), language)]
    unsure, rest = _notes(answer, said)
    if unsure and not answer.growing:  # whether the answer is one at all counts more than what it says
        parts.append(f'<p class="note unsure">{escape(unsure)}</p>')
    if answer.status == "refused" and (answer.nearest or not answer.filters):
        parts.append(f'<p class="verdict">{page_phrases(language).talk.refused}</p>')
    for group in answer.paragraphs:
        inner = " ".join(_sentence(answer, place, turn, language) for place in group)
        if inner:
            parts.append(f"<p>{inner}</p>")
    if answer.growing:
        parts.append(f'<p class="writing">{said.writing}</p>')
    else:
        parts += _below(answer, turn, language, rest)
    growing = " growing" if answer.growing else ""
    return f'<div class="answer {answer.status}{growing}" lang="{language}">{"".join(parts)}</div>'


def _notes(answer: Answer, said: Phrases) -> tuple[str, str]:
    """Whether it is certain that this answers the question, and what else the note says."""
    unsure = said.unsure if answer.note.startswith(said.unsure) else ""
    return unsure, " ".join(filter(None, (answer.note.removeprefix(unsure).strip(), uncounted_text(answer))))


def _titled(answer: Answer) -> Filters:
    """The filters, with the titles of documents that the answer shows in place of their files."""
    shown = [citation.document for citation in answer.citations] + [hit.document for hit in answer.nearest]
    titles = {document.source: document.title for document in shown}
    return replace(answer.filters, document=tuple(titles.get(each, each) for each in answer.filters.document))


def _below(answer: Answer, turn: int, language: str, note: str) -> Iterator[str]:
    """What follows the sentences: why some are missing, notes, other questions, the nearest passages."""
    said = phrases(language)
    if answer.citations:
        yield _cited(answer, turn, language)
    if answer.problem:
        yield f'<p class="problem">{escape(answer.problem)}</p>'
    others = {citation.document.language for citation in answer.citations} - {language}
    if others and answer.model == EXTRACTIVE:
        foreign = page_phrases(language).talk.in_their_language.format(languages=", ".join(sorted(others)))
        note = " ".join(filter(None, (note, foreign)))
    if note:
        yield f'<p class="note">{escape(note)}</p>'
    if answer.choices:
        yield _choices(answer.choices, said)
    if answer.status == "refused" and answer.filters and not answer.nearest:
        yield f'<p class="note">{said.no_match}</p>'
    if answer.nearest:
        yield _nearest(answer.nearest, turn, language)
    if answer.withheld:
        yield _withheld(answer.withheld, said)
    worded = worded_text(answer)
    if worded:
        yield f'<p class="worded">{escape(worded)}</p>'


def looking_html(filters: Filters, language: str = "en") -> str:
    """Stands where the answer will be while it is being made."""
    waiting = f"<p>{phrases(language).looking}</p>"
    return f'<div class="answer looking" lang="{language}">{_searched(filters, language)}{waiting}</div>'


def failed_html(message: str) -> str:
    """One line in place of an answer: what happened, and what to do."""
    return f'<div class="answer failed"><p class="note" role="alert">{escape(message)}</p></div>'


def stopped_html(message: str) -> str:
    """One line in place of an answer that the reader did not wait for."""
    return f'<div class="answer stopped"><p class="note" role="status">{escape(message)}</p></div>'


def filters_text(filters: Filters, language: str = "en") -> str:
    """The filters in words: alternatives with "or", fields set apart by dots; "" if there are none."""
    said = phrases(language)
    fields = [
        [said.roundtable.format(number=number) for number in filters.roundtable],
        [kind_forms(kind, language)[0] for kind in filters.kind],
        filters.place,
        [said.in_language.format(language=each) for each in filters.language],
        filters.document,
        [said.from_date.format(date=filters.since)] if filters.since else [],
        [said.until_date.format(date=filters.until)] if filters.until else [],
    ]
    return " · ".join(said.or_.join(values) for values in fields if values)


def _searched(filters: Filters, language: str) -> str:
    text = phrases(language).searched_only.format(filters=filters_text(filters, language))
    return f'<p class="searched">{escape(text)}</p>' if filters else ""


def _taken_for(searched_for: str, said: Phrases) -> str:
    """The question that was searched for, with a button that puts it into the question box."""
    if not searched_for:
        return ""
    edit = f'<button type="button" class="edit" data-question="{escape(searched_for)}">{said.edit_question}</button>'
    return f'<p class="searched"><span>{escape(said.taken_for.format(question=searched_for))}</span> {edit}</p>'


def _choices(questions: Sequence[str], said: Phrases) -> str:
    """Questions to ask with one click; the script types them."""
    buttons = (f'<button type="button" class="choice">{escape(question)}</button>' for question in questions)
    items = "".join(f"<li>{button}</li>" for button in buttons)
    return f'<p class="nearest">{said.did_you_mean}</p><ul class="choices">{items}</ul>'


def _withheld(withheld: Sequence[Withheld], said: Phrases) -> str:
    """Which sentences are not in the answer, and why, once it is opened: struck, and without markers."""
    items = []
    for each in withheld:
        reasons = "".join(f"<li>{escape(reason)}</li>" for reason in each.reasons)
        items.append(
            f"<li><p><strong>{said.not_supported}</strong> <s>{escape(each.text)}</s></p>"
            + (f"<ul>{reasons}</ul></li>" if reasons else "</li>")
        )
    return f'<details class="withheld"><summary>{said.show_withheld}</summary><ul>{"".join(items)}</ul></details>'


def _sentence(answer: Answer, place: int, turn: int, language: str) -> str:
    sentence = answer.sentences[place]
    cited = [answer.citations[number - 1] for number in sentence.citations]
    differing = {figure.citation for figure in answer.differing}
    markers = "".join(_marker(turn, citation, language, citation.number in differing) for citation in cited)
    markers += _support(sentence.support, answer.model == EXTRACTIVE, language)
    # Words of a document are in its language, whatever that of the question.
    spoken = cited[0].document.language if cited and answer.model == EXTRACTIVE else language
    lang = f' lang="{escape(spoken)}"' if spoken != language else ""
    start, space, last = sentence.text.rpartition(" ")
    if len(last) > LONGEST_KEPT:
        return f'<span class="sentence"{lang}>{escape(sentence.text)}{markers}</span>'
    kept = f'<span class="kept">{escape(last)}{markers}</span>'
    return f'<span class="sentence"{lang}>{escape(start + space)}{kept}</span>'


def _marker(turn: int, citation: Citation, language: str, differs: bool = False, kind: str = "marker") -> str:
    where = ", ".join(filter(None, (citation.document.title, place_text(citation, language))))
    label = phrases(language).source_at.format(number=citation.number, where=where)
    if differs:
        kind, label = f"{kind} differs", f"{label}. {page_phrases(language).talk.differs}"
    return (
        f'<button type="button" class="{kind}" data-source="s{turn}-{citation.number}" '
        f'aria-label="{escape(label)}">{citation.number}</button>'
    )


def _support(support: float, quoted: bool, language: str) -> str:
    """How well the sources support a sentence, at a glance: quotation marks for their own words, or a filled bar."""
    said, share = page_phrases(language).talk, round(100 * support)
    name = said.word_for_word if quoted else said.support.format(share=share)
    kind, style = ("support quoted", "") if quoted else ("support", f' style="--share:{share}%"')
    return f'<span class="{kind}" role="img" aria-label="{name}" title="{name}"{style}></span>'


def _cited(answer: Answer, turn: int, language: str) -> str:
    """Each document of the answer once, with its kind and date, and the markers that lead to it."""
    documents = {citation.document.id: citation.document for citation in answer.citations}
    items = []
    for document in documents.values():
        numbers = [citation for citation in answer.citations if citation.document.id == document.id]
        about = " · ".join(filter(None, (kind_forms(document.kind, language)[0], document.date, document.publisher)))
        markers = "".join(_marker(turn, citation, language, kind="cited-at") for citation in numbers)
        items.append(
            f'<li><cite>{escape(document.title)}</cite> <span class="about">{escape(about)}</span>{markers}</li>'
        )
    heading = page_phrases(language).talk.cited
    quotes = "".join(_quote(citation, language) for citation in answer.citations)
    return f'<div class="cited"><p>{heading}</p><ul>{"".join(items)}</ul><ol class="quotes">{quotes}</ol></div>'


def _quote(citation: Citation, language: str) -> str:
    """A citation as paper needs it, where nothing can be opened: the words, and where they stand."""
    document = citation.document
    where = ", ".join(filter(None, (document.title, document.date, place_text(citation, language), document.source)))
    return f'<li value="{citation.number}">“{escape(citation.quote)}” {escape(where)}</li>'


def _nearest(hits: Sequence[Hit], turn: int, language: str) -> str:
    items = []
    for hit in hits:
        text = below_headings(" ".join(hit.passage.text.split()), hit.document.title, hit.passage.section)
        if len(text) > SHOWN_OF_A_PASSAGE:
            text = text[:SHOWN_OF_A_PASSAGE].rsplit(" ", 1)[0] + " …"
        where = ", ".join(filter(None, (hit.document.title, page_text(hit.page, hit.page_label, language))))
        items.append(
            f'<li><button type="button" class="passage" data-source="s{turn}-n{hit.rank}">{escape(where)}</button>'
            f"<p>{escape(text)}</p></li>"
        )
    return f'<p class="nearest">{phrases(language).nearest}</p><ol>{"".join(items)}</ol>'
