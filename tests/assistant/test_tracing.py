"""assistant/tracing.py: what a span says and never says, how spans lie in each other, and what is loaded without."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextvars import copy_context

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from assistant.build import build_tracer
from assistant.settings import Settings
from assistant.tracing import NO_TRACES, Tracer, TracingUnavailable, load_tracer

QUESTION = "Who is the mayor of Sendai?"


@pytest.fixture
def exporter() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def tracer(exporter: InMemorySpanExporter) -> Tracer:
    return load_tracer(exporter)


def spans(exporter: InMemorySpanExporter) -> dict[str, ReadableSpan]:
    return {span.name: span for span in exporter.get_finished_spans()}


def parent(span: ReadableSpan) -> int | None:
    return span.parent.span_id if span.parent else None


def number(span: ReadableSpan) -> int:
    return span.get_span_context().span_id


def test_span_holds_what_was_said_at_its_start_and_later(tracer: Tracer, exporter: InMemorySpanExporter) -> None:
    with tracer.span("retrieve", limit=20) as span:
        span.note(passages=12, best=0.5, model="openai:small", certain=True)
    done = spans(exporter)["retrieve"]
    noted = {"limit": 20, "passages": 12, "best": 0.5, "model": "openai:small", "certain": True}
    assert dict(done.attributes or {}) == noted
    assert done.resource.attributes["service.name"] == "roundtable-assistant"


def test_span_within_another_is_a_part_of_it(tracer: Tracer, exporter: InMemorySpanExporter) -> None:
    with tracer.span("answer"):
        with tracer.span("retrieve"):
            pass
        with tracer.span("write"):
            pass
    with tracer.span("next"):
        pass
    done = spans(exporter)
    assert [parent(done[name]) for name in ("answer", "next")] == [None, None]
    assert [parent(done[name]) for name in ("retrieve", "write")] == [number(done["answer"])] * 2


def test_part_in_another_thread_is_begun_from_its_span(tracer: Tracer, exporter: InMemorySpanExporter) -> None:
    def work() -> None:
        with span.span("write"):
            pass

    with tracer.span("answer") as span:
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    done = spans(exporter)
    assert parent(done["write"]) == number(done["answer"])


def test_answer_whose_words_are_fetched_from_one_thread_after_another_is_one_span(
    tracer: Tracer, exporter: InMemorySpanExporter
) -> None:
    """As the chat does it: each `next` runs in a copy of the context."""

    def words() -> Iterator[str]:
        with tracer.span("answer") as span:
            yield "one"
            with span.span("check"):
                yield "two"

    answer = words()
    assert [copy_context().run(next, answer, "end") for _ in range(3)] == ["one", "two", "end"]
    done = spans(exporter)
    assert parent(done["check"]) == number(done["answer"])


def test_question_that_is_noted_by_mistake_leaves_its_length_only(
    tracer: Tracer, exporter: InMemorySpanExporter
) -> None:
    with tracer.span("answer", question=QUESTION):
        pass
    assert dict(spans(exporter)["answer"].attributes or {}) == {"question.characters": len(QUESTION)}


def test_error_leaves_its_kind_and_not_its_text(tracer: Tracer, exporter: InMemorySpanExporter) -> None:
    with pytest.raises(ValueError, match="Sendai"), tracer.span("answer"):
        raise ValueError(QUESTION)
    done = spans(exporter)["answer"]
    assert (done.status.status_code, done.status.description, done.events) == (StatusCode.ERROR, "ValueError", ())
    assert "Sendai" not in done.to_json()


def test_answer_that_nobody_reads_to_its_end_is_no_error(tracer: Tracer, exporter: InMemorySpanExporter) -> None:
    def words() -> Iterator[str]:
        with tracer.span("answer"):
            yield "one"
            yield "two"

    answer = words()
    next(answer)
    del answer
    assert spans(exporter)["answer"].status.status_code is StatusCode.UNSET


def test_no_traces_take_every_call_and_do_nothing() -> None:
    with NO_TRACES.span("answer", limit=20) as span:
        span.note(passages=12)
        with span.span("write") as part:
            part.note(words=3)


def test_traces_are_off_unless_the_settings_ask_for_them() -> None:
    assert build_tracer(Settings()) is NO_TRACES
    assert build_tracer(Settings(tracing=True)) is not NO_TRACES


def test_without_traces_opentelemetry_is_not_loaded() -> None:
    program = (
        "import sys\n"
        "from assistant.build import build_tracer\n"
        "from assistant.settings import Settings\n"
        "with build_tracer(Settings()).span('answer') as span: span.note(limit=20)\n"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert ran.stdout == "[]\n", ran.stderr


def test_missing_package_is_named_with_its_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(TracingUnavailable, match=r"pip install 'roundtable-assistant\[tracing\]'"):
        load_tracer()
