"""The providers of language models: one entry each, and a setting such as "openai:gpt-5-mini" made into a model."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from assistant.model import ChatModel, NoModel, Schema


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one request is held to: the most tokens of its reply and of all, a schema. `elsewhere` says that the
    address is not the provider's own."""

    most: int
    schema: Schema | None
    context: int
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider is reached: its name and package in langchain, our extra, and what it is told.

    `options` are for all requests, given the seconds that one may take; `request` for one. `key` says where the
    provider's package looks for the key by itself; empty if there is none.
    """

    name: str
    package: str
    extra: str
    key: str
    options: Callable[[float], dict[str, Any]]
    request: Callable[[Wanted], dict[str, Any]]
    structured: bool = True

    @property
    def needs_key(self) -> bool:
        return bool(self.key)


def _openai(wanted: Wanted) -> dict[str, Any]:
    # The servers that speak OpenAI's API know the older name only; OpenAI's newer models refuse it, and a temperature.
    body: dict[str, Any] = (
        {"max_tokens": wanted.most, "temperature": 0} if wanted.elsewhere else {"max_completion_tokens": wanted.most}
    )
    # In `extra_body`, for ChatOpenAI reads `response_format` itself, and then raises at a reply that was cut off.
    return {"extra_body": body | _json_schema(wanted.schema), "stream_usage": True}


def _azure(wanted: Wanted) -> dict[str, Any]:
    return _openai(
        replace(wanted, elsewhere=False)
    )  # every address of Azure's is its customer's, and the models OpenAI's


def _json_schema(schema: Schema | None) -> dict[str, Any]:
    named = {"name": "answer", "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": named}} if schema else {}


def _anthropic(wanted: Wanted) -> dict[str, Any]:
    return {"max_tokens": wanted.most}


def _mistral(wanted: Wanted) -> dict[str, Any]:
    return {"max_tokens": wanted.most, "temperature": 0, **_json_schema(wanted.schema)}


def _google(wanted: Wanted) -> dict[str, Any]:
    form = {"response_mime_type": "application/json", "response_json_schema": wanted.schema} if wanted.schema else {}
    return {"max_output_tokens": wanted.most, **form}


def _ollama(wanted: Wanted) -> dict[str, Any]:
    # Without `num_ctx` Ollama takes a number of its own, and cuts what is longer without a word.
    options = {"num_predict": wanted.most, "num_ctx": wanted.context, "temperature": 0}
    return {"options": options, **({"format": wanted.schema} if wanted.schema else {})}


def _usual(seconds: float) -> dict[str, Any]:
    return {"timeout": seconds, "max_retries": 0}


def _google_options(seconds: float) -> dict[str, Any]:
    return {"timeout": seconds, "max_retries": 1}  # its SDK takes 0 for "the usual number", and 1 for a single attempt


def _ollama_options(seconds: float) -> dict[str, Any]:
    return {"client_kwargs": {"timeout": seconds}}


_AZURE_KEY = "AZURE_OPENAI_API_KEY; it also needs OPENAI_API_VERSION, and its endpoint as ROUNDTABLE_MODEL_URL"

PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider("openai", "langchain_openai", "openai", "OPENAI_API_KEY", _usual, _openai),
    "azure": Provider("azure_openai", "langchain_openai", "openai", _AZURE_KEY, _usual, _azure),
    "anthropic": Provider(
        "anthropic", "langchain_anthropic", "anthropic", "ANTHROPIC_API_KEY", _usual, _anthropic, structured=False
    ),
    "google": Provider("google_genai", "langchain_google_genai", "google", "GOOGLE_API_KEY", _google_options, _google),
    "mistral": Provider("mistralai", "langchain_mistralai", "mistral", "MISTRAL_API_KEY", _usual, _mistral),
    "ollama": Provider("ollama", "langchain_ollama", "ollama", "", _ollama_options, _ollama),
}


def load_model(
    setting: str,
    url: str = "",
    key: str = "",
    context: int = 0,
    timeout: float = 120.0,
    sleep: Callable[[float], None] = time.sleep,
) -> ChatModel:
    """The model of a setting such as "openai:gpt-5-mini". Raises `NoModel` that says what to do."""
    from importlib.util import find_spec

    provider, name = provider_of(setting)
    if find_spec(provider.package) is None:
        raise NoModel(
            f"model {setting!r}: needs the package {provider.package.replace('_', '-')}; "
            f"install it with: pip install 'roundtable-assistant[{provider.extra}]'"
        )
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = provider.options(timeout)
    if url:
        given["azure_endpoint" if provider.name == "azure_openai" else "base_url"] = url
    if key and provider.needs_key:
        given["api_key"] = key
    elif url and provider.needs_key and provider.name != "azure_openai":
        given["api_key"] = "none"  # or the key of the provider, from its own variable, would go to another server
    try:
        chat = init_chat_model(name, model_provider=provider.name, **given)
    except Exception as error:
        # What a provider says of a missing key differs, and may hold what is secret: its kind is enough.
        hint = f"set ROUNDTABLE_MODEL_KEY_FILE to a file with its key, or {provider.key}"
        hint = hint if provider.needs_key else "look at ROUNDTABLE_MODEL_URL"
        raise NoModel(f"model {setting!r}: cannot be set up ({type(error).__name__}); {hint}") from None
    model = ChatModel(
        chat,
        setting,
        context,
        lambda most, schema: provider.request(Wanted(most, schema, model.context, elsewhere=bool(url))),
        provider.structured,
        sleep,
    )
    return model


def provider_of(setting: str) -> tuple[Provider, str]:
    """The provider and the name in "provider:name"; the name may have colons. Raises `NoModel`."""
    provider, colon, name = setting.partition(":")
    if not colon or not name.strip() or provider.strip() not in PROVIDERS:
        raise NoModel(f"model {setting!r}: give it as provider:name; the providers are {', '.join(PROVIDERS)}")
    return PROVIDERS[provider.strip()], name.strip()
