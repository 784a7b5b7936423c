"""About evals/metrics/figures.py and the registry: every metric, over real answers and over none."""

import pytest

from assistant.assistant import Assistant
from evals.metrics import FAMILIES, METRICS, Metric, figures, split
from evals.metrics.one import scored
from evals.runs.asking import asked
from evals.runs.types import Record, Took
from evals.testsets.types import KeyPoint, Place, Question, Tags
from tests.evals.metrics.records import given, record

EVERY = pytest.mark.parametrize("metric", METRICS.values(), ids=METRICS)
HELP = KeyPoint("14 digital help points", evidence=(Place("harbourview.pdf", 3),))
QUESTIONS = (
    Question("a", "How many digital help points did Harbourview open?", key_points=(HELP,), forbidden=("19 points",)),
    Question("b", "How many help points are there in Harbourview?", key_points=(HELP,), same_as="a"),
    Question("c", "How many adults did Oberwald train?", key_points=(KeyPoint("2 500 adults"),),
             evidence=(Place("slides.pptx", 1),)),
    Question("d", "Who won the chess championship of 1985?", expected="refuse"),
    Question("e", "Wer hat 1985 die Weltmeisterschaft im Schach gewonnen?", expected="refuse"),
)  # fmt: skip


@pytest.fixture(scope="module")
def run(assistant: Assistant) -> tuple[list[Record], list[Took]]:
    pairs = [asked(assistant, question) for question in QUESTIONS]
    return [one for one, _ in pairs], [took for _, took in pairs]


def test_real_answers_score_as_anyone_can_see_they_must(run: tuple[list[Record], list[Took]]) -> None:
    found = figures(*run)
    sure = (
        *("page_recall", "key_point_recall", "right", "citation_recall", "citation_precision", "exact_page"),
        *("quote_fidelity", "supported", "number_fidelity", "refusal_recall", "behaviour", "same_behaviour"),
    )
    assert {name: one and one.value for name in sure if (one := found[name]) is None or one.value != 1} == {}
    forbidden = found["forbidden_claims"]
    assert forbidden is not None
    assert (forbidden.value, forbidden.count) == (0, 1)


@EVERY
def test_every_metric_says_what_it_is(metric: Metric) -> None:
    assert METRICS[metric.name] is metric
    assert metric.family in FAMILIES
    assert metric.title
    assert metric.definition.endswith(".")
    assert metric.source


@EVERY
def test_every_metric_lies_in_its_range(metric: Metric, run: tuple[list[Record], list[Took]]) -> None:
    values = metric.values(*run)
    found = figures(*run)[metric.name]
    assert len(values) == len(QUESTIONS)
    shown = [value for value in values if value is not None] + ([found.low, found.value, found.high] if found else [])
    assert all(0 <= value <= (1 if metric.unit == "" else float("inf")) for value in shown)
    assert found is None or found.low <= found.value <= found.high


@EVERY
def test_nothing_asked_scores_nothing(metric: Metric) -> None:
    assert metric.values([], []) == []
    assert figures([])[metric.name] is None


@EVERY
def test_question_that_could_not_be_asked_scores_nothing(metric: Metric) -> None:
    broken = [record("a", status="error"), record("b", "refuse", status="error")]
    assert metric.values(broken, [Took(0.0), Took(0.0)]) == [None, None]
    assert figures(broken, [Took(0.0), Took(0.0)])[metric.name] is None


def test_everything_refused_scores_no_citation_and_no_confidence() -> None:
    found = figures([record("a", "answer", "refused"), record("b", "refuse", "refused")])
    for family in ("finding", "answering", "citing", "supporting", "calibration"):
        assert [found[name] for name, metric in METRICS.items() if metric.family == family and found[name]] == []
    assert str(found["refusal_precision"]) == "0.500 (0.000 to 1.000, n=2)"


def test_metrics_of_one_answer_are_those_of_four_families_and_no_others(assistant: Assistant) -> None:
    families = {"finding", "answering", "citing", "supporting"}
    found = scored(QUESTIONS[0], assistant.ask("?"), [], assistant.index, assistant.encoder).values
    assert set(found) == {name for name, metric in METRICS.items() if metric.family in families}


def test_scores_are_the_same_each_time(assistant: Assistant, run: tuple[list[Record], list[Took]]) -> None:
    assert [asked(assistant, question)[0] for question in QUESTIONS] == run[0]


def test_split_by_tag_with_those_without_it_last() -> None:
    records = [
        record("a", "refuse", "refused", tags=Tags("officials", "number", 2)),
        record("b", "refuse", "answered", language="fr"),
        record("c", "answer", "answered", tags=Tags("citizens", "list", 10)),
    ]
    took = [Took(100.0), Took(200.0), Took(400.0)]
    by_group = split(records, took, "group")
    assert list(by_group) == ["citizens", "officials", "untagged"]
    assert [str(by_group[tag]["behaviour"])[:5] for tag in by_group] == ["1.000", "1.000", "0.000"]
    assert [str(by_group[tag]["latency_median"])[:7] for tag in by_group] == ["400.000", "100.000", "200.000"]
    assert list(split(records, (), "kind")) == ["list", "number", "untagged"]
    assert list(split(records, (), "language")) == ["en", "fr"]
    assert list(split(records, (), "expected")) == ["answer", "refuse"]
    assert list(split(records, (), "roundtable")) == ["2", "10", "untagged"]


def test_split_of_nothing() -> None:
    assert split([], (), "group") == {}


WHOLE = [metric for metric in METRICS.values() if metric.overall]


@pytest.mark.parametrize("metric", WHOLE, ids=lambda metric: metric.name)
def test_figure_without_its_interval_is_the_same(metric: Metric) -> None:
    records = [given(0.9, True), given(0.8, False), given(0.3, True), record("r", "refuse", "refused"), record("s")]
    took = [Took(10.0), Took(20.0), Took(40.0), Took(5.0), Took(7.0)]
    assert metric.overall is not None
    assert metric.value is not None
    found = metric.overall(records, took)
    assert found is not None
    assert metric.value(records, took) == pytest.approx(found.value)
    assert metric.value([], []) is None
