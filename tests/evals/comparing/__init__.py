"""Tests of evals/comparing."""
