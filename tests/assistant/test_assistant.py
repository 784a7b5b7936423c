"""Questions to a small collection of made-up cities: cited answers, and plain refusals."""

import pytest

from assistant.assistant import Assistant, QuestionTooLong
from assistant.compose import MOST_SENTENCES
from assistant.confidence import SURE
from assistant.phrases import DOES_NOT_SAY
from assistant.question import read_question
from assistant.render.json import answer_json, hits_json
from assistant.types import Answer
from corpus.filters import parse_filters

QUESTIONS = (
    ("How many digital help points did Harbourview open?", "harbourview.pdf", "14 digital help points"),
    ("What does one help point in Harbourview cost a year?", "harbourview.pdf", "9 300 euros"),
    ("Who runs the open data portal of Quellstadt?", "quellstadt.html", "city library"),
    ("When does Lindenau delete the recordings of its traffic cameras?", "policy.docx", "72 hours"),
    ("How many adults were trained in Oberwald?", "slides.pptx", "2 500 adults"),
    ("What did Torrevieja Alta decide about facial recognition?", "minutes.txt", "public squares"),
    ("How many noise sensors did Marisol mount?", "case-studies/marisol.md", "48 noise sensors"),
    ("What did Marisol spend on sensors in 2020?", "case-studies/marisol.md", "45 000 euros"),
)
NOT_IN_THE_COLLECTION = (
    "What is the capital of Mongolia?",
    "How many electric buses does Harbourview operate?",
    "Who won the football world cup in 2022?",
    "What did the ninth Roundtable decide?",
    "How does Zagreb use facial recognition?",
)
UNSURE = "It is not certain that this answers the question."
COMPARISONS = (
    "Compare the sensors of Marisol with the help points of Harbourview.",
    "Compare digital skills training in Oberwald and data sets published in Quellstadt",
)
OTHERS = (
    "What three reasons did the council of Marisol give?",
    "What did the council decide on facial recognition in public squares?",
    "How many help points did Harbourview and Zagreb open, compared?",
)


