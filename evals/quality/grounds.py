"""The sets and collections that quality is measured on: each read, indexed and asked once, when first needed."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.assistant import Assistant
from assistant.build import run_ingest
from assistant.settings import read_settings
from assistant.types import Answer
from corpus.catalogue import materials_folder
from corpus.encoders import Encoder
from corpus.errors import RoundtableError
from corpus.index import Index
from evals.answering import draw, half
from evals.passage_set import AskedQuestion, PassageSet, read_passage_set, write_index
from evals.reports import QUESTIONS, PageQuestion, read_questions, write_reports_index

SQUAD, CNIL, REPORTS, SHIPPED = "squad2", "french-cnil", "us-fed-reports", "shipped"
LANGUAGES = {SQUAD: "en", CNIL: "fr"}
PAGE_SETS = {REPORTS: QUESTIONS, SHIPPED: QUESTIONS.with_name("shipped.jsonl")}
PARTS = ("dev", "test")
SEED = 31
REFUSED = "refused"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many questions are drawn of each kind: to be answered, and to be searched for."""

    answered: int
    searched: int


class MissingSet(RoundtableError):
    """A set that a figure needs was not given, or is not there."""


class Grounds:
    """Where to measure. `part` says which half of the questions is asked: "dev" to choose settings by, "test" to
    report. `work` keeps the indexes; each is named after the encoder, the code that made it and what it holds.
    `research` is the folder of a question set with nuggets, see `evals.quality.research`.
    """

    def __init__(
        self, data: Path, work: Path, encoder: Encoder, part: str, sizes: Sizes, research: Path | None = None
    ) -> None:
        self.data = data
        self.research = research
        self.encoder = encoder
        self.part = part
        self.sizes = sizes
        self._work = work
        self._sets: dict[str, PassageSet] = {}
        self._indexes: dict[str, Index] = {}
        self._assistants: dict[tuple[str, bool], Assistant] = {}
        self._answers: dict[tuple[str, str, bool, tuple[str, ...]], Answer] = {}

    def of_part(self, part: str) -> "Grounds":
        """The same grounds with the questions of that part."""
        return self if part == self.part else Grounds(self.data, self._work, self.encoder, part, self.sizes)

    def passages(self, name: str) -> PassageSet:
        """Raises `BadPassageSet` if the folder of the data lacks it."""
        if name not in self._sets:
            self._sets[name] = read_passage_set(self.data / name)
        return self._sets[name]

    def index(self, name: str) -> Index:
        """The collection of that name, all of it. Raises `BadPassageSet` or `MissingReports`."""
        if name not in self._indexes:
            build, content = self._builder(name)
            encoder = self.encoder.name.replace("/", "_")
            folder = self._work / f"{name}-{encoder}-{_digest([*_code(), *content])}"
            if not (folder / "CURRENT").is_file():
                build(folder)
            self._indexes[name] = Index(folder)
        return self._indexes[name]

    def assistant(self, name: str, sure: bool = True) -> Assistant:
        """As it ships; or, not `sure`, one that holds no answer back."""
        if (name, sure) not in self._assistants:
            index = self.index(name)
            made = Assistant(index, self.encoder) if sure else Assistant(index, self.encoder, threshold=0.0)
            made.ask("Warm up?")  # the first answer of a process takes longer, and would be counted
            self._assistants[name, sure] = made
        return self._assistants[name, sure]

    def ask(self, name: str, text: str, sure: bool = True, earlier: tuple[str, ...] = ()) -> Answer:
        """What the collection `name` says to a question after `earlier` ones, as it ships; each is asked once.

        Not `sure`: the same, but where it refuses, what it would have said had it not held back.
        """
        key = (name, text, sure, earlier)
        if key not in self._answers:
            if not sure and self.ask(name, text, earlier=earlier).status != REFUSED:
                return self.ask(name, text, earlier=earlier)
            self._answers[key] = self.assistant(name, sure).ask(text, earlier=earlier)
        return self._answers[key]

    def drawn(self, name: str, answerable: bool, count: int) -> list[AskedQuestion]:
        """Questions of a passage set from this part, the same each time."""
        asked = self.passages(name)
        mine = self.part_of(asked)
        return draw([q for q in asked.questions if q.answerable is answerable and q.passage in mine], count, SEED)

    def part_of(self, asked: PassageSet) -> set[str]:
        """The passages whose questions are of this part: by titles, so that no text is in both parts.

        "dev" is what `evals.answering` and `evals.fit_confidence` use. A set without titles is parted by passage.
        """
        titled = len({title for title, _ in asked.passages.values()}) > 1
        dev = set(half(asked)) if titled else set(sorted(asked.passages)[::2])
        return dev if self.part == "dev" else set(asked.passages) - dev

    def page_questions(self, name: str) -> list[PageQuestion]:
        """Of the reports all: they are few, all seen in fitting, and the table says so."""
        questions = read_questions(PAGE_SETS[name])
        return questions if name == REPORTS else [each for each in questions if each.part == self.part]

    def _builder(self, name: str) -> tuple[Callable[[Path], None], Iterable[bytes]]:
        if name == SHIPPED:
            return _ingest_shipped, _files(materials_folder())
        if name == REPORTS:
            return lambda folder: write_reports_index(self.data / REPORTS, folder), _files(self.data / REPORTS)
        kept = self.passages(name).passages
        return (
            lambda folder: write_index(kept, folder, self.encoder, LANGUAGES[name]),
            [(self.data / name / "passages.jsonl").read_bytes()],
        )


def _ingest_shipped(folder: Path) -> None:
    run_ingest([], read_settings(index=folder), prune=False, on_progress=lambda progress: None)


@cache
def _code() -> Sequence[bytes]:
    """What decides how documents become an index: a kept index of other code would be measured in vain."""
    return [path.read_bytes() for folder in ("corpus", "ingest") for path in sorted((ROOT / folder).rglob("*.py"))]


def _files(folder: Path) -> Iterable[bytes]:
    return (path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _digest(contents: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for content in contents:
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()[:12]
