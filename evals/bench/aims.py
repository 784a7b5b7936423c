"""Hold what was measured to its aims."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

from evals.bench.profiling import Profile
from evals.bench.speed import Commands
from evals.bench.timing import Took

# The same work may take this much longer in one place than in another; more, and something else was running.
STEADY = 1.25


@dataclass(frozen=True, slots=True)
class Aim:
    """The largest value that is good enough, and its unit."""

    most: float
    unit: str = ""

    def verdict(self, value: float, steady: bool = True) -> str:
        if not steady:
            return "not judged, the machine was not idle: measure again"
        return "met" if value <= self.most else "MISSED"


AIMS = {
    "ingest_over_encoder": Aim(1.1),
    "second_ingest": Aim(2, "%"),
    "ask_over_least": Aim(3),
    "answer_p50": Aim(150, "ms"),
    "answer_p95": Aim(300, "ms"),
    "cold_ask": Aim(3, "s"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """The value of one aim, and whether it is met."""

    value: float
    aim: Aim
    verdict: str


@dataclass(frozen=True, slots=True)
class Measured:
    """A run of the bench. `encoder` is the encoder alone on the passages of the ingest; `sizes` as
    `evals.bench.scale` measures them."""

    machine: str
    versions: Mapping[str, str]
    folder: str
    commands: Commands
    encoder: Took
    profile: Profile
    sizes: tuple[Mapping[str, Any], ...]

    def found(self) -> dict[str, Found]:
        """The value of each aim."""
        commands, ask = self.commands, self.profile.steps["ask"]
        values = {
            "ingest_over_encoder": commands.ingest.seconds / self.encoder.seconds,
            "second_ingest": 100 * commands.second_ingest.seconds / commands.ingest.seconds,
            "ask_over_least": self.profile.over_least["ask"].wall,
            "answer_p50": ask.p50,
            "answer_p95": ask.p95,
            "cold_ask": median(run.seconds for run in commands.asks),
        }
        steady = {
            "ingest_over_encoder": 1 / STEADY < self.embedding_over_encoder < STEADY,
            # A question is the work of one thread: what it takes longer than is computed, it has waited.
            "ask_over_least": 1 / STEADY < self.profile.watched.p50 / ask.p50 < STEADY
            and ask.p50 <= STEADY * ask.processor_p50,
        }
        return {
            name: Found(round(value, 3), AIMS[name], AIMS[name].verdict(value, steady.get(name, True)))
            for name, value in values.items()
        }

    @property
    def embedding_over_encoder(self) -> float:
        return self.commands.embedding_seconds / self.encoder.seconds

    def as_json(self) -> dict[str, Any]:
        return {
            "machine": self.machine,
            "versions": dict(self.versions),
            "folder": self.folder,
            "aims": {name: asdict(each) for name, each in self.found().items()},
            "speed": {**asdict(self.commands), "encoder_alone": asdict(self.encoder)},
            "profile": asdict(self.profile),
            "sizes": list(self.sizes),
        }
