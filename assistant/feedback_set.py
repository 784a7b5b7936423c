"""Turn feedback into a set of test questions, so that what readers found wrong can be measured and put right."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.feedback import Feedback
from assistant.render.text import answer_language, answer_text
from assistant.types import Answer

EXPECTED = {"answered": "answer", "partial": "answer", "refused": "refuse", "clarify": "clarify"}  # by status
CLAIMED = {"should-refuse": "refuse", "should-answer": "answer"}  # by reason
VOUCHED, TO_REVIEW = "vouched", "to review"


def test_set(feedback: Iterable[Feedback]) -> Iterator[dict[str, Any]]:
    """One row for each, in the form of `evals/sets/shipped.jsonl`, and with what a reviewer needs. No user is named,
    nor any conversation; notes and questions stand as they were typed.

    An answer that a reader found good vouches for its row: `review` is "vouched", `kind`, `document`, `pages`, `also`
    and `answers` say what shipped.jsonl says with them (the answers are the quotes that were cited), and `evidence`
    has the same places one by one. An answer that a reader found bad vouches for nothing: `review` and `kind` are "to
    review", `expected` is what the reader's reason claims or None, and `document`, `pages` and `also` are missing, so
    that nobody takes the row for a question without an answer.

    Certain are `id` (the same in every export), `question`, `earlier`, `language`, `expected`, `evidence`, `quotes`,
    `verdict`, `reason`, `note`, `text` and `corpus`. The other fields serve the reviewer and may change.
    """
    return map(_row, feedback)


def line_of(row: dict[str, Any]) -> str:
    """The row as one line of JSON, whichever characters its reader takes for the end of one."""
    text = json.dumps(row, ensure_ascii=False)
    for end in "\x85\u2028\u2029":
        text = text.replace(end, f"\\u{ord(end):04x}")
    # Half characters are no UTF-8.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _row(given: Feedback) -> dict[str, Any]:
    answer = given.answer
    good = given.verdict == "up"
    row = {
        "question": _asked(given),
        "question_fr": None,
        **(_places(answer) if good else {"kind": TO_REVIEW}),
        "answer": None,
        "answers": _quotes(answer) if good else [],
        "type": "feedback",
        "split": "dev",
        "earlier": list(given.earlier),
        "language": answer_language(answer),
        "expected": EXPECTED[answer.status] if good else CLAIMED.get(given.reason),
        "review": VOUCHED if good else TO_REVIEW,
        "evidence": _evidence(answer) if good else [],
        "quotes": _quotes(answer) if good else [],
        "verdict": given.verdict,
        "reason": given.reason or None,
        "note": given.note,
        "status": answer.status,
        "text": answer_text(answer),
        "cited": [
            {"n": each.number, "document": each.document.source, "page": each.page, "quote": each.quote}
            for each in answer.citations
        ],
        "filters": {name: value for name in answer.filters.__slots__ if (value := getattr(answer.filters, name))},
        "model": answer.model,
        "corpus": answer.corpus,
        "day": given.given[:10],
    }
    digest = hashlib.sha256(json.dumps([row, given.given]).encode()).hexdigest()
    return {"id": f"fb-{digest[:16]}", **row}


def _asked(given: Feedback) -> str:
    """As it was typed, with `earlier` before it; where these are forgotten, the question that it was taken for."""
    return given.answer.question if given.earlier else given.answer.searched_for or given.answer.question


def _places(answer: Answer) -> dict[str, Any]:
    """The documents that were cited with their pages, as shipped.jsonl names them; none where nothing was cited."""
    pages: dict[str, set[int]] = {}
    for each in answer.citations:
        pages.setdefault(each.document.source, set()).update([each.page] if each.page else [])
    if not pages:
        return {"kind": "unanswerable", "document": None, "pages": None, "also": {}}
    first, *others = [(name, sorted(numbers) or None) for name, numbers in pages.items()]
    return {"kind": "answerable", "document": first[0], "pages": first[1], "also": dict(others)}


def _evidence(answer: Answer) -> list[dict[str, Any]]:
    places = dict.fromkeys((each.document.source, each.page) for each in answer.citations)
    return [{"document": document, "page": page} for document, page in places]


def _quotes(answer: Answer) -> list[str]:
    return list(dict.fromkeys(each.quote for each in answer.citations))
