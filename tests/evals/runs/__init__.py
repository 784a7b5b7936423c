"""Tests of evals/runs."""
