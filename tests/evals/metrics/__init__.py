"""Tests of evals/metrics."""
