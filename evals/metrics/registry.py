"""All that is measured of a run, by its name, in the order in which it is shown."""

from evals.metrics.answering import ANSWERING
from evals.metrics.calibrating import CALIBRATING
from evals.metrics.citing import CITING
from evals.metrics.consistency import CONSISTENCY
from evals.metrics.cost import COST
from evals.metrics.finding import FINDING
from evals.metrics.refusing import REFUSING
from evals.metrics.supporting import SUPPORTING
from evals.metrics.types import Metric

# A new metric is one entry of the tuple of its family.
METRICS: dict[str, Metric] = {
    metric.name: metric
    for family in (FINDING, ANSWERING, CITING, SUPPORTING, REFUSING, CALIBRATING, CONSISTENCY, COST)
    for metric in family
}
