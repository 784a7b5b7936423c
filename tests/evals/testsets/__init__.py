"""Tests of evals/testsets."""
