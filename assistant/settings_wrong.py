"""Say what is wrong with a setting, and where it was set."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PREFIX = "ROUNDTABLE_"  # of the variables


def explained(problem: Any, given: Mapping[str, Any], file: Path, known: Sequence[str]) -> str:
    """One line: where the value was set (command line, variable or file), and what would be right."""
    name = ".".join(map(str, problem["loc"]))
    if problem["type"] == "extra_forbidden":
        return f"{file}: {name}: there is no such setting; the settings are {', '.join(known)}"
    variable = PREFIX + name.upper()
    place = f"--{name}" if name in given else f"variable {variable}" if os.environ.get(variable) else f"{file}: {name}"
    # A password may stand in an address, even in one that is none.
    given_value = (
        "" if "key" in name or "secret" in name or "://" in str(problem["input"]) else f", and not {problem['input']!r}"
    )
    said = problem["msg"].removeprefix("Value error, ")
    return f"{place}: {said[0].lower()}{said[1:]}{given_value}"
