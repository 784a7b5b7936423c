"""Ask the HTTP API what its own OpenAPI document allows and forbids, as schemathesis makes it up; in this process."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.api.beside import with_api
from assistant.api.tokens import Tokens
from assistant.assistant import Assistant
from assistant.web.desk import desk_of
from corpus.index import Index
from evals.torture.tiny import Tiny, places

HERE = ("127.0.0.1", 50000)


@dataclass
class Tried:
    """How many requests went to each address, and what came back that its document does not promise."""

    cases: Counter[str] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    bugs: list[str] = field(default_factory=list)


def try_api(folder: Path, cases: int, seed: int) -> Tried:
    """At most so many requests of each kind to each address, over the index of a folder that was worked in."""
    settings = places(folder).model_copy(update={"tokens": folder / "tokens.json"})
    settings.tokens.unlink(missing_ok=True)
    token = Tokens(settings.tokens).add("torture", "reader")
    desk = desk_of(Assistant(Index(settings.index), Tiny(), threshold=0.0), settings)
    return tried_with(with_api(desk)[1], token, cases, seed)


def tried_with(app: Any, token: str, cases: int, seed: int) -> Tried:
    """By all of schemathesis' checks but that what fits the document is not refused: which filters there are, and what
    stands in them, it does not say."""
    import schemathesis
    from schemathesis import engine
    from schemathesis.config import (
        ChecksConfig,
        GenerationConfig,
        PositiveDataAcceptanceConfig,
        ProjectConfig,
        ProjectsConfig,
        SchemathesisConfig,
    )

    bearer = {"Authorization": f"Bearer {token}"}
    project = ProjectConfig(
        headers=bearer,
        generation=GenerationConfig(max_examples=cases, no_shrink=True, database="none"),
        checks=ChecksConfig(positive_data_acceptance=PositiveDataAcceptanceConfig(enabled=False)),
        continue_on_failure=True,
    )
    config = SchemathesisConfig(seed=seed, projects=ProjectsConfig(default=project))
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", _from_here(app), config=config, headers=bearer)
    tried = Tried()
    for event in engine.from_schema(schema).execute():
        if isinstance(event, engine.events.ScenarioFinished):
            _count(event.recorder, tried)
        if isinstance(event, engine.events.NonFatalError | engine.events.FatalError):
            tried.bugs.append(
                " ".join(str(event.__dict__.get("info") or event.__dict__.get("exception")).split())[:500]
            )
    return tried


def _count(recorder: Any, tried: Tried) -> None:
    for id_, case in recorder.cases.items():
        tried.cases[f"{case.value.method.upper()} {case.value.path}"] += 1
        interaction = recorder.interactions.get(id_)
        if interaction and interaction.response:
            tried.statuses[interaction.response.status_code] += 1
        for check in recorder.checks.get(id_, []):
            if check.failure_info:
                said = " ".join(f"{check.name}: {check.failure_info.failure}".split())
                tried.bugs.append(f"{said[:500]} ({check.failure_info.code_sample[:300]})")


def _from_here(app: Any) -> Any:
    """The app, asked by a program of this computer, under the computer's name."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            others = [(name, value) for name, value in scope["headers"] if name.lower() != b"host"]
            scope = {**scope, "client": HERE, "headers": [(b"host", b"127.0.0.1:7860"), *others]}
        await app(scope, receive, send)

    return asked
