"""An answer as HTML: every word from outside is text, and markers lead to their sources."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup, Tag

from assistant.excerpt import Excerpt
from assistant.phrases import phrases, withheld_text
from assistant.render import html, html_source
from assistant.types import Answer, Citation, Sentence, Withheld
from corpus.types import NO_FILTERS, Document, Filters, Hit, Passage, Span

EVIL = "\"><script>alert(1)</script>'&amp;"
REPORT = Document(
    "d1", "reports/harbour.pdf", "Digital help", kind="case-study", date="2021", publisher="Harbour press"
)
WITHHELD = Withheld("It opened 99.", ("The source has 14, not 99.",))
QUOTE = "Harbourview opened 14 help points."


def citation(number: int = 1, document: Document = REPORT, page: int | None = 3, label: str | None = "1") -> Citation:
    return Citation(number, document, page, label, QUOTE, "d1:0", 0, len(QUOTE))


def answered(*sentences: Sentence, citations: int = 1, filters: Filters = NO_FILTERS) -> Answer:
    return Answer(
        "How many?",
        "answered",
        sentences,
        tuple(citation(number) for number in range(1, citations + 1)),
        tuple((place,) for place in range(len(sentences))),
        filters=filters,
    )


def hit(text: str, section: tuple[str, ...] = (), document: Document = REPORT) -> Hit:
    return Hit(Passage("d1:0", "d1", text, (Span(3, 0, len(text)),), section), document, 1, 0.5, {}, 3, "1")


def parsed(markup: str) -> BeautifulSoup:
    return BeautifulSoup(markup, "html.parser")


def one(markup: str, selector: str) -> Tag:
    (found,) = parsed(markup).select(selector)
    return found


def test_each_sentence_carries_a_marker_for_each_citation() -> None:
    shown = html.answer_html(answered(Sentence("It opened 14.", (1, 2), 1.0), citations=2), turn=3)
    assert one(shown, ".sentence").get_text() == "It opened 14.12"
    assert [marker["data-source"] for marker in parsed(shown).select(".marker")] == ["s3-1", "s3-2"]
    assert parsed(shown).select(".marker")[1]["aria-label"] == "Source 2: Digital help, page 1 (page 3 of the file)"


def test_question_taken_for_another_and_choices_are_shown_as_text() -> None:
    answer = Answer("And Amber?", "clarify", searched_for=f"What of {EVIL}?", choices=(f"Who {EVIL}?", "Why?"))
    shown = html.answer_html(answer, 1)
    assert one(shown, ".searched span").get_text() == f"Searched for: What of {EVIL}?"
    assert one(shown, ".searched button.edit")["data-question"] == f"What of {EVIL}?"
    assert [each.get_text() for each in parsed(shown).select("button.choice")] == [f"Who {EVIL}?", "Why?"]
    assert parsed(shown).select("script") == []


def test_what_stands_around_a_french_answer_is_french() -> None:
    answer = Answer("Et Ambre ?", "clarify", searched_for="Où est le port ?", choices=("Où est la ville ?",))
    shown = html.answer_html(answer, 1)
    assert one(shown, ".answer")["lang"] == "fr"
    assert one(shown, ".searched").get_text() == "Question recherchée : Où est le port ? Modifier"
    assert one(shown, ".nearest").get_text() == "Vouliez-vous dire"


def test_words_of_a_document_are_marked_as_its_language_and_those_of_a_model_are_not() -> None:
    answer = replace(answered(Sentence("It opened 14.", (1,), 1.0)), question="Combien de points y a-t-il ?")
    assert one(html.answer_html(answer, 1), ".sentence")["lang"] == "en"
    assert "lang" not in one(html.answer_html(replace(answer, model="openai:small"), 1), ".sentence").attrs
    assert one(html.answer_html(answer, 1), ".marker")["aria-label"] == (
        "Source 1 : Digital help, page 1 (page 3 du fichier)"
    )


def test_choices_wait_for_the_whole_answer() -> None:
    answer = replace(answered(Sentence("It opened 14.", (1,), 1.0)), choices=("Why?",), growing=True)
    assert parsed(html.answer_html(answer, 1)).select(".choice") == []


def test_marker_stays_on_the_line_of_the_last_word_unless_that_is_long() -> None:
    short = html.answer_html(answered(Sentence("It opened 14.", (1,), 1.0)), 1)
    assert one(short, ".kept").get_text() == "14.1"
    long = html.answer_html(answered(Sentence("See https://example.org/a/long/address.", (1,), 1.0)), 1)
    assert parsed(long).select(".kept") == []


def test_answer_that_is_growing_has_neither_the_rest_nor_the_note() -> None:
    answer = Answer(
        "q",
        "partial",
        (Sentence("One.", (1,), 1.0), Sentence("Two.", (1,), 1.0)),
        (citation(),),
        ((0, 1),),
        note="The rest is not said.",
    )
    growing = replace(answer, sentences=answer.sentences[:1], paragraphs=((0,),), growing=True)
    assert parsed(html.answer_html(growing, 1)).get_text() == f"One.1{phrases('en').writing}"
    on_paper = f"“{QUOTE}” Digital help, 2021, page 1 (page 3 of the file), reports/harbour.pdf"
    cited = f"Where this comes fromDigital help case study · 2021 · Harbour press1{on_paper}"
    assert parsed(html.answer_html(answer, 1)).get_text() == f"One.1 Two.1{cited}The rest is not said."


def test_refusal_lists_the_nearest_passages_cut_between_words() -> None:
    answer = Answer("q", "refused", note="It does not say.", nearest=(hit("word " * 100),))
    shown = html.answer_html(answer, turn=1)
    assert one(shown, ".answer")["class"] == ["answer", "refused"]
    assert one(shown, "button.passage")["data-source"] == "s1-n1"
    assert one(shown, "li p").get_text().endswith("word …")
    assert len(one(shown, "li p").get_text()) <= html.SHOWN_OF_A_PASSAGE + 2


def test_growing_answer_of_a_model_shows_its_sentences_and_that_more_may_follow() -> None:
    answer = replace(answered(Sentence("One.", (1,), 1.0)), model="openai:small", note="A note.", growing=True)
    shown = html.answer_html(replace(answer, withheld=(WITHHELD,)), 1)
    assert one(shown, ".answer")["class"] == ["answer", "answered", "growing"]
    assert one(shown, ".answer").get_text() == "One.1Writing; each sentence is checked before it is shown …"
    nothing_yet = html.answer_html(replace(answer, sentences=(), paragraphs=()), 1)
    assert one(nothing_yet, ".answer").get_text() == "Writing; each sentence is checked before it is shown …"


def test_withheld_sentences_are_folded_away_struck_and_without_markers() -> None:
    answer = replace(answered(Sentence("One.", (1,), 1.0)), model="openai:small", withheld=(WITHHELD,))
    shown = html.answer_html(answer, 1)
    details = one(shown, "details.withheld")
    assert "open" not in details.attrs
    assert one(shown, "details > summary").get_text() == "Show what was withheld"
    assert one(shown, "details > ul > li > p").get_text() == "Not supported by the documents It opened 99."
    assert one(shown, "details s").get_text() == "It opened 99."
    assert one(shown, "details ul ul li").get_text() == "The source has 14, not 99."
    assert details.select(".marker, .sentence") == []
    assert one(shown, ".note").get_text() == (
        "1 sentence of the language model was left out, because the documents do not carry it."
    )
    assert parsed(html.answer_html(answered(Sentence("One.", (1,), 1.0)), 1)).select("details") == []


def test_note_that_counts_what_was_withheld_is_not_repeated() -> None:
    note = f"Searched only in “A”. {withheld_text((WITHHELD,), 'en')}"
    answer = replace(answered(Sentence("One.", (1,), 1.0)), note=note, withheld=(WITHHELD,))
    assert one(html.answer_html(answer, 1), ".note").get_text() == note


def test_problem_of_a_model_and_its_name_stand_apart_from_the_notes() -> None:
    answer = replace(
        answered(Sentence("One.", (1,), 1.0)), model="openai:small", problem="It broke off.", note="A note."
    )
    shown = html.answer_html(answer, 1)
    assert one(shown, ".problem").get_text() == "It broke off."
    assert one(shown, ".note").get_text() == "A note."
    assert one(shown, ".worded").get_text() == (
        "Worded by openai:small; every sentence was checked against the documents."
    )
    assert parsed(html.answer_html(answered(Sentence("One.", (1,), 1.0)), 1)).select(".worded, .problem") == []


@pytest.mark.parametrize(
    ("question", "unsure"),
    [
        ("How many?", "It is not certain that this answers the question."),
        ("Combien y en a-t-il ?", "Il n'est pas certain que cela réponde à la question."),
    ],
)
def test_doubt_whether_it_is_an_answer_is_set_apart_from_the_other_notes(question: str, unsure: str) -> None:
    answer = replace(answered(Sentence("One.", (1,), 1.0)), question=question, note=f"{unsure} The sources differ.")
    notes = parsed(html.answer_html(answer, 1)).select(".note")
    in_english = " Ce qui est cité reste dans la langue de son document (en)." if unsure.startswith("Il") else ""
    assert [note.get_text() for note in notes] == [unsure, f"The sources differ.{in_english}"]
    assert [note["class"] for note in notes] == [["note", "unsure"], ["note"]]


def test_filters_are_named_in_the_answer_and_while_it_is_made() -> None:
    filters = Filters(roundtable=(2, 3), kind=("case-study",), place=("Marisol",), since="2020", until="2021-06")
    said = "Roundtable 2 or Roundtable 3 · case study · Marisol · from 2020 · until 2021-06"
    assert html.filters_text(filters) == said
    answer = html.answer_html(answered(Sentence("One.", (1,), 1.0), filters=filters), 1)
    assert one(answer, ".searched").get_text() == f"Searched only: {said}"
    assert one(html.looking_html(filters), ".searched").get_text() == f"Searched only: {said}"
    assert parsed(html.looking_html(NO_FILTERS)).select(".searched") == []
    french = "Table ronde 2 ou Table ronde 3 · étude de cas · Marisol · depuis 2020 · jusqu'à 2021-06"
    assert html.filters_text(filters, "fr") == french


def test_refusal_under_filters_with_nothing_near_says_that_no_document_matches() -> None:
    refused = Answer("q", "refused", note="It does not say.", filters=Filters(until="1990"))
    assert "No document of the collection matches these filters." in html.answer_html(refused, 1)
    assert "No document" not in html.answer_html(Answer("q", "refused", note="It does not say."), 1)


def test_every_word_from_outside_is_escaped() -> None:
    evil = Document("d2", EVIL, EVIL, EVIL, places=(EVIL,), publisher=EVIL, url=f"https://example.org/{EVIL}")
    cited = citation(document=evil, label=EVIL)
    answer = Answer(EVIL, "partial", (Sentence(EVIL, (1,), 1.0),), (cited,), ((0,),), EVIL, (hit(EVIL, (), evil),))
    answer = replace(answer, model=EVIL, problem=EVIL, withheld=(Withheld(EVIL, (EVIL,)),), searched_for=EVIL)
    excerpt = Excerpt(EVIL, EVIL, EVIL, (EVIL,))
    markup = [
        html.question_html(EVIL),
        html.answer_html(answer, 1),
        html_source.citation_source_html(cited, excerpt, 1),
        html_source.hit_source_html(hit(EVIL, (EVIL,), evil), excerpt, 1),
        html.looking_html(Filters(place=(EVIL,), document=(EVIL,), since=EVIL)),
        html.failed_html(EVIL),
        html.stopped_html(EVIL),
    ]
    for each in markup:
        assert "<script" not in each
        assert {name for tag in parsed(each).find_all() for name in tag.attrs if name.startswith("on")} == set()
        assert EVIL in parsed(each).get_text()
