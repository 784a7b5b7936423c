"""evals/broken.py: each broken assistant scores badly on the metric that is for it, and the whole one does not."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from evals.broken import AS_IT_IS, BROKEN
from evals.metrics import figures
from evals.metrics.types import Figures
from evals.runs.asking import asked
from evals.runs.failing import faults
from evals.testsets.types import KeyPoint, Place, Question, TestSet

HARBOUR = "harbourview.pdf"
SET = TestSet(
    "small",
    (
        Question("a", "How many digital help points did Harbourview open?",
                 key_points=(KeyPoint("14", wordings=("14 digital help points",), evidence=(Place(HARBOUR, 3),)),)),
        Question("b", "What does one help point in Harbourview cost a year?",
                 key_points=(KeyPoint("9,300", wordings=("9300 euros year",), evidence=(Place(HARBOUR, 4),)),)),
        Question("c", "How many noise sensors did Marisol mount on lamp posts?",
                 key_points=(KeyPoint("48", wordings=("48 noise sensors",),
                                      evidence=(Place("case-studies/marisol.md"),)),)),
        Question("d", "How many data sets did Quellstadt publish on its open data portal?",
                 key_points=(KeyPoint("310", wordings=("310 data sets",), evidence=(Place("quellstadt.html"),)),)),
        Question("e", "What is the capital of Mongolia?", "refuse"),
        Question("f", "Who won the football world cup in 1998?", "refuse"),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def found(assistant: Assistant) -> Mapping[str, Figures]:
    """The figures of each assistant over the set."""
    of = {}
    for name, broken in BROKEN.items():
        subject = broken(assistant)
        records, took = zip(*(asked(subject, question) for question in SET.questions), strict=True)
        of[name] = figures(records, took)
    return of


def value(found: Mapping[str, Figures], name: str, metric: str) -> float:
    estimate = found[name][metric]
    assert estimate is not None, f"{metric} of {name} was not scored"
    return estimate.value


def test_whole_assistant_scores_well(found: Mapping[str, Figures]) -> None:
    for metric in ("key_point_recall", "exact_page", "quote_fidelity", "supported", "number_fidelity", "behaviour"):
        assert value(found, AS_IT_IS, metric) == 1.0, metric


@pytest.mark.parametrize(
    ("name", "metric", "at_most"),
    [
        ("random pages", "exact_page", 0.5),
        ("random pages", "quote_fidelity", 0.5),
        ("random pages", "citation_recall", 0.5),
        ("random pages", "mrr_at_10", 0.7),
        ("shuffled citations", "citation_recall", 0.7),
        ("shuffled citations", "exact_page", 0.7),
        ("never refuses", "refusal_recall", 0.0),
        ("never refuses", "behaviour", 0.7),
        ("always refuses", "refusal_precision", 0.34),
        ("always refuses", "key_point_recall", 0.0),
        ("always asks back", "behaviour", 0.0),
        ("refuses by chance", "behaviour", 0.9),
        ("rambles", "answer_precision", 0.6),
        ("cites more", "citation_precision", 0.6),
        ("one number in ten wrong", "number_fidelity", 0.999),
        ("one number in ten wrong", "supported", 0.999),
    ],
)
def test_broken_assistant_scores_badly_on_what_it_breaks(
    found: Mapping[str, Figures], name: str, metric: str, at_most: float
) -> None:
    assert value(found, name, metric) <= at_most < value(found, AS_IT_IS, metric) + 1e-9


def test_what_is_not_broken_scores_as_before(found: Mapping[str, Figures]) -> None:
    assert value(found, "shuffled citations", "key_point_recall") == 1.0
    assert value(found, "random pages", "key_point_recall") == 1.0
    assert value(found, "one number in ten wrong", "quote_fidelity") == 1.0
    assert value(found, "always certain", "behaviour") == 1.0
    assert value(found, "never refuses", "recall_at_5") == value(found, AS_IT_IS, "recall_at_5")


def test_worst_passages_first_rank_lower(found: Mapping[str, Figures]) -> None:
    assert value(found, "worst first", "mrr_at_10") < value(found, AS_IT_IS, "mrr_at_10")


def test_who_always_asks_back_does_so_in_vain(found: Mapping[str, Figures]) -> None:
    assert value(found, "always asks back", "clarification_precision") == 0.0


def test_sentence_that_cites_something_else_is_told_whatever_the_answer_says_of_itself(assistant: Assistant) -> None:
    record, _ = asked(BROKEN["shuffled citations"](assistant), SET.questions[0])
    assert all(sentence["support"] == 1.0 for sentence in record.answer["sentences"])
    assert not any(record.supported)
    assert "unsupported" in faults(record)
    whole, _ = asked(assistant, SET.questions[0])
    assert all(whole.supported)
    assert faults(whole) == ()


def test_broken_assistants_break_alike_each_time(assistant: Assistant) -> None:
    question = SET.questions[0]
    for broken in BROKEN.values():
        assert asked(broken(assistant), question)[0] == asked(broken(assistant), question)[0]


def test_run_names_the_assistant_that_was_asked(small_index: Path, tmp_path: Path) -> None:
    from evals.runs.running import running, whole
    from evals.runs.store import RunStore

    settings = Settings(index=small_index, evaluations=tmp_path)
    one = TestSet("one", SET.questions[:1])
    run = whole(running(one, settings, RunStore(tmp_path), workers=1, assistant="always refuses"))
    assert run.settings["assistant"] == "always refuses"
    assert run.records[0].status == "refused"
