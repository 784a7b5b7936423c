"""The Chroma collection: it finds the nearest, each time the same, and programs that know only LangChain can use it."""

from pathlib import Path

import numpy as np

from corpus import generations
from corpus.encoders import Encoder, of_length_1
from corpus.index import VECTORS
from corpus.meaning import COLLECTION, MeaningStore

COUNT, NEAREST = 800, 60


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


def test_nearest_are_the_nearest_each_time_that_the_collection_is_opened(tmp_path: Path) -> None:
    # Points in clumps, as passages on one topic are: there a search that sees too little loses its way.
    draw = np.random.default_rng(5)
    middles = np.repeat(draw.standard_normal((40, 32)), COUNT // 40, axis=0)
    vectors = of_length_1((middles + 0.4 * draw.standard_normal((COUNT, 32))).astype(np.float32))
    store = MeaningStore(tmp_path)
    ids = [str(number) for number in range(COUNT)]
    store.add(ids, list(vectors), ids, [{"document": "d"}] * COUNT)
    for _ in range(3):
        for vector in vectors[::50]:
            exact = np.argsort(-(vectors @ vector))[:NEAREST]
            assert set(store.nearest(vector, NEAREST, None)) == {ids[place] for place in exact}
        store.close()
        store = MeaningStore(tmp_path)
    store.close()
