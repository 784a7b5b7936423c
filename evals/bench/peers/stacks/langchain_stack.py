"""LangChain as its tutorials put it together: load, split into 1,000 characters, embed, keep in Chroma.

After docs.langchain.com/oss/python/langchain/knowledge-base, the integrations PyPDFLoader, DirectoryLoader,
HuggingFaceEmbeddings and Chroma. Imports nothing of this project.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

CHUNK, OVERLAP = 1000, 200  # characters, as in the tutorial


def libraries() -> None:
    import langchain_chroma  # noqa: F401
    import langchain_community.document_loaders  # noqa: F401
    import langchain_huggingface  # noqa: F401
    import langchain_text_splitters  # noqa: F401
    import sentence_transformers  # noqa: F401


def ingest(folder: Path, index: Path, options: Mapping[str, str]) -> int:
    from langchain_community.document_loaders import DirectoryLoader, PyPDFLoader, TextLoader
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    read = DirectoryLoader(str(folder), glob="**/*.pdf", loader_cls=PyPDFLoader).load()
    for ending in ("md", "txt"):
        read += DirectoryLoader(
            str(folder), glob=f"**/*.{ending}", loader_cls=TextLoader, loader_kwargs={"encoding": "utf-8"}
        ).load()
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP, add_start_index=True)
    passages = splitter.split_documents(read)
    _store(index, options).add_documents(documents=passages)
    return len(passages)


def opened(folder: Path, index: Path, options: Mapping[str, str]) -> Callable[[str, int], list[dict[str, Any]]]:
    store = _store(index, options)

    def search(question: str, count: int) -> list[dict[str, Any]]:
        return [
            _hit(folder, found.metadata, found.page_content) for found in store.similarity_search(question, k=count)
        ]

    return search


def _hit(folder: Path, metadata: Mapping[str, Any], text: str) -> dict[str, Any]:
    """`page` counts from 0; text files have none."""
    document = Path(metadata["source"]).relative_to(folder).as_posix()
    return {"document": document, "pages": [metadata["page"] + 1] if "page" in metadata else [], "length": len(text)}


def _store(index: Path, options: Mapping[str, str]) -> Any:
    from langchain_chroma import Chroma
    from langchain_huggingface import HuggingFaceEmbeddings

    if options["query_prompt"]:
        prompts = {
            "encode_kwargs": {"prompt": options["passage_prompt"]},
            "query_encode_kwargs": {"prompt": options["query_prompt"]},
        }
    else:
        prompts = {}
    embeddings = HuggingFaceEmbeddings(model_name=options["model"], **prompts)
    return Chroma(collection_name="documents", embedding_function=embeddings, persist_directory=str(index))
