"""Measure the assistant from outside: test sets, metrics, runs, comparisons."""
