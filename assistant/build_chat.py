"""Turn the settings into what answers the many readers of the chat, in this process or in several."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.build import build_assistant, build_encoder
from corpus.processors import few_memory_pools, processors

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.serving.front import Front
    from assistant.settings import Settings

AT_ONCE_WITH_MODEL = 8  # in one process: most of the time it waits for the model


@contextmanager
def answers_for_many(settings: "Settings") -> "Iterator[Front]":
    """Everything is loaded and has answered once; the processes end with the `with`.

    Raises what `build_assistant` raises, and `BrokeOff` if a process does not start.
    """
    from assistant.serving.cache import AnswerCache
    from assistant.serving.front import Front
    from assistant.serving.gate import Gate
    from assistant.serving.here import Here
    from assistant.serving.late import late
    from assistant.serving.newest import InBackground, keep_up
    from assistant.serving.pace import Pace
    from assistant.serving.workers import LONGEST, Workers

    few_memory_pools()
    gate = Gate(_at_once(settings), settings.waiting)
    pace = Pace(settings.questions_a_minute) if settings.questions_a_minute and settings.access != "none" else None
    if not settings.workers:
        assistant = build_one_of_many(settings)
        yield Front(assistant, Here(assistant), gate, AnswerCache(), pace)
        return
    # It serves pages of documents and writes briefings; only these need the encoder, and half a gigabyte for it.
    assistant = build_assistant(settings, late(lambda: build_encoder(settings)), InBackground())
    keep_up(assistant)
    longest = LONGEST + (2 * settings.model_timeout if settings.model else 0.0)
    with Workers(build_one_of_many, settings, settings.workers, longest) as workers:
        yield Front(assistant, workers, gate, AnswerCache(), pace)


def build_one_of_many(settings: "Settings") -> "Assistant":
    """An assistant that has answered once, and opens each newer state of the collection beside the last one."""
    from assistant.serving.late import late
    from assistant.serving.newest import InBackground, keep_up, warm

    # Several processes share the processors.
    threads = max(1, processors() // settings.workers) if settings.workers else None
    encoder = late(lambda: build_encoder(settings, threads))  # what is wrong with the index is said first
    assistant = build_assistant(settings, encoder, InBackground(lambda index: warm(index, encoder)))
    warm(assistant.index, encoder)
    keep_up(assistant)
    return assistant


def _at_once(settings: "Settings") -> int:
    if settings.model:
        return AT_ONCE_WITH_MODEL * max(1, settings.workers)
    return settings.workers or processors()
