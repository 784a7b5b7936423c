"""evals/writing: one run of a model answers with the gate and without it, and each figure says what it is of."""

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.model import Chunk, Message, ModelFailed, Schema
from corpus.encoders import Encoder
from corpus.index import Index
from evals.quality.rows import Row
from evals.reports import PageQuestion
from evals.writing.__main__ import main
from evals.writing.figures import CIRCULAR, figures, of_sentences, read_labels
from evals.writing.replay import Recorder, Replay, Said
from evals.writing.ways import GATED, IN_QUOTES, OPEN, WAYS, Outcome, ThreeWays, shown_of
from tests.scripted_model import ScriptedModel, as_model

NOISE = PageQuestion(
    "How many noise sensors did Marisol mount?", {"case-studies/marisol.md": ()}, answers=("48 noise sensors",)
)
MAYOR = PageQuestion("Who won the chess world cup of 1974?", {})
TRUE, FALSE = "Marisol mounted 48 noise sensors in 2019.", "Marisol mounted 4,800 noise sensors in 1950."
MENDED = "The city of Marisol mounted its 48 noise sensors on lamp posts."


def as_json(*sentences: tuple[int, str]) -> str:
    said = [{"passage": passage, "words": "", "sentence": text} for passage, text in sentences]
    return json.dumps({"sentences": said})


def ways(small_index: Path, encoder: Encoder, chat: ScriptedModel) -> ThreeWays:
    return ThreeWays(Index(small_index), encoder, as_model(chat), seconds=20)


def by_way(three: ThreeWays, question: PageQuestion = NOISE) -> dict[str, Outcome]:
    return {each.way: each for each in three.answer(question)}


def figure(rows: Sequence[Row], way: str, name: str) -> tuple[float, int] | None:
    (found,) = [row.found for row in rows if row.of == way and row.figure.strip() == name]
    return (found.value, found.count) if found else None


def test_without_the_gate_every_sentence_is_shown_as_it_is_cited(small_index: Path, encoder: Encoder) -> None:
    chat = ScriptedModel(replies=[as_json((1, TRUE), (1, FALSE), (9, "It rains.")), as_json((1, MENDED))])
    found = by_way(ways(small_index, encoder, chat))[OPEN]
    assert [each.text for each in found.shown] == [TRUE, FALSE, "It rains."]
    assert [each.supported for each in found.shown] == [True, False, False]
    assert [bool(each.cited) for each in found.shown] == [True, True, False]
    assert [each.right_place for each in found.shown] == [True, True, False]
    assert found.shown[2].reasons == ("It cites nothing.",)


def test_model_is_asked_once_for_both_and_again_only_to_mend(small_index: Path, encoder: Encoder) -> None:
    chat = ScriptedModel(replies=[as_json((1, TRUE), (1, FALSE)), as_json((1, MENDED))], usage=(100, 10))
    three = ways(small_index, encoder, chat)
    found = by_way(three)
    assert len(chat.asked) == 2
    assert FALSE in chat.texts(1)
    assert [each.text for each in found[GATED].shown] == [TRUE, MENDED]
    usages = [found[way].answer.usage for way in (OPEN, GATED)]
    assert [each and (each.requests, each.input_tokens) for each in usages] == [(1, 100), (2, 200)]
    assert found[IN_QUOTES].answer.usage is None


def test_next_question_is_not_answered_with_the_last_reply(small_index: Path, encoder: Encoder) -> None:
    chat = ScriptedModel(replies=[as_json((1, TRUE)), as_json((1, MENDED))])
    three = ways(small_index, encoder, chat)
    assert [each.text for each in by_way(three)[GATED].shown] == [TRUE]
    assert [each.text for each in by_way(three)[GATED].shown] == [MENDED]


def test_model_that_fails_leaves_the_documents_words_in_both_ways(small_index: Path, encoder: Encoder) -> None:
    found = by_way(ways(small_index, encoder, ScriptedModel(replies=[ModelFailed("key")])))
    texts = [[each.text for each in found[way].shown] for way in WAYS]
    assert texts[0] == texts[1] == texts[2] != []
    assert [found[way].answer.problem != "" for way in WAYS] == [False, True, True]
    assert not any(each.by_model for each in found[GATED].shown)


class Slow:
    """Says two words, one after the other."""

    name, context, structured = "slow:model", 8192, True

    def __init__(self) -> None:
        self.until = 0.0

    def stream(
        self, messages: Sequence[Message], most_tokens: int, until: float, schema: Schema | None = None
    ) -> Iterator[Chunk]:
        self.until = until
        for word in ("one ", "two"):
            time.sleep(0.1)
            yield Chunk(word)


