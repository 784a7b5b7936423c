"""What is shown of the comparison: medians, intervals, ratios and aims, whoever fails."""

import json
from pathlib import Path

import pytest

from evals.bench.peers import asked
from evals.bench.peers.asked import Asked, Found, Set
from evals.bench.peers.comparing import Comparison, Measured
from evals.bench.peers.encoders import Model
from evals.bench.peers.environments import Environment, EnvironmentFailed
from evals.bench.peers.figures import Figures, aims, as_json, figures
from evals.bench.peers.measuring import OUR_ANSWERS, OURS, PROGRAMS, Ingested, Program, Reply
from evals.bench.peers.table import markdown, table
from evals.testsets.types import Place


def reply(*found: Found, seconds: float = 0.01) -> Reply:
    return Reply(list(found), seconds, 0.005, 0.0)


def program(name: str) -> Program:
    return next(each for each in PROGRAMS if each.name == name)


def measured(name: str, ingest_seconds: float, milliseconds: float, recall: list[float]) -> Measured:
    return Measured(
        program(name),
        ingests=[Ingested(20, ingest_seconds, 1.0, 2.0, 400_000_000)],
        index_bytes=1_000_000,
        cold_seconds=[3.0, 1.0, 2.0],
        replies=[reply(Found("a.pdf", (1,), length=100), seconds=milliseconds / 1000)] * len(recall),
        search_peak_bytes=300_000_000,
        recall=dict.fromkeys(asked.DEPTHS, recall),
    )


@pytest.fixture
def comparison(folder: Path) -> Comparison:
    """Ours finds 8 of 10; LangChain 4 of 10 in half the time; LlamaIndex failed; txtai finds 7 of 10 and is slow."""
    questions = tuple(Asked(f"q{number}", "Who?", ((Place("minutes.txt"),),)) for number in range(10))
    found = {each.name: Measured(each, failed="no module\nnamed | x") for each in PROGRAMS}
    found[OURS] = measured(OURS, 10.0, 20.0, [1.0] * 8 + [0.0] * 2)
    found["langchain"] = measured("langchain", 5.0, 30.0, [1.0] * 4 + [0.0] * 6)
    found["txtai"] = measured("txtai", 25.0, 40.0, [1.0] * 7 + [0.0] * 3)
    return Comparison(Set("own", folder, questions, {"drafts": 2, "other": 0}), Model("m", folder, "", "", 0.99), found)


def test_figures_are_medians_and_the_difference_is_question_by_question(comparison: Comparison) -> None:
    ours, langchain, *_ = figures(comparison)
    assert (ours.cold_seconds, ours.p50_ms, ours.passage_length, ours.behind) == (2.0, 20.0, 100, None)
    assert ours.recall is not None
    assert ours.recall[1].value == 8 / 10
    assert langchain.behind is not None
    assert langchain.behind[1].value == pytest.approx(4 / 10)


def test_aims_are_met_missed_or_not_certain(comparison: Comparison) -> None:
    told = {(aim.against, aim.what[:16]): (aim.figure, aim.verdict) for aim in aims(figures(comparison))}
    assert told["langchain", "reads the docume"] == ("0.50 times", "MISSED")
    assert told["txtai", "reads the docume"] == ("2.50 times", "met")
    assert told["langchain", "finds passages a"] == ("1.50 times", "MISSED")
    assert told["txtai", "finds passages a"] == ("2.00 times", "met")
    assert told["langchain", "finds more of th"][1] == "met"
    assert told["txtai", "finds more of th"][1] == "not certain"  # 1 question of 10
    assert {against for against, _ in told} == {"langchain", "txtai"}


def test_worse_recall_is_a_missed_aim(comparison: Comparison) -> None:
    comparison.measured["txtai"].recall[1] = [1.0] * 10
    assert [aim.verdict for aim in aims(figures(comparison)) if aim.against == "txtai" and "first 1" in aim.what] == [
        "MISSED", "not certain",
    ]  # fmt: skip


def test_table_shows_ratios_to_ours_and_who_failed(comparison: Comparison) -> None:
    rows = {row.split(" | ")[0]: row for row in table(figures(comparison))}
    assert rows["| Ingest"].split(" | ")[1:4] == ["10.0 s", "5.00 s (0.50x)", "failed"]
    assert "25.0 s (2.50x)" in rows["| Ingest"]
    assert rows["| Recall of the right page at 5"].split(" | ")[1].startswith("0.800 (")
    assert rows["| ... ours minus theirs at 5"].split(" | ")[1:3][0] == "-"
    assert rows["| ... ours minus theirs at 5"].split(" | ")[2].startswith("+0.400 (")


def test_page_names_the_failure_on_one_line_and_what_was_left_out(comparison: Comparison) -> None:
    here = Environment(OURS, Path("python"), 1000.0, {"torch": "2"}, {"torch": 700.0})
    other = Environment("langchain", Path("python"), 2500.0, {"torch": "2"}, {"torch": 700.0})
    page = markdown([comparison], {OURS: here, "langchain": other, "txtai": EnvironmentFailed("no disk")}, "A", "make")
    assert "- llamaindex failed: no module named / x" in page.splitlines()
    assert "| langchain | 2500 MB (2.50x) | 1 | torch 700 MB |" in page.splitlines()
    assert "| txtai | failed | | no disk |" in page.splitlines()
    assert "1 documents, 10 questions; left out: 2 drafts." in page
    assert "cosine to the vectors of the others at least 0.990" in page


def test_json_has_the_recall_of_each_question(comparison: Comparison) -> None:
    told = json.loads(json.dumps(as_json(comparison)))
    assert told["recall_by_question"]["langchain"]["q3"] == [1.0, 1.0, 1.0]
    assert "llamaindex" not in told["recall_by_question"]
    assert [each["program"] for each in told["programs"] if each["failed"]] == [
        "llamaindex",
        "txtai, hybrid",
        OUR_ANSWERS,
    ]


def test_nothing_is_judged_where_ours_failed() -> None:
    assert aims([Figures(OURS, "broken"), Figures("txtai", "", ingest_seconds=1.0)]) == []
