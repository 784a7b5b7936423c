"""Count questions and how long their answers take, for Prometheus; never what was asked, nor by whom."""

import time
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import Any

from assistant.assistant import Assistant, QuestionTooLong
from assistant.serving.types import Answers, Asking, Busy, TooFast, Waiting, never
from assistant.types import Answer

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
ANSWERED = ("answered", "partial", "refused", "clarify")
STATUSES = (*ANSWERED, "busy", "too long", "failed", "left")
# Given each question that has ended, how it ended, and the seconds that it took.
Note = Callable[[Asking, str, float], None]


def no_note(asking: Asking, status: str, seconds: float) -> None:
    pass


class Metrics:
    """The figures of one server, all its doors together."""

    def __init__(self, assistant: Assistant) -> None:
        from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector

        self._assistant = assistant
        self._registry = kept = CollectorRegistry()
        ProcessCollector(registry=kept)  # memory, processor time and open files of this process alone
        self._ended = Counter(
            "roundtable_questions",
            "Questions that have ended, by the status of the answer; busy: told to come back later, failed: with "
            "an error, left: nobody waited for the rest.",
            ["status"],
            registry=kept,
        )
        for status in STATUSES:
            self._ended.labels(status)
        self._seconds = Histogram(
            "roundtable_answer_seconds",
            "Seconds to the whole answer, waiting included.",
            buckets=SECONDS,
            registry=kept,
        )
        self._busy = Counter("roundtable_refused_busy", "Questions that were told to come back later.", registry=kept)
        self._asked = Gauge("roundtable_questions_under_way", "Questions that are waiting or answered.", registry=kept)
        self._waiting = Gauge(
            "roundtable_questions_waiting", "Questions that wait for a second or more behind others.", registry=kept
        )
        self._documents = Gauge("roundtable_documents", "Documents in the collection.", registry=kept)
        self._passages = Gauge("roundtable_passages", "Passages in the collection.", registry=kept)

    def text(self) -> bytes:
        """In the text format of Prometheus."""
        from prometheus_client import generate_latest

        counts = self._assistant.index.counts()
        self._documents.set(counts["documents"])
        self._passages.set(counts["passages"])
        made: bytes = generate_latest(self._registry)
        return made

    def begun(self) -> None:
        self._asked.inc()

    def waits(self, more: int) -> None:
        """One more waits, or one less."""
        self._waiting.inc(more)

    def ended(self, status: str, seconds: float) -> None:
        self._asked.dec()
        self._ended.labels(status).inc()
        if status == "busy":
            self._busy.inc()
        elif status in ANSWERED:
            self._seconds.observe(seconds)


class Counted:
    """`Answers` whose questions are counted, whichever door they come through; `under_way` are those that have not
    ended."""

    def __init__(self, answers: Answers, metrics: Metrics, note: Note = no_note) -> None:
        self._answers, self._metrics, self._note = answers, metrics, note
        self.under_way: set[object] = set()

    def answering(self, asking: Asking) -> Generator[Answer | Waiting, None, None]:
        started, status, behind = time.perf_counter(), "failed", False
        self._metrics.begun()
        self.under_way.add(me := object())
        try:
            with closing(self._answers.answering(asking)) as growing:
                for step in growing:
                    now = isinstance(step, Waiting) and step.ahead > 0
                    if now != behind:
                        self._metrics.waits(1 if now else -1)
                    behind = now
                    if isinstance(step, Answer):
                        status = "left" if step.growing else step.status
                    yield step
        except GeneratorExit:
            status = "left" if status == "failed" else status
            raise
        except (Busy, TooFast):
            status = "busy"
            raise
        except QuestionTooLong:
            status = "too long"
            raise
        except BaseException:
            status = "failed"
            raise
        finally:
            if behind:
                self._metrics.waits(-1)
            seconds = time.perf_counter() - started
            self._metrics.ended(status, seconds)
            self.under_way.discard(me)
            self._note(asking, status, seconds)

    def following(self, turns: Sequence[Answer], enough: Callable[[], bool] = never) -> tuple[str, ...]:
        return self._answers.following(turns, enough)


def metrics_response(metrics: Metrics) -> Any:
    from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
    from starlette.responses import Response

    return Response(metrics.text(), headers={"content-type": CONTENT_TYPE_PLAIN_0_0_4, "cache-control": "no-store"})
