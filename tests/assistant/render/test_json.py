"""assistant/render/json.py: the JSON that scripts rely on, key by key."""

import json

from assistant.render.json import answer_json, document_json, hits_json
from assistant.types import Answer, Citation, Figure, Sentence, Usage, Withheld
from corpus.types import Document, Hit, Passage

REPORT = Document(
    "d1", "reports/amber.pdf", "Port Amber", "report", 2, "2020-12", ("Port Amber",), "en", "CC BY 4.0", "Amber press",
    "https://example.org/amber",
)  # fmt: skip
NOTE = Document("d2", "note.txt", "A note", paged=False)


def test_answer_with_its_sentences_and_citations() -> None:
    answer = Answer(
        question="How many trees?",
        status="answered",
        sentences=(Sentence("It planted 90 trees.", (1, 2), 0.98765),),
        citations=(
            Citation(1, REPORT, 5, "iii", "planted 90 trees", "d1:0", 0, 16),
            Citation(2, NOTE, None, None, "90 trees", "d2:0", 0, 8),
        ),
        paragraphs=((0,),),
        corpus="5f0c",
        elapsed_ms=12.3,
    )
    assert answer_json(answer) == {
        "question": "How many trees?",
        "searched_for": None,
        "status": "answered",
        "text": "It planted 90 trees [1][2].",
        "sentences": [{"text": "It planted 90 trees.", "citations": [1, 2], "support": 0.988}],
        "citations": [
            {
                "n": 1,
                "document": "reports/amber.pdf",
                "title": "Port Amber",
                "date": "2020-12",
                "page": 5,
                "page_label": "iii",
                "quote": "planted 90 trees",
                "url": "https://example.org/amber",
            },
            {
                "n": 2,
                "document": "note.txt",
                "title": "A note",
                "date": None,
                "page": None,
                "page_label": None,
                "quote": "90 trees",
                "url": None,
            },
        ],
        "differing": [],
        "choices": [],
        "nearest": [],
        "model": "extractive",
        "withheld": [],
        "problem": None,
        "usage": None,
        "corpus": "5f0c",
        "elapsed_ms": 12.3,
    }


def test_answer_to_a_question_that_was_taken_for_another_or_may_mean_several() -> None:
    made = answer_json(
        Answer(
            "And Amber?",
            "clarify",
            searched_for="How many trees has Amber?",
            choices=("How many trees has Port Amber?",),
            differing=(Figure("90 trees", 1, "2020"), Figure("80 trees", 2, None)),
        )
    )
    assert made["searched_for"] == "How many trees has Amber?"
    assert made["choices"] == ["How many trees has Port Amber?"]
    assert made["differing"] == [
        {"figure": "90 trees", "citation": 1, "date": "2020"},
        {"figure": "80 trees", "citation": 2, "date": None},
    ]


def test_answer_of_a_language_model_tells_what_was_withheld_what_failed_and_what_it_took() -> None:
    made = answer_json(
        Answer(
            "How many trees?",
            "answered",
            model="openai:small",
            withheld=(Withheld("It has 9 trees.", ("The source has 90.",), "quote"),),
            problem="The language model took too long.",
            usage=Usage(2, 900, 80, 412.5, 2101.0, 0.004),
        )
    )
    assert made["withheld"] == [{"text": "It has 9 trees.", "reasons": ["The source has 90."], "instead": "quote"}]
    assert made["problem"] == "The language model took too long."
    assert made["usage"] == {
        "requests": 2,
        "input_tokens": 900,
        "output_tokens": 80,
        "first_ms": 412.5,
        "last_ms": 2101.0,
        "cost": 0.004,
        "trouble": "",
    }


def test_hit_has_the_innermost_heading() -> None:
    passage = Passage("d1:4", "d1", "It planted 90 trees.", (), ("Port Amber", "Trees"))
    assert hits_json([Hit(passage, REPORT, 1, 0.123456, {"words": 3.0}, 5, "iii")]) == [
        {
            "rank": 1,
            "passage": "d1:4",
            "document": "reports/amber.pdf",
            "title": "Port Amber",
            "page": 5,
            "page_label": "iii",
            "heading": "Trees",
            "text": "It planted 90 trees.",
            "score": 0.1235,
        }
    ]


def test_hit_without_headings_or_pages_has_none() -> None:
    (hit,) = hits_json([Hit(Passage("d2:0", "d2", "90 trees", ()), NOTE, 1, 0.5, {})])
    assert (hit["page"], hit["page_label"], hit["heading"]) == (None, None, None)


def test_refusal_carries_its_nearest_passages_as_search_gives_them() -> None:
    hit = Hit(Passage("d2:0", "d2", "90 trees", ()), NOTE, 1, 0.5, {})
    refusal = answer_json(Answer("Why?", "refused", note="The collection does not say.", nearest=(hit,)))
    assert (refusal["text"], refusal["sentences"], refusal["citations"]) == ("The collection does not say.", [], [])
    assert refusal["nearest"] == hits_json([hit])


def test_document_tells_all_that_is_known_of_it() -> None:
    assert document_json(REPORT) == {
        "document": "reports/amber.pdf",
        "title": "Port Amber",
        "kind": "report",
        "roundtable": 2,
        "date": "2020-12",
        "places": ["Port Amber"],
        "language": "en",
        "publisher": "Amber press",
        "licence": "CC BY 4.0",
        "url": "https://example.org/amber",
        "id": "d1",
    }


def test_everything_can_be_written_as_json() -> None:
    json.dumps([document_json(NOTE), answer_json(Answer("Why?", "refused"))])
