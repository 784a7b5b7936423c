"""Assistants that were broken on purpose: each must score as badly as it is, on the metric that is for it.

python -m evals.broken INDEX [SET] [--only TAG=VALUE]

Asks the set of each of them and of the one that is whole, and prints every metric of every one side by side, and of
how many checks each fails at the gate of the set, if it has one.
"""

import argparse
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.build import silence_telemetry
from assistant.compose import citations_of
from assistant.settings import read_settings
from assistant.types import Answer, Citation, Sentence
from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.types import NO_FILTERS, Document, Filters, Hit, Passage

if TYPE_CHECKING:
    from evals.runs.asking import Answering

AS_IT_IS = "as it is"
ONE_IN = 10  # numbers that are changed by the assistant that changes some
MORE = 4  # passages that are cited without need
SHORTEST = 12  # words of a passage to ramble on


class Broken:
    """An assistant whose answers and hits go through something that spoils them, alike for the same question."""

    def __init__(
        self,
        whole: "Answering",
        answers: Callable[[Answer, "Broken", random.Random], Answer] = lambda answer, broken, draw: answer,
        hits: Callable[[list[Hit], "Broken", random.Random], list[Hit]] = lambda hits, broken, draw: hits,
    ) -> None:
        self._whole, self._answers, self._hits = whole, answers, hits

    @property
    def index(self) -> Index:
        return self._whole.index

    @property
    def encoder(self) -> Encoder:
        return self._whole.encoder

    def search(self, query: str, limit: int = 10, filters: Filters = NO_FILTERS) -> list[Hit]:
        return self._hits(self._whole.search(query, limit, filters), self, random.Random(query))

    def ask(
        self, text: str, filters: Filters = NO_FILTERS, earlier: Sequence[str] = (), replies: Sequence[str] = ()
    ) -> Answer:
        return self._answers(self._whole.ask(text, filters, earlier, replies), self, random.Random(text))

    def passages(self) -> Iterator[tuple[Document, Passage]]:
        """All there are, in the same order each time."""
        for document in sorted(self.index.documents.values(), key=lambda document: document.source):
            for passage in self.index.passages_of(document.id):
                yield document, passage


def random_pages(answer: Answer, broken: Broken, draw: random.Random) -> Answer:
    """Every citation names a page drawn from the whole collection, and quotes the words that it quoted."""
    places = list(broken.passages())

    def elsewhere(citation: Citation) -> Citation:
        document, passage = draw.choice(places)
        page = passage.page if document.paged else None
        return replace(citation, document=document, page=page, page_label=None, passage=passage.id)

    return replace(answer, citations=tuple(map(elsewhere, answer.citations)))


def random_hits(hits: list[Hit], broken: Broken, draw: random.Random) -> list[Hit]:
    drawn = draw.sample(list(broken.passages()), len(hits))
    return [
        replace(hit, document=document, passage=passage, page=passage.page if document.paged else None)
        for hit, (document, passage) in zip(hits, drawn, strict=True)
    ]


def shuffled_citations(answer: Answer, broken: Broken, draw: random.Random) -> Answer:
    """Every sentence cites what the next one rests on; the only one of an answer, the passage that was found after its
    own."""
    spare = _spare(answer, broken)
    cited = [sentence.citations for sentence in answer.sentences]
    if not cited or (len(set(cited)) == 1 and not spare):
        return answer
    if len(set(cited)) == 1:
        number = len(answer.citations) + 1
        sentences = tuple(replace(sentence, citations=(number,)) for sentence in answer.sentences)
        return replace(answer, sentences=sentences, citations=(*answer.citations, replace(spare[0], number=number)))
    moved = cited[1:] + cited[:1]
    sentences = tuple(
        replace(sentence, citations=numbers) for sentence, numbers in zip(answer.sentences, moved, strict=True)
    )
    return replace(answer, sentences=sentences)


def wrong_numbers(answer: Answer, broken: Broken, draw: random.Random) -> Answer:
    """One number in ten is another; the citations stay."""

    def spoiled(sentence: Sentence) -> Sentence:
        return replace(sentence, text=re.sub(r"\d+", lambda found: _another(found.group(), draw), sentence.text))

    return replace(answer, sentences=tuple(map(spoiled, answer.sentences)))


def never_refuses(whole: "Answering") -> "Answering":
    return Assistant(whole.index, whole.encoder, threshold=0.0)


def refused(answer: Answer, broken: Broken, draw: random.Random) -> Answer:
    return Answer(answer.question, "refused", corpus=answer.corpus, searched_for=answer.searched_for)


def asks_back(answer: Answer, broken: Broken, draw: random.Random) -> Answer:
    return replace(answer, status="clarify")


def by_chance(answer: Answer, broken: Broken, draw: random.Random) -> Answer:
    """Half of the questions are refused, whatever they ask."""
    return refused(answer, broken, draw) if draw.random() < 0.5 else answer


