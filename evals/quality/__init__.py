"""Measure how well the assistant finds, answers and refuses, each figure beside its target."""
