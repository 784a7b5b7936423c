"""Measure what is answered and what is refused, on a public set whose answers are known.

python -m evals.answering FOLDER [--questions 300]

Every other title of the set goes into the index. Asked are questions that the index answers, questions that it
seems to answer and does not ("near miss": the set says that the passage lacks the answer), and questions whose
passage was left out ("absent"). An answer is right if the words of a known answer stand in one of its quotes.
"""

import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.build import build_encoder, silence_telemetry
from assistant.confidence import THRESHOLD
from assistant.settings import read_settings
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.words import plain, tokens
from evals.options import passage_set_parser
from evals.passage_set import AskedQuestion, PassageSet, read_passage_set, write_index
from evals.statistics import auc, mean

BINS = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question. `kind` is "answerable", "near miss" or "absent"; `right` says whether the
    answer is right, or would have been, had it not been held back."""

    kind: str
    confidence: float
    right: bool
    milliseconds: float


def main() -> int:
    parser = passage_set_parser(__doc__, "passages.jsonl and questions.jsonl, with answers", 300, " of each kind")
    parser.add_argument("--seed", type=int, default=11, help="draws other questions")
    chosen = parser.parse_args()
    silence_telemetry()
    try:
        asked = read_passage_set(chosen.folder)
    except RoundtableError as error:
        print(error)
        return 2
    kept = half(asked)
    encoder = build_encoder(read_settings())
    with tempfile.TemporaryDirectory() as folder:
        write_index(kept, Path(folder), encoder, chosen.language)
        assistant = Assistant(Index(Path(folder)), encoder, threshold=0.0)
        outcomes = [
            outcome(assistant, kind, question)
            for kind, questions in by_kind(asked, kept).items()
            for question in draw(questions, chosen.questions, chosen.seed)
        ]
    report(outcomes)
    return 0


def half(asked: PassageSet) -> dict[str, tuple[str, str]]:
    """The passages of every other title."""
    titles = set(sorted({title for title, _ in asked.passages.values()})[::2])
    return {id_: passage for id_, passage in asked.passages.items() if passage[0] in titles}


def by_kind(asked: PassageSet, kept: dict[str, tuple[str, str]]) -> dict[str, list[AskedQuestion]]:
    inside = [question for question in asked.questions if question.passage in kept]
    return {
        "answerable": [question for question in inside if question.answerable],
        "near miss": [question for question in inside if not question.answerable],
        "absent": [q for q in asked.questions if q.passage not in kept and q.answerable],
    }


def draw(questions: Sequence[AskedQuestion], count: int, seed: int) -> list[AskedQuestion]:
    return random.Random(seed).sample(questions, min(count, len(questions)))


def outcome(assistant: Assistant, kind: str, question: AskedQuestion) -> Outcome:
    answer = assistant.ask(question.text)
    right = kind == "answerable" and any(holds(citation.quote, question.answers) for citation in answer.citations)
    return Outcome(kind, answer.confidence, right, answer.elapsed_ms)


def holds(quote: str, answers: Sequence[str]) -> bool:
    """Whether the words of one of the answers stand in the quote, side by side."""
    words = f" {' '.join(map(plain, tokens(quote)))} "
    return any(f" {' '.join(map(plain, tokens(answer)))} " in words for answer in answers)


def report(outcomes: Sequence[Outcome], threshold: float = THRESHOLD) -> None:
    for kind in dict.fromkeys(each.kind for each in outcomes):
        own = [each for each in outcomes if each.kind == kind]
        print(f"{kind}: answered {mean([each.confidence >= threshold for each in own])}")
        if kind == "answerable":
            answered = [o.right for o in own if o.confidence >= threshold]
            print(f"{kind}: right where answered {mean(answered) if answered else 'not scored (none was answered)'}")
            print(f"{kind}: right if all were answered {mean([o.right for o in own])}")
    ranked = auc([each.confidence for each in outcomes], [each.right for each in outcomes])
    scored = "not scored (needs right and wrong ones)" if ranked is None else f"{ranked:.3f}"
    print(f"confidence: AUC of right answers {scored}")
    for low in range(BINS):
        own = [each for each in outcomes if min(int(each.confidence * BINS), BINS - 1) == low]
        if own:
            print(
                f"confidence {low / BINS:.1f} to {(low + 1) / BINS:.1f}: "
                f"says {mean([o.confidence for o in own]).value:.2f}, is right {mean([o.right for o in own])}"
            )
    times = sorted(each.milliseconds for each in outcomes)
    print(f"milliseconds: median {times[len(times) // 2]:.0f}, 95% under {times[int(0.95 * len(times))]:.0f}")


if __name__ == "__main__":
    raise SystemExit(main())
