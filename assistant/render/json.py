"""Answers and hits as the JSON that the command line, HTTP and evaluation share (documented in the README)."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.render.text import answer_text
from assistant.types import Answer, Citation, Figure, Withheld
from corpus.types import Document, Hit


def answer_json(answer: Answer) -> dict[str, Any]:
    return {
        "question": answer.question,
        "searched_for": answer.searched_for or None,
        "status": answer.status,
        "text": answer_text(answer),
        "sentences": [
            {"text": sentence.text, "citations": list(sentence.citations), "support": round(sentence.support, 3)}
            for sentence in answer.sentences
        ],
        "citations": [_citation(citation) for citation in answer.citations],
        "differing": [_figure(figure) for figure in answer.differing],
        "choices": list(answer.choices),
        "nearest": hits_json(answer.nearest),
        "model": answer.model,
        "withheld": [_withheld(each) for each in answer.withheld],
        "problem": answer.problem or None,
        "usage": asdict(answer.usage) if answer.usage else None,
        "corpus": answer.corpus,
        "elapsed_ms": answer.elapsed_ms,
    }


def hits_json(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    return [_hit(hit) for hit in hits]


def document_json(document: Document) -> dict[str, Any]:
    return {
        "document": document.source,
        "title": document.title,
        "kind": document.kind,
        "roundtable": document.roundtable,
        "date": document.date,
        "places": list(document.places),
        "language": document.language,
        "publisher": document.publisher,
        "licence": document.licence,
        "url": document.url,
        "id": document.id,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.number,
        "document": citation.document.source,
        "title": citation.document.title,
        "date": citation.document.date,
        "page": citation.page,
        "page_label": citation.page_label,
        "quote": citation.quote,
        "url": citation.document.url,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {"figure": figure.text, "citation": figure.citation, "date": figure.date}


def _withheld(withheld: Withheld) -> dict[str, Any]:
    return {"text": withheld.text, "reasons": list(withheld.reasons), "instead": withheld.instead}


def _hit(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "passage": hit.passage.id,
        "document": hit.document.source,
        "title": hit.document.title,
        "page": hit.page,
        "page_label": hit.page_label,
        "heading": hit.passage.section[-1] if hit.passage.section else None,
        "text": hit.passage.text,
        "score": round(hit.score, 4),
    }