@pytest.mark.parametrize(("question", "source", "words"), QUESTIONS)
def test_question_is_answered_from_the_right_document(
    assistant: Assistant, question: str, source: str, words: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status == "answered"
    cited = [citation for citation in answer.citations if words in citation.quote]
    assert [citation.document.source for citation in cited][:1] == [source]


@pytest.mark.parametrize("question", NOT_IN_THE_COLLECTION)
def test_what_the_collection_does_not_hold_is_refused(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status == "refused"
    assert answer.sentences == ()
    assert answer.note.startswith(DOES_NOT_SAY)


@pytest.mark.parametrize("question", [*(question for question, _, _ in QUESTIONS), *COMPARISONS, *OTHERS])
def test_quote_stands_on_the_cited_page(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status in ("answered", "partial")
    assert all(sentence.citations for sentence in answer.sentences)
    for citation in answer.citations:
        page = assistant.index.page(citation.document.id, citation.page or 1)
        assert page is not None
        assert " ".join(page.text[citation.start : citation.end].split()) == citation.quote


@pytest.mark.parametrize("question", COMPARISONS)
def test_comparison_of_two_cities_is_answered_for_both(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.note) in [("answered", ""), ("answered", UNSURE)]
    for name in read_question(question).compared:
        assert any(name in citation.quote for citation in answer.citations)
    assert len({citation.document.source for citation in answer.citations}) == 2


@pytest.mark.parametrize(
    ("question", "known", "unknown"),
    [
        ("How many help points did Harbourview and Zagreb open, compared?", "Harbourview", "Zagreb"),
        ("Compare noise sensors in Zagreb and Marisol.", "Marisol", "Zagreb"),
        # Nothing is said of Marisol's open data, though the collection knows Marisol.
        ("How do Marisol and Quellstadt differ in open data?", "Quellstadt", "Marisol"),
    ],
)
def test_comparison_with_what_the_collection_does_not_know_is_partial_and_names_it(
    assistant: Assistant, question: str, known: str, unknown: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.note) == ("partial", f"The collection does not say this of {unknown}.")
    assert any(known in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("Is the public map of noise free of charge?", UNSURE),
        ("Qui mesure le bruit la nuit ?", "Il n'est pas certain que cela réponde à la question."),
        ("Who runs the open data portal of Quellstadt?", ""),
        ("Qui gère le portail de données ouvertes de Quellstadt ?", ""),
    ],
)
def test_what_may_not_answer_says_so(assistant: Assistant, question: str, note: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.note) == ("answered", note)
    assert (answer.confidence < SURE) is bool(note)


def test_comparison_of_what_the_collection_does_not_know_is_refused(assistant: Assistant) -> None:
    assert assistant.ask("Compare electric buses in Zagreb and Ulaanbaatar").status == "refused"


def test_pronoun_is_quoted_with_the_sentence_before(assistant: Assistant) -> None:
    answer = assistant.ask("What did the council decide on facial recognition in public squares?")
    assert answer.sentences[0].text == (
        "The digital council of Torrevieja Alta met on 9 March 2022. It decided that facial recognition may not be "
        "used in public squares."
    )


def test_nothing_is_said_twice(assistant: Assistant) -> None:
    answer = assistant.ask("What may the ban in Torrevieja Alta apply to?")
    quotes = [citation.quote for citation in answer.citations]
    assert any(quote.startswith("The digital council of Torrevieja Alta met on 9 March 2022. It") for quote in quotes)
    assert "The digital council of Torrevieja Alta met on 9 March 2022." not in quotes


def test_page_number_and_printed_label_differ(assistant: Assistant) -> None:
    answer = assistant.ask("How many digital help points did Harbourview open?")
    (first, *_) = answer.citations
    assert (first.page, first.page_label) == (3, "1")


def test_format_without_pages_has_neither_page_nor_label(assistant: Assistant) -> None:
    answer = assistant.ask("Who runs the open data portal of Quellstadt?")
    assert {(citation.page, citation.page_label) for citation in answer.citations} == {(None, None)}


def test_list_is_quoted_with_the_line_that_introduces_it(assistant: Assistant) -> None:
    answer = assistant.ask("What three reasons did the council of Marisol give?")
    assert any(
        sentence.text == "The council of Marisol gave three reasons: noise kept people awake; the old rules could not "
        "be enforced; the sensors were cheap."
        for sentence in answer.sentences
    )


def test_list_of_sources_answers_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("Where is the sensor plan of the Marisol council?")
    assert not any("example.org" in citation.quote for citation in answer.citations)


def test_filter_leaves_only_what_it_allows(assistant: Assistant) -> None:
    answer = assistant.ask("How many noise sensors did Marisol mount?", parse_filters(["document=minutes.txt"]))
    assert answer.status == "refused"
    assert {hit.document.source for hit in answer.nearest} <= {"minutes.txt"}


@pytest.mark.parametrize("question", ["How many noise sensors did Marisol mount?", *COMPARISONS])
@pytest.mark.parametrize("setting", ["place=Atlantis", "document=nowhere.txt"])
def test_filter_that_leaves_nothing_is_a_refusal_without_passages(
    assistant: Assistant, question: str, setting: str
) -> None:
    answer = assistant.ask(question, parse_filters([setting]))
    assert (answer.status, answer.nearest) == ("refused", ())
    assert answer.note == f"{DOES_NOT_SAY} None of the 6 documents matches the filters."


@pytest.mark.parametrize("question", COMPARISONS)
def test_comparison_looks_no_further_than_its_filters(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question, parse_filters(["document=marisol.md,slides.pptx"]))
    sources = {citation.document.source for citation in answer.citations}
    assert sources <= {"case-studies/marisol.md", "slides.pptx"}


@pytest.mark.parametrize(
    "question", ["", "?", "   ", "the of and", "\x00", "a" * 2000, "!" * 2000, "<script>alert(1)</script>"]
)
def test_questions_that_ask_nothing_are_refused(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).status == "refused"


def test_question_that_is_too_long_is_named_so_and_not_searched_for(assistant: Assistant) -> None:
    with pytest.raises(QuestionTooLong, match="may have 2,000 characters, this one has 2,001; shorten it"):
        assistant.ask("a" * 2001)
    assert assistant.ask("And Marisol?", earlier=["a" * 2001]).searched_for == ""


def test_comparison_of_many_says_of_how_many_it_tells(assistant: Assistant) -> None:
    answer = assistant.ask(
        "Compare noise sensors in Marisol, Harbourview, Oberwald, Lindenau, Zagreb, Ghent, Lyon, Bonn"
    )
    assert answer.note.startswith("Only the first 6 of the 8 that the question names are answered for.")
    assert len(answer.sentences) <= MOST_SENTENCES


def test_same_question_has_the_same_answer(assistant: Assistant) -> None:
    one, other = (assistant.ask("What does Harbourview share with a bank?") for _ in range(2))
    assert answer_json(one) | {"elapsed_ms": 0} == answer_json(other) | {"elapsed_ms": 0}


def test_json_of_an_answer_has_the_documented_keys(assistant: Assistant) -> None:
    made = answer_json(assistant.ask("How many digital help points did Harbourview open?"))
    assert list(made) == [
        "question", "searched_for", "status", "text", "sentences", "citations", "differing", "choices", "nearest",
        "model", "withheld", "problem", "usage", "corpus", "elapsed_ms",
    ]  # fmt: skip
    assert set(made["sentences"][0]) == {"text", "citations", "support"}
    assert set(made["citations"][0]) == {"n", "document", "title", "date", "page", "page_label", "quote", "url"}


def test_json_of_hits_has_the_documented_keys(assistant: Assistant) -> None:
    made = hits_json(assistant.search("help points", limit=3))
    assert [hit["rank"] for hit in made] == [1, 2, 3]
    assert set(made[0]) == {
        "rank", "passage", "document", "title", "page", "page_label", "heading", "text", "score",
    }  # fmt: skip
    scores = [hit["score"] for hit in made]
    assert scores == sorted(scores, reverse=True)


def test_markers_in_the_text_are_numbers_of_citations(assistant: Assistant) -> None:
    answer: Answer = assistant.ask("What does one help point in Harbourview cost a year?")
    made = answer_json(answer)
    assert "[1]" in made["text"]
    assert [citation["n"] for citation in made["citations"]] == list(range(1, len(made["citations"]) + 1))
