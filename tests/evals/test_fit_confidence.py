"""evals/fit_confidence.py: weights that tell right answers from wrong ones, judged by questions not fitted to."""

import json
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.confidence import Features
from assistant.question import read_question
from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from evals.fit_confidence import Case, cases_of, fitted, report
from evals.passage_set import write_index
from evals.quality.grounds import CNIL, REPORTS, SHIPPED, SQUAD, Grounds, Sizes

NOTHING = Features(**dict.fromkeys((each.name for each in fields(Features)), 0.0))
TRAMS = ("a", "Trams", "Lyon bought 48 trams in 2019. They run at night.")
NOISE = ("b", "Bruit", "Marseille a mesuré le bruit en 2021.")
ASKED = [
    ("1", "How many trams did Lyon buy?", "a", ["48"], True),
    ("2", "How many trams did Lyon buy in 2019?", "a", ["49"], True),
    ("3", "Who drives the trams of Lyon at night?", "a", [], False),
]
ASKED_IN_FRENCH = [("4", "Quand Marseille a-t-elle mesuré le bruit ?", "b", [], True)]


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Grounds:
    """Two sets of one passage each; what ships and the reports hold one sentence on something else."""

    class Small(Grounds):
        def _builder(self, name: str):
            if name not in (SHIPPED, REPORTS):
                return super()._builder(name)
            kept = {"c": ("Buses", "Ghent bought forty new buses in the year 2021 and runs them at night.")}
            return lambda folder: write_index(kept, folder, encoder, "en"), [name.encode()]

    data = tmp_path_factory.mktemp("data")
    write_set(data / SQUAD, TRAMS, ASKED)
    write_set(data / CNIL, NOISE, ASKED_IN_FRENCH)
    return Small(data, tmp_path_factory.mktemp("work"), encoder, "dev", Sizes(answered=3, searched=3))


def write_set(folder: Path, passage: tuple, questions: list[tuple]) -> None:
    folder.mkdir()
    keys = ("id", "question", "passage", "answers", "answerable")
    row = dict(zip(("id", "title", "text"), passage, strict=True))
    (folder / "passages.jsonl").write_text(json.dumps(row), encoding="utf-8")
    rows = [dict(zip(keys, each, strict=True)) for each in questions]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def test_case_is_right_where_a_chosen_sentence_holds_the_answer(grounds: Grounds) -> None:
    cases = list(cases_of(grounds))
    on_their_own = [
        (each.answerable, each.right) for each in cases if each.weight == 1 and each.answerable is not False
    ]
    # Of the first two, in an order that is drawn, one's answer is not what the passage says. The third is a near miss.
    assert sorted(on_their_own[:2]) == [(True, False), (True, True)]
    assert on_their_own[2:] == [(None, False), (True, True)]


def test_question_on_pages_weighs_double_and_one_of_another_collection_is_never_right(grounds: Grounds) -> None:
    cases = list(cases_of(grounds))
    assert {each.weight for each in cases} == {1.0, 2.0}
    of_pages = [each for each in cases if each.weight == 2]
    asked = [each for name in (SHIPPED, REPORTS) for each in grounds.page_questions(name)]
    texts = [text for each in asked for text in (each.text, each.french) if text]
    # Of the roundtables, which this collection lacks, no sentence is left to be judged.
    assert len(of_pages) == sum(not read_question(text).roundtables for text in texts)
    assert not any(each.right for each in of_pages)  # the collection has none of the pages
    elsewhere = [each for each in cases if each.answerable is False]
    assert elsewhere
    assert not any(each.right for each in elsewhere)


def test_missing_set_is_named(tmp_path: Path, encoder: Encoder) -> None:
    grounds = Grounds(tmp_path, tmp_path / "work", encoder, "dev", Sizes(1, 1))
    with pytest.raises(RoundtableError, match=r"passages\.jsonl: cannot be read"):
        list(cases_of(grounds))


def test_weights_are_the_bias_and_one_a_feature_with_its_sign() -> None:
    values = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    labels = np.array([True, True, False, False])
    bias, for_it, against_it = fitted(values, labels, np.ones(4))
    assert for_it > 0 > against_it
    assert for_it == pytest.approx(-against_it)
    assert bias == pytest.approx(0.0, abs=1e-3)


def test_case_of_double_weight_counts_as_two() -> None:
    values, labels = np.array([[1.0], [1.0], [0.0]]), np.array([True, False, False])
    twice = fitted(np.append(values, values[:1], axis=0), np.append(labels, True), np.ones(4))
    assert fitted(values, labels, np.array([2.0, 1.0, 1.0])) == pytest.approx(twice, abs=1e-3)


def test_report_has_the_figures_the_threshold_and_the_weights_to_copy(capsys: pytest.CaptureFixture[str]) -> None:
    right = Case(replace(NOTHING, similarity=0.9), True, 1.0, True)
    near = Case(replace(NOTHING, similarity=0.4, unfit=1.0), False, 1.0, None)
    away = Case(replace(NOTHING, strange=0.9), False, 1.0, False)
    report([right, near, away] * 10)
    shown = capsys.readouterr().out
    assert shown.startswith("30 questions, 10 answered right; AUC 1.000\n")
    assert "100.0% of those asked elsewhere, 100.0% of near misses; of the rest 100.0% are answered right" in shown
    weights = [line.split(":")[0].strip('"') for line in shown.splitlines() if line.startswith('"')]
    assert weights == ["bias", *(each.name for each in fields(Features))]
