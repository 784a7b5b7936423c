"""The Chroma collection can be used by a program that knows only LangChain: texts, pages and titles are in it."""

from pathlib import Path

from corpus import generations
from corpus.encoders import Encoder
from corpus.index import VECTORS
from corpus.meaning import COLLECTION


def test_langchain_finds_passages_with_their_pages(small_index: Path, encoder: Encoder) -> None:
    import chromadb
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

    class OurEncoder(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return encoder.encode_passages(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return encoder.encode_queries([text])[0].tolist()

    generation = generations.current(small_index)
    assert generation is not None
    client = chromadb.PersistentClient(str(generation / VECTORS), chromadb.Settings(anonymized_telemetry=False))
    store = Chroma(client=client, collection_name=COLLECTION, embedding_function=OurEncoder())
    (found,) = store.similarity_search("What does a help point in Harbourview cost?", k=1)
    assert "9 300 euros" in found.page_content
    assert found.metadata["source"] == "harbourview.pdf"
    assert (found.metadata["page"], found.metadata["page_label"]) == (4, "2")
