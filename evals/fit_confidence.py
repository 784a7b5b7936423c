"""Fit the weights of `assistant.confidence` on questions whose answers are known, and print them.

python -m evals.fit_confidence FOLDER [--questions 400] [--seed 1]

Questions, index and what counts as right are those of `evals.answering`, with another seed. The weights are those
of a logistic regression (L2, C = 1) with each kind of question weighing as much as it was drawn; the figures are
of five-fold cross-validation, so no question is judged by weights that it helped to fit.
"""

import argparse
import tempfile
from dataclasses import asdict
from pathlib import Path

import numpy as np

from assistant.assistant import Assistant
from assistant.build import build_encoder, silence_telemetry
from assistant.confidence import Features
from assistant.settings import read_settings
from corpus.index import Index
from evals.answering import by_kind, draw, half, outcome
from evals.passage_set import read_passage_set, write_index
from evals.statistics import auc


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="passages.jsonl and questions.jsonl, with answers")
    parser.add_argument("--questions", type=int, default=400, help="how many of each kind")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    silence_telemetry()
    asked = read_passage_set(chosen.folder)
    kept = half(asked)
    encoder = build_encoder(read_settings())
    rows: list[Features] = []
    labels: list[bool] = []
    with tempfile.TemporaryDirectory() as folder:
        write_index(kept, Path(folder), encoder, "en")
        assistant = Assistant(Index(Path(folder)), encoder, threshold=0.0)
        for kind, questions in by_kind(asked, kept).items():
            for question in draw(questions, chosen.questions, chosen.seed):
                judged = assistant.judge(question.text)
                if judged.ranked:
                    rows.append(assistant.features(judged.question, judged.ranked))
                    labels.append(outcome(assistant, kind, question).right)
    report(rows, labels)
    return 0


def report(rows: list[Features], answered_right: list[bool]) -> None:
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    labels = np.asarray(answered_right)
    values = np.asarray([list(asdict(row).values()) for row in rows])
    model = LogisticRegression(C=1.0, max_iter=5000)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    said = cross_val_predict(model, values, labels, cv=folds, method="predict_proba")[:, 1]
    print(f"{len(labels)} questions, {labels.sum()} answered right; AUC {auc(list(said), answered_right):.3f}")
    for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        inside = (said >= low) & (said < high)
        if inside.any():
            print(f"said {low:.1f} to {high:.1f}: {inside.sum()} questions, right {labels[inside].mean():.2f}")
    model.fit(values, labels)
    print(f'"bias": {model.intercept_[0]:.2f},')
    for name, weight in zip(asdict(rows[0]), model.coef_[0], strict=True):
        print(f'"{name}": {weight:.2f},')


if __name__ == "__main__":
    raise SystemExit(main())
