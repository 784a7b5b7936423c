"""Speak with a language model: words as they come, attempts that end in time, and every failure in our own terms."""

import re
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
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
# "maximum context length is", "prompt is too long", "The input token count (…) exceeds": OpenAI, Anthropic, Google
_TOO_LONG = re.compile(r"context|too long|token count")
_NO_KEY = re.compile(r"api[ _]key")
# A key that cannot be sent at all: an empty one of Anthropic's, one with a line break or an accent in it.
_BAD_HEADER, _NOT_ASCII = "illegal header value", "'ascii' codec can't encode"
_NO_WORDS = "no generation chunks were returned"  # what langchain says of a stream that ended before it began


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
                # Closed here and not when it is collected, so that a reader who leaves ends the request at once.
                with closing(self._once(messages, self._request(most_tokens, schema), until)) as chunks:
                    for chunk in chunks:
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

    def _once(
        self, messages: Sequence[Message], options: Mapping[str, Any], until: float
    ) -> Generator[Chunk, None, None]:
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
                    # A queue that is not empty gives whatever the timeout, and so for ever if a model never ends.
                    part = waiting.get(timeout=max(0.0, until - time.monotonic()))
                except Empty:
                    raise ModelFailed("timeout") from None
                if time.monotonic() >= until and part is not None:
                    raise part if isinstance(part, ModelFailed) else ModelFailed("timeout")
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


def failure_of(error: BaseException) -> ModelFailed:
    """A provider's error in our terms. Its text is left out, for it may repeat the key or the passages."""
    if isinstance(error, ModelFailed):
        return error
    # Google's and OpenAI's wrappers hide the code, or that the connection broke, in what caused them.
    causes = list(_causes(error))
    code = next((code for each in causes if (code := _code(each))), 0)
    names = " ".join(each.__name__ for cause in causes for each in type(cause).__mro__)
    text = " ".join(map(str, causes)).lower()
    if code == 429:
        return ModelFailed("limited", "429", max(map(_asked_wait, causes)))
    # Google calls a wrong key a bad request.
    if code in (401, 403) or (code == 400 and _NO_KEY.search(text)):
        return ModelFailed("key", str(code))
    if code == 404:
        return ModelFailed("missing", "404")
    if code in (400, 413, 422):
        # Only whether it speaks of the length is kept of the text.
        return ModelFailed("too_long" if code == 413 or _TOO_LONG.search(text) else "form", str(code))
    if code:
        return ModelFailed("server", str(code))
    if _BAD_HEADER in text or _NOT_ASCII in text:
        return ModelFailed("key")
    if "Timeout" in names:
        return ModelFailed("timeout")
    if "RemoteProtocolError" in names or "ReadError" in names or "DecodeError" in names:
        return ModelFailed("broken")
    if "Connect" in names or "UnsupportedProtocol" in names:  # ConnectError, APIConnectionError; no "http://"
        return ModelFailed("unreachable")
    if _NO_WORDS in text:
        return ModelFailed("empty")
    if "APIError" in names:  # in mid-stream, without a number
        return ModelFailed("server")
    return ModelFailed("other", type(error).__name__)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error, what caused it, and so on."""
    while error is not None:
        yield error
        error = error.__cause__


def _code(error: BaseException) -> int:
    """The HTTP status that an error carries, wherever its library puts it; 0 if none."""
    response = getattr(error, "response", None)
    codes = (getattr(error, "status_code", None), getattr(response, "status_code", None), getattr(error, "code", None))
    # In mid-stream OpenAI's package has it as text; other codes are words, such as "insufficient_quota".
    return next((number for each in codes if str(each).isdecimal() and (number := int(str(each))) >= 400), 0)


def _asked_wait(error: BaseException) -> float:
    return _seconds(getattr(getattr(error, "response", None), "headers", {}).get("retry-after"))


def _seconds(text: str | None) -> float:
    try:
        return max(0.0, float(text or 0))
    except ValueError:
        return 0.0
