"""Find the files to ingest: the paths given, folders with everything below them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

CATALOGUE_NAME = "catalog.yaml"
# What ingest and fetch themselves leave in folders; never documents.
OWN_FILES = {CATALOGUE_NAME, "fetched.json"}


@dataclass(frozen=True, slots=True)
class Found:
    """A file and the name it has in the collection: its path below the folder that was given."""

    path: Path
    source: str
    root: Path


@dataclass(frozen=True, slots=True)
class Discovery:
    """`files` can be read, `skipped` lie in a folder and have an unknown suffix, `missing` do not exist; nor do those
    that are `gone`, which were found before. `outside` are links in a folder to files that lie elsewhere."""

    files: tuple[Found, ...]
    skipped: tuple[Found, ...]
    missing: tuple[Path, ...]
    gone: tuple[Found, ...] = ()
    outside: tuple[Found, ...] = ()


def discover(paths: Sequence[Path | Found], suffixes: Collection[str]) -> Discovery:
    """Files in the order of the paths, sorted below each folder; hidden files and folders are passed over.

    A file that is named itself is always in `files`, whatever its suffix: the reader says what is wrong. One that was
    found before is taken as it is, under the name that it has.
    """
    files: dict[Path, Found] = {}
    skipped: dict[Path, Found] = {}
    missing: list[Path] = []
    gone: list[Found] = []
    outside: list[Found] = []
    for path in paths:
        if isinstance(path, Found):
            if path.path.is_file():
                files.setdefault(path.path, path)
            else:
                gone.append(path)
            continue
        root = path.expanduser().resolve()
        if root.is_file():
            files.setdefault(root, Found(root, root.name, root.parent))
        elif root.is_dir():
            for inner in sorted(root.rglob("*")):
                below = inner.relative_to(root)
                if inner.name in OWN_FILES or inner.suffix == ".part" or not inner.is_file():
                    continue
                if any(part.startswith((".", "~$")) for part in below.parts):
                    continue
                # A folder may come from others: what it points to on this computer was not given to be read.
                if inner.is_symlink() and root not in inner.resolve().parents:
                    outside.append(Found(inner, below.as_posix(), root))
                    continue
                chosen = files if inner.suffix.lower() in suffixes else skipped
                chosen.setdefault(inner, Found(inner, below.as_posix(), root))
        else:
            missing.append(path)
    return Discovery(tuple(files.values()), tuple(skipped.values()), tuple(missing), tuple(gone), tuple(outside))
