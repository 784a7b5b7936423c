"""assistant/briefing/outline.py: the topic put into a template, and the outline as a file that people edit."""

import random
from dataclasses import replace

import pytest

from assistant.briefing.outline import LONGEST_TOPIC, BadOrder, outline_of, outline_text, outlined, rest_of_topic
from assistant.briefing.plain_file import BadFile, as_yaml
from assistant.briefing.templates import load_templates, template_of
from assistant.briefing.types import FORMS, PAGES, Aspect, Order, Outline, Planned
from corpus.types import Filters

TEMPLATES = load_templates()
PLACES = ("Alderby", "Brackwater", "Corvane")


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_outline_has_the_sections_of_its_template_with_the_topic_in_every_question(name: str, language: str) -> None:
    outline = outlined(Order("bicycle lanes", name, language=language), TEMPLATES)
    assert outline.title == "Bicycle lanes"
    assert [section.title for section in outline.sections] == [
        each.title[language] for each in TEMPLATES[name].sections
    ]
    questions = [aspect.question for section in outline.sections for aspect in section.aspects]
    assert not any("{topic}" in question for question in questions)
    assert all("bicycle lanes" in question or question == "{further}" for question in questions)


def test_braces_in_topic_and_question_stay_as_they_are() -> None:
    section = {"title": "S", "form": "points", "aspects": [{"question": "{x} of {topic} {0}"}]}
    template = template_of(as_yaml({"title": "T", "sections": [section]}), "my.yaml", "my")
    outline = outlined(Order("{subject} and {topic}", "my"), {"my": template})
    assert outline.sections[0].aspects[0].question == "{x} of {subject} and {topic} {0}"


def test_towns_that_the_topic_names_are_the_rows_of_the_table_in_its_order() -> None:
    order = Order("bicycle lanes in Corvane and alderby, not in Dunmere", "city-comparison")
    table = outlined(order, TEMPLATES, PLACES).sections[0]
    assert (table.form, table.subjects) == ("table", ("Corvane", "Alderby"))


def test_towns_of_the_filters_are_the_rows_if_there_are_any() -> None:
    order = Order("bicycle lanes in Corvane", "city-comparison", filters=Filters(place=("Alderby", "Atlantis")))
    assert outlined(order, TEMPLATES, PLACES).sections[0].subjects == ("Alderby", "Atlantis")


def test_sections_wanted_are_written_in_the_order_they_are_named_in_and_once() -> None:
    outline = outlined(Order("bicycle lanes", sections=("risks", "context", "risks")), TEMPLATES)
    assert [section.title for section in outline.sections] == ["Risks and limits", "Context"]


def test_topic_and_audience_are_one_line() -> None:
    outline = outlined(Order(" bicycle\nlanes\x00 ", audience="mayor\n" * 50), TEMPLATES)
    assert outline.order.topic == "bicycle lanes"
    assert len(outline.order.audience) == 100


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (Order(""), "the topic is empty: say in a few words what the briefing is to be on"),
        (Order(" \n\x00\u202e "), "the topic is empty: say in a few words what the briefing is to be on"),
        (Order("a" * 301), "a topic may have 300 characters, this one has 301; shorten it"),
        (Order("a", "novel"), f"there is no template 'novel'; there are {', '.join(TEMPLATES)}"),
        (Order("a", pages=3), "a briefing has 1, 2, 4 pages, and not 3"),
        (Order("a", language="de"), "briefings are written in en or fr, and not in 'de'"),
        (
            Order("a", sections=("context", "jokes")),
            "the template issue-note has no section 'jokes'; it has context, messages, evidence, options, risks, "
            "questions, missing",
        ),
    ],
)
def test_order_that_cannot_be_planned_says_what_to_give_instead(order: Order, said: str) -> None:
    with pytest.raises(BadOrder) as caught:
        outlined(order, TEMPLATES)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("topic", "rest"),
    [
        ("bicycle lanes in Alderby and Corvane", "bicycle lanes"),
        ("bicycle lanes in Alderby, Brackwater and Corvane", "bicycle lanes"),
        ("Alderby versus Corvane: bicycle lanes", "bicycle lanes"),
        ("Alderby and Corvane", ""),
        ("pistes cyclables à Alderby", "pistes cyclables"),
        ("bicycle lanes", "bicycle lanes"),
    ],
)
def test_topic_without_the_towns_that_it_names(topic: str, rest: str) -> None:
    assert rest_of_topic(topic, PLACES) == rest


