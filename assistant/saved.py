"""Keep a whole answer as plain data that any program can store, and open it again as the same answer."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from assistant.types import Answer
from corpus.errors import RoundtableError

# Of how the data is to be read. A field more or less changes nothing here: one that is missing takes its default, and
# one that is not known is passed over. It becomes 2 when a field that stays comes to mean something else.
FORMAT = 1


class BadSaved(RoundtableError):
    """A saved answer is damaged, or of a newer program."""


def answer_data(answer: Answer) -> dict[str, Any]:
    """The answer as dicts, lists, texts, numbers and None, as JSON has them."""
    return {"format": FORMAT} | _data(answer)


def answer_of(data: Any) -> Answer:
    """The answer that `answer_data` made the data of: equal to it, field by field. Raises `BadSaved`."""
    if not isinstance(data, dict):
        raise _bad("answer", "an object", data)
    if data.get("format", FORMAT) != FORMAT:
        raise BadSaved(
            f"saved answer: it has the format {data['format']!r:.40}, and this program reads {FORMAT}; update it"
        )
    answer = _value(Answer, data, "answer")
    _hold_together(answer)
    return answer


def _data(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {key: _data(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_data(each) for each in value]
    if value is None or isinstance(value, str | bool):
        return value
    for plain in (int, float):  # numpy's float64 is a float too, and no JSON
        if isinstance(value, plain):
            return plain(value)
    raise TypeError(f"{type(value).__name__} is no part of an answer")


def _value(type_: Any, data: Any, where: str) -> Any:
    """The data as a value of the type. Raises `BadSaved` naming the place."""
    origin, inner = get_origin(type_), get_args(type_)
    if is_dataclass(type_):
        return _fields(type_, data, where)
    if type_ is NoneType:
        return _plain(NoneType, data, where)
    if origin in (Union, UnionType):
        return _one_of(inner, data, where)
    if origin is Literal:
        if data not in inner:
            raise _bad(where, f"one of {', '.join(map(str, inner))}", data)
        return data
    if origin is tuple:
        return _items(inner, _plain(list, data, where), where)
    if origin is not None and issubclass(origin, Mapping):
        return {key: _value(inner[1], each, f"{where}.{key:.40}") for key, each in _plain(dict, data, where).items()}
    return _plain(type_, data, where)


def _fields(type_: Any, data: Any, where: str) -> Any:
    given, types = _plain(dict, data, where), _types(type_)
    values = {}
    for field in fields(type_):
        if field.name in given:
            values[field.name] = _value(types[field.name], given[field.name], f"{where}.{field.name}")
        elif field.default is MISSING and field.default_factory is MISSING:
            raise BadSaved(f"saved answer: {where}.{field.name} is missing")
    return type_(**values)


def _one_of(types: Sequence[Any], data: Any, where: str) -> Any:
    if data is None and NoneType in types:
        return None
    first, *others = [each for each in types if each is not NoneType]
    for each in others:
        try:
            return _value(each, data, where)
        except BadSaved:
            continue
    return _value(first, data, where)


def _items(types: Sequence[Any], data: Sequence[Any], where: str) -> tuple[Any, ...]:
    if types[-1:] == (...,):
        types = [types[0]] * len(data)
    if len(types) != len(data):
        raise _bad(where, f"{len(types)} items", data)
    return tuple(
        _value(type_, each, f"{where}[{place}]") for place, (type_, each) in enumerate(zip(types, data, strict=True))
    )


def _plain(type_: Any, data: Any, where: str) -> Any:
    # True is an int to Python, and 1 is a float to whoever writes JSON by hand.
    if type_ is float and type(data) is int and abs(data) < 1e300:
        return float(data)
    if type(data) is not type_:
        raise _bad(where, _WORDS.get(type_, type_.__name__), data)
    return data


_WORDS: Mapping[Any, str] = {str: "a text", list: "a list", dict: "an object", int: "a number", float: "a number"}


@cache
def _types(type_: Any) -> Mapping[str, Any]:
    return get_type_hints(type_)


def _hold_together(answer: Answer) -> None:
    """Raises `BadSaved` where an answer points at a sentence or a source that it does not have."""
    sentences, numbers = len(answer.sentences), {citation.number for citation in answer.citations}
    if not all(0 <= place < sentences for group in answer.paragraphs for place in group):
        raise BadSaved("saved answer: its paragraphs name a sentence that it does not have")
    named = {number for sentence in answer.sentences for number in sentence.citations}
    if not named <= numbers:
        raise BadSaved("saved answer: a sentence names a source that it does not have")


def _bad(where: str, expected: str, data: Any) -> BadSaved:
    found = "nothing" if data is None else type(data).__name__
    return BadSaved(f"saved answer: {where}: expected {expected}, found {found}")
