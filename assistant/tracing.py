"""Trace how an answer was made, as OpenTelemetry spans: how long each step took, and never what was asked."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

SERVICE = "roundtable-assistant"
LONGEST_FLUSH = 3.0  # seconds; a collector that is not there must not hold up the end of a command
Attribute = str | int | float | bool


class TracingUnavailable(RoundtableError):
    """The settings ask for traces, and the packages that send them are not installed."""


class Tracer(Protocol):
    """Gives out spans. One that begins inside another is a part of it."""

    def span(self, name: str, **attributes: Attribute) -> "AbstractContextManager[Span]":
        """A step that lasts as long as its `with`."""


class Span(Tracer, Protocol):
    """A step that is being traced. Its own `span` begins a part of it wherever that runs: the words of a model come
    in threads that do not know what they are a part of."""

    def note(self, **attributes: Attribute) -> None:
        """Say more of the step: numbers, and single words such as a status. Of any other text only the length is
        kept, for it could be a question."""


class _NoTraces:
    """Does nothing: what is used unless the settings ask for traces."""

    @contextmanager
    def span(self, name: str, **attributes: Attribute) -> Iterator[Span]:
        yield self

    def note(self, **attributes: Attribute) -> None:
        pass


NO_TRACES: Tracer = _NoTraces()
_open: ContextVar[Any] = ContextVar("span that is open here", default=None)


def load_tracer(exporter: "SpanExporter | None" = None) -> Tracer:
    """Spans for the exporter; without one they go by OTLP over HTTP to where the OTEL_… variables say.

    Raises `TracingUnavailable` with what to install.
    """
    check_installed()
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import SERVICE_NAME, Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, SimpleSpanProcessor

    provider = TracerProvider(resource=Resource.create({SERVICE_NAME: SERVICE}))
    # What is given is given at once; to a collector in batches, so that no answer waits for it.
    provider.add_span_processor(
        SimpleSpanProcessor(exporter) if exporter else BatchSpanProcessor(OTLPSpanExporter(timeout=LONGEST_FLUSH))
    )
    return _Tracer(provider.get_tracer(SERVICE))


def check_installed() -> None:
    """Raises `TracingUnavailable` with what to install, if anything that `load_tracer` needs is missing."""
    try:
        import opentelemetry.exporter.otlp.proto.http.trace_exporter
        import opentelemetry.sdk.trace.export  # noqa: F401
    except ModuleNotFoundError as error:
        raise TracingUnavailable(
            "traces need OpenTelemetry, which is not installed; install it with: "
            "pip install 'roundtable-assistant[tracing]', or set `tracing` to false"
        ) from error


class _Tracer:
    def __init__(self, tracer: Any, parent: Any = None) -> None:
        self._tracer, self._parent = tracer, parent

    @contextmanager
    def span(self, name: str, **attributes: Attribute) -> Iterator[Span]:
        from opentelemetry.trace import Status, StatusCode, set_span_in_context

        parent = self._parent or _open.get()
        begun = self._tracer.start_span(name, set_span_in_context(parent) if parent else None)
        before = _open.set(begun)
        span = _Span(self._tracer, begun)
        span.note(**attributes)
        try:
            yield span
        except Exception as error:
            # The kind is enough: the text of an error may repeat the question, or a key.
            begun.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise
        finally:
            begun.end()
            # An answer that streams is asked for its next words from another thread each time.
            with suppress(ValueError):
                _open.reset(before)


class _Span(_Tracer):
    def note(self, **attributes: Attribute) -> None:
        for name, value in attributes.items():
            if isinstance(value, str) and len(value.split()) > 1:
                name, value = f"{name}.characters", len(value)
            self._parent.set_attribute(name, value)
