import pytest

from evals.testsets.rules import shown
from evals.testsets.schema import BadQuestion, json_schema, question_of
from evals.testsets.types import KeyPoint, Place, Question, Tags

GOOD = {"id": "a", "question": "Who?", "reference": "Ana."}


def faults(**changed: object) -> list[str]:
    """What is wrong with a good question after these changes."""
    with pytest.raises(BadQuestion) as raised:
        question_of({**GOOD, **changed})
    return [f"{shown(fault.path)}: {fault.says}" for fault in raised.value.faults]


def test_every_field_is_read() -> None:
    value = {
        "id": "a1",
        "question": "And in Vienna?",
        "expected": "answer",
        "language": "fr",
        "earlier": ["What did Seoul do?"],
        "key_points": [
            {"text": "It met", "weight": "okay", "wordings": ["met"], "evidence": [{"document": "x.pdf", "page": 3}]}
        ],
        "reference": "It met.",
        "evidence": [{"document": "y.md"}],
        "forbidden": ["It did not meet"],
        "tags": {"group": "staff", "kind": "fact", "roundtable": 2, "more": ["short"]},
        "same_as": "a0",
        "draft": True,
    }
    assert question_of(value) == Question(
        "a1",
        "And in Vienna?",
        "answer",
        "fr",
        ("What did Seoul do?",),
        (KeyPoint("It met", "okay", ("met",), (Place("x.pdf", 3),)),),
        "It met.",
        (Place("y.md"),),
        ("It did not meet",),
        Tags("staff", "fact", 2, ("short",)),
        "a0",
        True,
    )


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"refrence": "x"}, "refrence: no such field; is reference meant?"),
        ({"tags": {"rountable": 1}}, "tags.rountable: no such field; is roundtable meant?"),
        (
            {"evidence": [{"document": "x", "zzz": 1}]},
            "evidence[1].zzz: no such field; there are document, page",
        ),
        (
            {"key_points": [{"text": "a"}, {"text": "b", "weight": "must"}]},
            "key_points[2].weight: must be vital or okay, and is 'must'",
        ),
        ({"expected": "deny"}, "expected: must be answer, refuse or clarify, and is 'deny'"),
        ({"id": 7}, "id: must be text, and is 7"),
        ({"question": None}, "question: must be text, and is nothing"),
        ({"earlier": "Who?"}, "earlier: must be a list, and is 'Who?'"),
        ({"draft": 1}, "draft: must be true or false, and is 1"),
        ({"tags": []}, "tags: must be an object with keys, and is []"),
        (
            {"evidence": [{"document": "x", "page": "3"}]},
            "evidence[1].page: must be a whole number, and is '3'",
        ),
        (
            {"evidence": [{"document": "x", "page": 2.0}]},
            "evidence[1].page: must be a whole number, and is 2.0",
        ),
        (
            {"evidence": [{"document": "x", "page": True}]},
            "evidence[1].page: must be a whole number, and is True",
        ),
        ({"question": "a\ud800"}, "question: holds half a character, which no file can keep; write the character anew"),
        ({"id": " "}, "id: must not be empty"),
        ({"id": "a\nb"}, "id: must be one line of at most 200 characters, without spaces around it"),
        ({"question": " "}, "question: must not be empty"),
        ({"question": "a" * 2001}, "question: must have at most 2,000 characters, and has 2,001"),
        ({"language": "EN"}, "language: must be two small letters such as en or fr, and is 'EN'"),
        ({"reference": ""}, "expected: answer needs a key point, a reference or evidence to be judged by"),
        (
            {"expected": "refuse", "key_points": [{"text": "a"}]},
            "key_points: must be empty where refuse is expected: what is refused stands nowhere",
        ),
        (
            {"expected": "refuse", "evidence": [{"document": "x"}]},
            "evidence: must be empty where refuse is expected: what is refused stands nowhere",
        ),
        ({"key_points": [{"text": ""}]}, "key_points[1].text: must not be empty"),
        ({"key_points": [{"text": "a", "wordings": ["b", " "]}]}, "key_points[1].wordings[2]: must not be empty"),
        ({"forbidden": [""]}, "forbidden[1]: must not be empty"),
        (
            {"evidence": [{"document": "x", "page": 0}]},
            "evidence[1].page: must be 1 or more, as pages count from 1, and is 0",
        ),
        ({"evidence": [{"document": ""}]}, "evidence[1].document: must not be empty"),
        ({"tags": {"roundtable": 0}}, "tags.roundtable: must be 1 or more, and is 0"),
        ({"same_as": "a"}, "same_as: names the question itself; name the one that it rewords"),
    ],
)
def test_a_fault_is_said_with_its_field(changed: dict[str, object], fault: str) -> None:
    assert faults(**changed) == [fault]


def test_every_fault_is_said_at_once() -> None:
    assert len(faults(id=1, language=2, draft="no", tags={"grp": ""})) == 4


@pytest.mark.parametrize("value", [None, [], "Who?", 3])
def test_what_is_no_object_is_no_question(value: object) -> None:
    with pytest.raises(BadQuestion, match="must be an object with keys"):
        question_of(value)


def test_a_draft_may_lack_what_it_is_judged_by() -> None:
    assert question_of({"id": "a", "question": "Who?", "draft": True}).draft


def test_the_published_schema_judges_as_the_program_does() -> None:
    validation = pytest.importorskip("jsonschema", reason="chromadb brings it; install jsonschema to run this")
    validator = validation.Draft202012Validator(json_schema())
    validation.Draft202012Validator.check_schema(json_schema())
    assert validator.is_valid(GOOD)
    bad: list[dict[str, object]] = [
        {"refrence": "x"},
        {"expected": "deny"},
        {"id": 7},
        {"id": " "},
        {"question": ""},
        {"question": "a" * 2001},
        {"language": "EN"},
        {"reference": ""},
        {"expected": "refuse", "evidence": [{"document": "x"}]},
        {"expected": "refuse", "key_points": [{"text": "a"}]},
        {"key_points": [{"text": "a", "weight": "must"}]},
        {"key_points": [{"text": ""}]},
        {"evidence": [{"document": "x", "page": 0}]},
        {"evidence": [{"document": ""}]},
        {"forbidden": [""]},
        {"tags": {"roundtable": 0}},
        {"tags": {"grp": ""}},
    ]
    for changed in bad:
        assert faults(**changed)
        assert not validator.is_valid({**GOOD, **changed}), changed
    for good in ({"expected": "refuse"}, {"reference": "", "draft": True}, {"reference": "", "expected": "clarify"}):
        assert question_of({**GOOD, **good})
        assert validator.is_valid({**GOOD, **good}), good
