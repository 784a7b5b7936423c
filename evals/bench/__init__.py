"""Measurements of parts, each behind a decision: run by hand, with the folder or file they need."""
