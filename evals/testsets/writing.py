"""Write questions as a test set that people can read and change, in YAML or JSON lines."""

import re
from collections.abc import Iterable
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal

import yaml

from assistant.feedback_set import line_of
from evals.testsets.types import Question

WriteAs = Literal["yaml", "jsonl"]
WIDTH = 120
_RARE = re.compile(r"[^\S \n]|[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


def test_set_text(questions: Iterable[Question], form: WriteAs) -> str:
    """The text of a file that `read_test_set` reads as the same questions; what is as it mostly is stands nowhere."""
    rows = [question_data(question) for question in questions]
    if form == "jsonl":
        return "".join(f"{line_of(row)}\n" for row in rows)
    each = (yaml.dump([row], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH) for row in rows)
    return "\n".join(each)


# pytest takes what is called so for a test.
test_set_text.__test__ = False  # type: ignore[attr-defined]


def question_data(question: Question) -> dict[str, Any]:
    """The question as JSON holds it, in the order of its fields, without those that are as they mostly are."""
    data: dict[str, Any] = _plain(question)
    return data


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        held = ((field, getattr(value, field.name)) for field in fields(value))
        return {field.name: _plain(each) for field, each in held if each != _usual(field)}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _usual(field: Any) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


class _Dumper(yaml.SafeDumper):
    """Items stand further in than their list, and texts of several lines in a block."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_text(self, text: str) -> yaml.ScalarNode:
        # Half characters are no UTF-8.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        # Between single quotes and in blocks, YAML takes rare ends of lines for spaces or line breaks.
        style = '"' if _RARE.search(text) else "|" if "\n" in text else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style)


_Dumper.add_representer(str, _Dumper.represent_text)
