"""Which test sets there are: the one that ships, and a person's own in their folder."""

from pathlib import Path

from corpus.errors import RoundtableError

SHIPPED = Path(__file__).parents[1] / "sets" / "roundtables"
SUFFIXES = (".yaml", ".yml", ".jsonl")


class NoTestSet(RoundtableError):
    """There is no test set of that name."""


def known_sets(folder: Path) -> dict[str, Path]:
    """By name: the set that ships, then those in the folder: files, and folders of files."""
    found = {SHIPPED.name: SHIPPED}
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.is_dir() or path.suffix.lower() in SUFFIXES:
                found.setdefault(path.stem, path)
    return found


def set_named(name: str, folder: Path) -> Path:
    """Where the set is: a name of `known_sets`, or a path. Raises `NoTestSet`."""
    known = known_sets(folder)
    if name in known:
        return known[name]
    path = Path(name).expanduser()
    if path.exists():
        return path
    raise NoTestSet(f"{name}: there is no such file, nor a test set of that name; there are {', '.join(known)}")


def gate_files(path: Path) -> tuple[Path, Path]:
    """Where the thresholds and the accepted run of a set are: beside it, under its name."""
    here = path.resolve()
    name = here.name if here.is_dir() else here.stem
    return here.with_name(f"{name}.gate.toml"), here.with_name(f"{name}.baseline.json")
