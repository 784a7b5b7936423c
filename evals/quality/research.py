"""The research question set: what a good answer holds (nuggets), what it rests on (facts), and when to refuse.

The folder holds questions.yaml and facts/*.yaml. It is not part of the program. A question that follows
up on another is asked after it. A nugget or a fact is in a text if all its numbers are, and at least `ENOUGH` of the
stems of its other words: no judge but this rule, which misses what is said in other words, and believes a text that
holds the words and says something else.
"""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from assistant.types import Answer
from corpus.index import Index
from corpus.sentences import sentences
from corpus.words import terms
from evals.quality.grounds import REFUSED, SHIPPED, Grounds, MissingSet
from evals.quality.rows import Row, share

ENOUGH = 0.6
WINDOW = 2  # sentences in a row that may state a fact together
# What the set expects: the statuses that do it, and the figure that counts them.
EXPECTED = {
    "answer": (("answered", "partial"), "answered where it should be"),
    "abstain": ((REFUSED,), "refused where it should be"),
    "clarify": (("clarify",), "asked back where it should be"),
}
OF = "research questions"


@dataclass(frozen=True, slots=True)
class ResearchQuestion:
    """`expected` is a key of `EXPECTED`; `facts` are the sentences that a good answer rests on; `earlier` is the
    question that this one follows up on, if any."""

    text: str
    language: str
    expected: str
    nuggets: tuple[str, ...]
    facts: tuple[str, ...]
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True)
class Statement:
    """A short text on a page of a document, by the stems of its words."""

    document: str
    page: int | None
    stems: Set[str]


class Stated:
    """What the pages of a collection state, sentence by sentence."""

    def __init__(self, index: Index) -> None:
        self._index = index

    @cached_property
    def statements(self) -> list[Statement]:
        return [each for document in self._index.documents for each in self._of(document)]

    def places(self, fact: str) -> set[tuple[str, int | None]]:
        """The documents and pages on which sentences in a row state the fact."""
        return {(each.document, each.page) for each in self.statements if holds_claim(each.stems, fact)}

    def _of(self, id_: str) -> Iterator[Statement]:
        document = self._index.documents[id_]
        for page in self._index.pages(id_):
            spans = sentences(page.text, document.language)
            for first in range(len(spans)):
                last = min(first + WINDOW, len(spans)) - 1
                stems = frozenset(terms(page.text[spans[first][0] : spans[last][1]], "en"))
                yield Statement(document.source, page.number if document.paged else None, stems)


def research(grounds: Grounds) -> Iterator[Row]:
    questions = read_research(grounds.research)
    answers = [(each, grounds.ask(SHIPPED, each.text, earlier=each.earlier)) for each in questions]
    for expected, (statuses, figure) in EXPECTED.items():
        yield share(OF, figure, [a.status in statuses for each, a in answers if each.expected == expected])
    good = [(each, answer) for each, answer in answers if each.expected == "answer"]
    compared = [(each, answer) for each, answer in good if each.language == "en"]
    held = [[nugget_in(answer, nugget) for nugget in each.nuggets] for each, answer in compared]
    yield share(OF, "nuggets in the answer, refusals included", [one for of_one in held for one in of_one])
    yield share(OF, "all nuggets of a question", [all(of_one) for of_one in held])
    yield share(OF, "one nugget of a question at least", [any(of_one) for of_one in held])
    other = [each for each, _ in good if each.language != "en"]
    if other:
        note = f"{len(other)} questions in another language: nuggets in it are not in quotes from English documents"
        yield Row(OF, "nuggets in the answer", None, note=note)
    stated = Stated(grounds.index(SHIPPED))
    cited = [(answer, {place for fact in each.facts for place in stated.places(fact)}) for each, answer in good]
    given = [(answer, places) for answer, places in cited if places and answer.status != REFUSED]
    yield share(
        OF, "a page that states a fact is cited", [bool(places_of(answer) & places) for answer, places in given]
    )
    lost = sum(not places for _, places in cited)
    if lost:
        yield Row(OF, "a page that states a fact is cited", None, note=f"{lost} questions: no page found by the rule")


def read_research(folder: Path | None) -> list[ResearchQuestion]:
    """Raises `MissingSet` without the folder or its files."""
    import yaml

    if folder is None or not (folder / "questions.yaml").is_file():
        raise MissingSet("needs --research FOLDER, with questions.yaml and facts/*.yaml")
    facts: dict[str, str] = {}
    for path in sorted((folder / "facts").glob("*.yaml")):
        listed = yaml.safe_load(path.read_text(encoding="utf-8"))["facts"]
        facts |= {fact["id"]: fact["fact"] for fact in listed}
    rows = yaml.safe_load((folder / "questions.yaml").read_text(encoding="utf-8"))["questions"]
    return [_question(row, facts, {each["id"]: each["question"] for each in rows}) for row in rows]


def _question(row: dict[str, Any], facts: dict[str, str], texts: dict[str, str]) -> ResearchQuestion:
    return ResearchQuestion(
        row["question"],
        row["language"],
        row["expected_behaviour"],
        tuple(row["expected_nuggets"]),
        tuple(facts[id_] for id_ in row["support"] if id_ in facts),
        tuple(text for id_, text in texts.items() if id_ == row["follow_up_of"]),
    )


def nugget_in(answer: Answer, nugget: str) -> bool:
    """Whether the quotes of an answer hold the nugget, all of them together."""
    said = " ".join(citation.quote for citation in answer.citations)
    return holds_claim(frozenset(terms(said, "en")), nugget)


def holds_claim(stems: Set[str], claim: str) -> bool:
    """Whether all numbers of the claim are among the stems, and enough of its other words."""
    wanted = dict.fromkeys(terms(claim, "en"))
    numbers, others = _parted(list(wanted))
    if not all(number in stems for number in numbers):
        return False
    return sum(word in stems for word in others) >= ENOUGH * len(others)


def places_of(answer: Answer) -> set[tuple[str, int | None]]:
    return {(citation.document.source, citation.page) for citation in answer.citations}


def _parted(words: Sequence[str]) -> tuple[list[str], list[str]]:
    return [each for each in words if each[0].isdigit()], [each for each in words if not each[0].isdigit()]
