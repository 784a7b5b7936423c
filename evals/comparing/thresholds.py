"""Read the file of thresholds that a run is held to, and say which line of it is wrong."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.one_line import one_line
from corpus.errors import RoundtableError
from evals.metrics import METRICS
from evals.metrics.types import Metric

MOST_DROP, LEVEL = 0.02, 0.05
_PARTS = ("at_least", "at_most", "drop")


class BadThresholds(RoundtableError):
    """A file of thresholds that cannot be read; the message names the file and the line in it."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """How far a metric may drop: up to `most`, in its own unit, and farther where chance would do that with a
    probability of `p` or more."""

    most: float = MOST_DROP
    p: float = LEVEL


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a run is held to. `drop` is None if it is not compared with a baseline; else `only` are the metrics that may
    not drop, () for every one that can be compared, and `of` has what is allowed for those that are named."""

    at_least: Mapping[str, float] = field(default_factory=dict)
    at_most: Mapping[str, float] = field(default_factory=dict)
    drop: Allowed | None = None
    only: tuple[str, ...] = ()
    of: Mapping[str, Allowed] = field(default_factory=dict)

    def allowed(self, metric: Metric) -> Allowed | None:
        """How far the metric may drop; None if it is not compared. Time and cost are another machine's elsewhere, and
        so compared only where they are named; a figure over all questions has no value for each."""
        if self.drop is None or metric.overall is not None:
            return None
        if metric.name in self.of or metric.name in self.only:
            return self.of.get(metric.name, self.drop)
        return None if self.only or metric.family == "cost" else self.drop


def read_thresholds(path: Path, metrics: Mapping[str, Metric] = METRICS) -> Thresholds:
    """The thresholds in a TOML file:

        [at_least]
        page_recall = 0.8
        [at_most]
        calibration_error = 0.15
        [drop]                       # against a baseline
        most = 0.02                  # a larger drop fails ...
        p = 0.05                     # ... if chance makes one so large less often than this
        only = ["page_recall"]       # if given, no other metric is compared
        [drop.of]
        support = {most = 0.05}      # for one metric; a bare number is `most`

    Raises `BadThresholds`.
    """
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise BadThresholds(f"{path}: the thresholds cannot be read ({error.strerror or error})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadThresholds(f"{path}: is no TOML ({one_line(str(error))[:120]})") from error
    reading = _Reading(str(path), metrics)
    for name in data:
        if name not in _PARTS:
            raise reading.bad(name, f"there is no such part, only {', '.join(f'[{each}]' for each in _PARTS)}")
    at_least, at_most = (reading.limits(data.get(part, {}), part) for part in ("at_least", "at_most"))
    for name in set(at_least) & set(at_most):
        if at_least[name] > at_most[name]:
            raise reading.bad(f"at_most.{name}", f"{at_most[name]:g} is below what [at_least] wants")
    found = reading.drop(data["drop"], at_least, at_most) if "drop" in data else Thresholds(at_least, at_most)
    if not at_least and not at_most and found.drop is None:
        raise BadThresholds(f"{path}: holds a run to nothing; add [at_least], [at_most] or [drop]")
    return found


@dataclass(frozen=True, slots=True)
class _Reading:
    file: str
    metrics: Mapping[str, Metric]

    def bad(self, key: str, why: str) -> BadThresholds:
        return BadThresholds(f"{self.file}: {one_line(key)[:60]}: {why}")

    def limits(self, given: Any, part: str) -> dict[str, float]:
        return {self.known(name, part): self.number(value, f"{part}.{name}")
                for name, value in self.table(given, part).items()}  # fmt: skip

    def drop(self, given: Any, at_least: Mapping[str, float], at_most: Mapping[str, float]) -> Thresholds:
        for name in self.table(given, "drop"):
            if name not in ("most", "p", "only", "of"):
                raise self.bad(f"drop.{name}", "there is no such line, only most, p, only and [drop.of]")
        usual = self.allowed({name: value for name, value in given.items() if name in ("most", "p")}, "drop", Allowed())
        only = given.get("only", [])
        if not isinstance(only, list) or not all(isinstance(name, str) for name in only):
            raise self.bad("drop.only", "expected a list of metrics, each in quotes")
        of = {}
        for name, value in self.table(given.get("of", {}), "drop.of").items():
            of[self.compared(name, "drop.of")] = self.allowed(value, f"drop.of.{name}", usual)
        return Thresholds(at_least, at_most, usual, tuple(self.compared(name, "drop.only") for name in only), of)

    def allowed(self, given: Any, key: str, usual: Allowed) -> Allowed:
        if not isinstance(given, dict):
            return Allowed(self.share(given, key), usual.p)
        for name in given:
            if name not in ("most", "p"):
                raise self.bad(f"{key}.{name}", "there is no such line, only most and p")
        most, p = (self.share(given.get(name, getattr(usual, name)), f"{key}.{name}") for name in ("most", "p"))
        if not 0 < p <= 1:
            raise self.bad(f"{key}.p", f"expected a probability above 0 and up to 1, found {p:g}")
        return Allowed(most, p)

    def compared(self, name: str, part: str) -> str:
        """A metric that has a value for each question."""
        if self.metrics[self.known(name, part)].overall is not None:
            raise self.bad(f"{part}.{name}", "is made of all questions together, and cannot be compared question by "
                           "question; hold it to [at_least] or [at_most]")  # fmt: skip
        return name

    def known(self, name: str, part: str) -> str:
        if name not in self.metrics:
            raise self.bad(f"{part}.{name}", f"there is no such metric; there are {', '.join(self.metrics)}")
        return name

    def table(self, given: Any, part: str) -> dict[str, Any]:
        if not isinstance(given, dict):
            raise self.bad(part, f"expected lines below [{part}], found {type(given).__name__}")
        return given

    def share(self, given: Any, key: str) -> float:
        found = self.number(given, key)
        if found < 0:
            raise self.bad(key, f"expected 0 or more, found {found:g}")
        return found

    def number(self, given: Any, key: str) -> float:
        if isinstance(given, bool) or not isinstance(given, int | float) or not abs(given) < float("inf"):
            raise self.bad(key, f"expected a number, found {one_line(repr(given))[:40]}")
        return float(given)
