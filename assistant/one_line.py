"""Make words from outside fit into any file and onto one line, so that no title can break a document open."""

import re

# Line and page breaks of every kind; in a title they are spaces.
_BREAKS = re.compile("[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")
# Characters that XML refuses, or that say nothing: controls, and marks of the byte order.
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff\ufdd0-\ufdef\ufffe\uffff]")
# Turned around, "fdp.exe" reads as a name of another kind; these would also turn what stands behind them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HALVES = re.compile("[\ud800-\udfff]")


def readable(text: str) -> str:
    """The text with breaks as spaces and without what no document can hold; half characters become "\ufffd"."""
    return _HALVES.sub("\ufffd", _TURNING.sub("", _UNSEEN.sub("", _BREAKS.sub(" ", text))))


def one_line(text: str) -> str:
    """The readable text with single spaces between its words and none around it."""
    return " ".join(readable(text).split())
