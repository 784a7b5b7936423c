"""Find the files of documents that are in the index, to read them again under the names that they have there."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.ledger import FileRecord
from ingest.discover import CATALOGUE_NAME, Found


def files_of(
    sources: Sequence[str] | None, documents: Mapping[str, str], files: Sequence[FileRecord]
) -> tuple[list[Found], list[str]]:
    """A file for each document of those sources, all of them if None; then a sentence for each that has none.

    `documents` are the ids by source, `files` what the index knows of files.
    """
    found: list[Found] = []
    lacking: list[str] = []
    for source in dict.fromkeys(documents if sources is None else sources):
        paths = [Path(file.origin) for file in files if file.document == documents.get(source)]
        if paths:
            found.append(_best(paths, source))
        elif source in documents:
            lacking.append(f"{source}: the index knows no file of this document; ingest its folder again")
        else:
            lacking.append(f"{source}: no document of the index has this name; it may have been removed meanwhile")
    return found, lacking


def metadata_as_before(metadata: Callable[[Found], Mapping[str, Any]]) -> Callable[[Found], Mapping[str, Any]]:
    """What is known of a file that was found again, asked for under its path below its folder as it was at first."""
    return lambda found: metadata(Found(found.path, found.path.relative_to(found.root).as_posix(), found.root))


def _best(paths: Iterable[Path], source: str) -> Found:
    """Of several files with the content of one document the one that still lies there, and that gave it its name."""
    named = sorted(paths, key=lambda path: (not path.is_file(), not _ends_with(path, source)))[0]
    return Found(named, source, _root(named, source))


def _root(path: Path, source: str) -> Path:
    """The folder that was ingested when the file got this name.

    The name is the path below that folder, or has names of folders in front where another document had that name
    already. Which of them is not known: it is the outermost that has a catalogue, for that is what a folder is asked.
    """
    parts = PurePosixPath(source).parts
    if not _ends_with(path, source):
        return path.parent
    roots = [path.parents[len(parts) - 1 - dropped] for dropped in range(len(parts))]
    return next((root for root in roots if (root / CATALOGUE_NAME).is_file()), roots[0])


def _ends_with(path: Path, source: str) -> bool:
    parts = PurePosixPath(source).parts
    return 0 < len(parts) < len(path.parts) and path.parts[-len(parts) :] == parts
