"""Read and write test sets in the form of SQuAD 1.1 and 2.0: paragraphs with questions and where the answer stands.

The form is that of the published files (Rajpurkar et al. 2016 and 2018, rajpurkar.github.io/SQuAD-explorer): `data`
is a list of articles with a `title` and `paragraphs`, each with its `context` and `qas`; a question has `id`,
`question`, `answers` (`text`, `answer_start` in characters) and in 2.0 `is_impossible`.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from corpus.sentences import sentences
from corpus.words import language_of
from evals.metrics.points import says
from evals.testsets.reading import BadTestSet, bytes_of, checked, sha256, text_of
from evals.testsets.rows import Row
from evals.testsets.texts import LARGEST, Text, WithTexts, Written, json_of, kept, lost
from evals.testsets.types import KeyPoint, Place, Question, TestSet

VERSION = "v2.0"


def is_squad(path: Path) -> bool:
    return path.suffix.lower() == ".json" and path.is_file()


def read_squad(path: Path) -> WithTexts:
    """The questions, each with its paragraph as evidence and its answers as wordings of one key point. Those that are
    impossible are to be refused. Raises `BadTestSet`."""
    content = bytes_of(path, LARGEST)
    value = json_of(path, text_of(path, content))
    if not isinstance(value, dict) or not isinstance(value.get("data"), list):
        raise BadTestSet([f"{path.name}: not SQuAD; it has no list `data`"])
    texts: dict[Place, Text] = {}
    rows: list[tuple[str, Row]] = []
    for where, title, paragraph, number in _paragraphs(value["data"], path.name):
        place = Place(f"{title[:60] or 'text'}-{number}")
        context = _held(paragraph, "context", str, where)
        if context.strip():
            texts[place] = Text(title, context)
        for asked in _held(paragraph, "qas", list, where):
            if not isinstance(asked, dict):
                raise BadTestSet([f"{where}: a question must be an object with keys"])
            label = f"{path.name}, question {str(asked.get('id'))[:60]}"
            rows.append((label, Row(_question(asked, place if context.strip() else None, label), 0)))
    if not rows:
        raise BadTestSet([f"{path.name}: there is no question in it"])
    return WithTexts(TestSet(path.stem, checked(rows), sha256(content)), texts)


def write_squad(given: WithTexts) -> Written:
    """The questions under the page of their evidence. The answers are the words that make their first key point there:
    its wordings where they stand letter for letter, else the sentence that says one of them."""
    found = {question.id: _answers(question, given.texts) for question in given.test_set.questions}
    out = {
        "drafts": lambda each: each.draft,
        "questions to be clarified: SQuAD has none": lambda each: each.expected == "clarify",
        "follow-ups: SQuAD has no conversations": lambda each: bool(each.earlier),
        "questions whose first key point stands on no page that is given": lambda each: (
            each.expected == "answer" and found[each.id] is None
        ),
    }
    questions, losses = kept(given.test_set.questions, out)
    several = sum(len(question.key_points) > 1 for question in questions)
    losses += [f"not written: key points after the first of {several} questions"] if several else []
    losses += lost(questions, ("reference", "forbidden", "tags", "same_as"))
    by_title: dict[str, dict[Place | None, list[dict[str, Any]]]] = {}
    for question in questions:
        place, answers = found[question.id] or (None, [])
        title = given.texts[place].title if place else ""
        asked = {"question": question.question, "id": question.id, "answers": answers, "is_impossible": place is None}
        by_title.setdefault(title, {}).setdefault(place, []).append(asked)
    data = [
        {
            "title": title,
            "paragraphs": [
                {"qas": qas, "context": given.texts[place].text if place else ""} for place, qas in of_title.items()
            ],
        }
        for title, of_title in by_title.items()
    ]
    text = json.dumps({"version": VERSION, "data": data}, ensure_ascii=False)
    return Written({"": text}, len(questions), tuple(losses))


def _paragraphs(articles: list[Any], name: str) -> Iterator[tuple[str, str, dict[str, Any], int]]:
    """Where each stands, the title it stands under, the paragraph, and its number in the file."""
    number = 0
    for place, article in enumerate(articles, start=1):
        where = f"{name}, data[{place}]"
        if not isinstance(article, dict):
            raise BadTestSet([f"{where}: must be an object with keys"])
        for at, paragraph in enumerate(_held(article, "paragraphs", list, where), start=1):
            if not isinstance(paragraph, dict):
                raise BadTestSet([f"{where}.paragraphs[{at}]: must be an object with keys"])
            number += 1
            yield f"{where}.paragraphs[{at}]", str(article.get("title") or ""), paragraph, number


def _held(value: Mapping[str, Any], key: str, kind: type, where: str) -> Any:
    if not isinstance(value.get(key), kind):
        raise BadTestSet([f"{where}: {key} is missing, or not what it should be"])
    return value[key]


def _question(asked: Mapping[str, Any], place: Place | None, where: str) -> dict[str, object]:
    text = asked.get("question")
    question = {"id": asked.get("id"), "question": text, "language": language_of(str(text))}
    if asked.get("is_impossible") is True:
        return {**question, "expected": "refuse"}
    answers = [
        _held(each, "text", str, where) for each in _held(asked, "answers", list, where) if isinstance(each, dict)
    ]
    different = list(dict.fromkeys(answer for answer in answers if answer.strip()))
    if not different:
        raise BadTestSet([f"{where}: has no answer and is not marked as impossible"])
    point = {"text": different[0], **({"wordings": different} if len(different) > 1 else {})}
    return {**question, "key_points": [point], "evidence": [{"document": place.document}] if place else []}


def _answers(question: Question, texts: Mapping[Place, Text]) -> tuple[Place, list[dict[str, Any]]] | None:
    for point in question.key_points[:1]:
        for place in question.places_of(point):
            context = texts[place].text if place in texts else ""
            answers = [{"text": context[start:end], "answer_start": start} for start, end in _spans(point, context)]
            if answers:
                return place, answers
    return None


def _spans(point: KeyPoint, context: str) -> list[tuple[int, int]]:
    wordings = point.wordings or (point.text,)
    verbatim = [(at, at + len(wording)) for wording in wordings if (at := context.find(wording)) >= 0]
    if verbatim:
        return verbatim
    language = language_of(context)
    saying = [
        (start, end)
        for start, end in sentences(context, language)
        if any(says(wording, context[start:end], language) for wording in wordings)
    ]
    return [min(saying, key=lambda span: span[1] - span[0])] if saying else []
