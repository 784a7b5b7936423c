"""Keep a whole answer as plain data that any program can store, and open it again as the same answer."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

from assistant.one_line import one_line
from assistant.types import Answer
from corpus.errors import RoundtableError

# Of how the data is to be read. A field more or less changes nothing here: one that is missing takes its default, and
# one that is not known is passed over. It becomes 2 when a field that stays comes to mean something else.
FORMAT = 1
# What stands in the data for the values of a type, such as a name for a document that many citations share, by type.
Stand: TypeAlias = Mapping[type, Callable[[Any], Any]]
# And back: the value that such data at such a place stands for. Raises `BadSaved` naming the place.
Meant: TypeAlias = Mapping[type, Callable[[Any, str], Any]]
NOTHING: Mapping[type, Any] = {}


class BadSaved(RoundtableError):
    """A saved answer or briefing is damaged, or of a newer program."""


def answer_data(answer: Answer) -> dict[str, Any]:
    """The answer as dicts, lists, texts, numbers and None, as JSON has them."""
    return {"format": FORMAT} | plain_data(answer)


def answer_of(data: Any) -> Answer:
    """The answer that `answer_data` made the data of: equal to it, field by field. Raises `BadSaved`."""
    try:
        answer: Answer = value_of(Answer, of_this_format(data, "answer"), "answer")
        _hold_together(answer)
        return answer
    except BadSaved as error:
        raise BadSaved(f"saved answer: {error}") from error


def of_this_format(data: Any, where: str) -> dict[str, Any]:
    """The data, if it is an object of the format that this program reads. Raises `BadSaved`."""
    if not isinstance(data, dict):
        raise bad(where, "an object", data)
    if data.get("format", FORMAT) != FORMAT:
        found = one_line(repr(data["format"]))
        raise BadSaved(f"it has the format {found:.40}, and this program reads {FORMAT}; update it")
    return data


def plain_data(value: Any, stand: Stand = NOTHING) -> Any:
    """The frozen dataclass, or what its fields hold, as dicts, lists, texts, numbers and None."""
    if type(value) in stand:
        return stand[type(value)](value)
    if is_dataclass(value):
        return {field.name: plain_data(getattr(value, field.name), stand) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: plain_data(each, stand) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain_data(each, stand) for each in value]
    if value is None or isinstance(value, str | bool):
        return value
    for plain in (int, float):  # numpy's float64 is a float too, and no JSON
        if isinstance(value, plain):
            return plain(value)
    raise TypeError(f"{type(value).__name__} is no part of an answer")


def value_of(type_: Any, data: Any, where: str, meant: Meant = NOTHING) -> Any:
    """The value of that type which `plain_data` made the data of. Raises `BadSaved` naming the place."""
    origin, inner = get_origin(type_), get_args(type_)
    if type_ in meant:
        return meant[type_](data, where)
    if is_dataclass(type_):
        return _fields(type_, data, where, meant)
    if type_ is NoneType:
        return _plain(NoneType, data, where)
    if origin in (Union, UnionType):
        return _one_of(inner, data, where, meant)
    if origin is Literal:
        if data not in inner:
            raise bad(where, f"one of {', '.join(map(str, inner))}", data)
        return data
    if origin is tuple:
        return _items(inner, _plain(list, data, where), where, meant)
    if origin is not None and issubclass(origin, Mapping):
        given = _plain(dict, data, where).items()
        return {key: value_of(inner[1], each, f"{where}.{one_line(key):.40}", meant) for key, each in given}
    return _plain(type_, data, where)


def _fields(type_: Any, data: Any, where: str, meant: Meant) -> Any:
    given, types = _plain(dict, data, where), _types(type_)
    values = {}
    for field in fields(type_):
        if field.name in given:
            values[field.name] = value_of(types[field.name], given[field.name], f"{where}.{field.name}", meant)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise BadSaved(f"{where}.{field.name} is missing")
    return type_(**values)


def _one_of(types: Sequence[Any], data: Any, where: str, meant: Meant) -> Any:
    if data is None and NoneType in types:
        return None
    first, *others = [each for each in types if each is not NoneType]
    for each in others:
        try:
            return value_of(each, data, where, meant)
        except BadSaved:
            continue
    return value_of(first, data, where, meant)


def _items(types: Sequence[Any], data: Sequence[Any], where: str, meant: Meant) -> tuple[Any, ...]:
    if types[-1:] == (...,):
        types = [types[0]] * len(data)
    if len(types) != len(data):
        raise bad(where, f"{len(types)} items", data)
    return tuple(
        value_of(type_, each, f"{where}[{place}]", meant)
        for place, (type_, each) in enumerate(zip(types, data, strict=True))
    )


def _plain(type_: Any, data: Any, where: str) -> Any:
    # True is an int to Python, and 1 is a float to whoever writes JSON by hand.
    if type_ is float and type(data) is int and abs(data) < 1e300:
        return float(data)
    if type(data) is not type_:
        raise bad(where, _WORDS.get(type_, type_.__name__), data)
    # Python reads 1e999 and NaN from JSON, and no database or other program takes them, or a whole number so large.
    if (type_ is float and not math.isfinite(data)) or (type_ is int and abs(data) >= 2**63):
        raise BadSaved(f"{where}: expected a number of ordinary size")
    return data


_WORDS: Mapping[Any, str] = {str: "a text", list: "a list", dict: "an object", int: "a number", float: "a number"}


@cache
def _types(type_: Any) -> Mapping[str, Any]:
    return get_type_hints(type_)


def _hold_together(answer: Answer) -> None:
    """Raises `BadSaved` where an answer points at a sentence or a source that it does not have."""
    sentences, numbers = len(answer.sentences), {citation.number for citation in answer.citations}
    if not all(0 <= place < sentences for group in answer.paragraphs for place in group):
        raise BadSaved("its paragraphs name a sentence that it does not have")
    named = {number for sentence in answer.sentences for number in sentence.citations}
    if not named <= numbers:
        raise BadSaved("a sentence names a source that it does not have")


def bad(where: str, expected: str, data: Any) -> BadSaved:
    """That the place holds something else than expected, to be raised."""
    found = "nothing" if data is None else type(data).__name__
    return BadSaved(f"{where}: expected {expected}, found {found}")
