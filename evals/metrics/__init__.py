"""Metrics: what is measured of a run, each with its definition and its source."""

from evals.metrics.figures import By, figure, figures, split
from evals.metrics.registry import METRICS
from evals.metrics.types import FAMILIES, Family, Figures, Metric

__all__ = ["FAMILIES", "METRICS", "By", "Family", "Figures", "Metric", "figure", "figures", "split"]
