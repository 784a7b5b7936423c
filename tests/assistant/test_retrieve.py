"""assistant/retrieve.py: a passage's score is what its meaning, words and tokens add up to, within the filters."""

from pathlib import Path

import numpy as np
import pytest

from assistant.question import read_question
from assistant.retrieve import HybridRetriever, Weights
from corpus.encoders import Asked, Embedded, packed
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


def stretched(values: list[float]) -> list[float]:
    return [(value - min(values)) / (max(values) - min(values)) for value in values]


@pytest.mark.parametrize("weight", [0.0, 0.4, 1.0])
def test_score_is_the_weighed_sum_of_stretched_cosine_and_of_the_share_of_the_best_bm25(
    index: Index, weight: float
) -> None:
    words = index.by_words(read_question(ASKED).terms, 10)
    near = stretched(cosines(ASKED, *TEXTS.values()))
    expected = {
        f"{name}:0": weight * cosine + (1 - weight) * words.get(f"{name}:0", 0.0) / max(words.values())
        for name, cosine in zip(TEXTS, near, strict=True)
    }
    hits = HybridRetriever(index, Eight(), arms_alone(weight)).search(ASKED, 10)
    assert {hit.passage.id: hit.score for hit in hits} == pytest.approx(expected, abs=1e-5)
    assert set(words) == {"harbour:0", "library:0"}


def test_quoted_words_are_sought_side_by_side(tmp_path: Path) -> None:
    index = library.write(
        tmp_path, apart="Data open the port, it is said.", together="The port has open data, it is said."
    )
    retriever = HybridRetriever(index, Eight(), arms_alone(0.0))
    loose, quoted = retriever.search("What of open data?", 2), retriever.search("What of “open data”?", 2)
    assert {hit.score for hit in loose} == {1.0}
    assert [hit.document.id for hit in quoted] == ["together", "apart"]
    assert quoted[1].score < 1.0


def arms_alone(meaning: float, meaning_of_another_language: float = 0.0) -> Weights:
    return Weights(meaning, meaning_of_another_language, interaction=0.0, neighbours=0.0)


# Eight directions of tokens that have nothing in common.
E = np.eye(8, dtype=np.float32)


class OfTwoTokens(Eight):
    """Reads every question as the first two directions, and gives every question and passage one vector."""

    def encode_question(self, text: str) -> Asked:
        return Asked(E[0], E[:2], (0, 1))


def write_tokens(folder: Path, text: str = "Trams run.", **tokens: list[int]) -> Index:
    """Documents of one passage, by name, which only the directions of their tokens tell apart."""
    with IndexWriter(folder, Eight.name) as writer:
        for name, chosen in tokens.items():
            document, passage = (
                Document(name, f"{name}.txt", "Trams"),
                Passage(f"{name}:0", name, text, (Span(1, 0, 9),)),
            )
            places = np.arange(len(chosen), dtype=np.int16)
            embedded = Embedded(E[0], packed(E[chosen].reshape(-1, 8)), places)
            writer.add(document, [Page(1, None, text)], [passage], [embedded])
        writer.publish()
    return Index(folder)


def scored(index: Index, weights: Weights, question: str = "Do trams run?") -> list[tuple[str, float]]:
    found = HybridRetriever(index, OfTwoTokens(), weights).search(question, 10)
    return [(hit.document.id, pytest.approx(hit.score)) for hit in found]


def test_tokens_decide_between_passages_that_both_arms_find_equal(tmp_path: Path) -> None:
    index = write_tokens(tmp_path, neither=[2, 3], one=[1, 2], second=[5, 0, 1])
    # Each is the best by meaning and by words: 1. The tokens find (1 + 1) / 2, (0 + 1) / 2 and 0.
    assert scored(index, Weights(interaction=1.0, neighbours=0.0)) == [
        ("second", (1 + 1) / 2),
        ("one", (1 + 0.5) / 2),
        ("neither", (1 + 0) / 2),
    ]
    assert scored(index, Weights(interaction=0.0, neighbours=0.0)) == [("neither", 1), ("one", 1), ("second", 1)]


def test_passages_that_are_equally_near_all_count_as_the_nearest(tmp_path: Path) -> None:
    index = write_tokens(tmp_path, one=[1, 2], two=[0, 3])
    assert scored(index, Weights(interaction=1.0, neighbours=0.0)) == [("one", 1), ("two", 1)]


def test_passage_in_which_the_encoder_found_no_token_is_the_farthest(tmp_path: Path) -> None:
    index = write_tokens(tmp_path, bare=[], one=[1])
    assert scored(index, Weights(interaction=1.0, neighbours=0.0)) == [("one", 1), ("bare", 0.5)]


def test_passage_that_is_far_in_tokens_and_near_in_words_is_weighed_by_both(tmp_path: Path) -> None:
    index = write_tokens(tmp_path / "one", near=[0, 1], far=[2])
    assert scored(index, Weights(interaction=3.0, neighbours=0.0)) == [("near", 1), ("far", (1 + 0) / (1 + 3))]


