"""Examine the language model that the settings name: key, server, speed, form of its replies, context."""

import json
import shlex
import time
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.build import build_model
from assistant.doctor import Finding, within
from assistant.model import MOST_CONTEXT, ChatModel, Message, ModelFailed, Schema, Trouble
from assistant.providers import Provider, provider_of
from assistant.settings import BadSettings

if TYPE_CHECKING:
    from assistant.settings import Settings

WORDS_SECONDS = 10.0  # for a reply of a few words
FORM_SECONDS = 6.0
CONTEXT_SECONDS = 3.0
FEW = 32  # tokens
# Variables that a provider's own library takes its key from.
OWN_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "openai": ("OPENAI_API_KEY",),
    "azure_openai": ("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "google_genai": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "mistralai": ("MISTRAL_API_KEY",),
}
# What is wrong, and what to do. What a server itself says of it may repeat the key, so it is not shown.
TROUBLES: Mapping[Trouble, tuple[str, str]] = {
    "unreachable": (
        "nothing answers there",
        "start the server and correct `model_url`; for a provider on the internet, look at the network connection",
    ),
    "timeout": (
        "no words came in time",
        "try again in a minute, for the model may still be loading; if it stays, take a smaller model",
    ),
    "limited": (
        "the server refuses more requests for now",
        "wait a minute and try again; if it stays, look at the limits and the credit of your account",
    ),
    "key": ("the server refuses the key", "put a key that is valid there into the file that `model_key_file` names"),
    "missing": (
        "the server does not know this model or this address",
        "correct the name in `model`, and `model_url`, which mostly ends in /v1; with ollama, pull the model first",
    ),
    "too_long": (
        "even a few words are too long for it",
        "start the server with a larger context, for instance llama.cpp with -c 8192",
    ),
    "form": (
        "the server refuses the form of the request",
        "take another model or server; one that speaks OpenAI's chat completions is set as openai:NAME",
    ),
    "server": ("the server has failed", "look into the log of the server, or try again later"),
    "broken": (
        "the connection broke off",
        "look into the log of the server: it may have run out of memory, or speak another language than HTTP",
    ),
    "empty": (
        "it replied without words",
        "ask a question to see whether it does so again; if it does, take another model",
    ),
    "other": (
        "the request failed",
        "install the versions in constraints.txt; if it stays, take another provider and report it",
    ),
}
# The request asks for something else, so that only a model that is held to the schema replies in its form.
FORM_QUESTION = "Say hello in three words."
FORM: Schema = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}


def examine_model(settings: "Settings", variables: Collection[str], until: float) -> Iterator[Finding]:
    """The findings on the language model; its server is asked for a few tokens, and not once the time is over, which
    is on the clock of `time.monotonic`. No finding holds a key, or anything that a server said. Raises `NoModel`."""
    if not settings.model:
        if settings.model_url:
            fix = 'name the model too: model = "openai:NAME"'
            yield Finding("model", "warning", "`model_url` is set and `model` is not, so none is used", fix)
        else:
            yield Finding("model", "fine", "none; answers are in the documents' own words")
        return
    provider, name = provider_of(settings.model)
    url = settings.model_url
    where = _host(url) if url else settings.model.partition(":")[0]
    if not where:
        yield Finding("model", "problem", "`model_url` is not an address", "give it as http://HOST:PORT/v1")
        return
    key = _key(settings, provider, variables)
    yield key
    if key.state == "problem":
        return
    model = build_model(settings.model_copy(update={"model_timeout": WORDS_SECONDS}))
    assert model is not None  # the settings name one
    yield Finding("model", "fine", f"{settings.model}; questions and passages are sent to {where}")
    speed = _speed(model, where, until)
    yield speed
    if speed.state != "fine":
        return
    yield _form(model, until)
    if url and provider.name == "openai":
        told = _told_context(url, settings.key_of_model(), name, until)
        yield _context(settings.model_context, model.context, told)


def context_in(body: Any, name: str) -> int | None:
    """How many tokens a model takes in, as the list of models of an OpenAI-compatible server says; None if not."""
    listed = body.get("data") if isinstance(body, dict) else None
    models = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    for each in sorted(models, key=lambda each: each.get("id") != name)[:1]:
        about = each.get("meta")
        sizes = (about.get("n_ctx") if isinstance(about, dict) else None, each.get("max_model_len"))  # llama.cpp, vLLM
        return next((size for size in sizes if type(size) is int and size > 0), None)
    return None


