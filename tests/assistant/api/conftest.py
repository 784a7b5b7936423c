"""The API over the small collection, asked from this computer or from elsewhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api.beside import with_api
from assistant.api.tokens import Tokens
from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.web.desk import Desk, desk_of

QUESTION = "How many digital help points did Harbourview open?"


@pytest.fixture
def settings(small_index: Path, tmp_path: Path) -> Settings:
    return Settings(index=small_index, conversations=tmp_path / "kept.sqlite", tokens=tmp_path / "tokens.json")


@pytest.fixture
def desk(assistant: Assistant, settings: Settings) -> Desk:
    return desk_of(assistant, settings)


@pytest.fixture
def tokens(settings: Settings) -> Tokens:
    return Tokens(settings.tokens)


@pytest.fixture
def app(desk: Desk) -> Any:
    return with_api(desk)[1]


@pytest.fixture
def client(app: Any) -> TestClient:
    return here(app)


def here(app: Any) -> TestClient:
    return TestClient(app, "http://127.0.0.1:7860", client=("127.0.0.1", 50000), raise_server_exceptions=False)


@pytest.fixture
def elsewhere(app: Any) -> TestClient:
    return TestClient(app, "http://library.example", client=("203.0.113.9", 50000), raise_server_exceptions=False)


@pytest.fixture
def bearer(tokens: Tokens) -> Callable[[str], dict[str, str]]:
    """The headers of a new token of that role."""

    def made(role: str) -> dict[str, str]:
        return {"authorization": f"Bearer {tokens.add(f'the {role}', role)}"}

    return made
