"""assistant/serving/newest.py: a new state of the collection is opened beside the old one; no question waits long."""

import threading
import time
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.serving.newest import InBackground, keep_up, warm
from assistant.settings import Settings
from corpus.errors import NoIndex
from corpus.index import Index
from tests.assistant.serving.made import collection, quick, until
from tests.library import Eight, texts, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return collection(tmp_path / "index")


def test_state_stays_the_same_while_nothing_is_published(folder: Path) -> None:
    index, newest = Index(folder), InBackground()
    assert newest(index) is index
    assert newest(index) is index


def test_whoever_has_just_added_a_document_finds_it(folder: Path) -> None:
    index = Index(folder)
    write(folder, dorn="The city of Dorn closed 3 libraries.")
    newest = InBackground()(index)
    assert len(texts(newest)) == len(texts(index)) + 1 == 6


def test_old_state_answers_as_long_as_the_new_one_takes_to_open(folder: Path) -> None:
    opened, going_on = [], threading.Event()

    def slowly(index: Index) -> None:
        opened.append(index)
        going_on.wait()

    index, newest = Index(folder), InBackground(slowly, patience=0.2)
    write(folder, dorn="The city of Dorn closed 3 libraries.")
    assert newest(index) is index
    started = time.monotonic()
    assert [newest(index) for _ in range(100)] == [index] * 100  # only the first one had to be patient
    assert time.monotonic() - started < 10  # patient each time, they would take 20 s
    going_on.set()
    assert until(lambda: newest(index) is not index)
    assert len(opened) == 1


def test_state_that_cannot_be_opened_is_an_error_each_time_and_none_later(folder: Path, tmp_path: Path) -> None:
    index, newest = Index(folder), InBackground()
    folder.rename(tmp_path / "away")
    for _ in range(2):
        with pytest.raises(NoIndex):
            newest(index)
    (tmp_path / "away").rename(folder)
    assert newest(index) is index


def test_assistant_answers_from_the_state_that_it_is_given(folder: Path) -> None:
    going_on = threading.Event()
    assistant = Assistant(
        Index(folder), Eight(), threshold=0.0, newest=InBackground(lambda index: going_on.wait() and None, patience=0.1)
    )
    before = assistant.ask("Which libraries did Dorn close?")
    write(folder, dorn="The city of Dorn closed 3 libraries.")
    assert assistant.ask("Which libraries did Dorn close?").corpus == before.corpus
    going_on.set()
    assert until(lambda: "3 libraries" in str(assistant.ask("Which libraries did Dorn close?").sentences))


def test_new_state_is_open_before_anybody_asks(folder: Path) -> None:
    assistant = quick(Settings(index=folder))
    keep_up(assistant)
    write(folder, dorn="The city of Dorn closed 3 libraries.")
    assert until(lambda: len(texts(assistant.index)) == 6, 10)


def test_warming_up_needs_no_answer(tmp_path: Path) -> None:
    warm(write(tmp_path, empty="-"), Eight())
