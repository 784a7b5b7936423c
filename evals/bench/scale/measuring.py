"""What one collection costs: opening it, searching it, answering from it, disk and memory; and what its search misses.

Run as a process of its own, so that its memory is that of this collection: prints one JSON object.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from assistant.assistant import Assistant
from corpus.index import Index
from corpus.types import Filters
from corpus.words import terms
from evals.bench.timing import percentile, timed

NEAREST = 10
DEPTH = 60  # passages that each arm of the search is asked for
BLOCK = 20_000  # vectors at once in the exact search


def measured(folder: Path, questions: Sequence[str]) -> dict[str, Any]:
    """Times in milliseconds as {"p50", "p95"}, sizes in bytes, recall as a share."""
    from assistant.build import build_encoder, silence_telemetry
    from assistant.settings import read_settings

    silence_telemetry()
    encoder = build_encoder(read_settings(index=folder))
    before = _memory("RssAnon")
    started = time.perf_counter()
    index = Index(folder)
    index.by_meaning(encoder.encode_question(questions[0]).vector, DEPTH)
    opened = time.perf_counter() - started
    assistant = Assistant(index, encoder)
    for question in questions[:3]:
        assistant.ask(question)
    vectors = [encoder.encode_question(question).vector for question in questions]
    sought = [terms(question) for question in questions]
    found: dict[str, Any] = {
        "passages": index.counts()["passages"],
        "documents": index.counts()["documents"],
        "open_seconds": round(opened, 2),
        "encode_ms": _times(lambda at: encoder.encode_question(questions[at]), len(questions)),
        "meaning_ms": _times(lambda at: index.by_meaning(vectors[at], DEPTH), len(questions)),
        "words_ms": _times(lambda at: index.by_words(sought[at], DEPTH), len(questions)),
        "search_ms": _times(lambda at: assistant.search(questions[at]), len(questions)),
        "answer_ms": _times(lambda at: assistant.ask(questions[at]), len(questions)),
    }
    for name, filters in _filters(index).items():
        found[f"filtered_{name}_ms"] = _times(partial(_filtered, assistant, questions, filters), len(questions))
    # Without the pages of files, which the system may drop.
    found["resident_bytes"], found["resident_before_bytes"] = _memory("RssAnon"), before
    found["peak_bytes"] = _peak()
    found["disk_bytes"] = _disk(folder)
    # Last, for to look at every vector takes memory that no question needs.
    found["recall_at_10"], found["recall_questions"] = _recall(index, np.stack(vectors)), len(vectors)
    index.close()
    return found


def _filtered(assistant: Assistant, questions: Sequence[str], filters: Filters, at: int) -> object:
    return assistant.search(questions[at], NEAREST, filters)


def _filters(index: Index) -> dict[str, Filters]:
    """Filters that leave one document, about a hundredth, and about half of the documents."""
    documents = list(index.documents.values())
    hundredth = documents[:: max(1, len(documents) // max(1, len(documents) // 100))][: max(1, len(documents) // 100)]
    return {
        "one": Filters(document=(documents[0].id,)),
        "hundredth": Filters(document=tuple(each.id for each in hundredth)),
        "half": Filters(document=tuple(each.id for each in documents[::2])),
    }


def _recall(index: Index, asked: np.ndarray) -> float:
    """The share of the ten nearest, by comparing with every vector, that the search finds too. Of vectors equally
    near, any counts."""
    best = np.full((len(asked), NEAREST), -1.0, dtype=np.float32)
    for vectors in _every_vector(index):
        best = -np.sort(-np.concatenate([best, asked @ vectors.T], axis=1), axis=1)[:, :NEAREST]
    hits = 0
    for row, vector in zip(best, asked, strict=True):
        found = list(index.by_meaning(vector, NEAREST).values())
        hits += sum(score >= row[-1] - 1e-5 for score in found)
    return round(hits / best.size, 4)


def _every_vector(index: Index) -> Iterator[np.ndarray]:
    ids: list[str] = []
    for document in index.documents:
        ids += [passage.id for passage in index.passages_of(document)]
        if len(ids) >= BLOCK:
            yield np.stack(list(index.vectors(ids).values()))
            ids = []
    if ids:
        yield np.stack(list(index.vectors(ids).values()))


def _times(call: Callable[[int], object], count: int) -> dict[str, float]:
    taken = [1000 * timed(partial(call, at)).seconds for at in range(count)]
    return {f"p{percent}": round(percentile(taken, percent), 2) for percent in (50, 95)}


def _disk(folder: Path) -> dict[str, int]:
    """By the parts of the index that counts now, and all of them."""
    from corpus import generations

    at = generations.current(folder) or folder
    sizes: dict[str, int] = {}
    for path in at.rglob("*"):
        if path.is_file():
            part = path.relative_to(at).parts[0]
            sizes[part] = sizes.get(part, 0) + path.stat().st_size
    return {**sizes, "all": sum(sizes.values())}


def _peak() -> int:
    # On Linux getrusage counts from the size of the process that started this one.
    unit = 1 if sys.platform == "darwin" else 1024
    return _memory("VmHWM") or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _memory(name: str) -> int:
    """Bytes that Linux counts for this process under that name; 0 where that is not known."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:")), 0)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("questions", type=Path, help="a JSON list of questions")
    chosen = parser.parse_args()
    json.dump(measured(chosen.folder, json.loads(chosen.questions.read_text("utf-8"))), sys.stdout)
    print(flush=True)
    os._exit(0)  # Chroma takes minutes to take a large index apart


if __name__ == "__main__":
    main()
