"""Show a question of a run with all that tells why it was answered so."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from assistant.types import EXTRACTIVE
from evals.metrics import METRICS
from evals.report.tables import items, pairs, table
from evals.report.text import counted, number, plain, words
from evals.runs.failing import FAULTS, behaves, is_evidence, not_found, supported, with_claimed, with_made
from evals.runs.types import DEPTH, Record, Took
from evals.testsets.types import Place, Question

YES, NO = "✓", "✗"
EVIDENCE = '<strong class="good">✓ evidence</strong>'
STATUSES = {
    "answered": "answered",
    "partial": "answered in part",
    "refused": "refused",
    "clarify": "asked back",
    "error": "could not be asked",
}
EXPECTATIONS = {"answer": "an answer", "refuse": "a refusal", "clarify": "a question back"}


def question_html(record: Record, found: Sequence[str], scores: Mapping[str, float | None], anchor: str) -> str:
    """A question with its faults, folded: what was expected, what came, and what was found for it.

    `anchor` is the id by which a link opens it.
    """
    of = record.question.language
    inner = "".join(f"<h4>{title}</h4>{html}" for title, html in _parts(record, scores) if html)
    return (
        f"<details><summary><h3>{words(record.question.question, of)}</h3> "
        f'<span class="id">{words(record.question.id)}</span> {wrong_html(found)}</summary>'
        f'<div class="one" id="{anchor}">{inner}</div></details>'
    )


def status_words(status: str) -> str:
    """What the assistant did, in words that follow "it"."""
    return STATUSES.get(status) or plain(status)


def worded_by(model: str) -> str:
    """Who chose the words of an answer."""
    return "in the documents' own words" if model == EXTRACTIVE else f"worded by {words(model or 'nobody knows whom')}"


def place_html(document: str, pages: Sequence[int | None]) -> str:
    """A document and its pages, as they are named."""
    shown = ", ".join(str(page) for page in pages if page is not None)
    return f"{words(document)}{f', page {shown}' if shown else ''}"


def wrong_html(found: Sequence[str]) -> str:
    """What is wrong with an answer, "" if nothing is."""
    return f'<span class="bad">{NO} {"; ".join(FAULTS[fault] for fault in found)}</span>' if found else ""


def answer_html(record: Record) -> str:
    """What the assistant said, sentence by sentence with its citations, and the words that it cites."""
    if record.error or not record.answer:
        return f'<p class="bad">{NO} {words(record.error or "no answer was kept")}</p>'
    return "".join(_answer(record))


def _parts(record: Record, scores: Mapping[str, float | None]) -> Iterator[tuple[str, str]]:
    question = record.question
    yield (
        "Asked before, in the same conversation",
        items((words(text, question.language) for text in question.earlier), ordered=True),
    )
    yield "Expected", _expected(record)
    yield "Answer", answer_html(record)
    yield "Found by the search, best first", _retrieved(record)
    yield "Scores", _scores(record, scores)


def _expected(record: Record) -> str:
    question = record.question
    of = question.language
    claims = items(
        f"{_sign(not claimed)} {words(claim, of)} <small>({'made' if claimed else 'not made'})</small>"
        for claim, claimed in with_claimed(record)
    )
    return pairs(
        (
            (
                "Behaviour",
                f"{_sign(behaves(record))} {EXPECTATIONS[question.expected]}; it {status_words(record.status)}",
            ),
            ("Key points", with_made_html(record)),
            ("A good answer", words(question.reference, of) if question.reference else ""),
            ("Must not claim", claims),
            ("Evidence", items(place_html(place.document, [place.page]) for place in question.places)),
        )
    )


def with_made_html(record: Record) -> str:
    """The key points of a question, each with whether the answer makes it, and where it stands."""
    question = record.question
    return items(
        f"{_sign(made)} {words(point.text, question.language)} <small>({point.weight}; "
        f"{'made' if made else 'not made'}{_places(question.places_of(point))})</small>"
        for point, made in with_made(record)
    )


def _places(places: Sequence[Place]) -> str:
    return "; " + "; ".join(place_html(place.document, [place.page]) for place in places) if places else ""


def _sign(good: bool) -> str:
    return f'<span class="{"good" if good else "bad"}" aria-hidden="true">{YES if good else NO}</span>'


def _answer(record: Record) -> Iterator[str]:
    answer, question = record.answer, record.question
    sentences: Sequence[Mapping[str, Any]] = answer.get("sentences", ())
    of = question.language
    yield f"<p>It {status_words(str(answer.get('status')))}, {worded_by(str(answer.get('model', '')))}.</p>"
    if answer.get("searched_for"):
        yield f"<p>Taken for: {words(answer['searched_for'], of)}</p>"
    if sentences:
        said = zip(sentences, supported(record), strict=True)
        yield items((_sentence(sentence, carried, of) for sentence, carried in said), "sentences")
    elif answer.get("text"):
        yield f'<p class="said">{words(answer["text"], of)}</p>'
    yield items((words(choice, of) for choice in answer.get("choices", ())), "choices")
    if answer.get("problem"):
        yield f'<p class="bad">{words(answer["problem"])}</p>'
    yield items((_citation(citation, question) for citation in answer.get("citations", ())), "citations")


def _sentence(sentence: Mapping[str, Any], carried: bool, of: str) -> str:
    markers = "".join(f" [{plain(each)}]" for each in sentence.get("citations", ())) or " [no citation]"
    support = f"support {number(float(sentence.get('support', 0.0)))}"
    unsupported = "" if carried else f' <span class="bad">{NO} not supported</span>'
    said = f'<span class="said">{words(sentence.get("text", ""), of)}</span>{markers}'
    return f"{said} <small>{support}</small>{unsupported}"


def _citation(citation: Mapping[str, Any], question: Question) -> str:
    page = citation.get("page")
    pages = [] if page is None else [int(page)]
    document = str(citation.get("document", ""))
    mark = f" {EVIDENCE}" if is_evidence(question, document, pages) else ""
    quote = f"<blockquote>{words(citation.get('quote', ''))}</blockquote>"
    return f"[{plain(citation.get('n', '?'))}] {place_html(document, pages)}{mark}{quote}"


def _retrieved(record: Record) -> str:
    rows = [
        (
            str(rank),
            place_html(found.document, found.pages),
            number(found.score),
            EVIDENCE if is_evidence(record.question, found.document, found.pages) else "",
        )
        for rank, found in enumerate(record.retrieved, 1)
    ]
    shown = table("Passages that the search found", ("Rank", "Page", "Score", "Evidence"), rows)
    lacking = items(place_html(place.document, [place.page]) for place in not_found(record))
    return shown + (
        f'<p class="bad">{NO} Evidence that is not among the first {DEPTH}:</p>{lacking}' if lacking else ""
    )


def _scores(record: Record, scores: Mapping[str, float | None]) -> str:
    return pairs(
        [
            ("How sure it was", number(record.confidence)),
            *((_title(name), number(score)) for name, score in scores.items() if score is not None),
        ]
    )


def _title(name: str) -> str:
    return plain(METRICS[name].title if name in METRICS else name)


def questions_table(records: Sequence[Record], took: Sequence[Took], found: Sequence[Sequence[str]]) -> str:
    """Every question in one line; those that failed lead to where they are shown in full."""
    times = [f"{each.elapsed_ms:,.0f}" for each in took] or [""] * len(records)
    rows = (
        _line(place, record, time, wrong)
        for place, (record, time, wrong) in enumerate(zip(records, times, found, strict=True))
    )
    head = (
        "Question",
        "Id",
        "Language",
        "Group",
        "Kind",
        "Expected",
        "What it did",
        "Key points",
        "Sure",
        "ms",
        "Verdict",
    )
    return table(f"All {counted(len(records), 'question')}", head, rows, "all")


def _line(place: int, record: Record, time: str, wrong: Sequence[str]) -> tuple[str, ...]:
    question = record.question
    text = words(question.question, question.language)
    made = f"{sum(made for _, made in with_made(record))} of {len(question.key_points)}" if question.key_points else ""
    verdict = wrong_html(wrong) or f"{YES} no fault found"
    return (
        f'<a href="#q{place}">{text}</a>' if wrong else text,
        words(question.id),
        plain(question.language),
        words(question.tags.group),
        words(question.tags.kind),
        EXPECTATIONS[question.expected],
        status_words(record.status),
        made,
        number(record.confidence),
        time,
        verdict,
    )
