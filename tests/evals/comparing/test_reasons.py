"""evals/comparing/reasons.py: one question that came out otherwise for each reason, and which way it went."""

from dataclasses import replace

import pytest

from evals.comparing.reasons import changed
from evals.comparing.types import Changed, Pair
from evals.metrics import METRICS
from evals.runs.types import Record
from tests.evals.comparing.by_hand import OTHER, REPORT, Place, filler, not_asked, question, record

MADE, BARE = (True, False), (False, False)
REFUSED = record(status="refused", made=BARE)
SAID = (("The library lends 40 tablets.", 0.9),)


def of(one: Record, other: Record) -> Changed:
    found = changed(Pair(one, other), METRICS)
    assert found is not None
    return found


def test_question_that_came_out_alike_is_no_change() -> None:
    assert changed(Pair(record(), record()), METRICS) is None


def test_passages_found_otherwise_alone_change_no_answer() -> None:
    assert changed(Pair(record(), record(found=[*filler(3), REPORT])), METRICS) is None


def test_page_that_is_no_longer_among_the_first_five_is_retrieval() -> None:
    found = of(record(found=[*filler(4), REPORT]), record(found=[*filler(5), REPORT], made=BARE))
    assert (found.reason, found.way) == ("retrieval", "worse")
    assert (found.gone, found.come, found.depth) == ((REPORT,), (), 5)


def test_page_that_is_found_among_twenty_only_now_is_retrieval() -> None:
    found = of(record(found=filler(20), made=BARE), record(found=[*filler(19), REPORT]))
    assert (found.reason, found.way) == ("retrieval", "better")
    assert (found.gone, found.come, found.depth) == ((), (REPORT,), 20)


def test_refusal_for_want_of_the_page_is_retrieval_and_not_refusal() -> None:
    assert of(record(), record(status="refused", found=filler(20), made=BARE)).reason == "retrieval"


def test_document_without_pages_is_found_by_its_name() -> None:
    page = Place("minutes.md")
    asked = question(evidence=(page,))
    one = record(of=asked, found=[page])
    assert of(one, record(of=asked, found=filler(5), made=BARE)).gone == (page,)
    assert of(one, record(of=asked, found=[page], made=BARE)).reason == "selection"


def test_other_sentences_from_the_same_passages_are_selection() -> None:
    found = of(record(), record(cites=[OTHER], made=BARE))
    assert (found.reason, found.way, found.what) == ("selection", "worse", ("points", "places"))


def test_other_citation_with_the_same_points_is_neither_better_nor_worse() -> None:
    found = of(record(), record(cites=[OTHER]))
    assert (found.reason, found.way, found.what) == ("selection", "other", ("places",))


def test_sentence_that_a_model_lost_in_the_check_is_verification() -> None:
    one = record(model="openai:m")
    other = record(model="openai:m", withheld=["It lends 40 tablets."], made=BARE, cites=[OTHER])
    assert (of(one, other).reason, of(one, other).way) == ("verification", "worse")


def test_same_words_of_a_model_with_less_support_are_verification() -> None:
    one = record(model="openai:m", scores={"support": 1.0})
    other = record(model="openai:m", scores={"support": 0.0}, said=[("The library lends 40 tablets.", 0.3)])
    assert (of(one, other).reason, of(one, other).way, of(one, other).what) == ("verification", "worse", ("support",))


def test_model_whose_every_sentence_was_stopped_is_verification() -> None:
    one = record(model="openai:m")
    other = record(status="refused", made=BARE, withheld=["It lends 40 tablets."])
    assert of(one, other).reason == "verification"


def test_without_a_model_nothing_is_verification() -> None:
    one = record(scores={"support": 1.0})
    assert of(one, record(scores={"support": 0.0}, said=[("It lends 40.", 0.3)])).reason == "selection"


def test_answer_that_one_run_refuses_though_it_found_the_page_is_refusal() -> None:
    found = of(record(), REFUSED)
    assert (found.reason, found.way, found.what) == ("refusal", "worse", ("status", "points", "places"))
    assert of(REFUSED, record()).way == "better"


def test_refusal_that_was_wanted_is_better() -> None:
    asked = question(expected="refuse", evidence=(), key_points=())
    one, other = record(of=asked, made=()), record(of=asked, status="refused", made=())
    assert (of(one, other).reason, of(one, other).way) == ("refusal", "better")


@pytest.mark.parametrize("status", ["answered", "refused"])
def test_asking_back_in_one_run_is_clarification(status: str) -> None:
    asked = question(expected="clarify", evidence=(), key_points=())
    one, other = record(of=asked, status=status, made=()), record(of=asked, status="clarify", made=())
    assert (of(one, other).reason, of(one, other).way) == ("clarification", "better")


def test_question_that_could_not_be_asked_is_no_fault_of_the_search() -> None:
    found = of(record(), not_asked())
    assert (found.reason, found.way) == ("asking", "worse")
    assert of(not_asked(), record()).way == "better"


def test_forbidden_claim_outweighs_a_key_point_more() -> None:
    asked = question(forbidden=("lends 400 laptops",))
    one = record(of=asked, made=BARE, said=[("The library lends tablets.", 0.9)])
    other = record(of=asked, made=MADE, said=[*SAID, ("The library lends 400 laptops.", 0.9)])
    assert of(one, other).way == "worse"
    assert "forbidden" in of(one, other).what


def test_vital_point_outweighs_an_okay_one() -> None:
    assert of(record(made=(True, False)), record(made=(False, True))).way == "worse"
    assert of(record(made=(True, False)), record(made=(True, True))).way == "better"


def test_score_of_time_or_finding_is_no_change_of_an_answer() -> None:
    one, other = record(scores={"recall_at_5": 1.0}), record(scores={"recall_at_5": 0.0})
    assert "recall_at_5" in METRICS
    assert changed(Pair(one, other), METRICS) is None


def test_score_that_applies_in_one_run_only_is_a_change() -> None:
    one, other = record(scores={"support": None}), record(scores={"support": 0.0})
    assert of(one, other).what == ("support",)


def test_answer_without_a_key_that_is_expected_is_read_all_the_same() -> None:
    """A run of an older program may lack what is new."""
    bare = replace(record(), answer={"status": "answered"})
    assert of(record(), bare).what == ("places",)
