"""LlamaIndex as its starter tutorial with local models puts it together: its reader, splitter and vector store.

After developers.llamaindex.ai, "Starter Tutorial (Using Local LLMs)". Imports nothing of this project.
"""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any


def libraries() -> None:
    import llama_index.core
    import llama_index.embeddings.huggingface
    import llama_index.readers.file  # noqa: F401


def ingest(folder: Path, index: Path, options: Mapping[str, str]) -> int:
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex

    read = SimpleDirectoryReader(input_dir=str(folder), recursive=True).load_data()
    made = VectorStoreIndex.from_documents(read, embed_model=_embed_model(options))
    made.storage_context.persist(persist_dir=str(index))
    return len(made.docstore.docs)


def opened(folder: Path, index: Path, options: Mapping[str, str]) -> Callable[[str, int], list[dict[str, Any]]]:
    from llama_index.core import StorageContext, load_index_from_storage

    kept = StorageContext.from_defaults(persist_dir=str(index))
    loaded = load_index_from_storage(kept, embed_model=_embed_model(options))

    @cache
    def retriever(count: int) -> Any:
        return loaded.as_retriever(similarity_top_k=count)

    def search(question: str, count: int) -> list[dict[str, Any]]:
        found = retriever(count).retrieve(question)
        return [_hit(folder, each.node.metadata, each.node.get_content()) for each in found]

    return search


def _hit(folder: Path, metadata: Mapping[str, Any], text: str) -> dict[str, Any]:
    path = Path(metadata["file_path"])
    pages = _numbers(path).get(metadata["page_label"], []) if "page_label" in metadata else []
    return {"document": path.relative_to(folder).as_posix(), "pages": pages, "length": len(text)}


@cache
def _numbers(path: Path) -> dict[str, list[int]]:
    """The pages, from 1, that bear each printed label: the reader keeps nothing but that. Of two pages with one label
    either counts."""
    from pypdf import PdfReader

    found: dict[str, list[int]] = {}
    for number, label in enumerate(PdfReader(path).page_labels, start=1):
        found.setdefault(label, []).append(number)
    return found


def _embed_model(options: Mapping[str, str]) -> Any:
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    if not options["query_prompt"]:
        return HuggingFaceEmbedding(model_name=options["model"])
    return HuggingFaceEmbedding(
        model_name=options["model"],
        query_instruction=options["query_prompt"],
        text_instruction=options["passage_prompt"],
    )
