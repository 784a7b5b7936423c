"""Pair the questions of two runs, and say what is not the same in both, so that only like is compared with like."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.one_line import one_line
from evals.comparing.types import Differing, LeftOut, Pair
from evals.runs.types import Run
from evals.testsets.types import Question

# What a question's scores depend on. Its tags and its reference answer change no score.
COMPARED = ("question", "expected", "language", "earlier", "key_points", "evidence", "forbidden", "same_as")
LONGEST = 120  # characters of a value that is shown


def paired(one: Run, other: Run) -> tuple[tuple[Pair, ...], tuple[LeftOut, ...]]:
    """The questions that are the same and could be asked in both, by their id, and those that are left out, in the
    order of `other`; those that only `one` has come last."""
    before = {record.question.id: record for record in one.records}
    after = {record.question.id: record for record in other.records}
    counts = Counter(record.question.id for record in one.records)
    counts |= Counter(record.question.id for record in other.records)
    pairs, left_out = [], []
    for id_, record in after.items():
        if counts[id_] > 1:
            left_out.append(LeftOut(id_, "twice"))
        elif id_ not in before:
            left_out.append(LeftOut(id_, "only after"))
        elif changed := changed_fields(before[id_].question, record.question):
            left_out.append(LeftOut(id_, "changed", changed))
        elif record.status == "error" or before[id_].status == "error":
            # To take its scores away from one run alone would make that one look better.
            left_out.append(LeftOut(id_, "not asked"))
        else:
            pairs.append(Pair(before[id_], record))
    left_out += [LeftOut(id_, "twice" if counts[id_] > 1 else "only before") for id_ in before if id_ not in after]
    return tuple(pairs), tuple(left_out)


def changed_fields(one: Question, other: Question) -> tuple[str, ...]:
    """The fields of a question that its scores depend on and that are not the same."""
    return tuple(name for name in COMPARED if getattr(one, name) != getattr(other, name))


def differing(one: Run, other: Run) -> tuple[Differing, ...]:
    """In what the runs differ beside their answers."""
    found = []
    if (one.set_name, one.set_digest) != (other.set_name, other.set_digest):
        names = (one.set_name, other.set_name)
        if one.set_name == other.set_name:  # the same set in two states
            names = (f"{one.set_name} ({one.set_digest[:8]})", f"{other.set_name} ({other.set_digest[:8]})")
        found.append(Differing("set", "name", one_line(names[0]), one_line(names[1])))
    for of in ("collection", "settings", "versions"):
        before, after = dict(_flat(getattr(one, of))), dict(_flat(getattr(other, of)))
        found += [
            Differing(of, one_line(name), _shown(before, name), _shown(after, name))
            for name in dict.fromkeys((*before, *after))
            if before.get(name, _MISSING) != after.get(name, _MISSING)
        ]
    return tuple(found)


_MISSING = object()


def _flat(values: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Each value by its whole name: {"a": {"b": 1}} is "a.b"."""
    for name, value in values.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", list(value) if isinstance(value, tuple) else value


def _shown(values: Mapping[str, Any], name: str) -> str:
    if name not in values:
        return ""
    value = values[name]
    text = one_line(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
