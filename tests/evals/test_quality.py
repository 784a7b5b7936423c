"""evals/quality: every figure stands beside its target with its count, and what is missing costs one line."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.types import Answer, Citation
from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.types import Document
from evals.quality import calibration, finding, research
from evals.quality.__main__ import MEASURES, main, table
from evals.quality.answers import in_first_sentence, known_answers
from evals.quality.grounds import CNIL, REPORTS, SQUAD, Grounds, MissingSet, Sizes
from evals.quality.refusing import asked_of, near_misses
from evals.quality.rows import HEADINGS, Row, Target, order, share
from evals.statistics import Estimate, mean

PASSAGES = [
    ("a", "Marisol", "Marisol mounted 48 noise sensors on lamp posts in 2019. Residents may read them on a map."),
    ("b", "Marisol", "The sensors of Marisol cost 120,000 euros. The council of Marisol paid for them."),
    ("c", "Lindenau", "Lindenau deletes the recordings of its traffic cameras after 72 hours, as its council decided."),
    ("d", "Oberwald", "Oberwald trained 2,500 adults in basic digital skills in 2022. The classes were held in May."),
]
QUESTIONS = [
    ("1", "How many noise sensors did Marisol mount?", "a", ["48"], True),
    ("2", "How much did the sensors of Marisol cost?", "b", ["120,000 euros"], True),
    ("3", "Who invented the noise sensors of Marisol?", "a", [], False),
    ("4", "After how many hours does Lindenau delete its recordings?", "c", ["72"], True),
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Titles in order: Lindenau and Oberwald are of the one part, Marisol, between them, of the other."""
    folder = tmp_path_factory.mktemp("data")
    keys = ("id", "question", "passage", "answers", "answerable")
    (folder / SQUAD).mkdir()
    write(folder / SQUAD / "passages.jsonl", [dict(zip(("id", "title", "text"), row, strict=True)) for row in PASSAGES])
    write(folder / SQUAD / "questions.jsonl", [dict(zip(keys, row, strict=True)) for row in QUESTIONS])
    return folder


