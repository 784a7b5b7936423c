"""assistant/api/ready.py: whether questions can be answered, within seconds, and why not."""

import asyncio
import shutil
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant.api.beside import with_api
from assistant.api.ready import Readiness
from assistant.settings import Settings
from assistant.web.desk import Desk, desk_of
from corpus.errors import DamagedIndex
from tests.assistant.api.conftest import here
from tests.assistant.serving.made import collection, quick


@pytest.fixture
def own(tmp_path: Path) -> Desk:
    """Over an index of its own, which a test may break."""
    settings = Settings(
        index=collection(tmp_path / "index"), conversations=tmp_path / "own.sqlite", tokens=tmp_path / "tokens.json"
    )
    return desk_of(quick(settings), settings)


def ready(desk: Desk) -> Any:
    return here(with_api(desk)[1]).get("/api/v1/ready")


def test_index_that_is_gone_is_told(own: Desk) -> None:
    assert ready(own).status_code == 200
    shutil.rmtree(own.settings.index)
    made = ready(own)
    assert made.status_code == 503
    assert made.json()["detail"].startswith(f"index: {own.settings.index}: ")


def test_index_whose_pages_cannot_be_read_is_told(own: Desk) -> None:
    (ledger,) = own.settings.index.rglob("library.sqlite")
    size = ledger.stat().st_size
    ledger.write_bytes(b"?" * size)
    made = ready(own)
    assert made.status_code == 503
    assert made.json()["detail"].startswith("index: ")


def test_place_of_conversations_that_is_damaged_is_told(own: Desk) -> None:
    assert isinstance(own.settings.conversations, Path)
    own.settings.conversations.write_bytes(b"no database" * 1000)
    for left in own.settings.conversations.parent.glob("own.sqlite-*"):
        left.unlink()
    made = ready(own)
    assert made.status_code == 503
    assert made.json()["detail"].startswith("conversations: ")


def test_chroma_server_that_does_not_answer_is_told(own: Desk) -> None:
    settings = own.settings.model_copy(update={"chroma": "http://127.0.0.1:9"})
    made = ready(desk_of(own.assistant, settings))
    assert made.status_code == 503
    assert "chroma: http://127.0.0.1:9: the Chroma server cannot be reached" in made.json()["detail"]


def test_who_may_not_ask_learns_no_folder(own: Desk) -> None:
    shutil.rmtree(own.settings.index)
    app = with_api(own)[1]
    made = TestClient(app, "http://library.example", client=("203.0.113.9", 5)).get("/api/v1/ready")
    assert made.json()["detail"] == "not to be used: index; `roundtable doctor` says why"


def test_health_does_not_depend_on_anything(own: Desk) -> None:
    shutil.rmtree(own.settings.index)
    assert here(with_api(own)[1]).get("/api/v1/health").status_code == 200


def test_look_that_hangs_is_told_in_time_and_not_begun_again() -> None:
    begun, free = [], threading.Event()

    def hang() -> None:
        begun.append(1)
        free.wait(30)

    looks = Readiness({"index": hang, "conversations": lambda: None}, seconds=0.2, kept=0.0)
    started = time.monotonic()
    for _ in range(3):
        assert list(asyncio.run(looks.troubles())) == ["index"]
    assert time.monotonic() - started < 2
    assert len(begun) == 1
    free.set()
    time.sleep(0.1)
    assert asyncio.run(looks.troubles()) == {}


def test_error_that_is_no_sentence_for_people_is_named_by_its_kind(capfd: pytest.CaptureFixture[str]) -> None:
    def bug() -> None:
        raise OSError(5, "a secret path")

    assert asyncio.run(Readiness({"index": bug}).troubles()) == {"index": "cannot be used (OSError)"}
    assert "a secret path" in capfd.readouterr().err


def test_what_was_seen_counts_for_a_moment() -> None:
    seen: list[int] = []

    def look() -> None:
        seen.append(1)
        raise DamagedIndex("it is broken")

    looks = Readiness({"index": look}, kept=60)
    for _ in range(5):
        assert asyncio.run(looks.troubles()) == {"index": "it is broken"}
    assert len(seen) == 1
