from collections.abc import Iterator

import pytest

from corpus.index import Index
from corpus.types import Document, Page, Passage, Span
from corpus.writer import IndexWriter
from evals.testsets.drafting import NoDocument, drafts, possible, telling
from evals.testsets.evidence import check_evidence
from evals.testsets.reading import checked
from evals.testsets.rows import Row
from evals.testsets.types import KeyPoint, Place, Question, Tags, TestSet
from evals.testsets.writing import question_data
from tests.library import Eight, add

FIRST = (
    "The tram network of Marisol opened on 9 July 1901. The council said that many people in Marisol like it. "
    "Is that so? See https://example.org/trams-of-marisol-and-their-history."
)
SECOND = (
    "The city library of Marisol was slow and dark in 2019, when 48 people worked there. "
    "The city library of Marisol is used by 120 children and by 30 of their parents. "
    "The tram network of Marisol opened on 9 July 1901."
)
FRENCH = "Le réseau de tramway de Marisol compte 48 stations. Il a ouvert en 1901."


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("drafting") / "index"
    with IndexWriter(folder, Eight.name) as writer:
        add(writer, Document("m", "reports/Marisol été.pdf", "Marisol", roundtable=2), FIRST, SECOND)
        add(writer, Document("n", "notes.md", "Notes", paged=False), "The tram network of Marisol opened in 1901.")
        add(writer, Document("f", "rapport.pdf", "Rapport", language="fr"), FRENCH)
        add(writer, Document("d", "bericht.pdf", "Bericht", language="de"), "Das Netz von Marisol wurde 1901 eröffnet.")
        # Its one sentence goes on from the first page to the second.
        pages = [Page(1, "1", "The tram network of"), Page(2, "2", "Marisol opened in 1901.")]
        across = Passage("a:0", "a", "The tram network of\nMarisol opened in 1901.", (Span(1, 0, 19), Span(2, 0, 23)))
        writer.add(Document("a", "across.pdf", "Across"), pages, [across], Eight().embed([("", across.text)]))
        add(writer, Document("e", "empty.pdf", "Empty"), " ")
        writer.publish()
    opened = Index(folder)
    yield opened
    opened.close()


def test_a_sentence_with_a_date_becomes_a_question_for_it_with_its_page(index: Index) -> None:
    first = possible("reports/Marisol été.pdf", index)[0]
    said = "The tram network of Marisol opened on 9 July 1901."
    assert first == Question(
        first.id,
        "When did the tram network of Marisol open?",
        key_points=(KeyPoint(said, wordings=("9 July 1901",)),),
        reference=said,
        evidence=(Place("reports/Marisol été.pdf", 1),),
        tags=Tags(kind="date", roundtable=2, more=("drafted",)),
        draft=True,
    )
    assert first.id.isascii()


def test_nothing_is_asked_twice_and_every_draft_stands_where_it_says(index: Index) -> None:
    made = [
        question
        for source in ("reports/Marisol été.pdf", "notes.md", "rapport.pdf")
        for question in possible(source, index)
    ]
    # The sentence on the trams stands on both pages of the first.
    assert [question.question for question in made] == [
        "When did the tram network of Marisol open?",
        "What do the documents say about the city library of Marisol?",
        "When did the tram network of Marisol open?",
        "Combien de stations compte le réseau de tramway de Marisol ?",
    ]
    assert checked(("drafts", Row(question_data(each), 0)) for each in made) == tuple(made)
    assert check_evidence(TestSet("drafts", tuple(made)), index) == []
    assert all(each.draft for each in made)


def test_of_a_subject_all_that_is_said_with_figures_is_asked_for(index: Index) -> None:
    (about,) = [each for each in possible("reports/Marisol été.pdf", index) if "city library" in each.question]
    assert about.question == "What do the documents say about the city library of Marisol?"
    assert [(point.text, point.weight) for point in about.key_points] == [
        ("The city library of Marisol was slow and dark in 2019, when 48 people worked there.", "vital"),
        ("The city library of Marisol is used by 120 children and by 30 of their parents.", "okay"),
    ]


def test_a_document_without_pages_is_evidence_without_one(index: Index) -> None:
    assert [each.evidence for each in possible("notes.md", index)] == [(Place("notes.md"),)]


def test_a_french_document_is_asked_in_french(index: Index) -> None:
    made = possible("rapport.pdf", index)
    assert made
    assert {each.language for each in made} == {"fr"}
    assert made[0].question.endswith(" ?")


@pytest.mark.parametrize("source", ["bericht.pdf", "empty.pdf", "across.pdf"])
def test_of_another_language_of_nothing_or_of_what_stands_on_no_single_page_no_question_is_made(
    index: Index, source: str
) -> None:
    assert possible(source, index) == []


def test_a_few_drafts_are_from_all_over_the_document(index: Index) -> None:
    every = possible("reports/Marisol été.pdf", index)
    assert len(every) > 1
    assert drafts("reports/Marisol été.pdf", index, 100) == every
    assert drafts("reports/Marisol été.pdf", index, 1) == every[:1]
    assert drafts("reports/Marisol été.pdf", index, 0) == []


def test_a_document_that_is_not_there_is_named_with_the_one_that_is_meant(index: Index) -> None:
    with pytest.raises(NoDocument, match=r"^note\.md: no document of the collection; is notes\.md meant\?$"):
        drafts("note.md", index, 3)
    with pytest.raises(NoDocument, match="roundtable corpus list shows what is in it"):
        drafts("zzz", index, 3)


@pytest.mark.parametrize(
    ("sentence", "question", "words"),
    [
        ("The network opened on 9 July 1901 with 35 trams.", "When did the network open?", "9 July 1901"),
        ("The network has 35 lines.", "How many lines does the network have?", "35 lines"),
        ("In 2020 it lent 1.5 million books.", "How many books did it lend?", "1.5 million"),
        ("It covers 40% of the homes.", "How much of the homes does it cover?", "40%"),
        ("The mayor of Sendai, Kazuko Kohri, spoke first.", "Who spoke first?", "mayor Sendai Kazuko Kohri"),
        # A denial belongs to what is said, and a wording without it would not stand there.
        ("No citizen of Bilbao is far from Wi-Fi.", "What is said?", "No citizen of Bilbao is far from Wi-Fi."),
    ],
)
def test_the_telling_words_are_those_that_the_question_lacks(sentence: str, question: str, words: str) -> None:
    assert telling(sentence, question, "en") == words
