"""Whether the assistant answers, refuses and asks back where it should."""

from collections.abc import Callable, Sequence

import numpy as np

from evals.metrics.columns import Numbers, each, estimated
from evals.metrics.types import Metric
from evals.runs.types import Record, Took
from evals.statistics import Estimate
from evals.testsets.types import Expected


def _precision(behaviour: Expected) -> Callable[[Record], float | None]:
    return lambda record: float(record.question.expected == behaviour) if record.did == behaviour else None


def _recall(behaviour: Expected) -> Callable[[Record], float | None]:
    return lambda record: float(record.did == behaviour) if record.question.expected == behaviour else None


def _agrees_on_refusing(record: Record) -> float | None:
    refused, to_refuse = record.did == "refuse", record.question.expected == "refuse"
    return float(refused == to_refuse) if refused or to_refuse else None


def _refusals(records: Sequence[Record]) -> tuple[list[float], list[float]]:
    """Of each question that could be asked, whether it was refused and whether it was to be: 1 or 0."""
    asked = [record for record in records if record.did]
    refused = [float(record.did == "refuse") for record in asked]
    return refused, [float(record.question.expected == "refuse") for record in asked]


def _f1(records: Sequence[Record], took: Sequence[Took]) -> Estimate | None:
    refused, to_refuse = _refusals(records)
    return estimated(f1, refused, to_refuse) if any(refused) or any(to_refuse) else None


def _f1_alone(records: Sequence[Record], took: Sequence[Took]) -> float | None:
    refused, to_refuse = _refusals(records)
    return f1(np.array(refused), np.array(to_refuse)) if any(refused) or any(to_refuse) else None


def f1(found: Numbers, wanted: Numbers) -> float:
    """Twice those found and wanted, of those found and those wanted; nan if there are none of either."""
    both, all_of_them = float(np.sum(found * wanted)), float(np.sum(found) + np.sum(wanted))
    return 2 * both / all_of_them if all_of_them else float("nan")


REFUSING = (
    Metric(
        "refusal_precision",
        "Refusal precision",
        "Share of the refused questions that were to be refused.",
        "van Rijsbergen 1979, for the questions without an answer of Rajpurkar et al. 2018",
        "refusing",
        each(_precision("refuse")),
    ),
    Metric(
        "refusal_recall",
        "Refusal recall",
        "Share of the questions to be refused that were.",
        "van Rijsbergen 1979, for the questions without an answer of Rajpurkar et al. 2018",
        "refusing",
        each(_recall("refuse")),
    ),
    Metric(
        "refusal_f1",
        "Refusal F1",
        "The harmonic mean of refusal precision and recall: twice the questions that were rightly refused, divided by "
        "those refused and those to be refused. For one question: whether it was rightly refused, if it is either.",
        "van Rijsbergen 1979",
        "refusing",
        each(_agrees_on_refusing),
        overall=_f1,
        value=_f1_alone,
    ),
    Metric(
        "clarification_precision",
        "Clarification precision",
        "Share of the questions asked back about that may mean several things, as the test set says.",
        "van Rijsbergen 1979, for the need to clarify of Aliannejadi et al. 2021",
        "refusing",
        each(_precision("clarify")),
    ),
    Metric(
        "clarification_recall",
        "Clarification recall",
        "Share of the questions that may mean several things which were asked back about.",
        "van Rijsbergen 1979, for the need to clarify of Aliannejadi et al. 2021",
        "refusing",
        each(_recall("clarify")),
    ),
    Metric(
        "behaviour",
        "Expected behaviour",
        "Share of all questions that were answered (in full or in part), refused or asked back about as expected.",
        "Accuracy over the three behaviours; van Rijsbergen 1979",
        "refusing",
        each(lambda record: float(record.did == record.question.expected)),
    ),
)
