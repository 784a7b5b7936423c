"""Briefings: from a topic to a document whose every claim leads to a page."""
