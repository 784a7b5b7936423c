"""evals/writing/forms: one question in three forms; right is what has the words, and cited what names their passage."""

import json
from collections.abc import Sequence

import pytest

from assistant.model import ModelFailed
from evals.answering import holds
from evals.writing.forms import (
    FORMS,
    JSON,
    MARKERS,
    SENTENCE_FIRST,
    Replied,
    ShortQuestion,
    asked,
    figures,
    read_short_questions,
    replies,
    sentence_first,
)
from tests.scripted_model import Said, ScriptedModel, as_model

QUESTION = ShortQuestion(
    "How many crowns did the bridge of Marisol cost?",
    ("The harbour of Lindenau cost 72 crowns.", "The bridge of Marisol cost 48 crowns.", "Oberwald has no bridge."),
    2,
    ("48",),
)


def as_json(passage: int, sentence: str) -> str:
    return json.dumps({"sentences": [{"passage": passage, "words": "48 crowns", "sentence": sentence}]})


def replied(said: Sequence[Said]) -> list[Replied]:
    """What is made of three replies, one a form."""
    return list(replies(as_model(ScriptedModel(replies=said)), [QUESTION], seconds=5))


def test_right_words_with_the_right_passage_count_in_every_form() -> None:
    right = "The bridge of Marisol cost 48 crowns."
    found = replied([right[:-1] + " [2].", as_json(2, right), as_json(2, right)])
    assert [(each.form, each.right, each.right_and_cited) for each in found] == [(form, True, True) for form in FORMS]


@pytest.mark.parametrize(
    ("reply", "right"),
    [
        ("The bridge of Marisol cost 48 crowns [1].", True),
        ("The bridge of Marisol cost 48 crowns.", True),
        ("The bridge cost 48 crowns [2, 3].", True),
        ("The bridge of Marisol cost 72 crowns [2].", False),
        ("The collection does not say.", False),
    ],
)
def test_other_words_or_another_passage_do_not(reply: str, right: bool) -> None:
    markers = replied([reply])[0]
    assert (markers.right, markers.right_and_cited) == (right, False)
    assert markers.row()["said"] == reply


def test_only_the_order_differs_between_the_two_forms_of_json() -> None:
    (_, plain), (rules, schema), (turned_rules, turned) = (asked(QUESTION, form) for form in FORMS)
    assert plain is None
    assert schema
    assert turned
    names = [list(each["properties"]["sentences"]["items"]["properties"]) for each in (schema, turned)]
    assert names == [["passage", "words", "sentence"], ["sentence", "words", "passage"]]
    assert turned["properties"]["sentences"]["items"]["required"] == names[1]
    assert sentence_first(turned) == schema  # dictionaries compare without their order
    assert rules[0].text != turned_rules[0].text
    assert "first the sentence" in turned_rules[0].text
    assert rules[1:] == turned_rules[1:]


def test_request_that_fails_is_not_scored_and_is_told() -> None:
    found = replied([ModelFailed("key"), as_json(2, "It cost 48 crowns."), as_json(1, "It cost 48 crowns.")])
    rows = {(row.of, row.figure): row for row in figures(found)}
    assert rows[JSON, "right and rightly cited"].found
    assert [row.note for row in figures(found) if row.of == MARKERS][-1] == "1 requests failed: key"
    assert rows[JSON, f"  gains over {MARKERS}"].found is None
    gain = rows[JSON, f"  gains over {SENTENCE_FIRST}"].found
    assert gain
    assert (gain.value, gain.count) == (1.0, 1)


def test_expected_words_stand_in_the_answering_passage_alone() -> None:
    questions = read_short_questions()
    assert len(questions) >= 15
    for each in questions:
        holding = [number for number, text in enumerate(each.passages, start=1) if holds(text, each.expected)]
        assert holding == [each.answering], each.text
    answering = [each.answering for each in questions]
    assert {answering.count(number) for number in (1, 2, 3)} == {len(questions) // 3}
