"""Turn the text of a YAML or JSON lines file into rows, each value with the line it stands on."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from evals.testsets.rules import Path, shown

DEEPEST = 20  # lists and mappings within each other; a test set needs six
# As YAML 1.2 has them: with the rules of 1.1 the language "no" would be false, and a day no text.
_PLAIN = {"": None, "~": None, "null": None, "true": True, "false": False}
_WHOLE = re.compile(r"[-+]?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a file. `lines` says where its parts stand, by their path, where the file tells."""

    value: Any
    line: int
    lines: Mapping[Path, int] = field(default_factory=dict)

    def line_of(self, path: Path) -> int:
        """The line of the part, or of what it would stand in."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, self.line)


class Unreadable(ValueError):
    """A text that is not what it should be, from `line` on."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(says)
        self.line, self.says = line, says


def json_rows(text: str) -> Iterator[Row | Unreadable]:
    """A value for each line that is not blank, or what is wrong with that line."""
    # Not splitlines: it also ends lines at U+2028 and the like, which JSON allows within a text.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield Row(json_value(line), number)
            except Unreadable as error:
                yield Unreadable(number, error.says)


def json_value(text: str) -> Any:
    """What the text says as JSON. Raises `Unreadable`, also for a key that stands twice in one object."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise Unreadable(error.lineno, f"not JSON: {error.msg} at character {error.colno}") from None
    except RecursionError:
        raise Unreadable(1, "too many lists within each other") from None
    except Unreadable:
        raise
    except ValueError:  # Python reads no whole number of more than some thousand digits
        raise Unreadable(1, "a number with too many digits") from None


def yaml_rows(text: str) -> list[Row]:
    """The items of the list that the text is, or of the one under its key `questions`. Raises `Unreadable`.

    Values are texts, whole numbers, true, false and nothing, as in YAML 1.2. Aliases, tags and a second document are
    refused: no test set needs them, and with aliases a small file can become a value of any size.
    """
    root = _read(text)
    if isinstance(root.value, dict):
        others = [key for key in root.value if key != "questions"]
        if others or not root.value:
            where = root.line_of((others[0],)) if others else root.line
            what = f"{others[0]!r:.60} is no key of a test set" if others else "there is nothing in it"
            raise Unreadable(where, f"{what}; write a list of questions, or one under `questions`")
        root = _under(root, ("questions",))
    if root.value is None:
        return []
    if not isinstance(root.value, list):
        raise Unreadable(root.line, "must be a list of questions, each beginning with `- id:`")
    return [_under(root, (number,)) for number in range(len(root.value))]


def _under(row: Row, path: Path) -> Row:
    value, size = row.value, len(path)
    for step in path:
        value = value[step]
    lines = {below[size:]: line for below, line in row.lines.items() if below[:size] == path}
    return Row(value, lines.pop((), row.line), lines)


def _read(text: str) -> Row:
    lines: dict[Path, int] = {}
    try:
        events = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        events = (each for each in events if not isinstance(each, yaml.StreamStartEvent | yaml.DocumentEndEvent))
        first = next(events)
        if not isinstance(first, yaml.DocumentStartEvent):
            return Row(None, 1)
        value = _value(next(events), events, (), lines)
        after = next(events)
        if isinstance(after, yaml.DocumentStartEvent):
            raise Unreadable(_line(after), "a second document begins; keep each test set in a file of its own")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        lines_there = len(text.rstrip().split("\n"))  # libyaml finds what is missing on the line after the last
        raise Unreadable(
            min(mark.line + 1, lines_there) if mark else 1, f"not YAML: {error.problem or error.context}"
        ) from None
    except yaml.YAMLError as error:
        raise Unreadable(1, f"not YAML: {' '.join(str(error).split())}") from None
    return Row(value, lines.get((), 1), lines)


def _value(event: Any, events: Iterator[Any], path: Path, lines: dict[Path, int]) -> Any:
    if len(path) > DEEPEST:
        raise Unreadable(_line(event), "too many lists within each other")
    if isinstance(event, yaml.AliasEvent):
        raise Unreadable(_line(event), f"*{event.anchor} repeats what stands elsewhere; write it out")
    if event.tag and event.tag != "!":
        raise Unreadable(_line(event), f"the tag {event.tag!r:.60} is not taken; leave it out")
    lines[path] = _line(event)
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if isinstance(event, yaml.SequenceStartEvent):
        return _list(events, path, lines)
    return _mapping(events, path, lines)


def _list(events: Iterator[Any], path: Path, lines: dict[Path, int]) -> list[Any]:
    values: list[Any] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        values.append(_value(event, events, (*path, len(values)), lines))
    return values


def _mapping(events: Iterator[Any], path: Path, lines: dict[Path, int]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            raise Unreadable(_line(event), "a key must be one word")
        if event.value in values:
            raise Unreadable(_line(event), f"{shown((*path, event.value))[:60]} stands twice")
        values[event.value] = _value(next(events), events, (*path, event.value), lines)
    return values


def _scalar(event: Any) -> Any:
    if event.style:  # in quotes or a block: a text
        return event.value
    if event.value.lower() in _PLAIN:
        return _PLAIN[event.value.lower()]
    return int(event.value) if _WHOLE.fullmatch(event.value) else event.value


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Unreadable(1, f"{key!r:.60} stands twice in one object")
        found[key] = value
    return found


def _no_number(name: str) -> Any:
    raise Unreadable(1, f"{name} is no number of JSON")
