"""Take what the page of briefings sends, an order or an edited outline, and say in one line what is wrong with it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.briefing.outline import LONGEST_TOPIC, MOST_SUBJECTS
from assistant.briefing.templates import MOST_ASPECTS, MOST_SECTIONS
from assistant.briefing.types import FORMS, PAGES, Aspect, Order, Outline, Planned
from assistant.one_line import one_line
from assistant.phrases.brief_types import BriefPhrases
from assistant.render.html_brief_order import LONGEST_AUDIENCE, LONGEST_QUESTION, LONGEST_TITLE
from assistant.saved import BadSaved, value_of
from assistant.web.choices import NotOffered, filters_from
from corpus.errors import BadFilter, RoundtableError
from corpus.filters import parse_filters
from corpus.types import Filters

LONGEST_SENT = 200_000  # characters
MOST_WORDS = 200  # that decide whether a sentence belongs to an aspect
MOST_SHARE = 100.0


class BadInput(RoundtableError):
    """What was typed, or sent, cannot be used; the message is in the reader's language."""


def order_from(sent: Any, chosen: Sequence[Any], said: BriefPhrases) -> Order:
    """The order of the form and the filters. Raises `BadInput`, and `BadFilter` for a date that is none."""
    given = _Given(sent, said)
    try:
        filters = filters_from(*chosen)
    except (NotOffered, TypeError):  # too many fields, or too few
        raise BadInput(said.order.not_understood) from None
    words = said.order
    topic = given.text("topic", words.topic, LONGEST_TOPIC)
    if not topic:
        raise BadInput(words.topic_missing)
    return _possible(
        Order(
            topic=topic,
            template=given.text("template", words.template, LONGEST_TITLE),
            audience=given.text("audience", words.audience, LONGEST_AUDIENCE),
            pages=int(pages) if (pages := given.text("pages", words.pages, 3)).isdecimal() else 0,
            language=given.text("language", words.language, 10),
            filters=filters,
        ),
        said,
    )


def outline_from(sent: str, said: BriefPhrases) -> Outline:
    """The outline that the page sends as JSON, once it was edited. Raises `BadInput`."""
    if not isinstance(sent, str) or len(sent) > LONGEST_SENT:
        raise BadInput(said.order.not_understood)
    try:
        data = json.loads(sent)
        order = value_of(Order, data.get("order"), "order") if isinstance(data, dict) else None
    except (ValueError, RecursionError, BadSaved):
        raise BadInput(said.order.not_understood) from None
    if order is None:
        raise BadInput(said.order.not_understood)
    order = _possible(order, said)
    given, words = _Given(data, said), said.outline
    sections = given.several("sections")
    if not sections:
        raise BadInput(words.no_section)
    if len(sections) > MOST_SECTIONS:
        raise BadInput(words.too_many_sections.format(count=len(sections), limit=MOST_SECTIONS))
    if len(order.topic) > LONGEST_TOPIC or len(order.audience) > LONGEST_AUDIENCE or not order.topic.strip():
        raise BadInput(said.order.not_understood)
    title = given.text("title", words.title, LONGEST_TITLE) or order.topic
    return Outline(order, title, tuple(_planned(each, said) for each in sections))


def number_from(sent: Any) -> int:
    """A place or a version that the page sends; -1 for what is none."""
    text = str(sent)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else -1


def _possible(order: Order, said: BriefPhrases) -> Order:
    """The order with each text as one line that can be written; `BadInput` for values that no form of ours offers."""
    if order.pages not in PAGES or order.language not in said.order.languages:
        raise BadInput(said.order.not_understood)
    topic, template, audience = map(one_line, (order.topic, order.template, order.audience))
    try:
        return replace(
            order,
            topic=topic,
            template=template,
            audience=audience,
            filters=_possible_filters(order.filters),
            excluded=tuple(map(one_line, order.excluded)),
            sections=tuple(map(one_line, order.sections)),
        )
    except BadFilter:
        raise BadInput(said.order.not_understood) from None


def _possible_filters(filters: Filters) -> Filters:
    """Raises `BadFilter`. Titles and places are taken as they are, for they may have a comma."""
    several = [f"{name}={value}" for name in ("roundtable", "kind", "language") for value in getattr(filters, name)]
    dates = [f"{name}={value}" for name in ("since", "until") if (value := getattr(filters, name)) is not None]
    place, document = (tuple(map(one_line, each)) for each in (filters.place, filters.document))
    return replace(parse_filters([*several, *dates]), place=place, document=document)


@dataclass(frozen=True, slots=True)
class _Given:
    """An object that the page sent."""

    data: Any
    said: BriefPhrases

    def get(self, name: str) -> Any:
        return self.data.get(name) if isinstance(self.data, dict) else getattr(self.data, name, None)

    def text(self, name: str, label: str, longest: int) -> str:
        value = self.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise BadInput(self.said.order.not_understood)
        text = one_line(value)
        if len(text) > longest:
            wording = self.said.order.too_long
            raise BadInput(wording.format(what=one_line(label), length=len(text), limit=longest))
        return text

    def several(self, name: str) -> list[Any]:
        value = self.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise BadInput(self.said.order.not_understood)
        return value


def _planned(sent: Any, said: BriefPhrases) -> Planned:
    if not isinstance(sent, dict):
        raise BadInput(said.order.not_understood)
    given, words = _Given(sent, said), said.outline
    form, share = given.get("form"), given.get("share")
    if (
        form not in FORMS
        or isinstance(share, bool)
        or not isinstance(share, int | float)
        or not 0 < share <= MOST_SHARE
    ):
        raise BadInput(said.order.not_understood)
    title = given.text("title", words.title, LONGEST_TITLE) or words.forms[form]
    sent_aspects = given.several("aspects")
    if len(sent_aspects) > MOST_ASPECTS:
        raise BadInput(words.too_many_questions.format(title=title, count=len(sent_aspects), limit=MOST_ASPECTS))
    aspects = tuple(aspect for each in sent_aspects if (aspect := _aspect(each, said)))
    if not aspects and form not in ("missing", "timeline"):
        raise BadInput(words.no_question.format(title=title))
    subjects = _texts(given.several("subjects"), words.rows, LONGEST_TITLE, said)
    if len(subjects) > MOST_SUBJECTS:
        raise BadInput(words.too_many_rows.format(title=title, count=len(subjects), limit=MOST_SUBJECTS))
    if form == "table" and not subjects:
        raise BadInput(words.no_rows.format(title=title))
    return Planned(title, form, aspects, subjects, float(share))


def _aspect(sent: Any, said: BriefPhrases) -> Aspect | None:
    """The aspect; None where its question was left empty."""
    if not isinstance(sent, dict):
        raise BadInput(said.order.not_understood)
    given = _Given(sent, said)
    question = given.text("question", said.outline.question, LONGEST_QUESTION)
    if not question:
        return None
    words = _texts(given.several("words"), said.outline.question, LONGEST_TITLE, said)
    name, cautions = given.text("name", said.outline.column, LONGEST_QUESTION), given.get("cautions") or False
    if len(words) > MOST_WORDS or not isinstance(cautions, bool):
        raise BadInput(said.order.not_understood)
    return Aspect(name or question, question, words, cautions)


def _texts(sent: Sequence[Any], label: str, longest: int, said: BriefPhrases) -> tuple[str, ...]:
    texts = (_Given({"text": each}, said).text("text", label, longest) for each in sent)
    return tuple(dict.fromkeys(text for text in texts if text))
