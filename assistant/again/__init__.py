"""Check a saved briefing or answer again: which of its quotes stand in today's collection, and what they carry."""

from assistant.again.checking import checked_again
from assistant.again.types import STANDINGS, Change, Checked, Named, Quoted, Report, Standing, Statement

__all__ = ["STANDINGS", "Change", "Checked", "Named", "Quoted", "Report", "Standing", "Statement", "checked_again"]
