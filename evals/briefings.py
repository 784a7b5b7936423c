"""Measure briefings: what is in them, whether it stands where they say, and whether altered figures are noticed later.

python -m evals.briefings INDEX [ORDERS.jsonl] [--model] [--write FOLDER] [--claims 2000]

Writes the briefings that are ordered, two of each template if no file is named, and checks each as `roundtable verify`
does. Then every sentence of the index that can be quoted is cited as it is, and with one digit of the claim altered:
the first must be found in order, the second must not. Whether a statement fits its section, only a reader can tell.
"""

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

from assistant.again import Statement, checked_again
from assistant.assistant import Assistant
from assistant.briefing.outline import outlined
from assistant.briefing.templates import Template, load_templates
from assistant.briefing.types import Brief, GapKind, Order
from assistant.briefing.writing import writing
from assistant.build import build_assistant, silence_telemetry
from assistant.compose import citations_of, trimmed
from assistant.evidence import headings_of
from assistant.quotable import quotable_spans
from assistant.render.brief_file import brief_file
from assistant.settings import read_settings
from corpus.errors import RoundtableError
from corpus.index import Index
from corpus.types import Hit
from corpus.words import language_of, terms
from evals.options import positive

SHIPPED = Path(__file__).with_name("sets") / "briefings.jsonl"
SHORTEST = 4  # words of a sentence that is cited
ALIKE = 0.6  # shared terms over all terms (Jaccard) from which two statements are one
GAPS: tuple[GapKind, ...] = ("differs", "caution", "old", "single")


class BadOrders(RoundtableError):
    """A file of orders that cannot be read."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One briefing and what can be counted of it without reading: `in_order` are the claims whose every quote stands on
    its page and carries them, `repeated` the pairs of claims that share most of their words."""

    brief: Brief
    seconds: float
    in_order: int
    repeated: int

    @property
    def unanswered(self) -> int:
        return sum(len(section.unanswered) for section in self.brief.sections)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, help="folder of the index")
    parser.add_argument("orders", type=Path, nargs="?", default=SHIPPED, help="one order a line, as JSON")
    parser.add_argument("--model", action="store_true", help="let the language model of the settings word them")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="keep each as Markdown and JSON, to be read")
    parser.add_argument("--claims", type=positive, default=2000, help="how many sentences are cited at most")
    chosen = parser.parse_args(arguments)
    silence_telemetry()
    try:
        orders = read_orders(chosen.orders)
        settings = read_settings(index=chosen.index)
        assistant = build_assistant(settings if chosen.model else settings.model_copy(update={"model": ""}))
        done = [measured(assistant, order, load_templates()) for order in orders]
    except RoundtableError as error:
        print(error)
        return 2
    print("\n".join(table(done)))
    if chosen.write:
        keep(done, chosen.write)
    print("\n".join(audit(assistant.index, chosen.claims)))
    return 0


def read_orders(path: Path) -> list[Order]:
    """Raises `BadOrders` naming the line."""
    orders = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadOrders(f"{path}: cannot be read ({error})") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                orders.append(Order(**json.loads(line)))
            except (ValueError, TypeError) as error:
                raise BadOrders(f"{path}, line {number}: is no order ({error})") from error
    return orders


def measured(assistant: Assistant, order: Order, templates: dict[str, Template]) -> Measured:
    started = time.perf_counter()
    *_, brief = writing(assistant, outlined(order, templates, assistant.index.places), templates)
    seconds = time.perf_counter() - started
    checked = checked_again(brief, assistant.index, assistant.encoder).checked
    words = [frozenset(terms(claim.text, language_of(claim.text))) for claim in brief.claims]
    repeated = sum(len(one & other) >= ALIKE * len(one | other) for one, other in combinations(words, 2))
    return Measured(brief, seconds, sum(each.fine for each in checked if each.statement.a_claim), repeated)


def table(done: Sequence[Measured]) -> Iterator[str]:
    """A row a briefing in Markdown, and their sum."""
    heads = ("template", "topic", "claims", "in order", "words", "repeated", "not found", *GAPS, "worded", "seconds")
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' * len(heads)}"
    rows = [_counts(each) for each in done]
    for each, counts in zip(done, rows, strict=True):
        order = each.brief.outline.order
        yield _row(order.template, order.topic, counts, each.seconds)
    sums = [sum(column) for column in zip(*rows, strict=True)]
    yield _row("all", "", sums, sum(each.seconds for each in done))


def audit(index: Index, most: int) -> Iterator[str]:
    """What `roundtable verify` says of sentences cited as they are, and with one digit of the claim altered."""
    draw = random.Random(2)
    statements = list(quotable(index))
    if len(statements) > most:
        statements = draw.sample(statements, most)
    fine = sum(each.fine for each in checked_again(statements, index).checked)
    yield f"{len(statements)} sentences cited as they are: {fine} in order"
    changed = [replace(each, text=text) for each in statements if (text := one_digit_else(each.text, draw))]
    fine = sum(each.fine for each in checked_again(changed, index).checked)
    yield f"{len(changed)} of them with one digit altered: {fine} in order"


def quotable(index: Index) -> Iterator[Statement]:
    """Every sentence of the index that an answer could quote, with its citation."""
    for document in index.documents.values():
        for passage in index.passages_of(document.id):
            hit = Hit(passage, document, 1, 1.0, {})
            for start, end in quotable_spans(passage, headings_of(hit, index), document.language):
                text = passage.text[start:end]
                if len(text.split()) >= SHORTEST:
                    yield Statement(trimmed(text), tuple(citations_of(hit, start, end, index, 1)))


def one_digit_else(text: str, draw: random.Random) -> str:
    """The text with one of its digits made another; "" if it has none."""
    digits = [found.start() for found in re.finditer(r"\d", text)]
    if not digits:
        return ""
    at = draw.choice(digits)
    return f"{text[:at]}{(int(text[at]) + draw.randint(1, 9)) % 10}{text[at + 1 :]}"


def keep(done: Sequence[Measured], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, each in enumerate(done, start=1):
        for form in ("md", "json"):
            name = f"{number}-{each.brief.outline.order.template}.{form}"
            (folder / name).write_bytes(brief_file(each.brief, form, "chicago", datetime.now(UTC)))


def _counts(each: Measured) -> list[int]:
    claims, kinds = each.brief.claims, Counter(gap.kind for gap in each.brief.gaps)
    words = sum(len(claim.text.split()) for claim in claims)
    worded = sum(claim.worded for claim in claims)
    return [
        len(claims), each.in_order, words, each.repeated, each.unanswered, *(kinds[kind] for kind in GAPS), worded,
    ]  # fmt: skip


def _row(template: str, topic: str, counts: Sequence[int], seconds: float) -> str:
    return f"| {template} | {topic} | {' | '.join(map(str, counts))} | {seconds:.1f} |"


if __name__ == "__main__":
    raise SystemExit(main())
