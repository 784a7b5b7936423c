"""Measure what a language model adds to an answer and what it spoils, with the gate and without it."""
