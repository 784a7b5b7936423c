"""Write a briefing that was ordered over HTTP, as a file in the form that was asked for."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.api.asked import BriefBody
from assistant.briefing.outline import BadOrder, outlined
from assistant.briefing.types import Order
from assistant.briefing.writing import writing
from assistant.render.brief_file import BRIEF_FORMS, brief_file
from assistant.serving.types import Waiting
from assistant.web.attachment import attachment
from assistant.web.briefing_handling import index_now, templates_of
from assistant.web.desk import Desk
from corpus.filters import matching, parse_filters
from corpus.types import Filters
from corpus.words import language_of


@dataclass(frozen=True, slots=True)
class Made:
    """A briefing as a file, and the headers that say what it is."""

    content: bytes
    media_type: str
    headers: dict[str, str]


def order_of(desk: Desk, asked: BriefBody) -> Order:
    """Raises `BadFilter`, or `BadOrder` for a document that the collection does not have."""
    return Order(
        topic=asked.topic,
        template=asked.template,
        audience=asked.audience,
        pages=asked.pages,
        language=asked.language or language_of(asked.topic),
        filters=parse_filters(asked.filters),
        sections=tuple(asked.sections),
        excluded=_excluded(desk, asked.exclude),
    )


def written(desk: Desk, asked: BriefBody) -> Generator[Made | Waiting, None, None]:
    """A step after each section, then the file. Raises what `order_of` raises."""
    templates, _ = templates_of(desk)
    outline = outlined(order_of(desk, asked), templates, index_now(desk).places)
    growing = writing(desk.assistant, outline, templates)
    brief = next(growing)
    for brief in growing:  # noqa: B007  # the last one is whole
        yield Waiting()
    content = brief_file(brief, asked.form, asked.style, datetime.now(UTC))
    headers = {} if asked.form == "json" else attachment(outline.title, asked.form, "briefing")
    yield Made(content, BRIEF_FORMS[asked.form], headers)


def _excluded(desk: Desk, names: Sequence[str]) -> tuple[str, ...]:
    found: list[str] = []
    for name in names:
        named = matching(desk.assistant.documents(), Filters(document=(name,)))
        if not named:
            raise BadOrder(f"exclude {name}: the collection has no such document")
        found += [document.id for document in named]
    return tuple(dict.fromkeys(found))
