"""evals/writing/gate and mixing: sentences are changed and mixed, handed to the gate, and what gets through counted."""

import random
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.writing.gate import Passed, Stopped
from assistant.writing.reply import Drafted
from corpus.encoders import Encoder
from evals.writing.__main__ import main
from evals.writing.gate import MIXED, UNALTERED, Trial, Tried, figures, wrongly_judged
from evals.writing.mixing import MIXES, mixed
from tests.drafts import hit

BRIDGE = "The bridge of Marisol cost 48 crowns in 2019, as the council said."
HARBOUR = "The harbour of Lindenau cost 72 crowns in 2021, as the council said."


def mix(name: str, one: str, other: str) -> str | None:
    return MIXES[name](one, other, random.Random(1))


@pytest.fixture(scope="module")
def tried(assistant: Assistant, encoder: Encoder) -> list[Tried]:
    return list(Trial(assistant, encoder).tried(sentences=6))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("names", "The bridge of Lindenau cost 48 crowns in 2019, as the council said."),
        ("numbers", "The bridge of Marisol cost 72 crowns in 2019, as the council said."),
        ("years", "The bridge of Marisol cost 48 crowns in 2021, as the council said."),
    ],
)
def test_one_thing_of_the_second_sentence_stands_in_the_first(name: str, expected: str) -> None:
    assert mix(name, BRIDGE, HARBOUR) == expected


def test_subject_takes_what_is_said_of_another() -> None:
    one, other = "The bridge of Marisol is open at night.", "The harbour council is paid by the state."
    assert mix("subject", one, other) == "The harbour council is open at night."


@pytest.mark.parametrize(
    "other",
    [
        "The harbours are paid by the state.",  # would not be grammatical
        "The bridge is paid by the state.",  # may be the same
        "It is paid by the state.",
        "When it rains, the harbour is closed.",
        "Nothing follows from this.",
    ],
)
def test_subject_that_does_not_fit_is_left(other: str) -> None:
    assert mix("subject", "The bridge of Marisol is open at night.", other) is None


def test_day_of_a_date_is_no_figure() -> None:
    assert mix("numbers", "It was opened on 9 July 2019 for 48 people.", "It was closed on 7 May 2020.") is None


def test_sentences_with_nothing_of_one_kind_are_not_mixed() -> None:
    assert list(mixed(["It rains in the hills.", "It snows in the valley."], random.Random(1))) == []
    assert list(mixed([BRIDGE], random.Random(1))) == []


def test_same_seed_gives_the_same_mixture() -> None:
    first, second = (list(mixed([BRIDGE, HARBOUR], random.Random(5))) for _ in range(2))
    assert first == second
    assert {name for name, _, _ in first} == {"names", "numbers", "years"}


def test_sentences_of_a_collection_pass_as_they_are(tried: list[Tried]) -> None:
    assert [each.sentence for each in tried if each.part == UNALTERED and not each.passed] == []
    assert len([each for each in tried if each.part == UNALTERED]) == 6


def test_changed_sentences_are_tried_beside_what_they_were(tried: list[Tried]) -> None:
    changed = [each for each in tried if each.part not in (UNALTERED, MIXED)]
    assert {"number", "name"} <= {each.part for each in changed}
    assert all(each.sentence != each.original for each in changed)
    assert sum(each.passed for each in changed) <= 0.1 * len(changed)


def test_what_was_judged_wrongly_is_listed_with_why() -> None:
    through = Tried("a", "b", "name", "x", hit("b"), Passed("a", (), 0.8))
    stopped = Tried("c", "c", UNALTERED, "", hit("c"), Stopped(Drafted("c"), ("No.",)))
    fine = Tried("d", "e", MIXED, "names", hit("e"), Stopped(Drafted("d"), ("No.",)))
    assert wrongly_judged([stopped, fine, through]) == [through, stopped]
    assert through.row()["rests_on"] == []
    assert stopped.row()["reasons"] == ["No."]
    found = {
        row.figure.strip(): row.found and (row.found.value, row.found.count) for row in figures([through, fine], "")
    }
    assert found["altered, get through"] == found["name: x"] == (1.0, 1)
    assert found["mixed, get through"] == found["mixed: names"] == (0.0, 1)
    assert found["unaltered, get through"] is None


def test_command_needs_no_model(small_index: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.jsonl"
    arguments = ["--only", "gate", "ways", "--index", str(small_index), "--sentences", "2", "--out", str(out)]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert "unaltered, get through" in printed
    assert "Model: none" in printed
    assert "not scored: needs a language model: --model provider:name" in printed
    assert out.is_file()
