"""assistant/briefing/saved.py: a briefing comes back equal from JSON, and what is damaged is named in one line."""

import json
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from assistant.briefing.saved import brief_data, brief_of, brief_of_text, brief_text
from assistant.briefing.types import FORMS, Aspect, Brief, Claim, Gap, Group, Order, Outline, Planned, Section
from assistant.saved import BadSaved
from assistant.types import Citation
from corpus.types import Document, Filters, Hit, Passage, Span

PLAN = Document("d1", "plans/léman.pdf", "Plan", roundtable=2, date="2021-03", places=("Genève", "Nyon"))
NOTE = Document(
    "d2", "note.md", "A “note”\u2028on\x00 \ud800boats", licence="CC BY 4.0", url="https://x.org", paged=False
)
NINE = Citation(1, PLAN, 3, "iii", "Nine trams run.", "d1:0", 0, 15)
BOATS = Citation(2, NOTE, None, None, "Two boats run.", "d2:4", 100, 114)
PASSAGE = Passage("d1:0", "d1", "Nine trams run.", (Span(3, 0, 9), Span(4, 0, 5)), ("Part", "Trams"), is_table=True)
ORDER = Order(
    "Trams\n🚋 in \u202eGenève",
    "city-comparison",
    "mayor",
    4,
    "fr",
    Filters(roundtable=(2,), document=("d1",), since="2020"),
    ("d9",),
    ("trams", "boats"),
)
TABLE = Planned("Trams", "table", (Aspect("Lines", "How many lines?", ("line", "tram")),), ("Genève", "Nyon"), 2.5)
EVERYTHING = Brief(
    outline=Outline(ORDER, "Trams in Genève", (TABLE, Planned("Missing", "missing"))),
    sections=(
        Section(
            replace(TABLE, title="Trams and boats"),
            (
                Group("Genève", (Claim("Nine trams run.", (NINE, BOATS), 0.9, "Lines", True),)),
                Group("Nyon", ()),
            ),
            ("Nyon: Lines",),
            "It took too long.",
        ),
        Section(Planned("Missing", "missing")),
    ),
    gaps=(Gap("differs", "Nine or two", (NINE, BOATS)), Gap("not-found", "Buses")),
    nearest=(Hit(PASSAGE, replace(PLAN, title="Plan, as it was"), 1, 0.5, {"meaning": 0.3, "words": 0.2}, 3, "iii"),),
    made="2026-01-02T03:04:05+00:00",
    corpus="cd39",
    model="openai:small",
    growing=True,
)
REFUSED = Brief(Outline(Order("The Louvre"), "The Louvre", ()), refusal="Nothing.", nearest=EVERYTHING.nearest)
BARE = Brief(Outline(Order(""), "", ()))


def changed(*path: Any, to: Any) -> Any:
    """The data of EVERYTHING with another value at the place that the path leads to."""
    data = inner = json.loads(json.dumps(brief_data(EVERYTHING)))
    *way, last = path
    for step in way:
        inner = inner[step]
    inner[last] = to
    return data


FIRST = ("sections", 0, "groups", 0, "claims", 0)


def test_every_field_is_used_by_some_briefing_below() -> None:
    for field in fields(Brief):
        assert any(getattr(each, field.name) != getattr(BARE, field.name) for each in (EVERYTHING, REFUSED)), field.name


@pytest.mark.parametrize("brief", [EVERYTHING, REFUSED, BARE], ids=["everything", "refused", "bare"])
def test_briefing_comes_back_equal_through_a_file(brief: Brief, tmp_path: Path) -> None:
    (tmp_path / "brief.json").write_text(brief_text(brief), encoding="utf-8")
    assert brief_of_text((tmp_path / "brief.json").read_text(encoding="utf-8")) == brief
    assert brief_of(brief_data(brief)) == brief


@pytest.mark.parametrize("form", FORMS)
def test_section_of_every_form_comes_back_equal(form: Any) -> None:
    planned = Planned("A", form, (Aspect("b", "c?"),), share=1)
    brief = Brief(Outline(Order("a"), "A", (planned,)), (Section(planned, (Group("", ()),)),))
    assert brief_of_text(brief_text(brief)) == brief


def test_document_stands_once_and_is_named_by_those_that_cite_it() -> None:
    data = brief_data(EVERYTHING)
    assert data["format"] == 1
    assert data["type"] == "briefing"
    assert {name: each["title"] for name, each in data["documents"].items()} == {
        "d1": "Plan",
        "d2": NOTE.title,
        "d1 (2)": "Plan, as it was",
    }
    claim = data["sections"][0]["groups"][0]["claims"][0]
    assert claim["citations"][0] == {
        "number": 1,
        "document": "d1",
        "page": 3,
        "page_label": "iii",
        "quote": "Nine trams run.",
        "passage": "d1:0",
        "start": 0,
        "end": 15,
        "heading": "",
    }
    assert data["nearest"][0]["document"] == "d1 (2)"


def test_name_of_a_second_description_is_never_that_of_another_document() -> None:
    third = replace(PLAN, id="d1 (2)")
    cited = tuple(replace(NINE, document=each) for each in (PLAN, third, replace(PLAN, title="New")))
    brief = replace(BARE, gaps=(Gap("single", "a", cited),))
    assert list(brief_data(brief)["documents"]) == ["d1", "d1 (2)", "d1 (3)"]
    assert brief_of_text(brief_text(brief)) == brief


