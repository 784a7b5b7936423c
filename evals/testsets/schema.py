"""Say what a question of a test set may hold, and find everything in one that it may not."""

import difflib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from evals.testsets.rules import LANGUAGE, LONGEST_ID, LONGEST_QUESTION, Fault, Path, faults_of, short, shown
from evals.testsets.types import KeyPoint, Place, Question, Tags

# What stands at the end of a path: the type that holds it, by the names on the way.
_TYPES: Mapping[str, type] = {"key_points": KeyPoint, "evidence": Place, "tags": Tags}
_HALF = re.compile("[\ud800-\udfff]")
_MEANT = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dataclass_type": "an object with keys",
}
_NOT_BLANK = {"pattern": r"\S"}
_NOT_BLANK_EACH = {"items": {"type": "string", **_NOT_BLANK}}
# What types alone do not say, as JSON Schema says it; ids and `same_as` hold across questions, which it cannot say.
_PUBLISHED: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("Question", "id"): {"pattern": r"^\S(.*\S)?$", "maxLength": LONGEST_ID},
    ("Question", "question"): {"maxLength": LONGEST_QUESTION, **_NOT_BLANK},
    ("Question", "language"): {"pattern": f"^{LANGUAGE}$"},
    ("Question", "earlier"): _NOT_BLANK_EACH,
    ("Question", "forbidden"): _NOT_BLANK_EACH,
    ("KeyPoint", "text"): _NOT_BLANK,
    ("KeyPoint", "wordings"): _NOT_BLANK_EACH,
    ("Place", "document"): _NOT_BLANK,
    ("Place", "page"): {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
    ("Tags", "roundtable"): {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]},
}
_EMPTY = {"maxItems": 0}
_ANSWERED = {"properties": {"expected": {"const": "answer"}, "draft": {"const": False}}}
_JUDGED_BY = [
    {"properties": {"key_points": {"minItems": 1}}, "required": ["key_points"]},
    {"properties": {"reference": _NOT_BLANK}, "required": ["reference"]},
    {"properties": {"evidence": {"minItems": 1}}, "required": ["evidence"]},
]
_WHERE_EXPECTED = [
    {
        "if": {"properties": {"expected": {"const": "refuse"}}, "required": ["expected"]},
        "then": {"properties": {"key_points": _EMPTY, "evidence": _EMPTY}},
    },
    {"if": _ANSWERED, "then": {"anyOf": _JUDGED_BY}},
]


class BadQuestion(ValueError):
    """What was read is no question of a test set; `faults` are all the reasons."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{shown(fault.path)}: {fault.says}" for fault in faults))
        self.faults = faults


def question_of(value: Any) -> Question:
    """The question that was read from JSON or YAML. Raises `BadQuestion` with every fault."""
    faults = list(_broken(value))
    if faults:
        raise BadQuestion(faults)
    try:
        # As JSON, for there a list is as good as a tuple, while a number for a text is still refused.
        question = _adapter().validate_json(json.dumps(value), strict=True)
    except ValidationError as error:
        raise BadQuestion([_fault(each) for each in error.errors(include_url=False)]) from None
    faults = list(faults_of(question))
    if faults:
        raise BadQuestion(faults)
    return question


@cache
def _adapter() -> TypeAdapter[Question]:
    return TypeAdapter(Question)


def _broken(value: Any, path: Path = ()) -> Iterator[Fault]:
    """Texts that no file can hold, wherever they stand."""
    if isinstance(value, str) and _HALF.search(value):
        yield Fault(path, "holds half a character, which no file can keep; write the character anew")
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _broken(key, path)
            yield from _broken(each, (*path, str(key)))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _broken(each, (*path, number))


def _fault(error: Any) -> Fault:
    path: Path = tuple(error["loc"])
    kind, given = error["type"], error["input"]
    if kind == "missing":
        return Fault(path, "missing")
    if kind == "unexpected_keyword_argument":
        return Fault(path, _unknown(path))
    if kind == "literal_error":
        choices = str(error["ctx"]["expected"]).replace("'", "")
        return Fault(path, f"must be {choices}, and is {short(given)}")
    if kind in _MEANT:
        return Fault(path, f"must be {_MEANT[kind]}, and is {short(given)}")
    return Fault(path, f"{error['msg'][:1].lower()}{error['msg'][1:]}")


def _unknown(path: Path) -> str:
    *above, key = path
    names = [step for step in above if isinstance(step, str)]
    known = [field.name for field in fields(_TYPES.get(names[-1], Question) if names else Question)]
    near = difflib.get_close_matches(str(key).lower(), known, 1, 0.5)
    return f"no such field; is {near[0]} meant?" if near else f"no such field; there are {', '.join(known)}"


def json_schema() -> dict[str, Any]:
    """The JSON Schema of one question, for editors and for programs in other languages."""
    schema = _adapter().json_schema()
    of = {"Question": schema, **schema["$defs"]}
    for (name, field), rules in _PUBLISHED.items():
        of[name]["properties"][field].update(rules)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "allOf": _WHERE_EXPECTED}


def main() -> int:
    """Prints the schema."""
    print(json.dumps(json_schema(), indent=2))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
