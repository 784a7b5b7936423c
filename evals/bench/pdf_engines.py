"""Compare the PDF engines on a folder of real reports: how fast each is, and how many words it gets wrong.

python -m evals.bench.pdf_engines FOLDER
"""

import argparse
import re
import time
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from corpus.errors import UnreadableDocument

LONGEST_WORD = 25  # letters; in English what is longer is nearly always two words run together
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine made of one file: `text_seconds` for text alone, `seconds` for all of `read_pdf`."""

    text: str
    words: Counter[str]
    pages: int
    text_seconds: float
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder with PDF files")
    folder = parser.parse_args().folder
    files = sorted(folder.glob("*.pdf"))
    if not files:
        print(f"{folder}: no PDF files here; give a folder that holds some")
        return 2
    from ingest.readers.pdf import ENGINES

    readings: dict[str, list[Reading]] = {engine: [] for engine in ENGINES}
    for path in files:
        try:
            one_file = {engine: read(path, engine) for engine in ENGINES}
        except UnreadableDocument as error:
            print(f"left out: {error}")
            continue
        for engine, reading in one_file.items():
            readings[engine].append(reading)
    report(readings)
    return 0


def read(path: Path, engine: str) -> Reading:
    from ingest.readers.pdf import ENGINES, read_pdf

    started = time.perf_counter()
    pages = ENGINES[engine](path, None)
    text_seconds = time.perf_counter() - started
    started = time.perf_counter()
    read_pdf(path, engine=engine)
    seconds = time.perf_counter() - started
    text = "\n".join(line.text for page in pages if page for line in page.lines)
    return Reading(text, Counter(word.lower() for word in _WORD.findall(text)), len(pages), text_seconds, seconds)


def run_together(words: Counter[str], judge: Counter[str]) -> Counter[str]:
    """The words that the other engine never saw, while it saw both halves at least twice: "bestpractices".

    The other engine is no oracle: it misses errors that both make, and a word that only one could read at all
    may look like one.
    """
    found: Counter[str] = Counter()
    for word, count in words.items():
        halves = range(2, len(word) - 1)
        if len(word) > 5 and word not in judge and any(judge[word[:i]] > 1 < judge[word[i:]] for i in halves):
            found[word] = count
    return found


def report(readings: dict[str, list[Reading]]) -> None:
    files = len(next(iter(readings.values())))
    print(f"{files} files; pypdf {version('pypdf')}, pypdfium2 {version('pypdfium2')}")
    for engine, own in readings.items():
        other = next(list_ for name, list_ in readings.items() if name != engine)
        pages, words = sum(r.pages for r in own), sum(r.words.total() for r in own)
        glued: Counter[str] = Counter()
        for mine, judge in zip(own, other, strict=True):
            glued += run_together(mine.words, judge.words)
        long = sum(count for r in own for word, count in r.words.items() if len(word) > LONGEST_WORD)
        print(
            f"{engine}: {pages} pages, {pages / sum(r.text_seconds for r in own):.0f} a second for the text, "
            f"{pages / sum(r.seconds for r in own):.0f} a second with structure and blocks; "
            f"{sum(len(r.text) for r in own):,} characters, {words:,} words, {long} of them longer than "
            f"{LONGEST_WORD} letters, {glued.total()} run together "
            f"({1000 * glued.total() / words:.2f} in a thousand)"
        )
        print("   such as", ", ".join(word for word, _ in glued.most_common(12)) or "none")


if __name__ == "__main__":
    raise SystemExit(main())
