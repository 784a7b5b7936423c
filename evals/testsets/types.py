"""A test set as plain data: questions, what a good answer says, and where that stands."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

Expected = Literal["answer", "refuse", "clarify"]
Weight = Literal["vital", "okay"]  # as nuggets are graded: an answer must have it, or may
STRICT: dict[str, Any] = {"extra": "forbid"}  # for pydantic: a field that nobody knows is a mistake, not a remark


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the collection. `document` is its source, as `search --json` names it; `page` counts from 1 and is None
    for formats without pages."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    document: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class KeyPoint:
    """Something that a good answer says (a "nugget", Voorhees 2003).

    `text` says it for people. `wordings` are the words that show without a model that it was said: one of them must be
    found whole in a sentence of the answer, see `evals.metrics.points`; none means `text` itself. `evidence` is where
    it stands, each place by itself enough; none means that of its question.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    text: str
    weight: Weight = "vital"
    wordings: tuple[str, ...] = ()
    evidence: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """By what figures are split: `group` of users, `kind` of question, roundtable, and `more` in free words."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    group: str = ""
    kind: str = ""
    roundtable: int | None = None
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a test set.

    `earlier` are the questions asked before it in the same conversation, oldest first. `reference` is a good answer in
    full, "" if nobody has written one. `evidence` is where the answer stands. `forbidden` are claims that a good answer
    does not make, found as wordings of key points are. `same_as` is the id of the question that this one rewords.
    A `draft` was not accepted by a person yet, and is not asked.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    id: str
    question: str
    expected: Expected = "answer"
    language: str = "en"
    earlier: tuple[str, ...] = ()
    key_points: tuple[KeyPoint, ...] = ()
    reference: str = ""
    evidence: tuple[Place, ...] = ()
    forbidden: tuple[str, ...] = ()
    tags: Tags = field(default_factory=Tags)
    same_as: str = ""
    draft: bool = False

    def places_of(self, point: KeyPoint) -> tuple[Place, ...]:
        """Where a key point of this question stands."""
        return point.evidence or self.evidence

    @property
    def places(self) -> tuple[Place, ...]:
        """Every place where something of a good answer stands, each once."""
        of_points = (place for point in self.key_points for place in point.evidence)
        return tuple(dict.fromkeys((*self.evidence, *of_points)))


@dataclass(frozen=True, slots=True)
class TestSet:
    """The questions of a file. `digest` is the SHA-256 of the file's bytes."""

    __test__ = False  # pytest takes what is called so for a class of tests

    name: str
    questions: tuple[Question, ...]
    digest: str = ""