def test_text_is_read_by_people_and_shows_what_cannot_be_seen() -> None:
    text = brief_text(EVERYTHING)
    assert text.endswith("}\n")
    assert '\n      "quote": "Nine trams run.",' in text.replace("\n            ", "\n")
    assert '"topic": "Trams\\n🚋 in \\u202eGenève"' in text
    assert '"title": "A “note”\\u2028on\\u0000 \\ud800boats"' in text
    assert all(character == "\n" or character.isprintable() for character in text)


def test_what_is_not_known_is_passed_over_and_what_is_missing_takes_its_default() -> None:
    data = brief_data(EVERYTHING) | {"mood": "good"}
    data["sections"][0]["groups"][0]["claims"][0]["mood"] = ["good"]
    data["documents"]["d7"] = "of no use"
    assert brief_of(data) == EVERYTHING
    order = {"outline": {"order": {"topic": "a"}, "title": "A", "sections": []}, "type": "briefing"}
    assert brief_of(order) == Brief(Outline(Order("a"), "A", ()))


def test_mark_of_the_byte_order_before_the_text_is_passed_over() -> None:
    assert brief_of_text("\ufeff" + brief_text(BARE)) == BARE


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ([], "briefing: expected an object, found list"),
        (None, "briefing: expected an object, found nothing"),
        ({}, 'it is no briefing, for its "type" is not "briefing"'),
        ({"question": "Who?", "status": "refused", "format": 1}, 'its "type" is not "briefing"'),
        (changed("type", to=["briefing"]), 'its "type" is not "briefing"'),
        (changed("format", to=2), "it has the format 2, and this program reads 1; update it"),
        (changed("format", to="1\n2"), r"it has the format '1\n2', and this program reads 1; update it"),
        (changed("outline", to=None), "briefing.outline: expected an object, found nothing"),
        (changed("outline", "order", "pages", to=3), "briefing.outline.order.pages: expected one of 1, 2, 4"),
        (changed("outline", "order", "filters", "place", to=[1]), "order.filters.place[0]: expected a text, found int"),
        (changed("outline", "sections", 0, "form", to="pie"), "outline.sections[0].form: expected one of points, sou"),
        (changed("sections", 0, "groups", to={}), "briefing.sections[0].groups: expected a list, found dict"),
        (changed(*FIRST, "support", to=float("inf")), "claims[0].support: expected a number of ordinary size"),
        (changed(*FIRST, "citations", 0, "start", to=16), "claims[0].citations[0]: it names a place that no page has"),
        (changed(*FIRST, "citations", 1, "start", to=-1), "claims[0].citations[1]: it names a place that no page has"),
        (changed(*FIRST, "citations", 0, "page", to=0), "claims[0].citations[0]: it names a place that no page has"),
        (changed(*FIRST, "citations", 0, "page", to=2**63), "citations[0].page: expected a number of ordinary size"),
        (changed(*FIRST, "citations", 0, "page", to=-(2**63)), "citations[0].page: expected a number of ordinary"),
        (changed("gaps", 0, "citations", 1, "end", to=0), "briefing.gaps[0].citations[1]: it names a place that no"),
        (changed("gaps", 0, "kind", to="odd"), "briefing.gaps[0].kind: expected one of not-found, differs, caution, o"),
        (
            changed(*FIRST, "citations", 1, "document", to="d3"),
            "citations[1].document: 'd3' is not among its documents",
        ),
        (changed(*FIRST, "citations", 1, "document", to="d\n3"), "document: 'd 3' is not among its documents"),
        (
            changed(*FIRST, "citations", 1, "document", to=["d2"]),
            "document: expected the name of a document, found lis",
        ),
        (changed("documents", to=[]), "briefing.documents: expected an object, found list"),
        (changed("documents", "d2", to="d1"), "briefing.documents.d2: expected an object, found str"),
        (changed("documents", "d2", "title", to=5), "briefing.documents.d2.title: expected a text, found int"),
        (changed("refusal", to="Nothing."), "it has a refusal and sections; it can have only one of them"),
        (changed("growing", to=0), "briefing.growing: expected bool, found int"),
    ],
)
def test_damaged_data_is_refused_with_the_place(data: Any, said: str) -> None:
    with pytest.raises(BadSaved) as raised:
        brief_of(data)
    assert said in str(raised.value)
    assert str(raised.value).startswith("saved briefing: ")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is not JSON (line 1, column 1: Expecting value)"),
        ("# A briefing\n", "it is not JSON (line 1, column 1: Expecting value)"),
        ('{"type": "briefing",\n "outline"', "it is not JSON (line 2, column 11: Expecting ':' delimiter)"),
        ("[" * 100_000, "it holds a number too long or lists too deep to be read"),
        ('{"a":' * 100_000, "it holds a number too long or lists too deep to be read"),
        ("9" * 5_000, "it holds a number too long or lists too deep to be read"),
        ('{"format": ' + "9" * 4_000 + "}", "and this program reads 1; update it"),
        ('"briefing"', "briefing: expected an object, found str"),
        ("NaN", "briefing: expected an object, found float"),
        (brief_text(EVERYTHING).replace("0.9", "1e999"), "support: expected a number of ordinary size"),
        (brief_text(EVERYTHING).replace("0.9", "NaN"), "support: expected a number of ordinary size"),
        (brief_text(EVERYTHING).replace('"page": 3', '"page": ' + "3" * 4_000), "page: expected a number of ordinary"),
    ],
)
def test_text_that_is_no_saved_briefing_is_refused_in_one_line(text: str, said: str) -> None:
    with pytest.raises(BadSaved) as raised:
        brief_of_text(text)
    assert said in str(raised.value)
    assert "\n" not in str(raised.value)
