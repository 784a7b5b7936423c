"""Keep a briefing as JSON that people can read and any program can store, and open it again as the same briefing."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from assistant.briefing.types import PAGES, Brief
from assistant.one_line import one_line
from assistant.saved import FORMAT, BadSaved, bad, of_this_format, plain_data, value_of
from assistant.types import Citation
from corpus.types import Document

TYPE = "briefing"

_NOT_ASCII = re.compile("[^\x20-\x7e\n]")


def brief_data(brief: Brief) -> dict[str, Any]:
    """The briefing as dicts, lists, texts, numbers and None, as JSON has them.

    Every document stands once, under "documents"; citations and passages name it by its id there.
    """
    names: dict[Document, str] = {}
    data = plain_data(brief, {Document: lambda document: _named(document, names)})
    documents = {name: plain_data(document) for document, name in names.items()}
    return {"format": FORMAT, "type": TYPE} | data | {"documents": documents}


def brief_of(data: Any) -> Brief:
    """The briefing that `brief_data` made the data of: equal to it, field by field. Raises `BadSaved`."""
    try:
        given = of_this_format(data, TYPE)
        if given.get("type") != TYPE:
            raise BadSaved('it is no briefing, for its "type" is not "briefing"')
        brief: Brief = value_of(Brief, given, TYPE, {Document: _reader(given)})
        _hold_together(brief)
        return brief
    except BadSaved as error:
        raise BadSaved(f"saved briefing: {error}") from error


def brief_text(brief: Brief) -> str:
    """The briefing as indented JSON, to be written as UTF-8. Characters that cannot be seen are written by number."""
    text = json.dumps(brief_data(brief), indent=2, ensure_ascii=False, allow_nan=False)
    return _NOT_ASCII.sub(_seen, text) + "\n"


def brief_of_text(text: str) -> Brief:
    """The briefing that `brief_text` wrote, whatever stands around it that JSON allows. Raises `BadSaved`."""
    try:
        data = json.loads(text.removeprefix("\ufeff"))  # some editors put a mark of the byte order first
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise BadSaved(f"saved briefing: it is not JSON ({place}: {error.msg})") from error
    except (ValueError, RecursionError) as error:  # Python reads no number of thousands of digits
        raise BadSaved("saved briefing: it holds a number too long or lists too deep to be read") from error
    return brief_of(data)


def _named(document: Document, names: dict[Document, str]) -> str:
    """Its id; where the briefing also holds it as it was described before, another name for each."""
    if document not in names:
        name, number = document.id, 2
        while name in names.values():
            name, number = f"{document.id} ({number})", number + 1
        names[document] = name
    return names[document]


def _reader(data: dict[str, Any]) -> Callable[[Any, str], Document]:
    """What gives the document of a name, the same one for the same name."""
    found: dict[str, Document] = {}
    kept = data.get("documents", {})
    if not isinstance(kept, dict):
        raise bad(f"{TYPE}.documents", "an object", kept)

    def document(name: Any, where: str) -> Document:
        if not isinstance(name, str):
            raise bad(where, "the name of a document", name)
        if name not in kept:
            raise BadSaved(f"{where}: {one_line(name)[:70]!r} is not among its documents")
        if name not in found:
            found[name] = value_of(Document, kept[name], f"{TYPE}.documents.{one_line(name)[:70]}")
        return found[name]

    return document


def _hold_together(brief: Brief) -> None:
    """Raises `BadSaved` where the briefing says what no briefing can."""
    if brief.outline.order.pages not in PAGES:
        raise BadSaved(f"{TYPE}.outline.order.pages: expected one of {', '.join(map(str, PAGES))}")
    if brief.refusal and brief.sections:
        raise BadSaved(f"{TYPE}: it has a refusal and sections; it can have only one of them")
    for where, citation in _cited(brief):
        if (citation.page is not None and citation.page < 1) or not 0 <= citation.start <= citation.end:
            raise BadSaved(f"{where}: it names a place that no page has")


def _cited(brief: Brief) -> Iterator[tuple[str, Citation]]:
    """Every citation with where it stands."""
    for number, section in enumerate(brief.sections):
        for place, group in enumerate(section.groups):
            for which, claim in enumerate(group.claims):
                where = f"{TYPE}.sections[{number}].groups[{place}].claims[{which}]"
                yield from ((f"{where}.citations[{at}]", each) for at, each in enumerate(claim.citations))
    for number, gap in enumerate(brief.gaps):
        yield from ((f"{TYPE}.gaps[{number}].citations[{at}]", each) for at, each in enumerate(gap.citations))


def _seen(found: re.Match[str]) -> str:
    """The character itself if it can be seen. Half characters are no UTF-8, and a sign that turns the line around
    makes it read as another."""
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]
