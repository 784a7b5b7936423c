"""The Chroma collection: it finds the nearest, each time the same, and programs that know only LangChain can use it."""

from pathlib import Path

import numpy as np

from corpus import generations
from corpus.encoders import Encoder, of_length_1
from corpus.index import VECTORS
from corpus.meaning import BATCH, COLLECTION, MeaningStore

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
    store.flush()
    for _ in range(3):
        for vector in vectors[::50]:
            exact = np.argsort(-(vectors @ vector))[:NEAREST]
            assert set(store.nearest(vector, NEAREST, None)) == {ids[place] for place in exact}
        store.close()
        store = MeaningStore(tmp_path)
    store.close()


def test_vectors_held_back_are_written_before_anything_is_removed_and_in_the_end(tmp_path: Path) -> None:
    store = MeaningStore(tmp_path)
    one, other = of_length_1(np.random.default_rng(3).standard_normal((2, 8)).astype(np.float32))
    store.add(["a:0", "a:1"], [one, other], ["A", "B"], [{"document": "a"}] * 2)
    store.remove_where("document", "a")
    store.add(["a:0", "b:0"], [one, other], ["A", "B"], [{"document": "a"}, {"document": "b"}])
    assert store.count() == 0
    store.remove(["b:0"])
    store.flush()
    assert list(store.nearest(one, 2, None)) == ["a:0"]
    store.close()


def test_more_than_fit_in_one_call_are_written_in_several(tmp_path: Path) -> None:
    count = 2 * BATCH + 1
    store = MeaningStore(tmp_path)
    vectors = of_length_1(np.random.default_rng(3).standard_normal((count, 8)).astype(np.float32))
    names = [str(number) for number in range(count)]
    store.add(names, list(vectors), names, [{"document": "a"}] * count)
    store.flush()
    assert store.count() == count
    assert list(store.nearest(vectors[-1], 1, None)) == names[-1:]
    store.close()
