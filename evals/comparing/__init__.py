"""Compare two runs, and hold one against what was good enough."""
