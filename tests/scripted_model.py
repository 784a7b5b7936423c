"""A language model without a model: one of langchain's chat models that says what a test has written."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import Field

from assistant.model import ChatModel

Said = str | Exception
Replies = Sequence[Said] | Callable[[list[BaseMessage]], Said]


class ScriptedModel(BaseChatModel):
    """Says its `replies` in turn, the last again and again, or what a function makes of the messages. A reply that
    is an exception is raised. `asked` has the messages of every request, `options` what it was told beside them."""

    replies: Any  # Replies; pydantic would copy a list
    cut: bool = False
    usage: tuple[int, int] | None = None
    asked: list[list[BaseMessage]] = Field(default_factory=list)
    options: list[dict[str, Any]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def texts(self, request: int = -1) -> str:
        """Everything a request said to the model."""
        return "\n\n".join(str(message.text) for message in self.asked[request])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for word in re.findall(r"\s*\S+|\s+", self._say(messages, kwargs)):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))
        ended = {"finish_reason": "length" if self.cut else "stop"}
        last = AIMessageChunk(content="", response_metadata=ended, usage_metadata=self._used())
        yield ChatGenerationChunk(message=last)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        said = self._say(messages, kwargs)
        ended = {"finish_reason": "length" if self.cut else "stop"}
        message = AIMessage(content=said, response_metadata=ended, usage_metadata=self._used())
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _say(self, messages: list[BaseMessage], options: dict[str, Any]) -> str:
        self.asked.append(messages)
        self.options.append(options)
        if callable(self.replies):
            said = self.replies(messages)
        else:
            said = self.replies[min(len(self.asked), len(self.replies)) - 1]
        if isinstance(said, Exception):
            raise said
        return said

    def _used(self) -> UsageMetadata | None:
        if self.usage is None:
            return None
        asked, said = self.usage
        return UsageMetadata(input_tokens=asked, output_tokens=said, total_tokens=asked + said)


def as_model(chat: ScriptedModel, context: int = 8192, structured: bool = True) -> ChatModel:
    """The scripted model as the assistant takes one. It never sleeps; a schema arrives in `options`."""
    return ChatModel(
        chat,
        "scripted:model",
        context,
        request=lambda most, schema: {"most_tokens": most} | ({"schema": schema} if schema else {}),
        structured=structured,
        sleep=lambda seconds: None,
    )
