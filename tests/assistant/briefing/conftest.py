"""An assistant over the documents of `towns`, and briefings that it writes, each written once."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.briefing.outline import outlined
from assistant.briefing.templates import load_templates
from assistant.briefing.types import Brief, Order
from assistant.briefing.writing import writing
from assistant.build import run_ingest
from assistant.settings import Settings
from corpus.encoders import Encoder
from corpus.index import Index
from tests.assistant.briefing.towns import write_towns

Written = Callable[[Order], Brief]


@pytest.fixture(scope="session")
def towns_index(own_folders: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    files, index = tmp_path_factory.mktemp("towns"), tmp_path_factory.mktemp("towns_index")
    write_towns(files)
    run_ingest([files], Settings(index=index), prune=False, on_progress=lambda progress: None)
    return index


@pytest.fixture(scope="session")
def towns(towns_index: Path, encoder: Encoder) -> Assistant:
    return Assistant(Index(towns_index), encoder)


@pytest.fixture(scope="session")
def written(towns: Assistant) -> Written:
    """The whole briefing of an order, by the templates that come along."""
    templates = load_templates()

    @cache
    def write(order: Order) -> Brief:
        *_, brief = writing(towns, outlined(order, templates, towns.index.places), templates)
        return brief

    return write
