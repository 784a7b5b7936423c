"""assistant/render/conversation.py: what of a conversation is handed on, and what must not be taken for an answer."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from assistant.citing import cite
from assistant.phrases import DOES_NOT_SAY
from assistant.render.conversation import conversation_json, conversation_paper
from assistant.render.json import answer_json
from assistant.render.markdown import paper_markdown
from assistant.types import Answer, Citation, Figure, Sentence, Withheld
from corpus.types import Document, Filters, Hit, Passage

REPORT = Document(
    "d1", "reports/amber.pdf", "Port Amber", date="2020-12", publisher="Harbour Office", url="https://a.example/p"
)
NOTE = Document("d2", "note.txt", "A note", paged=False)
PLANTED = Citation(1, REPORT, 5, "iii", "planted\n90 trees", "d1:0", 0, 16)
OLD = Citation(2, NOTE, None, None, "90 trees; the harbour is old", "d2:0", 0, 28)
ANSWER = Answer(
    "How many trees?",
    "answered",
    (Sentence("It planted 90 trees.", (1, 2), 1.0), Sentence("The harbour is old.", (2,), 0.9)),
    (PLANTED, OLD),
    ((0,), (1,)),
    corpus="abc",
)
NEAREST = Hit(Passage("d1:0", "d1", "Port Amber\nhas a crane.", (), ("Port Amber",)), REPORT, 1, 0.5, {}, 5, "iii")
REFUSAL = Answer("Who was first?", "refused", note=DOES_NOT_SAY, nearest=(NEAREST,), corpus="def")
NOW = datetime(2026, 11, 28, 16, 5, tzinfo=UTC)


def text_of(*answers: Answer, language: str = "en") -> list[str]:
    """The lines of the conversation below its title, as Markdown."""
    paper = conversation_paper("Trees", [(answer, None) for answer in answers], language, NOW)
    return [line for line in paper_markdown(paper).splitlines()[4:] if line]


def test_question_answer_sources_and_footnotes_stand_in_that_order() -> None:
    assert text_of(ANSWER) == [
        "## How many trees?",
        "It planted 90 trees.[^1][^2]",
        "The harbour is old.[^2]",
        "## Sources",
        "- *A note*. (n.d.).",
        "- Harbour Office. (2020, December). *Port Amber*. <https://a.example/p>",
        "---",
        "Exported from the Roundtable Assistant on 28 November 2026. State of the collection: abc. Every quotation in "
        "the notes stands word for word in its source, on the page named, to be checked there.",
        "[^1]: “planted 90 trees” *Port Amber*. Harbour Office, December 2020, page iii (page 5 of the file). "
        "<https://a.example/p>",
        "[^2]: “90 trees; the harbour is old” *A note*. note.txt",
    ]


def test_footnotes_run_on_and_each_document_has_one_entry() -> None:
    paper = conversation_paper("Trees", [(ANSWER, NOW), (ANSWER, None)], "en", NOW)
    assert [note.number for note in paper.footnotes] == [1, 2, 3, 4]
    assert paper.footnotes[2].runs == paper.footnotes[0].runs
    assert len(paper.bibliography) == 2
    lines = text_of(ANSWER, replace(ANSWER, question="And now?"))
    assert lines[lines.index("## And now?") + 1] == "It planted 90 trees.[^3][^4]"


def test_time_of_a_question_is_told_if_it_is_known() -> None:
    blocks = [conversation_paper("T", [(ANSWER, time)], "en", NOW).blocks for time in (NOW, None)]
    assert [len(each) for each in blocks] == [4, 3]
    assert "*Asked on 28 November 2026, 16:05*" in paper_markdown(conversation_paper("T", [(ANSWER, NOW)], "en", NOW))


def test_refusal_says_so_before_its_nearest_passages_and_cites_nothing() -> None:
    lines = text_of(REFUSAL)
    assert lines[:5] == [
        "## Who was first?",
        f"> {DOES_NOT_SAY}",
        "**Nearest passages (not an answer)**",
        "> has a crane.",
        ">",
    ]
    assert lines[5] == "> — *Port Amber*, page iii (page 5 of the file)"
    assert lines[6:] == [
        "---",
        "Exported from the Roundtable Assistant on 28 November 2026. State of the collection: def.",
    ], "no sources, for nothing rests on them"


def test_withheld_sentences_are_counted_and_their_words_are_nowhere() -> None:
    withheld = (Withheld("It has 9 elms.", ("The source has 90.",)),)
    answer = replace(ANSWER, model="openai:small", problem="It broke off.", withheld=withheld)
    lines = text_of(answer)
    assert lines[3:6] == [
        "> It broke off.",
        "*1 sentence of the language model was left out, because the documents do not carry it.*",
        "*Worded by openai:small; every sentence was checked against the documents.*",
    ]
    assert "elms" not in "\n".join(lines)


def test_differing_figures_of_the_note_have_footnotes_like_the_sentences() -> None:
    note = "The sources differ: 90 trees [1] (2020-12) and 80 trees [2]. See [2] & more."
    figures = (Figure("90 trees", 1, "2020-12"), Figure("80 trees", 2, None))
    lines = text_of(replace(ANSWER, note=note, differing=figures))
    assert lines[3] == "The sources differ: 90 trees[^1] (2020-12) and 80 trees[^2]. See \\[2\\] \\& more."


def test_doubt_stands_before_the_answer() -> None:
    lines = text_of(replace(ANSWER, note="It is not certain that this answers the question. Nothing on 2024."))
    assert lines[1:3] == [
        "> It is not certain that this answers the question.",
        "It planted 90 trees.[^1][^2]",
    ]
    assert lines[4] == "Nothing on 2024."


def test_what_was_searched_and_what_else_to_ask_is_told_in_words() -> None:
    answer = replace(
        ANSWER, searched_for="How many trees has Amber?", filters=Filters(roundtable=(2,)), choices=("Where is it?",)
    )
    lines = text_of(answer)
    assert lines[1:3] == ["*Searched for: How many trees has Amber?*", "*Searched only: Roundtable 2*"]
    assert lines[5:7] == ["Did you mean", "- Where is it?"]
    assert "No document of the collection matches these filters." in text_of(
        Answer("Why?", "refused", note=DOES_NOT_SAY, filters=Filters(kind=("report",)))
    )


def test_french_conversation_speaks_french_around_the_answers() -> None:
    lines = text_of(replace(ANSWER, question="Combien y a-t-il d'arbres ?"), language="fr")
    assert (
        "[^1]: «\u00a0planted 90 trees\u00a0» *Port Amber*. Harbour Office, décembre 2020, page iii (page 5 du "
        "fichier). <https://a.example/p>" in lines
    )
    assert any(line.startswith("Exporté du Roundtable Assistant le 28 novembre 2026. État de") for line in lines)


def test_words_of_a_source_keep_its_language_and_those_of_a_model_have_the_question_s() -> None:
    french = replace(OLD, number=1, document=replace(NOTE, language="fr"))
    quoted = replace(ANSWER, sentences=(Sentence("Vieux.", (1,), 1.0),), citations=(french,), paragraphs=((0,),))
    for answer, language in ((quoted, "fr"), (replace(quoted, model="openai:small"), "en")):
        paragraph = conversation_paper("T", [(answer, None)], "en", NOW).blocks[1]
        assert paragraph.runs[0].language == language  # type: ignore[union-attr]


def test_states_of_the_collection_are_all_named() -> None:
    assert "States of the collection: abc, def." in "".join(text_of(ANSWER, REFUSAL, ANSWER))


def test_conversation_without_questions_is_a_paper_too() -> None:
    paper = conversation_paper("Trees\nand more", [], "en", NOW)
    assert (paper.title, paper.blocks, paper.footnotes) == ("Trees and more", (), ())


def test_json_has_each_answer_as_every_door_gives_it_and_when_it_was_asked() -> None:
    filtered = replace(REFUSAL, filters=Filters(roundtable=(2,), since="2020"))
    made = conversation_json("Trees", [(ANSWER, NOW), (filtered, None)], "en", NOW)
    assert json.loads(json.dumps(made)) == {
        "title": "Trees",
        "language": "en",
        "exported": "2026-11-28T16:05:00+00:00",
        "turns": [
            {"asked": "2026-11-28T16:05:00+00:00", "filters": {}, **answer_json(ANSWER)},
            {"asked": None, "filters": {"roundtable": [2], "since": "2020"}, **answer_json(filtered)},
        ],
    }


def test_title_in_a_footnote_is_the_one_that_is_cited() -> None:
    document = replace(REPORT, title="Harbour Office", url=None)
    citation = replace(PLANTED, document=document)
    paper = conversation_paper("T", [(replace(ANSWER, citations=(citation, OLD)), None)], "en", NOW)
    entry = next(runs for runs in paper.bibliography if "2020" in "".join(run.text for run in runs))
    assert "".join(run.text for run in entry) == cite(document, style="apa")
    assert [run.text for run in entry if run.italic] == ["Harbour Office"]
    assert entry[0].text == "Harbour Office. (2020, December). "
