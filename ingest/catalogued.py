"""What catalogues know of a file: the one in its folder, the one that ships, and the one of fetched files."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ingest.discover import Found


def metadata_from_catalogues(fetched: Path) -> Callable[[Found], Mapping[str, Any]]:
    return lambda found: {}
