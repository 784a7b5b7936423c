"""Does asking for structure help? The same short questions in plain markers, and as JSON in two orders.

Each question of `evals/sets/forms.jsonl` has three short passages, one of which answers it. A reply is right if one of
its sentences has the expected words, and rightly cited if that sentence names the passage they come from.
"""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.model import Message, Model, ModelFailed, Schema
from assistant.writing import prompt
from assistant.writing.passages import Given, Place
from assistant.writing.reply import Drafted, Reply
from corpus.types import Document, Hit, Passage, Span
from evals.answering import holds
from evals.quality.rows import Row, share
from evals.statistics import difference

QUESTIONS = Path(__file__).parents[1] / "sets" / "forms.jsonl"
MARKERS, JSON, SENTENCE_FIRST = "plain markers", "JSON: passage, words, sentence", "JSON: sentence, words, passage"
FORMS = (MARKERS, JSON, SENTENCE_FIRST)
MOST = 2  # sentences of a reply
AS_JSON_SENTENCE_FIRST = """\
Reply with JSON only. For each sentence give first the sentence, then the few words of the passage that it rests on, \
copied exactly, then the number of that passage. If passage 2 were "Since 2019 the library of Harrow Mills lends 40 \
tablets.", it could be:
{"sentences": [{"sentence": "The library of Harrow Mills lends 40 tablets.", "words": "lends 40 tablets", \
"passage": 2}]}
If the passages do not answer the question, the list is empty: {"sentences": []}
"""


@dataclass(frozen=True, slots=True)
class ShortQuestion:
    """A question with its passages; `answering` is the number of the one that answers it, from 1, and `expected` are
    the words one of which a right answer holds."""

    text: str
    passages: tuple[str, ...]
    answering: int
    expected: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Replied:
    """What a model made of a question in one form, and what it said. `failed` names what went wrong; then nothing is
    judged."""

    form: str
    question: ShortQuestion
    drafted: tuple[Drafted, ...]
    said: str = ""
    failed: str = ""

    @property
    def right(self) -> bool:
        return any(holds(each.text, self.question.expected) for each in self.drafted)

    @property
    def right_and_cited(self) -> bool:
        """The sentence with the expected words cites the passage that they come from, and no other."""
        found = (each for each in self.drafted if holds(each.text, self.question.expected))
        return any(each.passages == (self.question.answering,) for each in found)

    def row(self) -> Mapping[str, object]:
        said = [{"text": each.text, "passages": each.passages, "words": each.words} for each in self.drafted]
        judged = {"right": self.right, "right_and_cited": self.right_and_cited}
        about = {"of": "form", "form": self.form, "question": self.question.text, "failed": self.failed}
        return {**about, **judged, "sentences": said, "said": self.said}


def read_short_questions(path: Path = QUESTIONS) -> list[ShortQuestion]:
    return [_question(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines()]


def _question(row: Mapping[str, Any]) -> ShortQuestion:
    return ShortQuestion(row["question"], tuple(row["passages"]), row["answering"], tuple(row["expected"]))


def replies(model: Model, questions: Sequence[ShortQuestion], seconds: float) -> Iterator[Replied]:
    for question in questions:
        for form in FORMS:
            yield _replied(model, question, form, seconds)


def _replied(model: Model, question: ShortQuestion, form: str, seconds: float) -> Replied:
    messages, schema = asked(question, form)
    reply, drafted, said = Reply("en"), list[Drafted](), ""
    try:
        most = prompt.most_of_reply(model.context)
        for chunk in model.stream(messages, most, time.monotonic() + seconds, schema):
            said += chunk.text
            drafted += reply.feed(chunk.text)
    except ModelFailed as failure:
        return Replied(form, question, (), said, failure.trouble)
    drafted += reply.end()
    return Replied(form, question, tuple(drafted), said)


def asked(question: ShortQuestion, form: str) -> tuple[list[Message], Schema | None]:
    """What the assistant would ask, with each passage among the sentences that the search found nearest; for the last
    form the same in another order."""
    given = _given(question)
    nearest = [place for each in given for place in each.quotable]
    messages = prompt.to_answer(question.text, given, nearest, (), "en", MOST, as_json=form != MARKERS)
    schema = prompt.schema(MOST, len(given))
    if form == MARKERS:
        return messages, None
    if form == JSON:
        return messages, schema
    rules, rest = messages[0], messages[1:]
    text = rules.text.replace(prompt.AS_JSON.format(), AS_JSON_SENTENCE_FIRST)
    return [Message(rules.role, text), *rest], sentence_first(schema)


def sentence_first(schema: Schema) -> Schema:
    """The schema with the order of what a sentence has turned round; servers hold a model to that order."""
    items = schema["properties"]["sentences"]["items"]
    names = list(reversed(items["required"]))
    turned = {**items, "properties": {name: items["properties"][name] for name in names}, "required": names}
    listed = {**schema["properties"]["sentences"], "items": turned}
    return {**schema, "properties": {"sentences": listed}}


def _given(question: ShortQuestion) -> list[Given]:
    given = []
    for number, text in enumerate(question.passages, start=1):
        document = Document(str(number), f"{number}.txt", f"Document {number}", paged=False)
        hit = Hit(Passage(f"{number}:0", document.id, text, (Span(1, 0, len(text)),)), document, number, 1.0, {})
        given.append(Given(number, hit, text, (Place(hit, 0, len(text)),)))
    return given


def figures(replied: Sequence[Replied]) -> Iterator[Row]:
    judged = {form: [each for each in replied if each.form == form and not each.failed] for form in FORMS}
    for form, own in judged.items():
        yield share(form, "right", [each.right for each in own])
        yield share(form, "right and rightly cited", [each.right_and_cited for each in own])
        lost = [each.failed for each in replied if each.form == form and each.failed]
        if lost:
            yield Row(form, "right", None, note=f"{len(lost)} requests failed: {', '.join(sorted(set(lost)))}")
    for one, other in ((JSON, MARKERS), (JSON, SENTENCE_FIRST)):
        both = [
            (first.right_and_cited, second.right_and_cited)
            for first in judged[one]
            for second in judged[other]
            if first.question == second.question
        ]
        found = difference([float(a) for a, _ in both], [float(b) for _, b in both]) if both else None
        figure = f"  gains over {other}"
        yield Row(one, figure, found, note="right and rightly cited" if found else "no question answered in both")
