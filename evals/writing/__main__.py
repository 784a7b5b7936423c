"""Measure what a language model adds to answers and what it spoils, with the gate and without it.

python -m evals.writing [--only NAME ...] [--model openai:NAME --model-url URL --context N] [--out FILE.jsonl] ...

ways   the questions of evals/sets/shipped.jsonl over the documents that ship, answered without a model, with a model
       and no gate, and with both; one run of the model serves the last two
forms  short questions asked in plain markers, and as JSON in two orders
gate   sentences of the documents with one thing changed, or two mixed into one, handed to the gate; needs no model

--out writes every answer and sentence as a line of JSON. Fill in the "supported" of sentences, true or false, after
reading them, and give the file as --labels: the table then has a row on what people found. With --read FILE.jsonl the
sentences are those of an earlier run, and nothing is asked.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from assistant.assistant import Assistant
from assistant.build import build_model, run_ingest, silence_telemetry
from assistant.model import Model, NoModel
from assistant.settings import read_settings
from corpus.encoders import Encoder, load_encoder
from corpus.errors import RoundtableError
from corpus.index import Index
from evals.options import positive
from evals.quality.__main__ import commit
from evals.quality.grounds import PAGE_SETS, PARTS, SEED, SHIPPED
from evals.quality.rows import HEADINGS, Row
from evals.reports import read_questions
from evals.writing import figures, forms, gate
from evals.writing.ways import ThreeWays, shown_of


@dataclass
class Ground:
    """What is measured on, and where its sentences are written."""

    index: Index
    encoder: Encoder
    model: Model | None
    chosen: argparse.Namespace
    seconds: float
    out: TextIO | None = None
    started: float = field(default_factory=time.perf_counter)

    def asked_model(self) -> Model:
        if self.model is None:
            raise NoModel("needs a language model: --model provider:name")
        return self.model

    def write(self, row: Mapping[str, object]) -> None:
        """At once, so that a run that is stopped leaves what it has."""
        if self.out:
            print(json.dumps(row, ensure_ascii=False), file=self.out, flush=True)


def measure_ways(ground: Ground) -> Iterator[Row]:
    chosen = ground.chosen
    ways = ThreeWays(ground.index, ground.encoder, ground.asked_model(), ground.seconds)
    questions = [each for each in read_questions(PAGE_SETS[SHIPPED]) if each.part == chosen.part]
    outcomes = []
    for question in random.Random(SEED).sample(questions, min(chosen.questions or len(questions), len(questions))):
        for outcome in ways.answer(question):
            outcomes.append(outcome)
            ground.write(outcome.row())
            for shown in outcome.shown:
                ground.write(shown.row())
    yield from figures.figures(outcomes, figures.read_labels(chosen.labels) if chosen.labels else {})


def measure_forms(ground: Ground) -> Iterator[Row]:
    questions = forms.read_short_questions()
    replied = []
    for each in forms.replies(ground.asked_model(), questions[: ground.chosen.questions], ground.seconds):
        replied.append(each)
        ground.write(each.row())
    yield from forms.figures(replied)


def measure_gate(ground: Ground) -> Iterator[Row]:
    trial = gate.Trial(Assistant(ground.index, ground.encoder), ground.encoder)
    tried = list(trial.tried(ground.chosen.sentences, PARTS.index(ground.chosen.part) + 1))
    yield from gate.figures(tried, SHIPPED)
    wrong = gate.wrongly_judged(tried)
    for each in wrong:
        ground.write(each.row())
    for each in wrong[: ground.chosen.show]:
        print(f"{'THROUGH' if each.passed else 'STOPPED'} {each.part}, {each.change}: {each.sentence}")
        print(f"    was: {each.original}")


MEASURES: Mapping[str, Callable[[Ground], Iterator[Row]]] = {
    "ways": measure_ways,
    "forms": measure_forms,
    "gate": measure_gate,
}


def main(arguments: list[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    silence_telemetry()
    try:
        if chosen.read:
            print(HEADINGS)
            for row in figures.of_sentences(_read(chosen.read), figures.read_labels(chosen.labels or chosen.read)):
                print(row)
            return 0
        with ExitStack() as stack:
            ground = _ground(chosen, stack)
            for line in heading(ground):
                print(line)
            for name in chosen.only or MEASURES:
                for line in table(name, ground):
                    print(line, flush=True)
    except RoundtableError as error:
        print(error)
        return 2
    return 0


def _read(path: Path) -> list[figures.Shown]:
    rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    return [shown_of(row) for row in rows if row["of"] == "sentence"]


def _ground(chosen: argparse.Namespace, stack: ExitStack) -> Ground:
    """Raises `RoundtableError` if the model or the index cannot be used."""
    given = {"model": chosen.model, "model_url": chosen.model_url, "model_context": chosen.context}
    settings = read_settings(**given, model_timeout=chosen.seconds)
    folder = chosen.index
    if folder is None:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="roundtable-writing-")))
        run_ingest([], read_settings(index=folder), prune=False, on_progress=lambda progress: None)
    index = Index(folder)
    out = stack.enter_context(chosen.out.open("w", encoding="utf-8")) if chosen.out else None
    return Ground(index, load_encoder(index.model, settings.cache), build_model(settings), chosen, chosen.seconds, out)


def heading(ground: Ground) -> Iterator[str]:
    counts, model = ground.index.counts(), ground.model
    yield f"Commit: {commit()}"
    yield f"Model: {f'{model.name}, context {model.context}' if model else 'none'}; encoder: {ground.encoder.name}"
    yield f"Documents: {counts['documents']}, passages: {counts['passages']}, state {ground.index.state}"
    yield f"Questions: part {ground.chosen.part}, at most {ground.chosen.questions or 'all'}"
    yield HEADINGS


def table(name: str, ground: Ground) -> Iterator[str]:
    """The rows of a measure, and how long it took; one line if what it needs is missing."""
    started = time.perf_counter()
    try:
        yield from map(str, MEASURES[name](ground))
    except RoundtableError as error:
        yield str(Row(name, "skipped", None, note=str(error)))
    yield f"({name}: {time.perf_counter() - started:.0f} s)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.writing", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=list(MEASURES), metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--model", help="as provider:name; otherwise that of the settings")
    parser.add_argument("--model-url", help="base address of its server")
    parser.add_argument("--context", type=positive, help="tokens that it can take in")
    parser.add_argument("--seconds", type=positive, default=300, help="for one answer (default: %(default)s)")
    parser.add_argument("--part", choices=PARTS, default="test", help="which half of the questions (default: test)")
    parser.add_argument("--questions", type=positive, help="at most so many, with a fixed seed; otherwise all")
    parser.add_argument("--sentences", type=positive, default=300, help="tried at the gate (default: %(default)s)")
    parser.add_argument("--show", type=int, default=20, help="wrongly judged at the gate, printed")
    parser.add_argument("--index", type=Path, help="of the documents that ship; otherwise made for this run")
    parser.add_argument("--out", type=Path, metavar="FILE.jsonl", help="every answer and sentence, a line each")
    parser.add_argument("--labels", type=Path, metavar="FILE.jsonl", help="what people found: text and supported")
    parser.add_argument("--read", type=Path, metavar="FILE.jsonl", help="the sentences of an earlier --out")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
