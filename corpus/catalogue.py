"""Know the documents before reading them: their title, date, licence and address, from one YAML file."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

from corpus.catalogue_checks import read_value, refuse
from corpus.errors import BadCatalogue

# A document fetched from its address is stored as "<id><one of these>".
FETCHED_SUFFIXES = (".pdf", ".html")
MOST_BYTES = 5_000_000  # of a catalogue: a hundred times ours
_DEEPEST = 10  # lists in lists; ours have three


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the catalogue; None and () stand for "not known".

    `ours` tells the documents that lie beside the catalogue, at `file`, from the public ones that are
    elsewhere. `type` is what the publisher calls it, `kind` our word for it. `describes` names the public
    documents that one of ours reports on. Only `pdf_url` is ever downloaded; the rest is for people to open.
    """

    id: str
    ours: bool
    title: str
    kind: str
    subtitle: str | None = None
    type: str | None = None
    roundtable: int | None = None
    date: str | None = None
    places: tuple[str, ...] = ()
    language: str | None = None
    publisher: str | None = None
    authors: str | None = None
    licence: str | None = None
    landing_url: str | None = None
    pdf_url: str | None = None
    mirror_urls: tuple[str, ...] = ()
    pages: int | None = None
    doi: str | None = None
    notes: str | None = None
    file: str | None = None
    describes: tuple[str, ...] = ()


_ONLY_OURS = {"file", "describes"}
_ONLY_PUBLIC = {"type", "pdf_url", "mirror_urls"}
_ANY = {field.name for field in fields(Entry)} - {"ours"}
_KEYS = {"ours": _ANY - _ONLY_PUBLIC, "public": _ANY - _ONLY_OURS}
_NEEDED = {"ours": ("id", "title", "kind", "file"), "public": ("id", "title", "kind")}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The entries in the order of the file they were read from."""

    path: Path
    entries: tuple[Entry, ...]

    @property
    def ours(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.ours)

    @property
    def public(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if not entry.ours)

    def entry(self, id_: str) -> Entry:
        """The entry of that id. Raises `BadCatalogue` with the ids that look most like it."""
        from difflib import get_close_matches

        by_id = {entry.id: entry for entry in self.entries}
        if id_ in by_id:
            return by_id[id_]
        close = get_close_matches(id_.lower(), by_id, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(close)}?" if close else "`roundtable corpus list` shows the ids"
        raise BadCatalogue(f"{id_}: no document of the catalogue has this id; {hint}")

    def metadata_for(self, source: str) -> dict[str, Any]:
        """What is known of a file, under the names of `Document`'s fields; {} if it is not listed.

        `source` is its path below the ingested folder. It is one of ours if it lies where the catalogue says,
        and a public one if its name is the one under which `fetch` stores it.
        """
        stem, dot, suffix = source.rpartition("/")[2].rpartition(".")
        fetched = stem if dot + suffix in FETCHED_SUFFIXES else None
        ours = [entry for entry in self.ours if entry.file == source]
        for entry in ours or [entry for entry in self.public if entry.id == fetched]:
            names = ("title", "kind", "roundtable", "date", "places", "language", "licence", "publisher")
            known = {name: getattr(entry, name) for name in names}
            known["url"] = entry.landing_url or entry.pdf_url
            return {name: value for name, value in known.items() if value not in (None, ())}
        return {}


def shipped_catalogue() -> Catalogue:
    """The catalogue that comes with the program."""
    from importlib.resources import as_file, files

    with as_file(files("corpus") / "catalog.yaml") as path:
        return read_catalogue(path)


def materials_folder() -> Path:
    """The folder of the documents that come with the program."""
    from importlib.resources import files

    return Path(str(files("corpus") / "materials"))


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue in a file, every entry checked. Raises `BadCatalogue` naming the entry and the key."""
    content = _read_yaml(path)
    if not isinstance(content, dict) or not content or set(content) - set(_KEYS):
        raise BadCatalogue(f'{path}: expected the lists "ours" and "public", and nothing else, at the top')
    entries: list[Entry] = []
    for part in _KEYS:
        listed = content.get(part) or []
        if not isinstance(listed, list):
            raise BadCatalogue(f'{path}: "{part}" must be a list of entries, each beginning with "- id:"')
        entries += [_entry(path, part, number, values) for number, values in enumerate(listed, start=1)]
    _check_together(path, entries)
    return Catalogue(path, tuple(entries))


def _read_yaml(path: Path) -> Any:
    import yaml

    class Loader(yaml.CSafeLoader if hasattr(yaml, "CSafeLoader") else yaml.SafeLoader):  # type: ignore[misc]
        """Leaves dates as they are written: YAML's own reading fails on 2020-13-01 without saying where."""

        yaml_implicit_resolvers: ClassVar = {
            first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
            for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }

        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            # A forgotten hyphen makes one entry of two, of which YAML would quietly keep the second.
            seen: set[str] = set()
            for key in (str(key.value) for key, _ in node.value):
                if key in seen:
                    line = node.start_mark.line + 1
                    raise BadCatalogue(f'{path}, entry at line {line}: "{key:.100}" stands there twice')
                seen.add(key)
            return super().construct_mapping(node, deep)

    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadCatalogue(f"{path}: is larger than {MOST_BYTES:,} bytes; split the folder and its catalogue")
        text = path.read_text(encoding="utf-8")
        if is_a_trap(text, Loader):
            raise BadCatalogue(f"{path}: refers to parts of itself, or is nested deep; write each entry out")
        return yaml.load(text, Loader)  # noqa: S506 it is a SafeLoader
    except (OSError, UnicodeDecodeError) as error:
        raise BadCatalogue(f"{path}: cannot be read ({error})") from error
    except yaml.YAMLError as error:
        raise BadCatalogue(f"{path}: not YAML: {' '.join(str(error).split())}") from error


def is_a_trap(text: str, loader: Any) -> bool:
    """Whether some YAML refers to itself, or is nested deeper than any of ours.

    Each level of references ten times the one before, ten levels took all memory once they were put into words; and
    five thousand brackets took longer than a book.
    """
    import yaml

    depth = 0
    for event in yaml.parse(text, loader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
            return True
    return False


def _entry(path: Path, part: str, number: int, values: Any) -> Entry:
    where = f"{path}, {part} entry {number}"
    if not isinstance(values, dict):
        raise BadCatalogue(f'{where}: expected "key: value" lines')
    if values.get("id"):
        where += f' ("{values["id"]!s:.60}")'
    for key in values:
        if key not in _KEYS[part]:
            refuse(where, key, f"there is no such key here; the keys are {', '.join(sorted(_KEYS[part]))}")
    for key in _NEEDED[part]:
        if values.get(key) in (None, ""):
            refuse(where, key, "is missing; an entry cannot do without it")
    known = {key: read_value(where, key, value) for key, value in values.items() if value is not None}
    return Entry(ours=part == "ours", **known)


def _check_together(path: Path, entries: Sequence[Entry]) -> None:
    """Refuses what shows only between entries: ids and files given twice, references to nothing."""
    public = {entry.id for entry in entries if not entry.ours}
    ids: set[str] = set()
    files: set[str | None] = set()
    for entry in entries:
        where = f'{path}, entry "{entry.id}"'
        if entry.id in ids:
            refuse(where, "id", "another entry has the same id; every document needs its own")
        if entry.file and entry.file in files:
            refuse(where, "file", f"another entry has the same file, {entry.file}")
        for other in entry.describes:
            if other not in public:
                refuse(where, "describes", f"no public entry has the id {other}")
        ids.add(entry.id)
        files.add(entry.file)
