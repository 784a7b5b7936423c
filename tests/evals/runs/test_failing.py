from dataclasses import replace

import pytest

from evals.runs.failing import FAULTS, faults, is_evidence, missing, not_found
from evals.runs.types import Found, Record
from evals.testsets.types import KeyPoint, Place
from tests.evals.report.runs import answer, asked, failing_record, record

REFUSED = answer("Not known.", "refused")


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (record(), ()),
        (failing_record(), ("forbidden", "vital", "unsupported")),
        (record(said={}, error="no index", made=()), ("error",)),
        (record(said=REFUSED, made=(False,)), ("behaviour",)),  # what it does not say is no further fault
        (record(asked("Who is mayor?", "refuse", ()), REFUSED, ()), ()),
        (record(asked("Who is mayor?", "refuse", ())), ("behaviour",)),
        (record(said=answer(status="partial")), ()),
        (record(asked("Trams?", "clarify", ()), answer(status="clarify"), ()), ()),
        (record(made=()), ("vital",)),
        (record(said=answer(support=0.5)), ()),
        (record(said=answer(support=0.49)), ("unsupported",)),
        (record(said=answer(sentences=[{"text": "So it is.", "citations": [], "support": 1.0}])), ("unsupported",)),
    ],
)
def test_faults_of_a_record(of: Record, expected: tuple[str, ...]) -> None:
    assert faults(of) == expected
    assert set(expected) <= set(FAULTS)


def test_key_point_that_is_only_okay_may_be_missing() -> None:
    points = (KeyPoint("Lumen has 42 trams"), KeyPoint("They are blue", "okay"), KeyPoint("Seven are new"))
    of = record(replace(asked(), key_points=points), made=(True, False, False))
    assert [point.text for point in missing(of)] == ["Seven are new"]


@pytest.mark.parametrize(
    ("place", "document", "pages", "expected"),
    [
        (Place("lumen.pdf", 4), "lumen.pdf", (3, 4), True),
        (Place("lumen.pdf", 4), "lumen.pdf", (5,), False),
        (Place("lumen.pdf", 4), "umbra.pdf", (4,), False),
        (Place("lumen.md"), "lumen.md", (), True),
        (Place("lumen.pdf"), "lumen.pdf", (9,), True),
        (Place("lumen.pdf", 4), "lumen.pdf", (), True),
    ],
)
def test_page_is_evidence(place: Place, document: str, pages: tuple[int, ...], expected: bool) -> None:
    of = record(asked(evidence=(place,)), retrieved=(Found("p", document, pages, 1.0),))
    assert is_evidence(of.question, document, pages) is expected
    assert not_found(of) == (() if expected else (place,))
