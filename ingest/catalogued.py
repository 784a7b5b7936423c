"""What catalogues know of a file before it is read: the one in its folder, or the one that ships."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from corpus.catalogue import Catalogue, materials_folder, read_catalogue, shipped_catalogue
from corpus.fetch import LEDGER
from ingest.discover import CATALOGUE_NAME, Found


def metadata_from_catalogues(fetched: Path) -> Callable[[Found], Mapping[str, Any]]:
    """A function from a file to what is known of it, under the names of `Document`'s fields.

    A `catalog.yaml` in the ingested folder counts first. The catalogue that ships knows the documents that
    ship, and those in a folder that `roundtable corpus fetch` fills (`fetched`, or one with its ledger): a file
    elsewhere that happens to be called like one of them is not taken for it. Raises `BadCatalogue`.
    """
    shipped = cache(shipped_catalogue)
    materials = materials_folder().resolve()
    fetched = fetched.expanduser().resolve()

    @cache
    def of_folder(root: Path) -> Catalogue | None:
        path = root / CATALOGUE_NAME
        return read_catalogue(path) if path.is_file() else None

    def metadata(found: Found) -> Mapping[str, Any]:
        own = of_folder(found.root)
        known = own.metadata_for(found.source) if own else {}
        if known:
            return known
        if materials in found.path.parents:
            return shipped().metadata_for(found.path.relative_to(materials).as_posix())
        if fetched in found.path.parents or (found.path.parent / LEDGER).is_file():
            return shipped().metadata_for(found.path.name)
        return {}

    return metadata
