"""A run as one JSON file: the same for the same answers, to the byte, so that files can be compared as they are."""

import hashlib
import json
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import RoundtableError
from evals.runs.types import Record, Run, Took

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = "roundtable-run/1"
# What names a run and what it took stand in the store: they differ where all else is the same.
CONTENT = ("set_name", "set_digest", "settings", "versions", "collection")


class BadRun(RoundtableError):
    """A file of a run that is damaged, missing, of another program or of a newer one."""


def run_bytes(run: Run) -> bytes:
    """The file of a run: what was asked of what, and one record a line."""
    head = {"format": FORMAT} | {name: getattr(run, name) for name in CONTENT}
    lines = [f"  {line(record)}" for record in run.records]
    opened = json.dumps(head, ensure_ascii=False, indent=1, sort_keys=True)[:-2]
    return (opened + ',\n "records": [\n' + ",\n".join(lines) + "\n ]\n}\n").encode()


def content_of(run: Run) -> str:
    """The SHA-256 of its file."""
    return hashlib.sha256(run_bytes(run)).hexdigest()


def line(of: Record | Took) -> str:
    """As one line of JSON. Half characters, which are no UTF-8, are replaced."""
    text = json.dumps(asdict(of), ensure_ascii=False, sort_keys=True)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def record_of(text: str) -> Record:
    """Raises `ValueError`."""
    return _of(Record).validate_json(text)


def took_of(text: str) -> Took:
    """Raises `ValueError`."""
    return _of(Took).validate_json(text)


def read_run_file(path: Path, id_: str = "", name: str = "") -> Run:
    """The run in a file, without what it took. Raises `BadRun`."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadRun(f"{path}: the run cannot be read ({error.strerror or error})") from error
    try:
        data = json.loads(content)
        form = data.pop("format")
        if form != FORMAT:
            raise BadRun(f"{path}: is of the format {form!r:.60}, and this program reads {FORMAT}; update the program")
        given: dict[str, Any] = {"id": id_ or path.stem, "name": name, **data}
        return _of(Run).validate_python(given | {"content": hashlib.sha256(content).hexdigest()})
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        why = str(error).splitlines()[0]
        raise BadRun(f"{path}: is no run, or damaged ({why:.120}); delete it and run the test set again") from error


@cache
def _of(kind: type) -> "TypeAdapter[Any]":
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
