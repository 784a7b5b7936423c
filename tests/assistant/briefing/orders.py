"""Orders of briefings over the documents of `towns`, and what a test looks for in one."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.assistant import Assistant
from assistant.briefing.templates import load_templates
from assistant.briefing.types import Aspect, Brief, Claim, Order, Outline, Place, Planned, Section
from assistant.briefing.writing import writing
from assistant.types import Citation
from corpus.types import Filters

TEMPLATES = load_templates()
TOPIC, TOWNS = "bicycle lanes", "bicycle lanes in Alderby and Corvane"


# The documents of a small order: what is changed step by step need not be written of all of them.
FEW = Filters(document=("alderby.md", "count.md", "corvane.md", "risks.md"))


def small(name: str, pages: int = 1) -> Order:
    return replace(order_of(name, pages), filters=FEW)


def order_of(name: str, pages: int = 2, language: str = "en") -> Order:
    topics = {"en": TOWNS if name == "city-comparison" else TOPIC, "fr": "pistes cyclables"}
    if (name, language) == ("city-comparison", "fr"):
        return Order("pistes cyclables à Fontclaire et Alderby", name, pages=pages, language=language)
    return Order(topics[language], name, pages=pages, language=language)


def texts(brief: Brief | Section) -> list[str]:
    claims = brief.claims if isinstance(brief, Brief) else [each for group in brief.groups for each in group.claims]
    return [claim.text for claim in claims]


def cited(brief: Brief) -> Iterator[Citation]:
    """Every citation of a briefing, those of its gaps too."""
    for each in (*brief.claims, *brief.gaps):
        yield from each.citations


def sources(brief: Brief) -> set[str]:
    return {citation.document.source for citation in cited(brief)}


def places(brief: Brief) -> Iterator[tuple[Place, Claim]]:
    for section, written in enumerate(brief.sections):
        for group, held in enumerate(written.groups):
            for place, claim in enumerate(held.claims):
                yield Place(section, group, place), claim


def id_of(assistant: Assistant, source: str) -> str:
    return next(document.id for document in assistant.documents() if document.source == source)


def whole(assistant: Assistant, outline: Outline) -> Brief:
    *_, brief = writing(assistant, outline, TEMPLATES)
    return brief


def outline_of_one(*aspects: Aspect, form: str = "points", topic: str = TOPIC, **order: object) -> Outline:
    planned = Planned("Section", form, aspects)  # type: ignore[arg-type]
    return Outline(Order(topic, **order), topic, (planned,))  # type: ignore[arg-type]


RISKS = Aspect("risks", "What are the risks of bicycle lanes?", ("risk", "danger", "barrier", "fear", "protest"))
