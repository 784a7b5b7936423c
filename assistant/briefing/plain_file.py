"""Read templates and outlines that people write as YAML, and say in one line which place of which file is wrong."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.one_line import one_line
from corpus.errors import RoundtableError

LONGEST_FILE = 200_000  # characters
LANGUAGES = ("en", "fr")


class BadFile(RoundtableError):
    """A template or an outline that cannot be used; the message names the file and the place in it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the file and where it stands: "sections[2].form". Every method raises `BadFile`."""

    value: Any
    file: str
    where: str = ""

    def bad(self, why: str) -> BadFile:
        place = f"{self.file}: {self.where}" if self.where else self.file
        return BadFile(f"{place}: {why}")

    def fields(self, known: Sequence[str], needed: Sequence[str] = ()) -> Mapping[str, "Node"]:
        """The parts of a mapping, by name."""
        if not isinstance(self.value, dict):
            raise self.bad(f"expected the lines {', '.join(known)}, found {_named(self.value)}")
        for name in self.value:
            if name not in known:
                raise self.bad(f"there is no {one_line(str(name))[:40]!r} here, only {', '.join(known)}")
        for name in needed:
            value = self.value.get(name)
            if value in (None, []) or (isinstance(value, str) and not one_line(value)):
                raise self.bad(f"{name} is missing")
        prefix = f"{self.where}." if self.where else ""
        return {
            name: Node(value, self.file, f"{prefix}{name}") for name, value in self.value.items() if value is not None
        }

    def items(self) -> Iterator["Node"]:
        """The items of a list."""
        if not isinstance(self.value, list):
            raise self.bad(f"expected a list, each item behind a dash, found {_named(self.value)}")
        for place, value in enumerate(self.value, start=1):
            yield Node(value, self.file, f"{self.where}[{place}]")

    def text(self, longest: int = 500) -> str:
        if not isinstance(self.value, str | int | float) or isinstance(self.value, bool):
            raise self.bad(f"expected a text, found {_named(self.value)}")
        text = one_line(_written(self.value))
        if len(text) > longest:
            raise self.bad(f"{len(text)} characters, and there may be {longest}")
        return text

    def texts(self) -> tuple[str, ...]:
        return tuple(each.text() for each in self.items())

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not 0 < self.value <= 100:
            raise self.bad(f"expected a number above 0, found {_named(self.value)}")
        return float(self.value)

    def one_of(self, allowed: Sequence[Any]) -> Any:
        # To Python True is 1 and 2.0 is 2; whoever writes pages: yes means neither.
        if not any(type(self.value) is type(each) and self.value == each for each in allowed):
            raise self.bad(f"expected one of {', '.join(map(str, allowed))}, found {_named(self.value)}")
        return self.value

    def by_language(self) -> dict[str, str]:
        """A text for each language; one that is given alone is for all of them."""
        if not isinstance(self.value, dict):
            return dict.fromkeys(LANGUAGES, self.text())
        given = {name: node.text() for name, node in self.fields(LANGUAGES).items()}
        if not given:
            raise self.bad(f"has no text in {' or '.join(LANGUAGES)}")
        first = next(iter(given.values()))
        return {name: given.get(name, first) for name in LANGUAGES}


def parsed(text: str, file: str) -> Node:
    """The content of a YAML text. Raises `BadFile` with the line where it is no YAML."""
    import yaml

    if len(text) > LONGEST_FILE:
        raise BadFile(f"{file}: {len(text):,} characters, and there may be {LONGEST_FILE:,}")
    # An alias repeats what stands elsewhere: ten lines of them can stand for a billion items.
    try:
        if any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=yaml.SafeLoader)):
            raise BadFile(f"{file}: write out what * stands for; aliases are not read")
        return Node(yaml.safe_load(text), file)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        why = getattr(error, "problem", None) or "is no YAML"
        raise BadFile(f"{file}{place}: {one_line(str(why))}") from None
    except (ValueError, RecursionError) as error:  # a date of the 31 February; thousands of brackets
        raise BadFile(f"{file}: {one_line(str(error))[:80]}") from None


def as_yaml(data: Any) -> str:
    """The data as YAML that people can edit."""
    import yaml

    class WithoutAliases(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return str(yaml.dump(data, Dumper=WithoutAliases, allow_unicode=True, sort_keys=False, width=110))


def _named(value: Any) -> str:
    kinds = {dict: "a group of lines", list: "a list", type(None): "nothing"}
    return kinds.get(type(value)) or (_written(value) if isinstance(value, int) else repr(value))[:40]


def _written(value: str | int | float) -> str:
    try:
        return str(value)
    except ValueError:  # Python writes no whole number of more than 4,300 digits so, and YAML reads them as 0xfff…
        return f"{value:#x}"
