"""Plan a briefing: put the topic into a template, as an outline to edit before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from typing import Any

from assistant.assistant import LONGEST_QUESTION
from assistant.briefing.plain_file import BadFile, Node, as_yaml, parsed
from assistant.briefing.templates import MOST_ASPECTS, MOST_SECTIONS, AspectOf, SectionOf, Template
from assistant.briefing.types import FORMS, PAGES, Aspect, Order, Outline, Planned
from assistant.briefing.words import brief_words
from assistant.one_line import one_line
from assistant.subject import places_in, without_place
from corpus.errors import RoundtableError
from corpus.filters import parse_filters
from corpus.types import Filters

LONGEST_TOPIC = 300  # characters
LONGEST_LINE = 1000  # of a template, with the topic put in
MOST_SUBJECTS = 8
FURTHER = "{further}"  # stands for questions that the collection is found to answer

_ORDER = ("topic", "template", "audience", "pages", "language", "filters", "excluded", "sections")
_ABOUT_FILE = (
    "# The outline of a briefing: change, move or delete what you like, then write it with `roundtable brief --from`.\n"
)


class BadOrder(RoundtableError):
    """A briefing that cannot be planned as it was ordered; the message says what to give instead."""


def outlined(order: Order, templates: Mapping[str, Template], places: Sequence[str] = ()) -> Outline:
    """The outline of the order. `places` are those that the collection knows: those which the topic names become the
    rows of a table. Raises `BadOrder`."""
    topic = one_line(order.topic)
    if not topic:
        raise BadOrder("the topic is empty: say in a few words what the briefing is to be on")
    if len(topic) > min(LONGEST_TOPIC, LONGEST_QUESTION):
        raise BadOrder(f"a topic may have {LONGEST_TOPIC} characters, this one has {len(topic)}; shorten it")
    if order.template not in templates:
        raise BadOrder(f"there is no template {order.template!r}; there are {', '.join(templates)}")
    if order.pages not in PAGES:
        raise BadOrder(f"a briefing has {', '.join(map(str, PAGES))} pages, and not {order.pages}")
    if order.language not in ("en", "fr"):
        raise BadOrder(f"briefings are written in en or fr, and not in {order.language!r}")
    template = templates[order.template]
    wanted = _wanted(order, template)
    order = replace(order, topic=topic, audience=one_line(order.audience)[:100])
    by_name = {place.lower(): place for place in places}
    named = [by_name.get(place.lower(), place) for place in places_in(topic, places)]
    subjects = tuple(dict.fromkeys(order.filters.place or named))[:MOST_SUBJECTS]
    sections = tuple(_planned(section, order, subjects) for section in wanted)
    return Outline(order, f"{topic[:1].upper()}{topic[1:]}", sections)


def rest_of_topic(topic: str, subjects: Sequence[str]) -> str:
    """The topic without the names of the subjects: "open data in Seoul and Barcelona" is on open data; "" for names
    alone."""
    rest = topic
    for subject in sorted(places_in(topic, subjects), key=len, reverse=True):
        rest = without_place(rest, subject)
    words = one_line(rest).split()
    while words and words[0].lower().strip(_MARKS) in _JOINING:
        del words[0]
    while words and words[-1].lower().strip(_MARKS) in _JOINING:
        del words[-1]
    return " ".join(words).strip(_MARKS)


_MARKS = " ,;:.()"
_JOINING = frozenset(
    " and or with versus vs vs. in of et ou avec contre compared comparison comparing between".split(" ")
)


def _wanted(order: Order, template: Template) -> Sequence[SectionOf]:
    if not order.sections:
        return template.sections
    by_name = {section.name: section for section in template.sections}
    unknown = [name for name in order.sections if name not in by_name]
    if unknown:
        raise BadOrder(f"the template {template.name} has no section {unknown[0]!r}; it has {', '.join(by_name)}")
    return [by_name[name] for name in dict.fromkeys(order.sections)]


def _planned(section: SectionOf, order: Order, subjects: tuple[str, ...]) -> Planned:
    topic = order.topic
    if section.form == "table":  # "What did Seoul do on Seoul and Barcelona?"
        topic = rest_of_topic(topic, subjects) or brief_words(order.language).anything
    aspects = tuple(_aspect(each, topic, order.language) for each in section.aspects)
    rows = (section.subjects or subjects) if section.form in ("table", "timeline") else section.subjects
    return Planned(section.title[order.language], section.form, aspects, rows, section.share)


def _aspect(aspect: AspectOf, topic: str, language: str) -> Aspect:
    # Not str.format: a template, and a topic, may hold any other braces.
    name, question = (text[language].replace("{topic}", topic) for text in (aspect.name, aspect.question))
    return Aspect(name, question, aspect.words, aspect.cautions)


def outline_text(outline: Outline) -> str:
    """The outline as YAML to edit; `outline_of` reads it."""
    order = outline.order
    data: dict[str, Any] = {"title": outline.title}
    for name in _ORDER:
        value = getattr(order, name)
        if name == "filters":
            value = {key: _listed(each) for key, each in asdict(value).items() if each}
        if value:
            data[name] = _listed(value)
    data["outline"] = [_section_data(section) for section in outline.sections]
    return _ABOUT_FILE + as_yaml(data)


def outline_of(text: str, file: str = "outline") -> Outline:
    """The outline that a person has edited. Raises `BadFile` naming the place."""
    given = parsed(text, file).fields(("title", *_ORDER, "outline"), ("topic", "outline"))
    order = Order(
        topic=given["topic"].text(LONGEST_TOPIC),
        template=given["template"].text() if "template" in given else "issue-note",
        audience=given["audience"].text(100) if "audience" in given else "",
        pages=given["pages"].one_of(PAGES) if "pages" in given else 2,
        language=given["language"].one_of(("en", "fr")) if "language" in given else "en",
        filters=_filters(given["filters"]) if "filters" in given else Filters(),
        excluded=given["excluded"].texts() if "excluded" in given else (),
        sections=given["sections"].texts() if "sections" in given else (),
    )
    sections = tuple(_section(node) for node in given["outline"].items())
    if not 0 < len(sections) <= MOST_SECTIONS:
        raise given["outline"].bad(f"{len(sections)} sections, and there may be 1 to {MOST_SECTIONS}")
    return Outline(order, given["title"].text(LONGEST_LINE) if "title" in given else order.topic, sections)


def _section_data(section: Planned) -> dict[str, Any]:
    aspects = [
        {
            name: _listed(getattr(aspect, name))
            for name in ("name", "question", "words", "cautions")
            if getattr(aspect, name)
        }
        for aspect in section.aspects
    ]
    data = {"title": section.title, "form": section.form, "aspects": aspects, "subjects": _listed(section.subjects)}
    return {name: value for name, value in data.items() if value} | (
        {} if section.share == 1.0 else {"share": section.share}
    )


def _section(node: Node) -> Planned:
    given = node.fields(("title", "form", "aspects", "subjects", "share"), ("title", "form"))
    aspects = tuple(map(_edited, given["aspects"].items())) if "aspects" in given else ()
    subjects = given["subjects"].texts() if "subjects" in given else ()
    for name, held, most in (("aspects", aspects, MOST_ASPECTS), ("subjects", subjects, MOST_SUBJECTS)):
        if len(held) > most:
            raise given[name].bad(f"{len(held)} {name}, and there may be {most}")
    form = given["form"].one_of(FORMS)
    share = given["share"].number() if "share" in given else 1.0
    return Planned(given["title"].text(LONGEST_LINE), form, aspects, subjects, share)


def _edited(node: Node) -> Aspect:
    given = node.fields(("name", "question", "words", "cautions"), ("question",))
    question = given["question"].text(LONGEST_LINE)
    words = given["words"].texts() if "words" in given else ()
    cautions = given["cautions"].one_of((True, False)) if "cautions" in given else False
    return Aspect(given["name"].text(LONGEST_LINE) if "name" in given else question, question, words, cautions)


def _filters(node: Node) -> Filters:
    given = node.fields(tuple(each.name for each in fields(Filters)))
    found: dict[str, Any] = {}
    for name, value in given.items():
        listed = isinstance(value.value, list)
        items = list(value.items()) if listed else [value]
        # YAML reads 2020-01-31 as a date.
        texts = tuple(str(each.value) if isinstance(each.value, date) else each.text() for each in items)
        try:
            read = getattr(parse_filters([f"{name}={text}" for text in texts]), name)
        except RoundtableError as error:
            raise BadFile(f"{node.file}: {error}") from None
        # In a list a comma is part of a title, and does not stand between alternatives.
        found[name] = texts if listed and name in ("document", "place") else read
    return Filters(**found)


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
