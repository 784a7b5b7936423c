"""Compare SQLite FTS5, as the index uses it, with tantivy: quality, speed at many passages, and after a crash.

Both get the same terms (stems, without stop words), so that only the engines differ. Passages beyond those of
the set are made of its real sentences, drawn at random; they serve for the speed and are not judged.
"""

import argparse
import os
import platform
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path

from corpus.errors import RoundtableError
from corpus.sentences import sentences
from corpus.words import terms
from evals.bench.lexical_crash import BATCH, crash
from evals.bench.lexical_engines import ENGINES, Row, tantivy_version
from evals.passage_set import PassageSet, read_passage_set
from evals.statistics import difference, mean
from ingest.describe import guess_language

DEPTH = 10
DEEP = 60  # passages asked for when speed is measured: as many as the retriever asks for
TIMED_QUESTIONS = 500
CRASH_ENGINES = ("fts5", "tantivy")


@dataclass(frozen=True, slots=True)
class Judged:
    """The rank of the one right passage for each question; None where it is not among the first ten."""

    ranks: tuple[int | None, ...]

    def ndcg(self) -> list[float]:
        """1 / log2(1 + rank), as there is one right passage (Järvelin & Kekäläinen 2002)."""
        return [1 / log2(1 + rank) if rank else 0.0 for rank in self.ranks]

    def reciprocal_rank(self) -> list[float]:
        return [1 / rank if rank else 0.0 for rank in self.ranks]

    def recall(self) -> list[float]:
        return [1.0 if rank else 0.0 for rank in self.ranks]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m evals.bench.lexical", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="PASSAGE_SET", help="passages.jsonl and questions.jsonl")
    parser.add_argument("--passages", type=int, default=100_000, help="for the speed (default: %(default)s)")
    parser.add_argument("--kills", type=int, default=20, help="writers killed for each engine (default: %(default)s)")
    options = parser.parse_args(arguments)
    try:
        versions = f"SQLite {sqlite3.sqlite_version}, {tantivy_version()}, Python {platform.python_version()}"
        print(f"{os.cpu_count()} CPUs; {versions}")
        asked = read_passage_set(options.folder)
        with tempfile.TemporaryDirectory(prefix="roundtable-lexical-") as name:
            for line in compare(asked, Path(name), options.passages, options.kills):
                print(line, flush=True)
    except RoundtableError as error:
        print(error)
        return 2
    return 0


def compare(asked: PassageSet, scratch: Path, passages: int, kills: int) -> Iterator[str]:
    language = guess_language(" ".join(text for _, text in list(asked.passages.values())[:50]))
    questions = [question for question in asked.questions if question.answerable]
    query_terms = [terms(question.text, language) for question in questions]
    rows = [
        (number, " ".join(terms(title, language)), " ".join(terms(text, language)))
        for number, (title, text) in enumerate(asked.passages.values(), start=1)
    ]
    numbers = {id_: number for number, id_ in enumerate(asked.passages, start=1)}
    wanted = [numbers[question.passage] for question in questions]
    yield f"Quality: {len(rows)} passages, {len(questions)} answerable questions, language {language}; 95 % intervals"
    yield from _quality_lines(rows, query_terms, wanted, scratch)
    yield f"Speed: {passages} passages of recombined sentences, {DEEP} asked for"
    many = list(recombined(asked, language, passages))
    yield from _speed_lines(many, query_terms[:TIMED_QUESTIONS], scratch)
    yield f"Crash: {kills} writers of {BATCH} passages killed (kill -9) at random moments of a commit"
    for name in CRASH_ENGINES:
        folder = scratch / f"crash-{name}"
        folder.mkdir()
        yield _crash_line(name, folder, many, kills)


def recombined(asked: PassageSet, language: str, count: int) -> Iterator[Row]:
    """Passages as long as the set's, made of its own sentences drawn with a fixed seed; titles stay as they are."""
    chance = random.Random(1)
    texts = [text for _, text in asked.passages.values()]
    titles = [" ".join(terms(title, language)) for title, _ in asked.passages.values()]
    pool = [
        (end - start, " ".join(terms(text[start:end], language)))
        for text in texts
        for start, end in sentences(text, language)
    ]
    for number in range(1, count + 1):
        room = len(chance.choice(texts))
        drawn = []
        while room > 0:
            length, words = chance.choice(pool)
            drawn.append(words)
            room -= length
        yield number, chance.choice(titles), " ".join(drawn)


def judged(engine: str, rows: Sequence[Row], queries: Sequence[list[str]], wanted: Sequence[int], at: Path) -> Judged:
    index = ENGINES[engine](at)
    index.add(rows)
    index.commit()
    ranks: list[int | None] = []
    for query, right in zip(queries, wanted, strict=True):
        found = index.search(query, DEPTH)
        ranks.append(found.index(right) + 1 if right in found else None)
    index.close()
    return Judged(tuple(ranks))


def _quality_lines(
    rows: Sequence[Row], queries: Sequence[list[str]], wanted: Sequence[int], scratch: Path
) -> Iterator[str]:
    results = {name: judged(name, rows, queries, wanted, scratch / f"quality-{name}") for name in ENGINES}
    for name, result in results.items():
        yield (
            f"  {name}: nDCG@{DEPTH} {mean(result.ndcg())}, MRR@{DEPTH} {mean(result.reciprocal_rank())}, "
            f"recall@{DEPTH} {mean(result.recall())}"
        )
    for name in list(results)[1:]:
        yield f"  fts5 minus {name}: nDCG@{DEPTH} {difference(results['fts5'].ndcg(), results[name].ndcg())}"


def _speed_lines(rows: Sequence[Row], queries: Sequence[list[str]], scratch: Path) -> Iterator[str]:
    for name, make in ENGINES.items():
        folder = scratch / f"speed-{name}"
        index = make(folder)
        started, processor_started = time.perf_counter(), time.process_time()
        index.add(rows)
        index.commit()
        seconds, processor_seconds = time.perf_counter() - started, time.process_time() - processor_started
        for query in queries[:20]:
            index.search(query, DEEP)
        took = sorted(_milliseconds(index.search, query) for query in queries)
        index.close()
        size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
        yield (
            f"  {name}: indexed in {seconds:.1f} s ({processor_seconds:.1f} s of processor time); query p50 "
            f"{took[len(took) // 2]:.1f} ms, p95 {took[len(took) * 95 // 100]:.1f} ms; {size / 1e6:.0f} MB on disk"
        )


def _milliseconds(search, query: list[str]) -> float:
    started = time.perf_counter()
    search(query, DEEP)
    return 1000 * (time.perf_counter() - started)


def _crash_line(name: str, folder: Path, rows: Sequence[Row], kills: int) -> str:
    seen = crash(name, folder, rows, kills)
    shares = "one transaction with the ledger" if name == "fts5" else "a commit of its own after the ledger's"
    error = f"; last error: {seen.error}" if seen.error else ""
    return (
        f"  {name} ({shares}, {1000 * seen.commit_seconds:.0f} ms): {seen.opened} of {seen.kills} opened, "
        f"{seen.whole} showed whole batches ({seen.committed} the new one), "
        f"{seen.agreed} agreed with the ledger, {seen.opened - seen.agreed} did not{error}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