def test_replayed_words_come_at_once_and_count_the_time_they_took() -> None:
    recorder = Recorder(Slow())
    assert [each.text for each in recorder.stream([], 1, 0.0)] == ["one ", "two"]
    mending = Slow()
    replay = Replay(mending)
    replay.load(recorder.replies)
    started, unwaited = time.monotonic(), []
    for _ in replay.stream([], 1, 0.0):
        unwaited.append(replay.unwaited)
    assert time.monotonic() - started < 0.19
    assert 0.09 < unwaited[0] < unwaited[0] + 0.09 < unwaited[1]
    list(replay.stream([], 1, 100.0))
    assert 99.5 < mending.until < 99.9, "the time not waited is gone for the model that mends"


def test_what_the_reader_does_meanwhile_is_not_counted_twice() -> None:
    replay = Replay(Slow())
    replay.load([Said([(0.1, Chunk("one")), (0.3, Chunk("two"))], ended=0.3)])
    started = time.monotonic()
    for _ in replay.stream([], 1, 0.0):
        time.sleep(0.05)
    # 0.1 s to the first word, 0.3 s to the second, and what the reader does with that one.
    assert time.monotonic() - started + replay.unwaited == pytest.approx(0.35, abs=0.04)


def test_failure_is_replayed_where_it_came() -> None:
    recorder = Recorder(as_model(ScriptedModel(replies=[ModelFailed("key")])))
    with pytest.raises(ModelFailed):
        list(recorder.stream([], 1, time.monotonic() + 5))
    replay = Replay(Slow())
    replay.load(recorder.replies)
    with pytest.raises(ModelFailed, match="key"):
        list(replay.stream([], 1, 0.0))


@pytest.fixture(scope="module")
def outcomes(small_index: Path, encoder: Encoder) -> list[Outcome]:
    chat = ScriptedModel(replies=[as_json((1, TRUE), (1, FALSE)), as_json((1, "It rains."))], usage=(100, 10))
    three = ways(small_index, encoder, chat)
    return [*three.answer(NOISE), *three.answer(MAYOR)]


def test_figures_have_their_counts(outcomes: list[Outcome]) -> None:
    rows = list(figures(outcomes, {}))
    for way in WAYS:
        assert figure(rows, way, "answered, of answerable questions") == (1.0, 1)
        assert figure(rows, way, "refused, of unanswerable questions") == (1.0, 1)
        assert figure(rows, way, "an expected answer in the text, as it is") == (1.0, 1)
        assert figure(rows, way, "a right place cited, where answered") == (1.0, 1)
    assert figure(rows, OPEN, "sentences not supported, by assistant.verify") == (0.5, 2)
    assert figure(rows, GATED, "sentences not supported, by assistant.verify") == (0.0, len(outcomes[2].shown))
    assert figure(rows, GATED, "withheld, in all") == (0.5, 2)
    assert figure(rows, GATED, "rewritten by the model") == (0.0, 2)
    assert figure(rows, OPEN, "tokens read, an answer") == (100.0, 1)
    assert figure(rows, GATED, "requests an answer") == (2.0, 1)
    assert figure(rows, IN_QUOTES, "tokens read, an answer") is None
    assert [row for row in rows if row.of == GATED and row.note == CIRCULAR]
    assert not [row for row in rows if row.figure == "sentences not supported, by readers"]


def test_refusal_without_a_model_does_not_make_it_look_fast(outcomes: list[Outcome]) -> None:
    for way in WAYS:
        assert figure(list(figures(outcomes, {})), way, "milliseconds to the last word, p50")[1] == 1  # type: ignore[index]


def test_labels_of_readers_make_a_row_that_says_how_many_there_are(outcomes: list[Outcome], tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    lines = [{"text": TRUE, "supported": True}, {"text": FALSE + " ", "supported": False}, {"text": "?"}]
    path.write_text("".join(json.dumps(each) + "\n" for each in lines), encoding="utf-8")
    rows = list(figures(outcomes, read_labels(path)))
    assert figure(rows, OPEN, "sentences not supported, by readers") == (0.5, 2)
    (row,) = [each for each in rows if each.of == OPEN and each.figure == "sentences not supported, by readers"]
    assert row.note == "2 of 2 sentences are labelled"


def test_sentences_that_were_written_are_read_again_without_a_model(
    outcomes: list[Outcome], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = [each for outcome in outcomes for each in outcome.shown]
    assert [shown_of(json.loads(json.dumps(each.row()))) for each in shown] == shown
    filled = [dict(each.row()) | {"supported": each.text == TRUE} for each in shown]
    path = tmp_path / "out.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in filled), encoding="utf-8")
    assert main(["--read", str(path)]) == 0
    assert "sentences not supported, by readers" in capsys.readouterr().out
    assert next(of_sentences([], {})).found is None
