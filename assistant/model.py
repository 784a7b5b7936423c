"""Speak with a language model: words as they come, attempts that end in time, and every failure in our own terms."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Literal, Protocol

from corpus.errors import RoundtableError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Schema = Mapping[str, Any]
Trouble = Literal[
    "unreachable", "timeout", "limited", "key", "missing", "too_long", "form", "server", "broken", "empty", "other"
]
PASSING = ("unreachable", "timeout", "limited", "server", "broken", "empty")  # may be over when asked again
PAUSES = (0.5, 2.0)  # seconds before the second and the third attempt
LONGEST_PAUSE = 10.0  # seconds; a server may ask for a minute, and a reader does not wait for it
LEAST_CONTEXT = 4096  # tokens; the smallest that servers are commonly started with
MOST_CONTEXT = 32_768  # of what a model could take in; more passages would not make an answer better
_FULL = ("length", "max_tokens")


class NoModel(RoundtableError):
    """The model that the settings name cannot be used: unknown provider, missing package, no key."""


class ModelFailed(RoundtableError):
    """The model gave no words, or broke off. `wait` is how many seconds its server asks to wait, if it does."""

    def __init__(self, trouble: Trouble, detail: str = "", wait: float = 0.0) -> None:
        super().__init__(f"the language model failed: {trouble}{f' ({detail})' if detail else ''}")
        self.trouble = trouble
        self.detail = detail
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Message:
    """One part of what a model reads."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some words of a reply. The last one has the token counts, as far as the server tells them, and says whether
    the reply was cut off at its limit."""

    text: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    cut: bool = False


class Model(Protocol):
    """`name` is "provider:name"; `context` how many tokens a request and its reply may have together, `structured`
    whether the provider can be held to a schema."""

    name: str
    context: int
    structured: bool

    def stream(
        self, messages: Sequence[Message], most_tokens: int, until: float, schema: Schema | None = None
    ) -> Iterator[Chunk]:
        """The reply as it comes; `until` is on the clock of `time.monotonic`. Raises `ModelFailed`."""


class ChatModel:
    """A `Model` over one of langchain's chat models. Retries are ours, so that they end in time for every provider."""

    def __init__(
        self,
        chat: "BaseChatModel",
        name: str,
        context: int = 0,
        request: Callable[[int, Schema | None], dict[str, Any]] = lambda most, schema: {},
        structured: bool = True,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        known = (chat.profile or {}).get("max_input_tokens") or LEAST_CONTEXT
        self.name = name
        self.context = context or min(known, MOST_CONTEXT)
        self.structured = structured
        self._chat, self._request, self._sleep = chat, request, sleep

    def stream(
        self, messages: Sequence[Message], most_tokens: int, until: float, schema: Schema | None = None
    ) -> Iterator[Chunk]:
        """As `Model.stream` says. A failure before the first word is tried again, twice, as long as time is left."""
        for pause in (*PAUSES, None):
            begun = False
            try:
                for chunk in self._once(messages, self._request(most_tokens, schema), until):
                    begun = begun or bool(chunk.text)
                    yield chunk
                if begun:
                    return
                raise ModelFailed("empty")
            except ModelFailed as failure:
                wait = max(pause or 0.0, failure.wait)
                too_late = time.monotonic() + wait >= until or wait > LONGEST_PAUSE
                if begun or pause is None or failure.trouble not in PASSING or too_late:
                    raise
                self._sleep(wait)

    def _once(self, messages: Sequence[Message], options: Mapping[str, Any], until: float) -> Iterator[Chunk]:
        """One request. It is read in a thread of its own: a server that says nothing can then be left in time."""
        waiting: Queue[Chunk | ModelFailed | None] = Queue()
        left = Event()

        def read() -> None:
            try:
                for part in self._chat.stream([(each.role, each.text) for each in messages], **options):
                    waiting.put(_chunk(part))
                    if left.is_set():
                        return
                waiting.put(None)
            except Exception as error:  # every provider has its own
                waiting.put(failure_of(error))

        Thread(target=read, daemon=True).start()
        try:
            while True:
                try:
                    part = waiting.get(timeout=max(0.0, until - time.monotonic()))
                except Empty:
                    raise ModelFailed("timeout") from None
                if part is None:
                    return
                if isinstance(part, ModelFailed):
                    raise part
                yield part
        finally:
            left.set()


def _chunk(part: Any) -> Chunk:
    used = part.usage_metadata or {}
    about = part.response_metadata or {}
    ended = next((about[key] for key in ("finish_reason", "stop_reason", "done_reason") if about.get(key)), "")
    return Chunk(str(part.text), used.get("input_tokens", 0), used.get("output_tokens", 0), str(ended).lower() in _FULL)


def failure_of(error: Exception) -> ModelFailed:
    """A provider's error in our terms. Its text is left out, for it may repeat the key or the passages."""
    if isinstance(error, ModelFailed):
        return error
    response = getattr(error, "response", None)
    codes = (getattr(error, "status_code", None), getattr(response, "status_code", None), getattr(error, "code", None))
    code = next((each for each in codes if isinstance(each, int) and each >= 400), None)
    names = " ".join(each.__name__ for each in type(error).__mro__)
    if code == 429:
        return ModelFailed("limited", "429", _seconds(getattr(response, "headers", {}).get("retry-after")))
    if code in (401, 403):
        return ModelFailed("key", str(code))
    if code == 404:
        return ModelFailed("missing", "404")
    if code in (400, 413, 422):
        # Only whether it speaks of the context is kept of the text.
        return ModelFailed("too_long" if "context" in str(error).lower() or code == 413 else "form", str(code))
    if code is not None:
        return ModelFailed("server", str(code))
    if "Timeout" in names:
        return ModelFailed("timeout")
    if "Protocol" in names or "ReadError" in names or "RemoteProtocol" in names:
        return ModelFailed("broken")
    if "Connect" in names:  # ConnectError, ConnectionError, APIConnectionError
        return ModelFailed("unreachable")
    return ModelFailed("other", type(error).__name__)


def _seconds(text: str | None) -> float:
    try:
        return max(0.0, float(text or 0))
    except ValueError:
        return 0.0