EVERYTHING = Outline(
    Order(
        "L’eau: #1 & “co”",
        "city-comparison",
        "the mayor",
        4,
        "fr",
        Filters(roundtable=(1, 2), place=("Alderby",), kind=("report",), since="2020", until="2026-01-02"),
        ("d1", "d2"),
        ("table", "missing"),
    ),
    "yes",
    (
        Planned("Table", "table", (Aspect("No", "Why {subject}?", ("#", "€", "is"), True),), ("Alderby", "1"), 2.5),
        Planned("- dash", "timeline", (), ("year",)),
        Planned("null", "missing"),
    ),
)


@pytest.mark.parametrize("outline", [EVERYTHING, *(outlined(Order("a", name), TEMPLATES) for name in TEMPLATES)])
def test_outline_is_equal_after_it_was_written_and_read(outline: Outline) -> None:
    assert outline_of(outline_text(outline)) == outline


def test_outlines_of_any_words_are_equal_after_they_were_written_and_read() -> None:
    """Words that YAML could take for something else, drawn at random; a failure names the seed."""
    words = (
        *("yes", "null", "~", "1", "1.5", "0x1f", "1e3", "2026-01-01", "12:30:45", "a: b", "- a", "#", "# a", "a #b"),
        *("*a", "&a", "!a", "%a", "@a", "`a`", "{a}", "[a]", "'a'", '"a"', "a\\b", "|", ">", "?", ":", "=", "<<", "é’"),
        *("…", "🚲", "a" * 120, "a b " * 40 + "c", "---", "...", "\\u202e", "{topic}", "<b>", "a,b", "ﬁ", "中文"),
    )
    for seed in range(60):
        dice = random.Random(seed)

        def some(most: int, dice: random.Random = dice) -> tuple[str, ...]:
            return tuple(dice.sample(words, dice.randrange(most)))

        def one(dice: random.Random = dice) -> str:
            return dice.choice(words)

        sections = tuple(
            Planned(
                one(),
                dice.choice(FORMS),
                tuple(Aspect(one(), one(), some(4), dice.random() < 0.5) for _ in range(dice.randrange(4))),
                some(4),
                dice.choice([0.5, 1.0, 3.0]),
            )
            for _ in range(dice.randrange(1, 5))
        )
        order = Order(
            one(), one(), one()[:100].strip(), dice.choice(PAGES), dice.choice(["en", "fr"]), Filters(),
            some(3), some(3),
        )  # fmt: skip
        outline = Outline(order, one(), sections)
        assert outline_of(outline_text(outline)) == outline, seed


@pytest.mark.parametrize("topic", ["ß" + "a" * (LONGEST_TOPIC - 1), "é" * LONGEST_TOPIC, "a b " * 74 + "abcd"])
@pytest.mark.parametrize("name", TEMPLATES)
def test_outline_of_the_longest_topic_is_read_again(topic: str, name: str) -> None:
    outline = outlined(Order(topic, name), TEMPLATES)
    assert outline_of(outline_text(outline)) == outline


def test_outline_of_a_template_with_long_texts_is_read_again() -> None:
    aspect = {"name": "n" * 500, "question": "{topic} " + "q" * 490, "words": ["w" * 500]}
    template = template_of(
        as_yaml({"title": "T", "sections": [{"title": "t" * 500, "form": "points", "aspects": [aspect]}]}),
        "f",
        "m" * 200,
    )
    outline = outlined(Order("a" * LONGEST_TOPIC, "m"), {"m": replace(template, name="m" * 200)})
    assert outline_of(outline_text(outline)) == outline


def test_document_whose_title_has_a_comma_stays_one_filter() -> None:
    outline = replace(EVERYTHING, order=replace(EVERYTHING.order, filters=Filters(document=("Trees, and parks",))))
    assert outline_of(outline_text(outline)) == outline


