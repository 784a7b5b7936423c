"""txtai as its examples put it together, with pypdf for the text of each page: its own Textractor tells no pages.

After neuml.github.io/txtai and its notebook "Chunking your data for RAG". That one asks Chonkie for "late" chunks, of
which txtai uses the text alone; "recursive" gives the same text without a second pass through a model. `hybrid` is
txtai's own combination of meaning and words. Imports nothing of this project.
"""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any


def libraries() -> None:
    import chonkie  # noqa: F401
    import pypdf  # noqa: F401
    import txtai.embeddings
    import txtai.pipeline  # noqa: F401


def ingest(folder: Path, index: Path, options: Mapping[str, str]) -> int:
    from txtai import Embeddings
    from txtai.pipeline import Segmentation

    settings: dict[str, Any] = {"path": options["model"], "content": True}
    if options["query_prompt"]:
        settings["instructions"] = {"query": options["query_prompt"], "data": options["passage_prompt"]}
    if options.get("variant") == "hybrid":
        settings["hybrid"] = True
    split = Segmentation(chunker="recursive")
    embeddings = Embeddings(**settings)
    embeddings.index(_passages(folder, split))
    embeddings.save(str(index))
    return int(embeddings.count())


def opened(folder: Path, index: Path, options: Mapping[str, str]) -> Callable[[str, int], list[dict[str, Any]]]:
    from txtai import Embeddings

    embeddings = Embeddings()
    embeddings.load(str(index))

    def search(question: str, count: int) -> list[dict[str, Any]]:
        return [_hit(found["id"], found["text"]) for found in embeddings.search(question, count)]

    return search


def _hit(name: str, text: str) -> dict[str, Any]:
    """A passage is named by its document, page and number; text files have the page 0."""
    document, page, _ = name.rsplit("#", 2)
    return {"document": document, "pages": [int(page)] if int(page) else [], "length": len(text)}


def _passages(folder: Path, split: Callable[[str], list[str]]) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        document = path.relative_to(folder).as_posix()
        for page, text in _pages(path):
            if text.strip():
                for number, passage in enumerate(split(text)):
                    yield f"{document}#{page}#{number}", passage


def _pages(path: Path) -> Iterator[tuple[int, str]]:
    from pypdf import PdfReader

    if path.suffix == ".pdf":
        for number, page in enumerate(PdfReader(path).pages, start=1):
            yield number, page.extract_text()
    elif path.suffix in (".md", ".txt"):
        yield 0, path.read_text(encoding="utf-8")
