"""What a check of a sentence says: how well its sources carry it, and why."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["number", "date", "unit", "name", "negation", "words", "meaning"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding in one sentence for a user. A `decisive` one makes a sentence unsupported, whatever its score."""

    kind: Kind
    text: str
    decisive: bool = True


@dataclass(frozen=True, slots=True)
class Support:
    """How well the sources carry a sentence.

    `score` is the probability, from 0 to 1, that a reader would say they do. `supported` needs a score that
    is high enough and no decisive reason. A supported sentence has no reasons.
    """

    score: float
    supported: bool
    reasons: tuple[Reason, ...] = ()
