"""Check that what a test set calls a good answer stands on the pages that it names.

python -m evals.testsets.evidence SET INDEX

SET is a file or folder of questions, INDEX the folder of an index of the collection that they are asked of.
"""

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from assistant.one_line import one_line
from assistant.quotable import as_said, quotable_spans
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.sentences import sentences
from corpus.types import Document
from corpus.words import terms
from evals.metrics.points import stands
from evals.testsets.reading import doubtful, read_test_set
from evals.testsets.types import KeyPoint, Place, Question, TestSet

LONGEST_SHOWN = 300  # characters of a sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of a question that is not on the pages it names; a `doubt` may be meant so."""

    question: str
    says: str
    doubt: bool = False

    def __str__(self) -> str:
        return one_line(f"{self.question}: {self.says}{' (may be meant)' if self.doubt else ''}")


def check_evidence(test_set: TestSet, index: Index) -> list[Problem]:
    """What is wrong with the evidence of the questions, in their order.

    Each place must be in the collection. One wording of each key point must stand on one of its places, within a
    sentence, a row, or a list that can be quoted. It is doubtful if a place named for one key point has none of its
    wordings, and if a claim that is forbidden stands on a place of the question.
    """
    pages = Pages(index)
    return [problem for question in test_set.questions for problem in _of_question(question, pages)]


class Pages:
    """The pages of a collection as test sets name them; what was read of one is kept for the next question."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._documents = {document.source: document for document in index.documents.values()}
        self._passages = cache(index.passages_of)
        self.quotable = cache(self._quotable)

    def missing(self, place: Place) -> str:
        """Why there is no such place, "" if there is."""
        document = self._documents.get(place.document)
        if document is None:
            near = get_close_matches(place.document, self._documents, 1, 0.6)
            return f"{place.document} is not in the collection{f'; is {near[0]} meant?' if near else ''}"
        if not document.paged:
            return f"{place.document} has no pages; leave the page out" if place.page is not None else ""
        pages = self._index.page_counts()[document.id]
        if place.page is None:
            return f"{place.document} has {pages} pages; say which"
        return "" if place.page <= pages else f"{place.document} has {pages} pages, and no page {place.page}"

    def language(self, place: Place) -> str:
        return self._documents[place.document].language

    def _quotable(self, place: Place) -> tuple[str, ...]:
        """What can be quoted from the page: its sentences and rows, and those that go on from or to another page."""
        document, number = self._documents[place.document], place.page or 1
        page = self._index.page(document.id, number)
        text = page.text if page else ""
        whole = [" ".join(text[start:end].split()) for start, end in sentences(text, document.language)]
        return tuple(dict.fromkeys((*whole, *self._said(document, number))))

    def _said(self, document: Document, number: int) -> Iterator[str]:
        for passage in self._passages(document.id):
            if any(span.page == number for span in passage.spans):
                for start, end in quotable_spans(passage, {document.title, *passage.section}, document.language):
                    if any(part.page == number for part in passage.locate_parts(start, end)):
                        yield as_said(passage.text[start:end])


def nearest(wordings: Iterable[str], said: Sequence[str], language: str) -> str:
    """Which of the sentences shares most words with one of the wordings; "" if none shares any."""
    wanted = [set(terms(wording, language)) for wording in wordings]
    found = [(max(len(words & set(terms(each, language))) for words in wanted), each) for each in said]
    best = max(found, key=lambda each: each[0], default=(0, ""))
    return best[1] if best[0] else ""


def _of_question(question: Question, pages: Pages) -> Iterator[Problem]:
    missing = {place: why for place in question.places if (why := pages.missing(place))}
    yield from (Problem(question.id, why) for why in missing.values())
    for number, point in enumerate(question.key_points, start=1):
        named = question.places_of(point)
        places = [place for place in named if place not in missing]
        bare = [place for place in places if not _has(point, place, pages)]
        if places and len(bare) == len(places):
            yield _not_there(question.id, number, point, places, pages)
        elif point.evidence:
            for place in bare:
                said = f"none of the wordings of key point {number} stands on {shown(place)}, one of its places"
                yield Problem(question.id, said, doubt=True)
    for claim in question.forbidden:
        for place in question.places:
            if place not in missing and _stands(claim, place, pages):
                yield Problem(question.id, f"the forbidden claim «{claim}» stands on {shown(place)}", doubt=True)


def _not_there(id_: str, number: int, point: KeyPoint, places: Sequence[Place], pages: Pages) -> Problem:
    said = [each for place in places for each in pages.quotable(place)]
    near = nearest(point.wordings or (point.text,), said, pages.language(places[0]))
    where = " or ".join(map(shown, places))
    nearest_there = f"; nearest sentence there: «{near[:LONGEST_SHOWN]}»" if near else ""
    return Problem(id_, f"key point {number} «{point.text}»: none of its wordings stands on {where}{nearest_there}")


def shown(place: Place) -> str:
    """The place in words: "digests/x.pdf page 3"."""
    return place.document if place.page is None else f"{place.document} page {place.page}"


def _has(point: KeyPoint, place: Place, pages: Pages) -> bool:
    return any(_stands(wording, place, pages) for wording in point.wordings or (point.text,))


def _stands(wording: str, place: Place, pages: Pages) -> bool:
    said, language = pages.quotable(place), pages.language(place)
    return any(stands(wording, each, language) for each in said)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a line for each problem; 1 if there is one that is more than a doubt, 2 if nothing could be checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", type=Path, metavar="SET")
    parser.add_argument("index", type=Path, metavar="INDEX")
    chosen = parser.parse_args(arguments)
    try:
        test_set = read_test_set(chosen.set)
        index = Index(chosen.index)
        problems = check_evidence(test_set, index)
        index.close()
    except RoundtableError as error:
        print(error)
        return 2
    for line in (*problems, *doubtful(test_set)):
        print(line)
    wrong = sum(not problem.doubt for problem in problems)
    points = sum(len(question.key_points) for question in test_set.questions)
    counted = f"{len(test_set.questions)} questions with {points} key points"
    print(f"{counted}: {wrong} problems, {len(problems) - wrong} doubts")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