@pytest.mark.parametrize(
    ("question", "score"),
    [
        ("Who counts noise sensors?", (1 + 0.5) / 2),  # "noise sensors", and not "count noise"
        ("Who counts the noise of sensors?", (1 + 0.5) / 2),  # words without content do not stand between
        ("Are sensors noise?", (1 + 0) / 2),  # the other way round
        ("Noise?", (1 + 0) / 2),  # no two words
        ("Noise sensors", (1 + 1) / 2),
    ],
)
def test_words_side_by_side_as_in_the_question_count(tmp_path: Path, question: str, score: float) -> None:
    index = write_tokens(tmp_path, "Lyon set up noise sensors. It counts them.", a=[0])
    weights = Weights(meaning=1.0, interaction=0.0, neighbours=1.0)
    assert scored(index, weights, question) == [("a", score)]
    assert scored(index, arms_alone(1.0), question) == [("a", 1)]


def test_question_in_a_language_of_no_document_weighs_meaning_as_it_should_then(index: Index) -> None:
    french = "Où est le harbour, la library ou le tram ?"
    assert read_question(french).language == "fr"
    near = dict(zip(TEXTS, stretched(cosines(french, *TEXTS.values())), strict=True))
    by_meaning = HybridRetriever(index, Eight(), arms_alone(0.0, 1.0)).search(french, 10)
    assert {hit.document.id: hit.score for hit in by_meaning} == pytest.approx(near, abs=1e-5)
    by_words = HybridRetriever(index, Eight(), arms_alone(1.0, 0.0)).search(french, 10)
    assert max(hit.score for hit in by_words) == pytest.approx(1)
    assert {hit.document.id: hit.score for hit in by_words} != pytest.approx(near, abs=1e-2)


def test_question_in_the_language_of_any_document_weighs_meaning_as_ever(tmp_path: Path) -> None:
    with IndexWriter(tmp_path, Eight.name) as writer:
        for name, language in (("a", "en"), ("b", "fr")):
            library.add(writer, Document(name, f"{name}.txt", "Tram", language=language), f"Tram {name}.")
        writer.publish()
    near = stretched(cosines("Où est le tram ?", "Tram a.", "Tram b."))
    hits = HybridRetriever(Index(tmp_path), Eight(), arms_alone(1.0, 0.0)).search("Où est le tram ?", 10)
    assert {hit.document.id: hit.score for hit in hits} == pytest.approx(dict(zip("ab", near, strict=True)), abs=1e-5)


def test_match_of_every_hit_comes_along(index: Index) -> None:
    found = HybridRetriever(index, Eight()).find(ASKED, 10)
    assert {hit.passage.id for hit in found.hits} <= set(found.matches)
    (cosine,) = cosines(ASKED, TEXTS["harbour"])
    assert found.matches["harbour:0"].whole().mean == pytest.approx(cosine, abs=0.1)  # the tokens are kept in 4 bits


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
    assert (found.hits, found.question.text, found.matches) == ((), "", {})


def test_question_of_unknown_words_is_found_by_meaning_alone(index: Index) -> None:
    hits = HybridRetriever(index, Eight(), arms_alone(0.4)).search("unicorns", 10)
    near = stretched([hit.parts["meaning"] for hit in hits])
    assert [hit.score for hit in hits] == pytest.approx([0.4 * value for value in near])
    assert near == pytest.approx(sorted(stretched(cosines("unicorns", *TEXTS.values())), reverse=True), abs=1e-5)


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
        writer.add(document, [Page(1, None, text)], passages, Eight().embed([("", text), ("", text)]))
        writer.publish()
    weights = arms_alone(1.0)  # by meaning alone, as the longer path of headings changes BM25
    body, sources = HybridRetriever(Index(tmp_path), Eight(), weights).search(text, 10)
    assert (body.passage.id, sources.passage.id) == ("a:0", "a:1")
    assert sources.score == pytest.approx(body.score / 2)
    assert (body.page, body.page_label) == (None, None)


def test_hit_knows_the_page_and_what_is_printed_there(tmp_path: Path) -> None:
    document, texts = Document("a", "a.pdf", "Trams"), ["Trams of Lyon", "Trams of Ghent"]
    pages = [Page(1, "iii", texts[0]), Page(2, None, texts[1])]
    passages = [Passage(f"a:{n}", "a", text, (Span(n + 1, 0, len(text)),)) for n, text in enumerate(texts)]
    with IndexWriter(tmp_path, Eight.name) as writer:
        writer.add(document, pages, passages, Eight().embed([("", text) for text in texts]))
        writer.publish()
    hits = HybridRetriever(Index(tmp_path), Eight()).search("trams", 10)
    assert {(hit.passage.id, hit.page, hit.page_label) for hit in hits} == {("a:0", 1, "iii"), ("a:1", 2, "2")}
