"""Compare the embedding models in 8 bits with the same weights in 32: vectors, what they find, and texts a second.

python -m evals.bench.encoders FOLDER [--questions 600] [--model NAME ...]

FOLDER holds passages.jsonl and questions.jsonl (`evals.passage_set`). Only questions that can be answered count; each
is compared with every passage. Times are of processor and clock: where they differ much, other programs ran too.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from math import log2
from pathlib import Path
from typing import Any

import numpy as np

from corpus.encoders import ENGLISH_MODEL, MULTILINGUAL_MODEL, Vectors
from corpus.encoders.onnx import OnnxEncoder, processors
from corpus.errors import RoundtableError
from evals.passage_set import AskedQuestion, PassageSet, read_passage_set
from evals.statistics import Estimate, difference, mean

DEPTH = 10
TIMED = 60  # passages that each way embeds to be timed
NEAREST, LOSS = 0.99, 0.005  # the aims: mean cosine at least, nDCG lost at most
PERCENTILES = (1, 5, 50)


class NothingToCompare(RoundtableError):
    """The set has no passage, or no question that can be answered from one."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m evals.bench.encoders", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="holds passages.jsonl and questions.jsonl")
    parser.add_argument("--questions", type=int, default=600, help="asked at most (default: %(default)s)")
    parser.add_argument(
        "--model", action="append", choices=list(LOADERS), help="compare only this one; may be repeated"
    )
    options = parser.parse_args(arguments)
    try:
        texts = read_passage_set(options.folder)
        questions = spread([each for each in texts.questions if each.answerable], options.questions)
        if not texts.passages or not questions:
            raise NothingToCompare(f"{options.folder}: no question that can be answered; name another set")
        with tempfile.TemporaryDirectory(prefix="roundtable-bench-") as scratch:
            for model in options.model or LOADERS:
                for line in compare(model, texts, questions, Path(scratch)):
                    print(line, flush=True)
    except RoundtableError as error:
        print(error)
        return 2
    return 0


def compare(model: str, texts: PassageSet, questions: Sequence[AskedQuestion], scratch: Path) -> Iterator[str]:
    """The lines to print on one model. Raises `ModelUnavailable`."""
    load = LOADERS[model]
    exact, small = load(scratch, True, None), load(scratch, False, None)
    passages = ["\n".join(passage) for passage in texts.passages.values()]
    asked = [question.text for question in questions]
    yield f"{model}: {len(passages)} passages, {len(asked)} questions"
    found = {}
    for encoder in (exact, small):
        found[encoder] = encoder.encode_passages(passages), encoder.encode_queries(asked)
    for name, ones, others in zip(("passages", "questions"), found[exact], found[small], strict=True):
        yield f"  cosine of {name}, 8 bits to 32: {likeness(ones, others)}"
    places = {id_: place for place, id_ in enumerate(texts.passages)}
    wanted = [places[question.passage] for question in questions]
    scores = [ndcg(*found[encoder], wanted) for encoder in (exact, small)]
    yield f"  nDCG@{DEPTH} by meaning alone: {mean(scores[0])} in 32 bits, {mean(scores[1])} in 8"
    yield f"  8 bits minus 32: {_judged(difference(scores[1], scores[0]))}"
    timed = spread(passages, TIMED)
    ways: dict[str, Callable[[Sequence[str]], object]] = {
        "sentence-transformers (torch, 32 bits)": _by_torch(model, scratch),
        "onnxruntime, 32 bits": exact.encode_passages,
        "onnxruntime, 8 bits, one thread": load(scratch, False, 1).encode_passages,
        f"onnxruntime, 8 bits, {processors()} threads": small.encode_passages,
    }
    for name, embed in ways.items():
        embed(timed[:2])
        started, processor = time.perf_counter(), time.process_time()
        embed(timed)
        seconds, processor = time.perf_counter() - started, time.process_time() - processor
        used = 1000 * processor / len(timed)
        yield f"  {name}: {len(timed) / seconds:.1f} passages a second, {used:.0f} ms of processor each"


def likeness(ones: Vectors, others: Vectors) -> str:
    """Mean, least and low percentiles of the cosines between rows of the same texts."""
    cosines = (ones * others).sum(axis=1)
    low = ", ".join(f"p{percent} {np.percentile(cosines, percent):.4f}" for percent in PERCENTILES)
    verdict = "met" if cosines.mean() >= NEAREST else "MISSED"
    return f"mean {cosines.mean():.4f} [aim: at least {NEAREST}; {verdict}], least {cosines.min():.4f}, {low}"


def ndcg(passages: Vectors, questions: Vectors, wanted: Sequence[int]) -> list[float]:
    """nDCG@10 of each question, of which one passage is wanted: 1 / log2(1 + its rank), 0 beyond the tenth.

    Passages that are as near as the wanted one stand before it: a model that finds all alike finds nothing."""
    scores = questions @ passages.T
    of_wanted = scores[np.arange(len(scores)), list(wanted)]
    ranks = (scores >= of_wanted[:, np.newaxis]).sum(axis=1)
    return [1 / log2(1 + rank) if rank <= DEPTH else 0.0 for rank in ranks.tolist()]


def spread(values: Sequence[Any], count: int) -> list[Any]:
    """At most `count` of the values, at equal distances."""
    count = min(count, len(values))
    return [values[place * len(values) // count] for place in range(count)]


def _judged(lost: Estimate) -> str:
    verdict = "met" if lost.value >= -LOSS else "MISSED"
    return f"{lost.value:+.4f} ({lost.low:+.4f} to {lost.high:+.4f}, n={lost.count}) [aim: at least -{LOSS}; {verdict}]"


def _e5(scratch: Path, exact: bool, threads: int | None) -> OnnxEncoder:
    from corpus.encoders.e5 import load_e5

    return load_e5(scratch, exact, threads)


def _minilm(scratch: Path, exact: bool, threads: int | None) -> OnnxEncoder:
    from corpus.encoders.minilm import load_minilm

    return load_minilm(scratch, exact, threads)


LOADERS = {MULTILINGUAL_MODEL: _e5, ENGLISH_MODEL: _minilm}


def _by_torch(model: str, scratch: Path) -> Callable[[Sequence[str]], object]:
    """The same weights in sentence-transformers, as another program would use them."""
    from sentence_transformers import SentenceTransformer

    from evals.bench.peers.encoders import minilm, write_e5

    folder, prompt = minilm().folder, ""
    if model == MULTILINGUAL_MODEL:
        folder, prompt = scratch / "e5", "passage: "
        write_e5(folder)
    loaded: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return lambda texts: loaded.encode([prompt + text for text in texts], show_progress_bar=False)


if __name__ == "__main__":
    raise SystemExit(main())
