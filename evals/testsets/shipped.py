"""The test set that ships: questions on the documents that ship."""

from pathlib import Path

SHIPPED = Path(__file__).parents[1] / "sets" / "roundtables"
