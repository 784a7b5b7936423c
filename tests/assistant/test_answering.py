"""assistant/answering.py: a question is answered from one state of the collection, while others come and go."""

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest

from assistant.assistant import Assistant
from assistant.types import Answer
from corpus.encoders import Encoder
from corpus.errors import NoIndex
from corpus.index import Index
from corpus.remove import remove
from corpus.writer import IndexWriter
from ingest.pipeline import ingest

CHANGES = 10
QUESTIONS = 50
THREADS = 4
ASKED = ("How many noise sensors did Marisol mount?", "How many data sets has Quellstadt published?")


@pytest.fixture
def read(tmp_path: Path, encoder: Encoder) -> Callable[..., Index]:
    """Writes files of those names and texts, and reads them into the index."""

    def run(**texts: str) -> Index:
        files = tmp_path / "files"
        files.mkdir(exist_ok=True)
        for name, text in texts.items():
            (files / f"{name}.txt").write_text(text, encoding="utf-8")
        with IndexWriter(tmp_path / "index", encoder.name) as writer:
            ingest([files], writer, lambda: encoder)
        return Index(tmp_path / "index")

    return run


def sensors(number: int) -> str:
    return f"The city of Marisol mounted {number} noise sensors on lamp posts. They are read every hour."


def sets(number: int) -> str:
    return f"The city of Quellstadt has published {number} data sets. They are on its portal."


def test_questions_while_documents_come_and_go_are_each_answered_from_one_state(
    read: Callable[..., Index], tmp_path: Path, encoder: Encoder
) -> None:
    states: dict[str, set[str]] = {}

    def note(index: Index) -> None:
        states[index.state] = set(index.documents)
        index.close()

    assistant = Assistant(read(marisol=sensors(100), quellstadt=sets(200)), encoder)
    note(Index(tmp_path / "index"))
    answers: list[Answer] = []
    failures: list[BaseException] = []
    done = Event()

    def ask(place: int) -> None:
        try:
            asked = 0
            while asked < QUESTIONS or not done.is_set():
                answers.append(assistant.ask(ASKED[(place + asked) % 2]))
                asked += 1
        except BaseException as error:
            failures.append(error)

    threads = [Thread(target=ask, args=(place,)) for place in range(THREADS)]
    for thread in threads:
        thread.start()
    try:
        for change in range(1, CHANGES + 1):
            if change % 3 == 0:
                remove(["marisol.txt"], tmp_path / "index", encoder.name)
                note(Index(tmp_path / "index"))
            else:
                note(read(marisol=sensors(100 + change), quellstadt=sets(200 + change)))
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert len(answers) >= THREADS * QUESTIONS
    assert {answer.corpus for answer in answers} <= set(states)
    assert len({answer.corpus for answer in answers}) > CHANGES / 2, "the questions saw the changes"
    strangers = [
        (answer.corpus, citation.quote)
        for answer in answers
        for citation in answer.citations
        if citation.document.id not in states[answer.corpus]
    ]
    assert strangers == []
    assert {answer.status for answer in answers} == {"answered", "refused"}


def test_question_that_began_before_two_changes_ends_with_what_it_began_with(
    read: Callable[..., Index], encoder: Encoder
) -> None:
    index = read(marisol=sensors(100))
    assistant, state = Assistant(index, encoder), index.state
    growing = assistant.answering(ASKED[0])
    question = assistant._judge()  # what a question takes at its start
    read(marisol=sensors(101)).close()
    read(marisol=sensors(102)).close()
    read(marisol=sensors(103)).close()
    assert "103" in next(growing).citations[0].quote, "it begins when it is first asked for a word"
    judged = question.judge(ASKED[0])
    assert "100" in judged.ranked[0].text
    assert question.index.state == state
    assert assistant.index.state != state


def test_question_of_a_deleted_index_says_what_to_type_and_the_next_is_answered_from_a_new_one(
    read: Callable[..., Index], tmp_path: Path, encoder: Encoder
) -> None:
    assistant = Assistant(read(marisol=sensors(100)), encoder)
    shutil.rmtree(tmp_path / "index")
    with pytest.raises(NoIndex, match="there is no index here yet; make one with: roundtable ingest"):
        assistant.ask(ASKED[0])
    assert [document.source for document in assistant.documents()] == ["marisol.txt"]
    read(marisol=sensors(7)).close()
    assert "7 noise sensors" in assistant.ask(ASKED[0]).citations[0].quote
