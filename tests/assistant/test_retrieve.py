"""assistant/retrieve.py: a passage's score is what its meaning and its words add up to, within the filters."""

from pathlib import Path

import pytest

from assistant.question import read_question
from assistant.retrieve import HybridRetriever
from corpus.filters import parse_filters
from corpus.index import Index
from corpus.types import Document, Page, Passage, Span
from corpus.writer import IndexWriter
from tests import library
from tests.library import Eight

TEXTS = {
    "harbour": "The harbour opens at seven.",
    "library": "The library lends maps of the harbour.",
    "tram": "Trams run at night.",
}
ASKED = "When does the harbour open?"


@pytest.fixture
def index(tmp_path: Path) -> Index:
    return library.write(tmp_path, **TEXTS)


def cosines(question: str, *texts: str) -> list[float]:
    vector = Eight().encode_queries([question])[0]
    return [float(row @ vector) for row in Eight().encode_passages(texts)]


@pytest.mark.parametrize("weight", [0.0, 0.4, 1.0])
def test_score_is_the_weighed_sum_of_cosine_and_of_the_share_of_the_best_bm25(index: Index, weight: float) -> None:
    words = index.by_words(read_question(ASKED).terms, 10)
    expected = {
        f"{name}:0": weight * cosine + (1 - weight) * words.get(f"{name}:0", 0.0) / max(words.values())
        for name, cosine in zip(TEXTS, cosines(ASKED, *TEXTS.values()), strict=True)
    }
    hits = HybridRetriever(index, Eight(), meaning_weight=weight).search(ASKED, 10)
    assert {hit.passage.id: hit.score for hit in hits} == pytest.approx(expected, abs=1e-5)
    assert set(words) == {"harbour:0", "library:0"}


def test_ranks_count_from_1_and_scores_fall(index: Index) -> None:
    hits = HybridRetriever(index, Eight()).search(ASKED, 10)
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert sorted((hit.score for hit in hits), reverse=True) == [hit.score for hit in hits]
    assert HybridRetriever(index, Eight()).search(ASKED, 2) == hits[:2]


def test_passage_found_by_one_arm_alone_gets_the_score_of_the_other_too(index: Index) -> None:
    question = "tram library harbour"
    hits = HybridRetriever(index, Eight(), depth=1).search(question, 10)
    words = index.by_words(read_question(question).terms, 10)
    assert {hit.document.id for hit in hits} == {"harbour", next(iter(words)).removesuffix(":0")}
    assert len(hits) == 2
    for hit in hits:
        (cosine,) = cosines(question, hit.passage.text)
        assert hit.parts["meaning"] == pytest.approx(cosine, abs=1e-5)
        assert hit.parts["words"] == pytest.approx(words[hit.passage.id])


@pytest.mark.parametrize("question", ["", "  \n"])
def test_empty_question_finds_nothing(index: Index, question: str) -> None:
    found = HybridRetriever(index, Eight()).find(question, 10)
    assert (found.hits, found.question.text, found.vector.shape) == ((), "", (8,))


def test_question_of_unknown_words_is_found_by_meaning_alone(index: Index) -> None:
    hits = HybridRetriever(index, Eight()).search("unicorns", 10)
    assert len(hits) == 3
    assert [hit.score for hit in hits] == pytest.approx([0.4 * hit.parts["meaning"] for hit in hits])


def test_filters_hold_for_both_arms(index: Index) -> None:
    retriever = HybridRetriever(index, Eight())
    hits = retriever.search(ASKED, 10, parse_filters(["document=tram.txt,library.txt"]))
    assert {hit.document.source for hit in hits} == {"tram.txt", "library.txt"}
    assert retriever.search(ASKED, 10, parse_filters(["document=nowhere.txt"])) == []


@pytest.fixture
def numbered(tmp_path: Path) -> Index:
    """The same text in documents of roundtable 1, of roundtable 2 and of none."""
    with IndexWriter(tmp_path, Eight.name) as writer:
        for name, roundtable in (("first", 1), ("second", 2), ("none", None)):
            library.add(writer, Document(name, f"{name}.pdf", "Digest", roundtable=roundtable), "Cities share data.")
        writer.publish()
    return Index(tmp_path)


def test_question_that_numbers_a_roundtable_is_about_its_documents(numbered: Index) -> None:
    scores = {
        hit.document.id: hit.score
        for hit in HybridRetriever(numbered, Eight()).search("Do cities share data at the second Roundtable?", 10)
    }
    assert scores["second"] == pytest.approx(1.25 * scores["none"])
    assert scores["first"] == pytest.approx(0.7 * scores["none"])


def test_question_that_numbers_none_is_about_all(numbered: Index) -> None:
    hits = HybridRetriever(numbered, Eight()).search("Do cities share data?", 10)
    assert len({hit.score for hit in hits}) == 1
    assert [hit.passage.id for hit in hits] == ["first:0", "none:0", "second:0"]  # equals by name, always the same


def test_list_of_sources_counts_half(tmp_path: Path) -> None:
    document, text = Document("a", "a.txt", "Trams", paged=False), "Trams of Lyon"
    sections = (("Part",), ("Part", "2. References"))
    passages = [Passage(f"a:{n}", "a", text, (Span(1, 0, len(text)),), section) for n, section in enumerate(sections)]
    with IndexWriter(tmp_path, Eight.name) as writer:
        writer.add(document, [Page(1, None, text)], passages, Eight().encode_passages([text, text]))
        writer.publish()
    weight = 1.0  # by meaning alone, as the longer path of headings changes BM25
    body, sources = HybridRetriever(Index(tmp_path), Eight(), meaning_weight=weight).search(text, 10)
    assert (body.passage.id, sources.passage.id) == ("a:0", "a:1")
    assert sources.score == pytest.approx(body.score / 2)
    assert (body.page, body.page_label) == (None, None)


def test_hit_knows_the_page_and_what_is_printed_there(tmp_path: Path) -> None:
    document, texts = Document("a", "a.pdf", "Trams"), ["Trams of Lyon", "Trams of Ghent"]
    pages = [Page(1, "iii", texts[0]), Page(2, None, texts[1])]
    passages = [Passage(f"a:{n}", "a", text, (Span(n + 1, 0, len(text)),)) for n, text in enumerate(texts)]
    with IndexWriter(tmp_path, Eight.name) as writer:
        writer.add(document, pages, passages, Eight().encode_passages(texts))
        writer.publish()
    hits = HybridRetriever(Index(tmp_path), Eight()).search("trams", 10)
    assert {(hit.passage.id, hit.page, hit.page_label) for hit in hits} == {("a:0", 1, "iii"), ("a:1", 2, "2")}
