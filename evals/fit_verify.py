"""Fit the weights of `assistant.verify.weighing` on claims that people judged, and print them with their figures.

python -m evals.fit_verify DEV.jsonl [--encoder multilingual-e5-small] [--across]

DEV.jsonl is the development set of AttributionBench (Li et al. 2024): 1,198 claims with the passages cited for them,
half of them attributable. The weights are those of a logistic regression (L2, C = 10). The figures are of five-fold
cross-validation in which all claims on a question are in one fold, three times with other folds: no claim is judged by
weights that it, or another answer to its question, helped to fit. --across fits what judges a sentence in another
language than its source: without the features that count shared words.

For other programs: `cross_validated(read_cases(path, encoder)) -> Judged`, with a score, a verdict and a label for
each claim.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.build import silence_telemetry
from assistant.settings import read_settings
from assistant.verify.reading import read_sources
from assistant.verify.support import Findings, findings, settle
from assistant.verify.weighing import Weighing, weighing_for
from corpus.encoders import Encoder, load_encoder
from corpus.errors import RoundtableError
from evals.statistics import RESAMPLES, SEED, Estimate, auc_estimate

REPEATS = 3
SHARED_WORDS = ("nearest_two", "pairs", "run")
C = 10.0  # the features are small numbers: with 1 their weights were held too low


class MissingClaims(RoundtableError):
    """The file does not hold the claims of AttributionBench."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a claim and its sources show, what people said of it, and where it comes from."""

    found: Findings
    attributable: bool
    question: str
    source_set: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A score and a verdict for each claim, from weights that it did not help to fit, with what people said."""

    scores: tuple[float, ...]
    supported: tuple[bool, ...]
    attributable: tuple[bool, ...]
    source_sets: tuple[str, ...]

    def of(self, source_set: str) -> "Judged":
        kept = [place for place, name in enumerate(self.source_sets) if name == source_set]
        columns = (self.scores, self.supported, self.attributable, self.source_sets)
        return Judged(*(tuple(column[place] for place in kept) for column in columns))  # type: ignore[arg-type]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("claims", type=Path, help="AttributionBench's development set, as JSON lines")
    parser.add_argument("--encoder", help="the embedding model; without it, words alone are judged")
    parser.add_argument("--across", action="store_true", help="leave out the features that count shared words")
    chosen = parser.parse_args()
    silence_telemetry()
    try:
        encoder = load_encoder(chosen.encoder, read_settings().cache) if chosen.encoder else None
        cases = read_cases(chosen.claims, encoder)
    except RoundtableError as error:
        print(error)
        return 2
    left_out = SHARED_WORDS if chosen.across else ()
    report(cross_validated(cases, left_out))
    print_weights(cases, left_out)
    return 0


def read_cases(path: Path, encoder: Encoder | None = None) -> list[Case]:
    """Every claim with what it and its sources show. Raises `MissingClaims`."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        return [_case(row, encoder) for row in rows]
    except OSError as error:
        raise MissingClaims(
            f"{path}: cannot be read ({error.strerror}); it should be AttributionBench's dev set"
        ) from error
    except (ValueError, KeyError) as error:
        raise MissingClaims(f"{path}: not the claims of AttributionBench ({error})") from error


def _case(row: dict, encoder: Encoder | None) -> Case:
    source = read_sources(row["references"], row["claim"], "en")
    weighing = weighing_for(encoder.name if encoder else None)
    found = findings(row["claim"], source, weighing, "en", encoder, context="")
    return Case(found, row["attribution_label"] == "attributable", row["question"], row["src_dataset"])


def cross_validated(cases: Sequence[Case], left_out: Sequence[str] = ()) -> Judged:
    """Each claim judged as `verify` would, by the mean of weights fitted without its question."""
    from sklearn.model_selection import StratifiedGroupKFold

    labels = np.asarray([case.attributable for case in cases])
    questions = [case.question for case in cases]
    scores = np.zeros(len(cases))
    for repeat in range(REPEATS):
        folds = StratifiedGroupKFold(5, shuffle=True, random_state=repeat)
        for others, own in folds.split(scores, labels, questions):
            weighing = fitted([cases[place] for place in others], left_out)
            scores[own] += [settle(cases[place].found, weighing).score / REPEATS for place in own]
    verdicts = [
        bool(score >= Weighing({}).threshold) and not case.found.decisive
        for score, case in zip(scores, cases, strict=True)
    ]
    sets = tuple(case.source_set for case in cases)
    return Judged(tuple(scores.tolist()), tuple(verdicts), tuple(labels.tolist()), sets)


def fitted(cases: Sequence[Case], left_out: Sequence[str] = ()) -> Weighing:
    """Weights fitted on the cases."""
    from sklearn.linear_model import LogisticRegression

    kept = [case for case in cases if not case.found.verbatim and not case.found.unusable]
    values = np.asarray([_values(case, left_out) for case in kept])
    model = LogisticRegression(C=C, max_iter=5000).fit(values, [case.attributable for case in kept])
    weights = dict(zip(_names(kept[0], left_out), model.coef_[0].tolist(), strict=True))
    return Weighing({"bias": float(model.intercept_[0]), **weights})


def _features(case: Case, left_out: Sequence[str]) -> dict[str, float]:
    meaning = asdict(case.found.meaning) if case.found.meaning else {}
    return {name: value for name, value in (asdict(case.found.words) | meaning).items() if name not in left_out}


def _names(case: Case, left_out: Sequence[str]) -> list[str]:
    return list(_features(case, left_out))


def _values(case: Case, left_out: Sequence[str]) -> list[float]:
    return list(_features(case, left_out).values())


def macro_f1(supported: NDArray[np.bool_], labels: NDArray[np.bool_]) -> float:
    """The mean of the F1 of both classes."""
    found = []
    for said, true in ((supported, labels), (~supported, ~labels)):
        both, either = (said & true).sum(), said.sum() + true.sum()
        found.append(2 * both / either if either else 0.0)
    return float(np.mean(found))


def macro_f1_estimate(supported: Sequence[bool], labels: Sequence[bool]) -> Estimate:
    """`macro_f1` with its 95% interval (percentile bootstrap over the claims)."""
    said, true = np.asarray(supported, dtype=bool), np.asarray(labels, dtype=bool)
    drawn = np.random.default_rng(SEED).integers(0, len(said), size=(RESAMPLES, len(said)))
    low, high = np.percentile([macro_f1(said[one], true[one]) for one in drawn], [2.5, 97.5])
    return Estimate(macro_f1(said, true), float(low), float(high), len(said))


def report(judged: Judged) -> None:
    for name in ("all", *sorted(set(judged.source_sets))):
        one = judged if name == "all" else judged.of(name)
        print(f"{name}: AUROC {auc_estimate(one.scores, one.attributable)}")
        print(f"    macro-F1 of the verdict {macro_f1_estimate(one.supported, one.attributable)}")
    said, right = np.asarray(judged.scores), np.asarray(judged.attributable)
    for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        inside = (said >= low) & (said < high)
        if inside.any():
            print(f"said {low:.1f} to {high:.1f}: {inside.sum()} claims, attributable {right[inside].mean():.2f}")


def print_weights(cases: Sequence[Case], left_out: Sequence[str]) -> None:
    for name, weight in fitted(cases, left_out).weights.items():
        print(f'"{name}": {weight:.2f},')


if __name__ == "__main__":
    raise SystemExit(main())