def _host(url: str) -> str:
    """The server in an address, without what may be secret: user, password, path and query."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    return f"{parts.hostname}{port}" if parts.scheme in ("http", "https") and parts.hostname else ""


def _key(settings: "Settings", provider: Provider, variables: Collection[str]) -> Finding:
    file = settings.model_key_file
    one_line = "name a file that you may read and that holds nothing but the key, on one line"
    try:
        key = settings.key_of_model()
    except BadSettings:  # its text has the name of the file, and some put the key itself there
        return Finding("key", "problem", "the file that `model_key_file` names cannot be read", one_line)
    if not provider.needs_key:
        return Finding("key", "fine", "none is needed")
    if file is not None and not key:
        return Finding("key", "problem", "the file that `model_key_file` names is empty", one_line)
    if key and not (key.isascii() and key.isprintable() and " " not in key):
        return Finding("key", "problem", "what is set as the key has spaces, line breaks or accents in it", one_line)
    if file is not None and file.stat().st_mode & 0o077:
        fix = f"keep it to yourself: chmod 600 {shlex.quote(str(file))}"
        return Finding("key", "warning", "other users of this computer may read the file of the key", fix)
    if key:
        return Finding("key", "fine", "from the file that `model_key_file` names" if file else "from `model_key`")
    if settings.model_url and provider.name != "azure_openai":
        return Finding("key", "fine", "none is set; a server of your own mostly needs none")
    own = OWN_VARIABLES[provider.name]
    found = next((name for name in own if name in variables), None)
    if found:
        return Finding("key", "fine", f"from the variable {found}")
    fix = f"put it into a file and name that in the setting `model_key_file`, or set the variable {own[0]}"
    return Finding("key", "warning", "none was found", fix)


def _speed(model: ChatModel, where: str, until: float) -> Finding:
    """Whether the server gives words, and how fast."""
    begun = time.monotonic()
    times: list[float] = []
    tokens = 0
    try:
        for chunk in model.stream([Message("user", "Count from one to ten.")], FEW, min(until, begun + WORDS_SECONDS)):
            tokens += chunk.output_tokens
            if chunk.text:
                times.append(time.monotonic())
    except ModelFailed as failure:
        # A slow server that has not finished in time has still shown how fast it is.
        if failure.trouble != "timeout" or not times:
            return _failed("server", where, failure)
    lasted = times[-1] - times[0]
    said = f"{where} gives its first words after {(times[0] - begun) * 1000:.0f} ms"
    if lasted > 0:
        said += f", then {(max(tokens, len(times)) - 1) / lasted:.1f} tokens a second"
    return Finding("server", "fine", said)


def _failed(name: str, where: str, failure: ModelFailed) -> Finding:
    said, fix = TROUBLES[failure.trouble]
    detail = f" ({failure.detail})" if failure.detail else ""
    return Finding(name, "problem", f"{where}: {said}{detail}; answers stay in the documents' own words", fix)


def _form(model: ChatModel, until: float) -> Finding:
    """Whether the model can be held to a JSON schema."""
    if not model.structured:
        return Finding("form", "fine", "replies are read as text, for this provider is not held to a JSON schema")
    by = min(until, time.monotonic() + FORM_SECONDS)
    try:
        said = "".join(chunk.text for chunk in model.stream([Message("user", FORM_QUESTION)], FEW, by, FORM))
        held = isinstance(json.loads(said).get("city"), str)
    except ModelFailed as failure:
        if failure.trouble == "timeout":
            fix = "try again when the server is less busy, or take a smaller model"
            return Finding("form", "warning", "the server was too slow to see whether it holds to a JSON schema", fix)
        held = False
    except (ValueError, AttributeError, RecursionError):
        held = False
    if held:
        return Finding("form", "fine", "replies can be held to a JSON schema")
    fix = "nothing, if the answers are good; or take a server that knows json_schema, such as llama.cpp or vLLM"
    return Finding("form", "warning", "the server does not hold replies to a JSON schema; they are read as text", fix)


def _told_context(url: str, key: str, name: str, until: float) -> int | None:
    import httpx

    seconds = min(CONTEXT_SECONDS, until - time.monotonic())
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        # Within the time as a whole: that of httpx counts for every read anew.
        answered = within(seconds, lambda: httpx.get(f"{url.rstrip('/')}/models", headers=headers, timeout=seconds))
        return context_in(answered.json(), name) if answered.status_code == 200 else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, RecursionError, TimeoutError):
        return None


def _context(set_to: int, used: int, told: int | None) -> Finding:
    """Whether the requests will fit into what the server takes in."""
    if told is None:
        return Finding("context", "fine", f"the server does not say how much it takes in; {used} tokens are used")
    said = f"the server takes in {told} tokens"
    best = min(told, MOST_CONTEXT)
    if used > told:
        more = f"{said}, and `model_context` is {set_to}" if set_to else f"{said}, and {used} would be used"
        return Finding("context", "warning", more, f"set `model_context` to {best}")
    more = f"; with `model_context` set to {best} answers could rest on more passages" if used < best else ""
    return Finding("context", "fine", f"{said}, of which {used} are used{more}")
