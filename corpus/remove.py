"""Take documents out of the index by name; the files they were made from stay where they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from corpus import generations
from corpus.chroma_server import ChromaServer
from corpus.errors import NoIndex
from corpus.writer import IndexWriter


@dataclass(frozen=True, slots=True)
class Removal:
    """The sources that were removed, and a whole sentence for each name that no document has."""

    removed: tuple[str, ...]
    unknown: tuple[str, ...]


def remove(names: Sequence[str], folder: Path, model: str, server: ChromaServer | None = None) -> Removal:
    """Remove each document whose source or id is named, and publish the index once.

    A name that no document has does not stop the others. Raises `NoIndex` if there is nothing to remove from.
    """
    if generations.current(folder) is None:
        raise NoIndex(f"{folder}: there is no index here, so there is nothing to remove")
    with IndexWriter(folder, model, server) as writer:
        sources = writer.sources()
        by_name = {id_: source for source, id_ in sources.items()} | {source: source for source in sources}
        chosen = dict.fromkeys(by_name[name] for name in names if name in by_name)
        for source in chosen:
            # A document that lies in two places was kept once and leaves with both.
            for origin in [origin for origin, file in writer.files.items() if file.document == sources[source]]:
                writer.remove_file(origin)
        writer.publish()
    return Removal(tuple(chosen), tuple(_unknown(name, sources) for name in names if name not in by_name))


def _unknown(name: str, sources: Sequence[str] | dict[str, str]) -> str:
    same_ending = [source for source in sources if Path(source).stem == Path(name).stem]
    close = same_ending or get_close_matches(name, list(sources), n=2, cutoff=0.6)
    hint = f"did you mean {' or '.join(close)}?" if close else "`roundtable corpus list --indexed` shows the names"
    return f"{name}: no document of the index has this source or id; {hint}"
