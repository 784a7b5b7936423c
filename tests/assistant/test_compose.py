"""assistant/compose.py: which sentences make an answer, in which order, how they read and where they stand."""

from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.compose import (
    BOILERPLATE_DOCUMENTS,
    MOST_FOR_A_FACT,
    MOST_SENTENCES,
    NEAR_ENOUGH,
    choose,
    choose_for_all,
    in_reading_order,
    is_boilerplate,
    is_named,
    trimmed,
    write,
)
from assistant.evidence import Candidate
from assistant.question import read_question
from corpus.encoders import Encoder
from corpus.index import Index
from corpus.types import Document, Hit, Page, Passage, Span
from corpus.writer import IndexWriter
from evals.passage_set import write_index
from tests import library
from tests.drafts import candidate, hit

OPEN = read_question("Describe noise rules")  # two terms: nois, rule
DATE = read_question("When did the noise rules begin?")
UNLIKE = [
    "alpha beta gamma delta", "lions eat red meat", "ships carry heavy freight", "trees shade warm streets",
    "maps show old roads", "bells ring every morning", "rivers flood low fields",
    "bakers sell fresh bread", "clocks count long hours",
]  # fmt: skip
NOTICE = "The publications of the harbour press may be copied by anyone who names the source."


def chosen(*candidates: Candidate, question=OPEN) -> list[str]:
    return [each.text for each in choose(question, candidates)]


def test_best_comes_first_however_they_are_given() -> None:
    one, two, three = UNLIKE[:3]
    assert chosen(candidate(one, 0.90), candidate(two, 1.0), candidate(three, 0.95)) == [two, three, one]


def test_only_what_is_near_the_best_is_chosen() -> None:
    one, two, three = UNLIKE[:3]
    assert chosen(candidate(one, 1.0), candidate(two, NEAR_ENOUGH), candidate(three, NEAR_ENOUGH - 0.01)) == [one, two]


def test_new_words_of_the_question_are_worth_a_lower_score() -> None:
    best = candidate(UNLIKE[0], 1.0, covered="nois")
    new = candidate(UNLIKE[1], 0.72, covered="rule")  # 0.72 + 0.3 · 1 word of 2 = 0.87
    old = candidate(UNLIKE[2], 0.85, covered="nois")
    assert chosen(best, old, new) == [best.text, new.text]
    lower = candidate(UNLIKE[1], 0.70, covered="rule")  # 0.85
    assert chosen(best, lower) == [best.text]


def test_words_that_nothing_chosen_needs_any_more_gain_nothing() -> None:
    texts = chosen(
        candidate(UNLIKE[0], 1.0, covered="nois"),
        candidate(UNLIKE[1], 0.75, covered="rule"),
        candidate(UNLIKE[2], 0.75, covered="rule"),
    )
    assert texts == UNLIKE[:2]


def test_no_two_say_the_same() -> None:
    said = candidate("Lyon banned loud music at night", 1.0)
    again = candidate("Lyon banned loud music every night", 0.99)  # 5 words of 5 shared, "at" and "every" do not count
    half = candidate("Lyon banned loud cars in towns", 0.98)  # 3 of 7
    assert chosen(said, again, half) == [said.text, half.text]


def test_sentence_is_not_said_alone_and_again_before_the_one_that_leans_on_it() -> None:
    found = hit("The council met. It banned every loud and old motorcycle from the narrow streets at night.")
    alone = candidate(found, 0.95, "The council met.")
    assert chosen(candidate(found, 1.0), alone) == [found.passage.text]
    assert len(alone.terms & candidate(found).terms) / len(candidate(found).terms) < 0.6


def test_fact_is_answered_in_fewer_sentences_than_a_description() -> None:
    ranked = [candidate(text) for text in UNLIKE]
    assert len(choose(OPEN, ranked)) == MOST_SENTENCES == 6
    assert len(choose(DATE, ranked)) == MOST_FOR_A_FACT == 3
    assert len(choose(OPEN, ranked, room=2)) == 2
    assert choose(OPEN, []) == []


@pytest.fixture
def empty(tmp_path: Path) -> Index:
    return library.write(tmp_path, other="nothing of note")


def test_several_questions_share_the_room_and_say_nothing_twice(empty: Index) -> None:
    ranked = [candidate(text) for text in UNLIKE]
    assert len(choose_for_all([(OPEN, ranked)], empty)) == 6
    assert [each.text for each in choose_for_all([(OPEN, ranked)] * 2, empty)] == UNLIKE[:6]  # three each
    assert [each.text for each in choose_for_all([(OPEN, ranked)] * 4, empty)] == UNLIKE[:8]  # two each


def test_nothing_poor_is_said_because_the_best_was_said_before(empty: Index) -> None:
    ranked = [candidate(text, score) for text, score in zip(UNLIKE[:2], (1.0, 0.5), strict=True)]
    assert [each.text for each in choose_for_all([(OPEN, ranked)] * 2, empty)] == UNLIKE[:1]


def test_opening_that_stands_in_other_documents_too_is_boilerplate(tmp_path: Path) -> None:
    holders = {f"report{number}": f"Report {number}. {NOTICE}" for number in range(BOILERPLATE_DOCUMENTS)}
    fewer = dict(list(holders.items())[1:])
    notice = candidate(NOTICE)
    assert is_boilerplate(notice, library.write(tmp_path / "many", **holders))
    assert not is_boilerplate(notice, library.write(tmp_path / "fewer", **fewer))
    assert not is_boilerplate(candidate("The harbour press may be copied."), library.write(tmp_path / "many"))


