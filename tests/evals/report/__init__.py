"""Tests of evals/report."""