def test_outline_edited_by_hand() -> None:
    outline = outline_of(
        """
        # a note of mine
        topic: bicycle lanes
        pages: 4
        filters: {since: 2020-01-31, roundtable: 2, place: [Alderby, Corvane]}
        outline:
        - title: My section
          form: points
          aspects:
          - question: What is it?
        """
    )
    filters = Filters(since="2020-01-31", roundtable=(2,), place=("Alderby", "Corvane"))
    assert outline == Outline(
        Order("bicycle lanes", pages=4, filters=filters),
        "bicycle lanes",
        (Planned("My section", "points", (Aspect("What is it?", "What is it?"),)),),
    )


SECTION = {"title": "S", "form": "points", "aspects": [{"question": "Q"}]}
WHOLE = {"topic": "a", "outline": [SECTION]}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"outline": [SECTION]}, "my.yaml: topic is missing"),
        (WHOLE | {"topic": ""}, "my.yaml: topic is missing"),
        (WHOLE | {"topic": "a" * 301}, "my.yaml: topic: 301 characters, and there may be 300"),
        (WHOLE | {"topic": ["a"]}, "my.yaml: topic: expected a text, found a list"),
        (WHOLE | {"outline": []}, "my.yaml: outline is missing"),
        (WHOLE | {"outline": SECTION}, "my.yaml: outline: expected a list"),
        (WHOLE | {"outline": [SECTION] * 21}, "my.yaml: outline: 21 sections, and there may be 1 to 20"),
        (WHOLE | {"pages": 3}, "my.yaml: pages: expected one of 1, 2, 4, found 3"),
        (WHOLE | {"pages": True}, "my.yaml: pages: expected one of 1, 2, 4, found True"),
        (WHOLE | {"language": "de"}, "my.yaml: language: expected one of en, fr, found 'de'"),
        (WHOLE | {"excluded": "d1"}, "my.yaml: excluded: expected a list"),
        (WHOLE | {"length": 3}, "my.yaml: there is no 'length' here"),
        (WHOLE | {"filters": ["a"]}, "my.yaml: filters: expected the lines roundtable, "),
        (WHOLE | {"filters": {"town": "a"}}, "my.yaml: filters: there is no 'town' here"),
        (WHOLE | {"filters": {"roundtable": "second"}}, "my.yaml: "),
        (WHOLE | {"filters": {"kind": "novel"}}, "my.yaml: "),
        (WHOLE | {"filters": {"since": "31 January"}}, "my.yaml: "),
        (WHOLE | {"filters": {"place": {"a": "b"}}}, "my.yaml: filters.place: expected "),
        (WHOLE | {"outline": ["all"]}, "my.yaml: outline[1]: expected the lines title, form"),
        (
            WHOLE | {"outline": [SECTION, SECTION | {"form": "song"}]},
            "my.yaml: outline[2].form: expected one of points",
        ),
        (WHOLE | {"outline": [SECTION | {"title": ""}]}, "my.yaml: outline[1]: title is missing"),
        (WHOLE | {"outline": [SECTION | {"share": "big"}]}, "my.yaml: outline[1].share: expected a number"),
        (
            WHOLE | {"outline": [SECTION | {"aspects": [{"name": "n"}]}]},
            "my.yaml: outline[1].aspects[1]: question is missing",
        ),
        (
            WHOLE | {"outline": [SECTION | {"subjects": ["a"] * 9}]},
            "my.yaml: outline[1].subjects: 9 subjects, and there may be 8",
        ),
        (
            WHOLE | {"outline": [SECTION | {"aspects": [{"question": "Q"}] * 13}]},
            "my.yaml: outline[1].aspects: 13 aspects, and there may be 12",
        ),
    ],
)
def test_mistake_in_an_outline_is_one_line_with_file_and_place(data: dict[str, object], said: str) -> None:
    with pytest.raises(BadFile) as caught:
        outline_of(as_yaml(data), "my.yaml")
    assert str(caught.value).startswith(said)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("text", ["", "topic: [", "topic: a\x00", "a", "topic: &a b\noutline: *a"])
def test_outline_that_is_no_yaml_is_one_line_too(text: str) -> None:
    with pytest.raises(BadFile, match=r"^my\.yaml") as caught:
        outline_of(text, "my.yaml")
    assert len(str(caught.value).splitlines()) == 1