def test_notice_of_five_documents_is_never_quoted(tmp_path: Path, encoder: Encoder) -> None:
    towns = ("Marisol", "Quellstadt", "Oberwald", "Lindenau", "Harbourview")
    reports = {town: (f"Trams in {town}", f"{town} bought new trams in 2019. {NOTICE}") for town in towns}
    question = "Who may copy the publications of the harbour press?"
    write_index({"Marisol": reports["Marisol"]}, tmp_path / "one", encoder, "en")
    alone = Assistant(Index(tmp_path / "one"), encoder).ask(question)
    assert [citation.quote for citation in alone.citations] == [NOTICE]
    write_index(reports, tmp_path / "five", encoder, "en")
    assert NOTICE not in [
        each.quote for each in Assistant(Index(tmp_path / "five"), encoder, 0.0).ask(question).citations
    ]


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("Lyon", True),
        ("LYON", True),
        ("Old Town", True),
        ("Harbour press", True),
        ("São Paulo", True),
        ("Ly", False),
        ("Ghent", False),
    ],
)
def test_name_stands_in_a_sentence_or_above_it(name: str, named: bool) -> None:
    document = Document("a", "a.txt", "Trams of Lyon", publisher="Harbour press")
    found = candidate(hit("They run to Sao\nPaulo.", document, ("The old town",)))
    assert is_named(name, [candidate("Nothing."), found]) is named


def test_document_of_the_best_sentence_comes_first_and_each_in_the_order_of_its_pages() -> None:
    one, other = (Document(name, f"{name}.pdf", name.title()) for name in ("one", "other"))
    text = "First here. Then there."
    late, early = hit(text, other, place=4), hit(text, other, place=1)
    best, second = candidate(late, 1.0, "Then there."), candidate(hit(text, one), 0.9)
    third, fourth = candidate(early, 0.8), candidate(late, 0.7, "First here.")
    assert in_reading_order([best, second, third, fourth]) == [[third, fourth, best], [second]]


@pytest.fixture
def broken(tmp_path: Path) -> tuple[Index, Candidate, Candidate]:
    """A document of two pages, with a sentence that goes over the break, and one that does not."""
    first, second = "Page one.\nTrams were bought\nby the", "city of Lyon.\nThey run at night."
    text = "Trams were bought\nby the\ncity of Lyon.\nThey run at night."
    document = Document("trams", "trams.pdf", "Trams")
    passage = Passage("trams:0", "trams", text, (Span(1, 10, len(first)), Span(2, 0, len(second))))
    with IndexWriter(tmp_path, library.Eight.name) as writer:
        embedded = library.Eight().embed([("", text)])
        writer.add(document, [Page(1, "i", first), Page(2, "1", second)], [passage], embedded)
        writer.publish()
    found = Hit(passage, document, 1, 1.0, {})
    return Index(tmp_path), candidate(found, words=text[:38]), candidate(found, words="They run at night.")


def test_sentence_over_a_page_break_gets_a_citation_for_each_page(broken: tuple[Index, Candidate, Candidate]) -> None:
    index, over_the_break, _ = broken
    ((sentence,), citations, paragraphs) = write([[over_the_break]], index)
    assert (sentence.text, sentence.citations) == ("Trams were bought by the city of Lyon.", (1, 2))
    assert [(each.number, each.page, each.page_label, each.quote) for each in citations] == [
        (1, 1, "i", "Trams were bought by the"),
        (2, 2, "1", "city of Lyon."),
    ]
    assert paragraphs == ((0,),)


def test_sentence_is_supported_by_the_words_of_all_its_pages(broken: tuple[Index, Candidate, Candidate]) -> None:
    index, *candidates = broken
    sentences, _, _ = write([candidates], index)
    assert [sentence.support for sentence in sentences] == [1.0, 1.0]  # either page alone has half of the first


def test_sentence_that_lost_its_opening_still_stands_in_its_words(tmp_path: Path) -> None:
    index = library.write(tmp_path, trams="However, 48 trams were bought [3].")
    (passage,) = index.passages_of("trams")
    opened = candidate(Hit(passage, index.documents["trams"], 1, 1.0, {}))
    ((sentence,), _, _) = write([[opened]], index)
    assert (sentence.text, sentence.support) == ("48 trams were bought.", 1.0)


def test_citations_are_numbered_on_through_all_paragraphs(broken: tuple[Index, Candidate, Candidate]) -> None:
    index, over_the_break, night = broken
    sentences, citations, paragraphs = write([[over_the_break, night], [night]], index)
    assert [sentence.citations for sentence in sentences] == [(1, 2), (3,), (4,)]
    assert [citation.number for citation in citations] == [1, 2, 3, 4]
    assert paragraphs == ((0, 1), (2,))


def test_each_citation_points_at_its_words(broken: tuple[Index, Candidate, Candidate]) -> None:
    index, *candidates = broken
    _, citations, _ = write([candidates], index)
    for citation in citations:
        page = index.page("trams", citation.page or 0)
        assert page is not None
        assert " ".join(page.text[citation.start : citation.end].split()) == citation.quote


@pytest.mark.parametrize(
    ("quoted", "said"),
    [
        ("However, noise fell [3].", "Noise fell."),
        ("In addition, élan helped.", "Élan helped."),
        ("Toutefois, le bruit baisse.", "Le bruit baisse."),
        ("However loud, it is legal.", "However loud, it is legal."),
        ("Thus it fell.", "Thus it fell."),
        ("• noise fell", "noise fell."),
        ("Lyon   48   2019", "Lyon: 48; 2019."),
        ("He said “no”", "He said “no”"),
        ("Was it so?", "Was it so?"),
    ],
)
def test_sentence_reads_without_what_points_at_nothing(quoted: str, said: str) -> None:
    assert trimmed(quoted) == said
