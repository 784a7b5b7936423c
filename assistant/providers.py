"""The providers of language models: one entry each, and a setting such as "openai:gpt-5-mini" made into a model."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assistant.model import ChatModel, NoModel, Schema


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider is reached: its name and package in langchain, our extra, and what it is told.

    `options` are for all requests, given the seconds that one may take; `request` for one: most tokens, schema, and
    whether an address other than the provider's own is used.
    """

    name: str
    package: str
    extra: str
    options: Callable[[float], dict[str, Any]]
    request: Callable[[int, Schema | None, bool], dict[str, Any]]
    structured: bool = True
    needs_key: bool = True


def _openai(most: int, schema: Schema | None, elsewhere: bool) -> dict[str, Any]:
    # In `extra_body`, for ChatOpenAI reads `response_format` itself, and then raises at a reply that was cut off.
    body: dict[str, Any] = {"max_tokens" if elsewhere else "max_completion_tokens": most}
    if elsewhere:
        body["temperature"] = 0
    return {"extra_body": body | _json_schema(schema), "stream_usage": True}


def _json_schema(schema: Schema | None) -> dict[str, Any]:
    named = {"name": "answer", "strict": True, "schema": schema}
    return {"response_format": {"type": "json_schema", "json_schema": named}} if schema else {}


def _mistral(most: int, schema: Schema | None, elsewhere: bool) -> dict[str, Any]:
    return {"max_tokens": most, "temperature": 0, **_json_schema(schema)}


def _google(most: int, schema: Schema | None, elsewhere: bool) -> dict[str, Any]:
    form = {"response_mime_type": "application/json", "response_json_schema": schema} if schema else {}
    return {"max_output_tokens": most, **form}


def _ollama(most: int, schema: Schema | None, elsewhere: bool) -> dict[str, Any]:
    return {"options": {"num_predict": most, "temperature": 0}, **({"format": schema} if schema else {})}


def _usual(seconds: float) -> dict[str, Any]:
    return {"timeout": seconds, "max_retries": 0}


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider("openai", "langchain_openai", "openai", _usual, _openai),
    "azure": Provider("azure_openai", "langchain_openai", "openai", _usual, _openai),
    "anthropic": Provider(
        "anthropic", "langchain_anthropic", "anthropic", _usual, lambda most, *_: {"max_tokens": most}, structured=False
    ),
    "google": Provider(
        # Its SDK takes 0 retries for "the usual number".
        "google_genai",
        "langchain_google_genai",
        "google",
        lambda s: {"timeout": s, "max_retries": 1},
        _google,
    ),
    "mistral": Provider("mistralai", "langchain_mistralai", "mistral", _usual, _mistral),
    "ollama": Provider(
        "ollama", "langchain_ollama", "ollama", lambda s: {"client_kwargs": {"timeout": s}}, _ollama, needs_key=False
    ),
}


def load_model(setting: str, url: str = "", key: str = "", context: int = 0, timeout: float = 120.0) -> ChatModel:
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
    elif url and provider.name == "openai":
        given["api_key"] = "none"  # or the key of the provider, from its own variable, would go to another server
    try:
        chat = init_chat_model(name, model_provider=provider.name, **given)
    except Exception as error:
        # What a provider says of a missing key differs, and may hold what is secret: its kind is enough.
        raise NoModel(
            f"model {setting!r}: cannot be set up ({type(error).__name__}); set ROUNDTABLE_MODEL_KEY_FILE to a file "
            "with its key, or the provider's own variable"
        ) from None
    return ChatModel(
        chat,
        setting,
        context,
        lambda most, schema: provider.request(most, schema, bool(url)),
        provider.structured,
    )


def provider_of(setting: str) -> tuple[Provider, str]:
    """The provider and the name in "provider:name"; the name may have colons. Raises `NoModel`."""
    provider, colon, name = setting.partition(":")
    if not colon or not name.strip() or provider.strip() not in PROVIDERS:
        raise NoModel(f"model {setting!r}: give it as provider:name; the providers are {', '.join(PROVIDERS)}")
    return PROVIDERS[provider.strip()], name.strip()
