"""Tests of evals/judging."""
