"""Measure the questions that are suggested after answers: how many there are, and whether they are answered.

python -m evals.suggestions INDEX [SET.jsonl] [--questions 40] [--language en|fr|both] [--show]

The questions that the set says are answerable are asked of the index, and each suggestion after them in the
conversation that it was made for.
"""

import argparse
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import Assistant
from assistant.build import build_encoder, silence_telemetry
from assistant.confidence import SURE
from assistant.settings import read_settings
from assistant.suggesting import suggestions
from corpus.errors import RoundtableError
from corpus.index import Index
from evals.options import positive
from evals.statistics import mean

SHIPPED = Path(__file__).with_name("sets") / "shipped.jsonl"
LANGUAGES = {"en": "question", "fr": "question_fr"}
LIMIT = 3


class BadQuestions(RoundtableError):
    """A set of questions that cannot be read."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was suggested after the answer to a question, in how long, and which of it was answered for certain."""

    question: str
    language: str
    status: str
    suggestions: tuple[str, ...]
    answered: tuple[str, ...]
    milliseconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of the index")
    parser.add_argument("set", type=Path, nargs="?", default=SHIPPED, help="questions, one a line")
    parser.add_argument("--questions", type=positive, default=40, help="how many of each language, with a fixed seed")
    parser.add_argument("--seed", type=int, default=3, help="draws other questions")
    parser.add_argument("--seconds", type=float, default=0.5, help="for the suggestions after one answer")
    parser.add_argument("--language", choices=(*LANGUAGES, "both"), default="both")
    parser.add_argument("--show", action="store_true", help="print the questions and what was suggested")
    chosen = parser.parse_args(arguments)
    silence_telemetry()
    try:
        asked = read_answerable(chosen.set)
        assistant = Assistant(Index(chosen.index), build_encoder(read_settings()))
    except RoundtableError as error:
        print(error)
        return 2
    assistant.ask("What is this about?")  # what loads with the first question is no part of the time
    for language in LANGUAGES if chosen.language == "both" else (chosen.language,):
        texts = [row[LANGUAGES[language]] for row in asked if row.get(LANGUAGES[language])]
        drawn = random.Random(chosen.seed).sample(texts, min(chosen.questions, len(texts)))
        report(language, [suggested(assistant, text, language, chosen.seconds) for text in drawn], chosen.show)
    return 0


def read_answerable(path: Path) -> list[dict[str, str]]:
    """The rows of the set that are answerable. Raises `BadQuestions`."""
    try:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise BadQuestions(f"{path}: cannot be read as questions, one JSON object a line ({error})") from error
    return [row for row in rows if row.get("kind", "answerable") == "answerable"]


def suggested(assistant: Assistant, text: str, language: str, seconds: float) -> Suggested:
    """Ask, take the suggestions, and ask each of them next."""
    answer = assistant.ask(text)
    started = time.perf_counter()
    found = suggestions(assistant, [answer], LIMIT, seconds)
    took = (time.perf_counter() - started) * 1000
    answered = tuple(each for each in found if is_certain(assistant, each, text))
    return Suggested(text, language, answer.status, found, answered, took)


def is_certain(assistant: Assistant, text: str, earlier: str) -> bool:
    answer = assistant.ask(text, earlier=[earlier])
    return answer.status == "answered" and answer.confidence >= SURE and bool(answer.citations)


def report(language: str, outcomes: Sequence[Suggested], show: bool) -> None:
    if not outcomes:
        print(f"{language}: not scored (the set has no questions in this language)")
        return
    for least in (1, LIMIT):
        print(f"{language}: answers with {least} or more {mean([len(o.suggestions) >= least for o in outcomes])}")
    made = [(each in o.answered, o) for o in outcomes for each in o.suggestions]
    answered = mean([right for right, _ in made]) if made else "not scored (none was made)"
    print(f"{language}: suggestions answered for certain when asked next {answered}")
    texts = [each for o in outcomes for each in o.suggestions]
    print(f"{language}: suggestions made after more than one question {len(texts) - len(set(texts))} of {len(texts)}")
    times = sorted(o.milliseconds for o in outcomes)
    print(
        f"{language}: milliseconds, median {times[len(times) // 2]:.0f}, 95% under {times[int(0.95 * len(times))]:.0f}"
    )
    for outcome in outcomes if show else ():
        print(f"\n{outcome.question} ({outcome.status})")
        for each in outcome.suggestions:
            print(f"  - {each}{'' if each in outcome.answered else '  (NOT ANSWERED)'}")


if __name__ == "__main__":
    raise SystemExit(main())
