"""Fit the weights of `assistant.confidence` on questions whose answers are known, and print them.

python -m evals.fit_confidence FOLDER --reports FOLDER [--questions 300] [--seed 1]

Questions and index are those of `evals.answering`, with another seed, and those of `evals.reports`, each of which
weighs `REPORTS_WEIGHT` times as much: they are few, and nearer to what users ask. The weights are those of a
logistic regression (L2, C = 1); the figures are of five-fold cross-validation, so no question is judged by weights
that it helped to fit.
"""

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from assistant.assistant import Assistant
from assistant.build import build_encoder, silence_telemetry
from assistant.confidence import Features
from assistant.settings import read_settings
from corpus.errors import RoundtableError
from corpus.index import Index
from evals import reports
from evals.answering import by_kind, draw, half, outcome
from evals.passage_set import PassageSet, read_passage_set, write_index
from evals.statistics import auc

REPORTS_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Case:
    """What one question's confidence rests on, whether its answer was right, and how much the question weighs."""

    features: Features
    right: bool
    weight: float = 1.0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="passages.jsonl and questions.jsonl, with answers")
    parser.add_argument("--reports", type=Path, required=True, help="the PDF files of evals.reports")
    parser.add_argument("--questions", type=int, default=300, help="how many of each kind")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    silence_telemetry()
    try:
        cases = [
            *passage_cases(read_passage_set(chosen.folder), chosen.questions, chosen.seed),
            *report_cases(chosen.reports),
        ]
    except RoundtableError as error:
        print(error)
        return 2
    report(cases)
    return 0


def passage_cases(asked: PassageSet, count: int, seed: int) -> Iterator[Case]:
    kept = half(asked)
    encoder = build_encoder(read_settings())
    with tempfile.TemporaryDirectory() as folder:
        write_index(kept, Path(folder), encoder, "en")
        assistant = Assistant(Index(Path(folder)), encoder, threshold=0.0)
        for kind, questions in by_kind(asked, kept).items():
            for question in draw(questions, count, seed):
                judged = assistant.judge(question.text)
                if judged.ranked:
                    seen = assistant.features(judged.question, judged.ranked)
                    yield Case(seen, outcome(assistant, kind, question).right)


def report_cases(folder: Path) -> Iterator[Case]:
    with reports.indexed(folder) as assistant:
        for question in reports.read_questions():
            judged = assistant.judge(question.text)
            if judged.ranked:
                right = reports.is_right(assistant.ask(question.text), question)
                yield Case(assistant.features(judged.question, judged.ranked), right, REPORTS_WEIGHT)


def report(cases: Iterable[Case]) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    cases = list(cases)
    values = np.asarray([list(asdict(case.features).values()) for case in cases])
    labels = np.asarray([case.right for case in cases])
    weights = np.asarray([case.weight for case in cases])
    said = np.zeros(len(cases))
    for others, own in StratifiedKFold(5, shuffle=True, random_state=0).split(values, labels):
        fitted = LogisticRegression(C=1.0, max_iter=5000).fit(values[others], labels[others], weights[others])
        said[own] = fitted.predict_proba(values[own])[:, 1]
    print(f"{len(cases)} questions, {labels.sum()} answered right; AUC {auc(list(said), list(labels)):.3f}")
    for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        inside = (said >= low) & (said < high)
        if inside.any():
            print(f"said {low:.1f} to {high:.1f}: {inside.sum()} questions, right {labels[inside].mean():.2f}")
    model = LogisticRegression(C=1.0, max_iter=5000).fit(values, labels, weights)
    print(f'"bias": {model.intercept_[0]:.2f},')
    for name, weight in zip(asdict(cases[0].features), model.coef_[0], strict=True):
        print(f'"{name}": {weight:.2f},')


if __name__ == "__main__":
    raise SystemExit(main())
