"""corpus/filters.py: which documents a filter allows, and what is refused with the fields that exist."""

import pytest

from corpus.errors import BadFilter
from corpus.filters import checked_date, matching, parse_filters
from corpus.types import NO_FILTERS, Document, Filters

SEOUL = Document(
    "1", "case-studies/seoul.md", "Seoul: a smart city", kind="case-study", roundtable=2, date="2020-12-03",
    places=("Seoul", "Korea"), language="en",
)  # fmt: skip
ZURICH = Document("2", "zurich.pdf", "Zürich", kind="report", roundtable=3, date="2023", places=("Zürich",))
LYON = Document("3", "lyon.pdf", "Lyon ouvre ses données", kind="report", date="2019-07", language="fr")
UNDATED = Document("4", "notes.txt", "Notes")
ALL = (SEOUL, ZURICH, LYON, UNDATED)


def found(*settings: str) -> list[str]:
    return [document.source for document in matching(ALL, parse_filters(settings))]


@pytest.mark.parametrize(
    ("settings", "sources"),
    [
        ((), ["case-studies/seoul.md", "zurich.pdf", "lyon.pdf", "notes.txt"]),
        (("roundtable=2",), ["case-studies/seoul.md"]),
        (("roundtable=2,3",), ["case-studies/seoul.md", "zurich.pdf"]),
        (("roundtable=2", "roundtable=3"), ["case-studies/seoul.md", "zurich.pdf"]),
        (("roundtable=2", "kind=report"), []),
        (("kind=report", "language=fr"), ["lyon.pdf"]),
        (("KIND = Report", "language= FR "), ["lyon.pdf"]),
        (("place=zurich",), ["zurich.pdf"]),
        (("place=ZÜRICH",), ["zurich.pdf"]),
        (("place=seoul,lyon",), ["case-studies/seoul.md"]),
        (("place=Seo",), []),
        (("document=seoul.md",), ["case-studies/seoul.md"]),
        (("document=case-studies/seoul.md",), ["case-studies/seoul.md"]),
        (("document=Zürich",), ["zurich.pdf"]),
        (("document=4",), ["notes.txt"]),
    ],
)
def test_values_of_a_field_are_alternatives_and_fields_are_combined(
    settings: tuple[str, ...], sources: list[str]
) -> None:
    assert found(*settings) == sources


@pytest.mark.parametrize(
    ("settings", "sources"),
    [
        (("since=2020",), ["case-studies/seoul.md", "zurich.pdf"]),
        (("since=2020-12-03",), ["case-studies/seoul.md", "zurich.pdf"]),
        (("since=2020-12-04",), ["zurich.pdf"]),
        (("since=2023-06-15",), ["zurich.pdf"]),  # dated 2023: it may be of any later day of that year
        (("until=2023-01-01",), ["case-studies/seoul.md", "zurich.pdf", "lyon.pdf"]),
        (("until=2019",), ["lyon.pdf"]),
        (("until=2019-06",), []),
        (("until=2019-07-01",), ["lyon.pdf"]),
        (("since=2019-07-31", "until=2020-12-03"), ["case-studies/seoul.md", "lyon.pdf"]),
        (("since=2021", "until=2020"), []),
    ],
)
def test_date_that_stops_at_the_year_or_month_stands_for_each_of_its_days(
    settings: tuple[str, ...], sources: list[str]
) -> None:
    assert found(*settings) == sources


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        (
            "topic=data",
            "expected FIELD=VALUE, where FIELD is one of roundtable, kind, place, language, document, since",
        ),
        ("roundtable", "filter roundtable: expected FIELD=VALUE"),
        ("roundtable=", "filter roundtable=: expected FIELD=VALUE"),
        ("place= , ", "expected FIELD=VALUE"),
        ("roundtable=two", "roundtable=two: write the number of the roundtable, such as 2"),
        ("roundtable=-1", "roundtable=-1: write the number"),
        ("roundtable=²", "roundtable=²: write the number"),
        ("kind=book", "kind=book: the kinds are roundtable, report, case-study, programme, policy, network, document"),
    ],
)
def test_filter_that_cannot_be_read_is_refused(setting: str, complaint: str) -> None:
    with pytest.raises(BadFilter) as refused:
        parse_filters(["language=en", setting])
    assert complaint in str(refused.value)


@pytest.mark.parametrize("value", ["2020", "2020-02", "2020-02-29"])
def test_date_may_stop_at_the_year_or_the_month(value: str) -> None:
    assert checked_date("since", value) == value


@pytest.mark.parametrize(
    "value",
    ["", "20", "2020-", "2020-1", "2020-0", "2020-13", "2021-02-29", "2020-2-3", "20200203", "2020-W01-1", "May 2020"],
)
def test_date_in_any_other_form_is_refused(value: str) -> None:
    with pytest.raises(BadFilter, match=r"since=.*: write a date as 2020, 2020-12 or 2020-12-03"):
        checked_date("since", value)


def test_filter_with_no_field_set_is_false() -> None:
    assert not NO_FILTERS
    assert Filters(since="2020")
