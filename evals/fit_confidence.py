"""Fit the weights of `assistant.confidence` on questions whose answers are known, and print them.

python -m evals.fit_confidence DATA [--work FOLDER]

DATA is that of `evals.quality`, whose "dev" questions are asked: none that it reports on, but for those on the
reports, which are too few to be parted. Each collection is asked its own questions, in both languages where there are
both, and questions of the others. The weights are those of a logistic regression (L2, C = 1); the figures are of
five-fold cross-validation, so no question is judged by weights that it helped to fit.
"""

import argparse
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.assistant import Assistant
from assistant.build import build_encoder, silence_telemetry
from assistant.compose import choose_for_all
from assistant.confidence import Features
from assistant.evidence import Candidate
from assistant.settings import read_settings
from corpus.errors import RoundtableError
from evals.answering import holds
from evals.passage_set import AskedQuestion
from evals.quality.grounds import CNIL, REPORTS, SHIPPED, SQUAD, Grounds, Sizes
from evals.quality.refusing import CROSSED
from evals.reports import PageQuestion, stands_at
from evals.statistics import auc

OF_PAGES = 2.0  # what one such question weighs: they are few, and nearest to what users ask
FALSELY_REFUSED = 0.05  # of the answerable questions, at the threshold that is printed

IsRight = Callable[[Candidate], bool]


@dataclass(frozen=True, slots=True)
class Case:
    """What one question's confidence rests on, whether its answer was right, and how much the question weighs.

    `answerable` is None where a question on the subject has no answer, False where it is of another collection.
    """

    features: Features
    right: bool
    weight: float
    answerable: bool | None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with squad2, french-cnil and us-fed-reports")
    parser.add_argument("--work", type=Path, help="keeps the indexes, so that the next run is faster")
    chosen = parser.parse_args()
    silence_telemetry()
    with ExitStack() as stack:
        work = chosen.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        try:
            grounds = Grounds(chosen.data, work, build_encoder(read_settings()), "dev", Sizes(300, 300))
            cases = list(cases_of(grounds))
        except RoundtableError as error:
            print(error)
            return 2
    report(cases)
    return 0


def cases_of(grounds: Grounds) -> Iterator[Case]:
    """Raises `RoundtableError` if one of the sets is not there."""
    for name, weight in ((SQUAD, 1.0), (CNIL, 1.0)):
        assistant = grounds.assistant(name, sure=False)
        for answerable in (True, False):
            for question in grounds.drawn(name, answerable, grounds.sizes.answered):
                right = _holds_answer(question) if answerable else _never
                yield from _case(assistant, question.text, right, weight, answerable or None)
    for name in (SHIPPED, REPORTS):
        assistant = grounds.assistant(name, sure=False)
        for asked in grounds.page_questions(name):
            for text in filter(None, (asked.text, asked.french)):
                yield from _case(assistant, text, _stands_right(asked), OF_PAGES, asked.answerable or None)
    for name, where in CROSSED:
        assistant = grounds.assistant(where, sure=False)
        texts = (
            [each.text for each in grounds.drawn(name, True, grounds.sizes.answered // 3)]
            if name in (SQUAD, CNIL)
            else [each.text for each in grounds.page_questions(name) if each.answerable]
        )
        for text in texts:
            yield from _case(assistant, text, _never, 1.0, False)


def _case(assistant: Assistant, text: str, is_right: IsRight, weight: float, answerable: bool | None) -> Iterator[Case]:
    judged = assistant.judge(text)
    if judged.ranked:
        chosen = choose_for_all([(judged.question, judged.ranked)], assistant.index)
        seen = assistant.features(judged)
        yield Case(seen, any(is_right(each) for each in chosen), weight, answerable)


def _never(candidate: Candidate) -> bool:
    return False


def _holds_answer(question: AskedQuestion) -> IsRight:
    """A sentence of the right passage, with the answer if the set says which words that is."""
    return lambda each: (
        each.hit.document.id == question.passage and (not question.answers or holds(each.text, question.answers))
    )


def _stands_right(question: PageQuestion) -> IsRight:
    def is_right(each: Candidate) -> bool:
        pages = {part.page for part in each.hit.passage.locate_parts(each.start, each.end)}
        told = not question.answers or holds(each.text, question.answers)
        return told and stands_at(question, each.hit.document.source, pages)

    return is_right


def report(cases: Iterable[Case]) -> None:
    cases = list(cases)
    names = list(asdict(cases[0].features))
    values = np.asarray([list(asdict(case.features).values()) for case in cases])
    labels = np.asarray([case.right for case in cases])
    weights = np.asarray([case.weight for case in cases])
    said = _by_others(values, labels, weights)
    print(f"{len(cases)} questions, {labels.sum()} answered right; AUC {auc(list(said), list(labels)):.3f}")
    for low, high in ((0, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 1.01)):
        inside = (said >= low) & (said < high)
        if inside.any():
            print(f"said {low:.1f} to {high:.1f}: {inside.sum()} questions, right {labels[inside].mean():.2f}")
    home, away = (said[[case.answerable is kind for case in cases]] for kind in (True, False))
    near = said[[case.answerable is None for case in cases]]
    threshold = float(np.quantile(home, FALSELY_REFUSED))
    print(
        f"threshold {threshold:.2f} refuses {FALSELY_REFUSED:.0%} of the answerable questions, "
        f"{np.mean(away < threshold):.1%} of those asked elsewhere, {np.mean(near < threshold):.1%} of near misses; of "
        f"the rest {labels[said >= threshold].mean():.1%} are answered right"
    )
    for place, name in enumerate(names):
        without = _by_others(np.delete(values, place, axis=1), labels, weights)
        print(f"without {name}: AUC {auc(list(without), list(labels)):.3f}")
    for name, weight in zip(("bias", *names), fitted(values, labels, weights), strict=True):
        print(f'"{name}": {weight:.2f},')


def _by_others(values: NDArray, labels: NDArray, weights: NDArray) -> NDArray:
    """What weights fitted to four fifths of the questions say of the last fifth."""
    from sklearn.model_selection import StratifiedKFold

    said = np.zeros(len(values))
    for others, own in StratifiedKFold(5, shuffle=True, random_state=0).split(values, labels):
        said[own] = _said(values[own], fitted(values[others], labels[others], weights[others]))
    return said


def fitted(values: NDArray, labels: NDArray, weights: NDArray) -> NDArray:
    """The bias, and one weight a feature."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1.0, max_iter=5000).fit(values, labels, weights)
    return np.concatenate([model.intercept_, model.coef_[0]])


def _said(values: NDArray, chosen: NDArray) -> NDArray:
    return 1 / (1 + np.exp(-(chosen[0] + values @ chosen[1:])))


if __name__ == "__main__":
    raise SystemExit(main())
