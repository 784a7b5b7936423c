"""Carry a test set together with the texts that its questions are asked of, between the forms of other programs."""

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.one_line import one_line, readable
from corpus.index import Index
from evals.testsets.reading import BadTestSet, bytes_of, sha256, text_of
from evals.testsets.rows import Row, Unreadable, json_rows, json_value
from evals.testsets.types import Place, Question, TestSet

LARGEST = 500_000_000  # bytes of a file: passages of a whole encyclopaedia are more than questions
_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_UNSAFE = re.compile(r"[^a-z0-9_-]+")
_WINDOWS = re.compile(r"con|prn|aux|nul|com\d|lpt\d")  # are no names of files there


@dataclass(frozen=True, slots=True)
class Text:
    """What stands at a place, under a title ("" if it has none)."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class WithTexts:
    """A test set and the texts of places, those of its evidence among them; no texts where the form has none."""

    test_set: TestSet
    texts: Mapping[Place, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """The files of a form by their path below the place they go to, "" for the one file of a form that has no more;
    how many questions are in them; and what of the test set the form cannot hold, a line each."""

    files: Mapping[str, str]
    questions: int
    losses: tuple[str, ...] = ()


def texts_of(index: Index) -> dict[Place, Text]:
    """Every page of the collection that has text."""
    return {
        Place(document.source, page.number if document.paged else None): Text(document.title, page.text)
        for document in sorted(index.documents.values(), key=lambda each: each.source)
        for page in index.pages(document.id)
        if page.has_text
    }


def documents_of(given: WithTexts) -> tuple[TestSet, dict[str, str]]:
    """The set with its texts as HTML documents to ingest, by the names of their files, which its evidence now names.

    The names are fit for every disk, whatever the texts were called. Texts that are
    the same become one, and a text of nothing but spaces none.
    """
    pages = {place: _page(text) for place, text in given.texts.items() if text.text.strip()}
    # An ingest takes two files of the same bytes for one document.
    first = {page: place for place, page in reversed(pages.items())}
    known = {place: Place(f"{safe_name(place_id(first[page]))}.html") for place, page in pages.items()}
    questions = (_moved(question, known) for question in given.test_set.questions)
    files = {known[place].document: page for place, page in pages.items()}
    return TestSet(given.test_set.name, tuple(questions), given.test_set.digest), files


def place_id(place: Place) -> str:
    """The place as one word, in forms that know no pages."""
    return place.document if place.page is None else f"{place.document}#page={place.page}"


def safe_name(text: str) -> str:
    """The text as the name of a file on any disk, if need be with a part of its SHA-256, so that no two are one."""
    if _SAFE.fullmatch(text) and not _WINDOWS.fullmatch(text):
        return text
    digest = sha256(text.encode("utf-8", "surrogatepass"))[:12]
    return f"{_UNSAFE.sub('-', text.lower()).strip('-_')[:40] or 'text'}-{digest}"


def _page(text: Text) -> str:
    lines = [" ".join(readable(line) for line in part.split("\n")) for part in re.split(r"\n\s*\n", text.text)]
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in lines if line.strip())
    title = f"<title>{html.escape(one_line(text.title))}</title>" if text.title.strip() else ""
    return (
        f'<!doctype html><html><head><meta charset="utf-8">{title}</head><body><main>\n{body}\n</main></body></html>\n'
    )


def _moved(question: Question, known: Mapping[Place, Place]) -> Question:
    places = (known[place] for place in question.evidence if place in known)
    return replace(question, evidence=tuple(dict.fromkeys(places)))


def rows_of(path: Path, needed: Mapping[str, type]) -> list[tuple[int, dict[str, Any]]]:
    """The objects of a file of JSON lines, or of a JSON list, with their lines. Raises `BadTestSet` that names each
    one that is not an object, or has not what is needed."""
    text = text_of(path, bytes_of(path, LARGEST))
    rows: Iterable[Row | Unreadable] = json_rows(text)
    if text.lstrip().startswith("["):
        listed = json_of(path, text)
        rows = (Row(each, 0) for each in listed)
    found, problems = [], []
    for number, row in enumerate(rows, start=1):
        where = f"{path.name}, line {row.line}" if row.line else f"{path.name}, item {number}"
        if isinstance(row, Unreadable):
            problems.append(f"{where}: {row.says}")
        elif not isinstance(row.value, dict):
            problems.append(f"{where}: must be an object with keys")
        elif bad := [key for key, kind in needed.items() if not isinstance(row.value.get(key), kind)]:
            problems += [f"{where}: {key} is missing, or not what it should be" for key in bad]
        else:
            found.append((row.line or number, row.value))
    if problems:
        raise BadTestSet(problems)
    return found


def json_of(path: Path, text: str) -> Any:
    """What the file says as JSON. Raises `BadTestSet`."""
    try:
        return json_value(text)
    except Unreadable as error:
        raise BadTestSet([f"{path.name}, line {error.line}: {error.says}"]) from error


def kept(
    questions: Iterable[Question], out: Mapping[str, Callable[[Question], bool]]
) -> tuple[list[Question], list[str]]:
    """The questions that the form can hold, and how many are left out for each reason, each for the first that fits."""
    reasons = [
        (question, next((why for why, applies in out.items() if applies(question)), "")) for question in questions
    ]
    counts = Counter(why for _, why in reasons if why)
    return [question for question, why in reasons if not why], [f"left out: {counts[why]} {why}" for why in counts]


def lost(questions: Sequence[Question], fields: Sequence[str]) -> list[str]:
    """Which of the fields the questions have and the form has not, and how many questions have them."""
    usual = Question("", "")
    counts = {name: sum(getattr(each, name) != getattr(usual, name) for each in questions) for name in fields}
    return [f"not written: {name} of {count} questions" for name, count in counts.items() if count]
