"""A desk over the small collection, with conversations of its own for each test."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.settings import Settings
from assistant.web.desk import Desk, desk_of


@pytest.fixture
def desk(assistant: Assistant, small_index: Path, tmp_path: Path) -> Desk:
    return desk_of(assistant, Settings(index=small_index, conversations=tmp_path / "kept.sqlite"))
