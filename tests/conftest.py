"""What all tests share: they never touch the user's own folders, nor the network."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.build import build_encoder, run_ingest, silence_telemetry
from assistant.settings import Settings
from corpus.encoders import Encoder
from corpus.index import Index
from tests.places import kept_at  # noqa: F401  # a fixture, as the next two
from tests.postgres import database, postgres  # noqa: F401

HERE = Path(__file__).parent


@pytest.fixture(scope="session", autouse=True)
def own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every path that defaults to a folder of the user lies in a temporary one; the model is unpacked once."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        for name in ("DATA", "CONFIG", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
        patch.setenv("HF_HUB_OFFLINE", "1")
        for name in ("ROUNDTABLE_INDEX", "ROUNDTABLE_CONFIG", "ROUNDTABLE_CACHE"):
            patch.delenv(name, raising=False)
        # The unpacked model is the same for all runs and takes 15 s to make: kept beside the tests' own caches.
        patch.setenv("ROUNDTABLE_CACHE", str(HERE.parent / ".pytest_cache" / "model"))
        silence_telemetry()
        yield


@pytest.fixture(scope="session")
def encoder(own_folders: None) -> Encoder:
    return build_encoder(Settings())


@pytest.fixture(scope="session")
def small_collection(own_folders: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of small documents on cities that do not exist, so that nothing is known of them beforehand."""
    from tests.collection import write_collection

    folder = tmp_path_factory.mktemp("documents")
    write_collection(folder)
    return folder


@pytest.fixture(scope="session")
def small_index(small_collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    index = tmp_path_factory.mktemp("index")
    run_ingest([small_collection], Settings(index=index), prune=False, on_progress=lambda progress: None)
    return index


@pytest.fixture(scope="session")
def assistant(small_index: Path, encoder: Encoder) -> Assistant:
    return Assistant(Index(small_index), encoder)