def write(path: Path, rows: list[dict]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture
def grounds(data: Path, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Callable[[str], Grounds]:
    work = tmp_path_factory.getbasetemp() / "quality-work"
    return lambda part: Grounds(data, work, encoder, part, Sizes(answered=5, searched=5))


def figures(rows: Iterator[Row]) -> dict[str, Estimate | None]:
    return {row.figure: row.found for row in rows}


@pytest.mark.parametrize(
    ("target", "found", "verdict"),
    [
        (Target(0.7), Estimate(0.8, 0.75, 0.9, 9), "met"),
        (Target(0.7), Estimate(0.8, 0.6, 0.9, 9), "met, unsure"),
        (Target(0.7), Estimate(0.7, 0.7, 0.7, 9), "met"),
        (Target(0.7), Estimate(0.6, 0.5, 0.8, 9), "MISSED, unsure"),
        (Target(0.05, at_most=True), Estimate(0.04, 0.01, 0.045, 9), "met"),
        (Target(0.05, at_most=True), Estimate(0.2, 0.1, 0.3, 9), "MISSED"),
        (Target(-0.1), Estimate(-0.2, -0.3, -0.15, 9), "MISSED"),
    ],
)
def test_target_within_the_interval_leaves_doubt(target: Target, found: Estimate, verdict: str) -> None:
    assert target.verdict(found) == verdict


def test_row_has_its_figure_under_each_heading() -> None:
    row = str(Row("set", "figure", Estimate(0.81234, 0.7, 0.9, 12), Target(0.7)))
    assert row.split() == ["set", "figure", "12", "0.812", "(0.700", "to", "0.900)", "at", "least", "0.7", "met"]
    assert row.index("12  ") + 2 == HEADINGS.index("count") + len("count")
    assert row.index("at least") == HEADINGS.index("to beat")


def test_figure_of_no_question_is_not_scored_and_says_why() -> None:
    assert share("set", "figure", []).found is None
    assert "not scored: no question of this kind" in str(share("set", "figure", []))
    assert "not scored: needs questions of both kinds" in str(order("set", "figure", [0.5], [True]))


def test_no_title_is_in_both_parts(grounds: Callable[[str], Grounds]) -> None:
    assert [each.id for each in grounds("dev").drawn(SQUAD, True, 9)] == ["4"]
    assert sorted(each.id for each in grounds("test").drawn(SQUAD, True, 9)) == ["1", "2"]
    assert [each.id for each in grounds("test").drawn(SQUAD, False, 9)] == ["3"]
    assert grounds("test").of_part("dev").drawn(SQUAD, True, 9) == grounds("dev").drawn(SQUAD, True, 9)


def test_index_is_made_once_and_kept(grounds: Callable[[str], Grounds]) -> None:
    first, second = grounds("dev").index(SQUAD), grounds("test").index(SQUAD)
    assert first.state == second.state
    assert len(second.documents) == 4


def test_both_arms_are_compared_with_the_better(grounds: Callable[[str], Grounds]) -> None:
    found = figures(finding.squad_passages(grounds("test")))
    assert found["nDCG@10, words"] == found["nDCG@10, meaning and words"] == mean([1.0, 1.0])
    (gain,) = [row for row in finding.squad_passages(grounds("test")) if row.figure.startswith("nDCG@10, both minus")]
    assert (gain.found, gain.target) == (Estimate(0.0, 0.0, 0.0, 2), Target(0.02))


def test_known_answers_are_looked_for_in_the_first_sentence_and_in_all(grounds: Callable[[str], Grounds]) -> None:
    found = figures(known_answers(grounds("test")))
    assert found["answer in a quote, all answered"] == mean([1.0, 1.0])
    assert not in_first_sentence(Answer("?", "refused"), ["48"])


def test_near_misses_are_ranked_against_what_is_answered(grounds: Callable[[str], Grounds]) -> None:
    found = figures(near_misses(grounds("test")))
    assert {name: estimate and estimate.count for name, estimate in found.items()} == {
        "confidence: AUROC, near misses": 3,
        "refused, near misses": 1,
    }


def test_questions_asked_elsewhere_need_both_sets(grounds: Callable[[str], Grounds]) -> None:
    asked = asked_of(grounds("dev"), REPORTS, SQUAD)
    assert (len(asked.answers), {answer.status for answer in asked.answers}) == (50, {"refused"})
    with pytest.raises(RoundtableError, match=r"passages\.jsonl: cannot be read"):
        asked_of(grounds("dev"), CNIL, SQUAD)


def test_missing_set_is_one_line(grounds: Callable[[str], Grounds]) -> None:
    for name, told in (
        ("french-passages", "passages.jsonl: cannot be read"),
        ("research", "needs --research FOLDER"),
        ("attribution", "dev.jsonl: cannot be read"),
    ):
        line, took = table(name, MEASURES[name], grounds("test"))
        assert line.startswith(name)
        assert "not scored" in line
        assert told in line
        assert took.startswith(f"({name}: ")


def test_bins_hold_every_case_and_the_plot_a_dot_each() -> None:
    cases = [
        calibration.Judged(said, right) for said, right in ((0.95, True), (1.0, True), (0.11, False), (0.19, True))
    ]
    low, high = calibration.bins_of(cases)
    assert (low.low, low.high, low.said, low.right.value, low.right.count) == (0.1, 0.2, pytest.approx(0.15), 0.5, 2)
    assert (high.low, high.said, high.right.value) == (0.9, pytest.approx(0.975), 1.0)
    drawn = calibration.plot([low, high])
    assert drawn.count("<circle") == 2
    assert f'cx="{50 + 0.975 * 400}" cy="50.0"' in drawn


@pytest.mark.parametrize(
    ("said", "claim", "held"),
    [
        ("It opened on 9 July 2019 in Paris.", "9 July 2019", True),
        ("It opened on 8 July 2019 in Paris.", "9 July 2019", False),
        ("A community of practice meets there.", "community of practice", True),
        ("The community meets there.", "community of practice", False),
        ("Threats to data privacy and the destruction of jobs", "job destruction", True),
        ("Nothing", "89 in 2019", False),
        ("In 2019 there were 89 cities.", "89 in 2019", True),
    ],
)
def test_claim_is_held_by_all_its_numbers_and_most_of_its_words(said: str, claim: str, held: bool) -> None:
    document = Document("d", "d.md", "D")
    answer = Answer("?", "answered", citations=(Citation(1, document, None, None, said, "d:0", 0, len(said)),))
    assert research.nugget_in(answer, claim) is held


def test_places_of_a_fact_are_the_pages_that_state_it(small_index: Path) -> None:
    stated = research.Stated(Index(small_index))
    assert stated.places("Harbourview opened 14 help points in 2021") == {("harbourview.pdf", 3)}
    assert stated.places("Quellstadt published 310 data sets") == {("quellstadt.html", None)}
    assert stated.places("Quellstadt published 311 data sets") == set()


def test_research_questions_are_read_with_their_facts(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "a.yaml").write_text("facts:\n- {id: a-f01, fact: It opened.}\n", encoding="utf-8")
    (tmp_path / "questions.yaml").write_text(
        "questions:\n"
        '- {id: q1, question: "When?", language: en, expected_behaviour: answer, expected_nuggets: ["2019"],\n'
        "   support: [a-f01, b], follow_up_of: null}\n"
        '- {id: q2, question: "Et où ?", language: fr, expected_behaviour: abstain, expected_nuggets: [],\n'
        "   support: [], follow_up_of: q1}\n",
        encoding="utf-8",
    )
    assert research.read_research(tmp_path) == [
        research.ResearchQuestion("When?", "en", "answer", ("2019",), ("It opened.",)),
        research.ResearchQuestion("Et où ?", "fr", "abstain", (), (), ("When?",)),
    ]
    with pytest.raises(MissingSet, match="needs --research"):
        research.read_research(tmp_path / "facts")


def test_wrong_name_of_a_measure_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["data", "--only", "nothing"])
    assert stopped.value.code == 2
    assert "squad-passages" in capsys.readouterr().err
