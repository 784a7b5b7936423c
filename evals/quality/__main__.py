"""Measure finding, answering and refusing against their targets, and print one row a figure.

python -m evals.quality [DATA] [--only NAME ...] [--part dev] [--quick] [--work FOLDER]

DATA holds the public sets as folders: squad2 and french-cnil (passages.jsonl, questions.jsonl), us-fed-reports (PDF),
attribution (dev.jsonl). A set that is missing costs one line. What ships is measured without it. Choose settings by
`--part dev`, report `--part test`: the questions of the two differ, and so do the titles that they are about.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from assistant.build import build_encoder, silence_telemetry
from assistant.confidence import THRESHOLD
from assistant.settings import read_settings
from corpus.errors import RoundtableError
from evals.options import positive
from evals.quality.ablation import ablation
from evals.quality.answers import known_answers, shipped_questions, speed
from evals.quality.calibration import bins_of, calibration, judged, plot
from evals.quality.checks import altered, attribution
from evals.quality.finding import french_passages, other_language, squad_passages
from evals.quality.grounds import PARTS, SHIPPED, Grounds, Sizes
from evals.quality.refusing import elsewhere, near_misses
from evals.quality.research import research
from evals.quality.rows import HEADINGS, Row
from evals.versions import commit

Measure = Callable[[Grounds], Iterator[Row]]

MEASURES: dict[str, Measure] = {
    "squad-passages": squad_passages,
    "french-passages": french_passages,
    "other-language": other_language,
    "known-answers": known_answers,
    "near-misses": near_misses,
    "elsewhere": elsewhere,
    "shipped": shipped_questions,
    "calibration": calibration,
    "altered": altered,
    "attribution": attribution,
    "research": research,
    "speed": speed,
    "ablation": ablation,
}
QUICK, ALL = Sizes(answered=40, searched=100), Sizes(answered=100_000, searched=100_000)


def main(arguments: list[str] | None = None) -> int:
    chosen = _parser().parse_args(arguments)
    silence_telemetry()
    sizes = QUICK if chosen.quick else ALL if chosen.all else Sizes(chosen.questions, chosen.searches)
    with ExitStack() as stack:
        work = chosen.work or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="roundtable-quality-")))
        try:
            encoder = build_encoder(read_settings())
        except RoundtableError as error:
            print(error)
            return 2
        started = time.perf_counter()
        part = "dev" if chosen.ablation else chosen.part
        grounds = Grounds(chosen.data, work, encoder, part, sizes, chosen.research)
        for line in heading(grounds):
            print(line)
        names = ["ablation"] if chosen.ablation else chosen.only or [name for name in MEASURES if name != "ablation"]
        for name in names:
            for line in table(name, MEASURES[name], grounds):
                print(line, flush=True)
        print(f"Seconds in all: {time.perf_counter() - started:.0f}")
        if chosen.plot:
            chosen.plot.write_text(plot(bins_of(judged(grounds))), encoding="utf-8")
            print(f"Plot of the confidence: {chosen.plot}")
    return 0


def heading(grounds: Grounds) -> Iterator[str]:
    """What the figures are of."""
    index = grounds.index(SHIPPED)
    counts = index.counts()
    yield f"Commit: {commit()}"
    yield f"Encoder: {grounds.encoder.name}; threshold of the confidence: {THRESHOLD}"
    yield f"Collection that ships: {counts['documents']} documents, {counts['passages']} passages, state {index.state}"
    yield (
        f"Questions: part {grounds.part}, at most {grounds.sizes.searched} of a set to search, "
        f"{grounds.sizes.answered} of a kind to answer"
    )
    yield HEADINGS


def table(name: str, measure: Measure, grounds: Grounds) -> Iterator[str]:
    """The rows of a measure as they come, and how long it took; one line if what it needs is missing."""
    started = time.perf_counter()
    try:
        yield from map(str, measure(grounds))
    except RoundtableError as error:
        yield str(Row(name, "skipped", None, note=str(error)))
    yield f"({name}: {time.perf_counter() - started:.0f} s)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evals.quality", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", nargs="?", type=Path, default=Path(), help="the folder of the public sets")
    parser.add_argument("--only", nargs="+", choices=list(MEASURES), metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--part", choices=PARTS, default="test", help="which half of the questions (default: test)")
    parser.add_argument("--questions", type=positive, default=150, help="of a kind to answer (default: %(default)s)")
    parser.add_argument("--searches", type=positive, default=600, help="of a set to search for (default: %(default)s)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK.answered} to answer, {QUICK.searched} to search")
    parser.add_argument("--all", action="store_true", help="every question of the part")
    parser.add_argument("--work", type=Path, help="keep the indexes here for the next run")
    parser.add_argument("--research", type=Path, help="the folder of the research questions")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg", help="draw the calibration of the confidence")
    parser.add_argument("--ablation", action="store_true", help="what each part gains and costs, and nothing else")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
