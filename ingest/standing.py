"""Know which file gave which document under which name, so that it is clear what becomes of the next file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.check import content_id
from corpus.ledger import FileRecord
from ingest.look import Looked


@dataclass(frozen=True, slots=True)
class Left:
    """Files whose records go when another is taken: `forgotten` ones, whose document goes if no other file has it, and
    `displaced` ones, whose document loses its name, and so its place, to that of another file."""

    forgotten: tuple[str, ...] = ()
    displaced: tuple[str, ...] = ()


class Standing:
    """The files and names of the collection as changed so far; what is written to the index follows it."""

    def __init__(self, files: Iterable[FileRecord], documents: Mapping[str, str]) -> None:
        """`documents` are the ids by source."""
        self._files: dict[str, FileRecord] = {}
        self._origins: dict[str, dict[str, None]] = {}  # of each document, in the order in which they came
        self._documents = dict(documents)
        self._sources = {id_: source for source, id_ in documents.items()}
        for record in files:
            self.record(record)

    def file(self, origin: str) -> FileRecord | None:
        return self._files.get(origin)

    def twin(self, looked: Looked) -> str | None:
        """Another file that still has the same content."""
        others = (origin for origin in self._origins.get(looked.id, ()) if origin != looked.origin)
        return next((origin for origin in others if _holds(origin, looked.id)), None)

    def free_source(self, looked: Looked) -> str:
        """The file's name in the collection; with its folder's name in front if another file has it already."""
        *_, free = self._names_tried(looked)
        return free

    def touches(self, looked: Looked) -> set[str]:
        """The documents and names by which it is decided what becomes of a file, or which change with it.

        Two files that touch nothing in common can be taken in either order with the same outcome.
        """
        before = self.file(looked.origin)
        documents = {looked.id, before.document if before else looked.id}
        names = {*self._names_tried(looked), *(self._sources.get(id_, "") for id_ in documents)} - {""}
        return documents | {f"name {name}" for name in names}

    def record(self, record: FileRecord) -> None:
        self._files[record.origin] = record
        self._origins.setdefault(record.document, {})[record.origin] = None

    def forget(self, origin: str) -> None:
        """Forgets the file, and its document if no other file has it."""
        document = self._files.pop(origin).document
        del self._origins[document][origin]
        if not self._origins[document]:
            del self._origins[document]
            self._documents.pop(self._sources.pop(document, ""), None)

    def take(self, record: FileRecord, source: str) -> Left:
        """The file's content becomes a document of that name. Says which records go for it."""
        before = self.file(record.origin)
        if before and before.document == record.document:
            forgotten = [record.origin]
        else:  # what else had this content has it no more, or this would be its twin: the file was moved
            forgotten = [*([record.origin] if before else []), *self._origins.get(record.document, ())]
        for origin in forgotten:
            self.forget(origin)
        holder = self._documents.get(source, record.document)
        displaced = [] if holder == record.document else list(self._origins.get(holder, ()))
        for origin in displaced:
            self.forget(origin)
        self._documents.pop(self._sources.get(record.document, ""), None)
        self._documents[source], self._sources[record.document] = record.document, source
        self.record(record)
        return Left(tuple(forgotten), tuple(displaced))

    def _names_tried(self, looked: Looked) -> Iterable[str]:
        """Names of the file from the shortest, of which all but the last belong to others."""
        before = self.file(looked.origin)
        own = (None, looked.id, before.document if before else None)
        source, folder = looked.found.source, looked.found.root
        yield source
        while self._documents.get(source) not in own:
            source, folder = f"{folder.name or 'root'}/{source}", folder.parent
            yield source


def _holds(origin: str, id_: str) -> bool:
    """Whether the file is still there with the content that it was ingested with."""
    path = Path(origin)
    return path.is_file() and content_id(path) == id_