def rambling(answer: Answer, broken: Broken, draw: random.Random) -> Answer:
    """To an answer come as many sentences again from anywhere in the collection, each rightly cited."""
    places = [place for place in broken.passages() if len(place[1].text.split()) >= SHORTEST]
    sentences, citations = list(answer.sentences), list(answer.citations)
    for _ in answer.sentences:
        document, passage = draw.choice(places)
        cited = citations_of(Hit(passage, document, 1, 0.0, {}), 0, len(passage.text), broken.index, len(citations) + 1)
        sentences.append(Sentence(passage.text, tuple(each.number for each in cited), 1.0))
        citations += cited
    return replace(answer, sentences=tuple(sentences), citations=tuple(citations))


def citing_more(answer: Answer, broken: Broken, draw: random.Random) -> Answer:
    """Every sentence cites the next passages that were found too."""
    citations = list(answer.citations)
    for hit in broken.search(answer.searched_for or answer.question)[:MORE]:
        citations += citations_of(hit, 0, len(hit.passage.text), broken.index, len(citations) + 1)
    new = tuple(citation.number for citation in citations[len(answer.citations) :])
    sentences = tuple(replace(sentence, citations=(*sentence.citations, *new)) for sentence in answer.sentences)
    return replace(answer, sentences=sentences, citations=tuple(citations)) if sentences else answer


def certain(answer: Answer, broken: Broken, draw: random.Random) -> Answer:
    return replace(answer, confidence=1.0)


BROKEN: Mapping[str, Callable[["Answering"], "Answering"]] = {
    AS_IT_IS: lambda whole: whole,
    "random pages": lambda whole: Broken(whole, random_pages, random_hits),
    "shuffled citations": lambda whole: Broken(whole, shuffled_citations),
    "never refuses": never_refuses,
    "always refuses": lambda whole: Broken(whole, refused),
    "one number in ten wrong": lambda whole: Broken(whole, wrong_numbers),
    "always asks back": lambda whole: Broken(whole, asks_back),
    "refuses by chance": lambda whole: Broken(whole, by_chance),
    "rambles": lambda whole: Broken(whole, rambling),
    "cites more": lambda whole: Broken(whole, citing_more),
    "always certain": lambda whole: Broken(whole, certain),
    "worst first": lambda whole: Broken(whole, hits=lambda hits, broken, draw: hits[::-1]),
}


def main(arguments: Sequence[str] | None = None) -> int:
    from evals.comparing.gate import checked, read_baseline, read_thresholds
    from evals.metrics import METRICS, figures
    from evals.runs.running import running, whole
    from evals.runs.store import RunStore
    from evals.testsets.reading import read_test_set
    from evals.testsets.shipped import SHIPPED, gate_files

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of the index")
    parser.add_argument("set", type=Path, nargs="?", default=SHIPPED, help="a test set; if none, the one that ships")
    parser.add_argument("--only", action="append", default=[], metavar="TAG=VALUE", help="only these questions")
    chosen = parser.parse_args(arguments)
    silence_telemetry()
    try:
        test_set = read_test_set(chosen.set)
        settings = read_settings(index=chosen.index).model_copy(update={"model": ""})
        found, at_gate = {}, {}
        limits, accepted = gate_files(chosen.set)
        with tempfile.TemporaryDirectory() as folder:
            for name in BROKEN:
                print(f"{name} …", file=sys.stderr, flush=True)
                run = whole(running(test_set, settings, RunStore(Path(folder)), only=chosen.only, assistant=name))
                found[name] = figures(run.records, run.took)
                if limits.exists() and accepted.exists() and not chosen.only:
                    verdict = checked(run, read_thresholds(limits), read_baseline(accepted))
                    at_gate[name] = sum(check.outcome != "passes" for check in verdict.checks)
    except RoundtableError as error:
        print(error)
        return 2
    print(f"| metric | {' | '.join(found)} |")
    print(f"|{' --- |' * (len(found) + 1)}")
    for metric in METRICS.values():
        values = (own[metric.name] for own in found.values())
        cells = " | ".join("–" if value is None else f"{value.value:.3g}" for value in values)
        print(f"| {metric.name} | {cells} |")
    if at_gate:
        print(f"| checks failed at the gate | {' | '.join(str(at_gate[name]) for name in found)} |")
    return 0


def _spare(answer: Answer, broken: Broken) -> list[Citation]:
    """The first words of passages that were found and are not cited, as citations."""
    used = {citation.passage for citation in answer.citations}
    for hit in broken.search(answer.searched_for or answer.question):
        if hit.passage.id not in used:
            return citations_of(hit, 0, len(hit.passage.text), broken.index, 1)
    return []


def _another(number: str, draw: random.Random) -> str:
    if draw.randrange(ONE_IN):
        return number
    return str(int(number[0]) % 9 + 1) + number[1:]


if __name__ == "__main__":
    raise SystemExit(main())
