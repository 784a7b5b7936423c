"""evals/testsets/forms.py with beir.py, squad.py, ragas.py, passages.py: other programs' test sets, there and back."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.export_file import NotExported
from assistant.phrases import DOES_NOT_SAY
from corpus.index import Index
from corpus.types import Document
from corpus.writer import IndexWriter
from evals.runs.types import Found, Record, Run
from evals.testsets.forms import FORMS, converted, foreign_set, form_of
from evals.testsets.ragas import write_ragas
from evals.testsets.reading import BadTestSet, read_test_set
from evals.testsets.texts import Text, WithTexts, Written, documents_of, safe_name, texts_of
from evals.testsets.types import KeyPoint, Place, Question, Tags, TestSet
from ingest.pipeline import ingest
from tests.library import Eight, add

TRAMS = "Nine trams run in Marisol. The first ran in 1901."
NOISE = "Marisol mounted 48 noise sensors on lamp posts in 2019."
PLACES = (Place("trams.pdf", 2), Place("noise.md"))
TEXTS = {PLACES[0]: Text("Trams", TRAMS), PLACES[1]: Text("Noise", NOISE)}
HOW_MANY = Question(
    "how-many",
    "How many trams run in Marisol?",
    key_points=(KeyPoint("Nine trams", wordings=("Nine trams", "Marisol has 9 trams")),),
    reference="Nine.",
    evidence=(PLACES[0],),
    tags=Tags(kind="figure"),
)
WHERE = Question("where", "Where are the sensors?", key_points=(KeyPoint("sensors lamp posts", evidence=(PLACES[1],)),))
MAYOR = Question("mayor", "Who is the mayor?", expected="refuse")
WHICH = Question("which", "And it?", expected="clarify")
THEN = Question("then", "And the first?", earlier=("How many trams?",), reference="1901", evidence=(PLACES[0],))
DRAFT = Question("draft", "Why?", draft=True)
GIVEN = WithTexts(TestSet("set", (HOW_MANY, WHERE, MAYOR, WHICH, THEN, DRAFT)), TEXTS)


def put(folder: Path, written: Written) -> Path:
    """Writes the files of a form; the folder, or the one file that there is."""
    for name, text in written.files.items():
        path = folder / (name or "set.json")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder / "set.json" if "" in written.files else folder


def lines(*rows: Any) -> str:
    return "".join(f"{json.dumps(row)}\n" for row in rows)


def beir(folder: Path, **files: str) -> Path:
    usual = {
        "corpus": lines({"_id": "t1", "title": "Trams", "text": TRAMS}, {"_id": "t2", "text": NOISE}),
        "queries": lines({"_id": "q1", "text": "How many trams?"}, {"_id": "q2", "text": "Who?"}),
        "qrels": "query-id\tcorpus-id\tscore\nq1\tt1\t1\nq1\tt2\t0\nq2\tt1\t0\n",
    }
    files = {**usual, **files}
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    (folder / "corpus.jsonl").write_text(files["corpus"])
    (folder / "queries.jsonl").write_text(files["queries"])
    (folder / "qrels" / "test.tsv").write_text(files["qrels"])
    return folder


def squad(folder: Path, *qas: dict[str, Any], context: Any = TRAMS) -> Path:
    path = folder / "dev.json"
    paragraphs = [{"context": context, "qas": list(qas)}]
    path.write_text(json.dumps({"version": "v2.0", "data": [{"title": "Trams", "paragraphs": paragraphs}]}))
    return path


NINE = {"id": "q1", "question": "How many trams?", "answers": [{"text": "Nine", "answer_start": 0}] * 2}
IMPOSSIBLE = {"id": "q2", "question": "Who?", "answers": [], "is_impossible": True, "plausible_answers": []}


# BEIR


def test_beir_queries_have_their_relevant_texts_as_evidence(tmp_path: Path) -> None:
    read = FORMS["beir"].read(beir(tmp_path / "tiny"))
    assert read.test_set.name == "tiny"
    assert read.test_set.questions == (Question("q1", "How many trams?", evidence=(Place("t1"),)),)
    assert read.texts == {Place("t1"): Text("Trams", TRAMS), Place("t2"): Text("", NOISE)}


def test_beir_is_written_with_all_texts_and_read_again(tmp_path: Path) -> None:
    written = FORMS["beir"].write(GIVEN)
    assert written.files["qrels/test.tsv"] == (
        "query-id\tcorpus-id\tscore\nhow-many\ttrams.pdf#page=2\t1\nwhere\tnoise.md\t1\n"
    )
    assert written.losses == (
        "left out: 2 questions to be refused or clarified: BEIR has none without relevant texts",
        "left out: 1 follow-ups: BEIR has no conversations",
        "left out: 1 drafts",
        "not written: key_points of 2 questions",
        "not written: reference of 1 questions",
        "not written: tags of 1 questions",
    )
    again = FORMS["beir"].read(put(tmp_path, written))
    assert again.test_set.questions == (
        Question("how-many", HOW_MANY.question, evidence=(Place("trams.pdf#page=2"),)),
        Question("where", WHERE.question, evidence=(Place("noise.md"),)),
    )
    assert FORMS["beir"].write(again).files == written.files


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"corpus": lines({"_id": 1, "text": "x"})}, "corpus.jsonl, line 1: _id is missing, or not what it should be"),
        ({"corpus": '{"_id":\n3\n'}, "corpus.jsonl, line 1: not JSON: Expecting value at character 8"),
        ({"queries": lines({"_id": "q1"})}, "queries.jsonl, line 1: text is missing, or not what it should be"),
        ({"queries": lines({"_id": "q1", "text": " "})}, "queries.jsonl, line 1, question: must not be empty"),
        (
            {"queries": lines(*[{"_id": "q1", "text": "Who?"}] * 2)},
            "queries.jsonl, line 2, id: stands on line 1 too",
        ),
        ({"qrels": "h\nq1\tt9\t1\n"}, "test.tsv: corpus.jsonl has no text 't9'"),
        ({"qrels": "h\nq1\tt1\n"}, "test.tsv, line 2: must be a query, a text and a number, with tabs between"),
        ({"qrels": "h\nq1\tt1\thigh\n"}, "test.tsv, line 2: must be a query, a text and a number, with tabs between"),
        ({"qrels": "h\n"}, "no query of queries.jsonl has a relevant text in qrels/test.tsv"),
        ({"qrels": "h\nq1\t" + "x" * 200_000 + "\t1\n"}, "test.tsv: not a table with tabs"),
    ],
)
def test_what_is_wrong_in_beir_is_named(tmp_path: Path, files: dict[str, str], problem: str) -> None:
    with pytest.raises(BadTestSet) as raised:
        FORMS["beir"].read(beir(tmp_path, **files))
    assert problem in str(raised.value)


# SQuAD


def test_squad_answers_are_wordings_and_impossible_questions_are_to_be_refused(tmp_path: Path) -> None:
    asked = {**NINE, "answers": [{"text": "Nine trams", "answer_start": 0}, {"text": "Nine", "answer_start": 0}]}
    read = FORMS["squad"].read(squad(tmp_path, asked, IMPOSSIBLE))
    assert read.test_set.questions == (
        Question(
            "q1",
            "How many trams?",
            key_points=(KeyPoint("Nine trams", wordings=("Nine trams", "Nine")),),
            evidence=(Place("Trams-1"),),
        ),
        Question("q2", "Who?", expected="refuse"),
    )
    assert read.texts == {Place("Trams-1"): Text("Trams", TRAMS)}


def test_squad_of_version_1_has_no_word_on_what_is_impossible(tmp_path: Path) -> None:
    read = FORMS["squad"].read(squad(tmp_path, NINE))
    assert [each.expected for each in read.test_set.questions] == ["answer"]


def test_squad_is_written_with_answers_as_they_stand_in_the_page(tmp_path: Path) -> None:
    written = FORMS["squad"].write(GIVEN)
    assert json.loads(written.files[""]) == {
        "version": "v2.0",
        "data": [
            {
                "title": "Trams",
                "paragraphs": [
                    {
                        "context": TRAMS,
                        "qas": [
                            {
                                "question": HOW_MANY.question,
                                "id": "how-many",
                                "answers": [{"text": "Nine trams", "answer_start": 0}],
                                "is_impossible": False,
                            }
                        ],
                    }
                ],
            },
            {
                "title": "Noise",
                "paragraphs": [
                    {
                        "context": NOISE,
                        # Its words do not stand side by side, so the sentence that has them is the answer.
                        "qas": [
                            {
                                "question": WHERE.question,
                                "id": "where",
                                "answers": [{"text": NOISE, "answer_start": 0}],
                                "is_impossible": False,
                            }
                        ],
                    }
                ],
            },
            {
                "title": "",
                "paragraphs": [
                    {
                        "context": "",
                        "qas": [{"question": MAYOR.question, "id": "mayor", "answers": [], "is_impossible": True}],
                    }
                ],
            },
        ],
    }
    assert written.losses[:3] == (
        "left out: 1 questions to be clarified: SQuAD has none",
        "left out: 1 follow-ups: SQuAD has no conversations",
        "left out: 1 drafts",
    )
    again = FORMS["squad"].read(put(tmp_path, written))
    assert [(each.id, each.expected) for each in again.test_set.questions] == [
        ("how-many", "answer"),
        ("where", "answer"),
        ("mayor", "refuse"),
    ]
    assert FORMS["squad"].write(again).files == written.files


def test_squad_leaves_out_what_stands_nowhere_and_says_so() -> None:
    wrong = replace(HOW_MANY, key_points=(KeyPoint("Twelve trams"),))
    written = FORMS["squad"].write(WithTexts(TestSet("set", (wrong, MAYOR)), TEXTS))
    assert written.questions == 1
    assert "left out: 1 questions whose first key point stands on no page that is given" in written.losses


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[]", "not SQuAD; it has no list `data`"),
        ('{"data": {}}', "not SQuAD; it has no list `data`"),
        ('{"data": []}', "there is no question in it"),
        ('{"data": [1]}', "data[1]: must be an object with keys"),
        ('{"data": [{}]}', "data[1]: paragraphs is missing, or not what it should be"),
        ('{"data": [{"paragraphs": [1]}]}', "data[1].paragraphs[1]: must be an object with keys"),
        ('{"data": [{"paragraphs": [{"context": 1, "qas": []}]}]}', "paragraphs[1]: context is missing"),
        ('{"data": [{"paragraphs": [{"context": "x", "qas": [1]}]}]}', "a question must be an object with keys"),
        ("{", "line 1: not JSON"),
        ("[" * 100_000, "too many lists within each other"),
    ],
)
def test_what_is_wrong_in_squad_is_named(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "dev.json").write_text(text)
    with pytest.raises(BadTestSet) as raised:
        FORMS["squad"].read(tmp_path / "dev.json")
    assert problem in str(raised.value)
    assert str(raised.value).startswith("dev.json")


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"id": 7}, "dev.json, question 7, id: must be text, and is 7"),
        ({"question": ""}, "dev.json, question q1, question: must not be empty"),
        ({"answers": []}, "dev.json, question q1: has no answer and is not marked as impossible"),
        ({"answers": [{"text": 3}]}, "dev.json, question q1: text is missing, or not what it should be"),
        ({"answers": None}, "dev.json, question q1: answers is missing, or not what it should be"),
    ],
)
def test_what_is_wrong_with_a_question_of_squad_is_named_by_its_id(
    tmp_path: Path, changed: dict[str, Any], problem: str
) -> None:
    with pytest.raises(BadTestSet) as raised:
        FORMS["squad"].read(squad(tmp_path, {**NINE, **changed}))
    assert str(raised.value) == problem


# ragas


def ragas(folder: Path, *rows: Any) -> WithTexts:
    path = folder / "set.jsonl"
    path.write_text(lines(*rows))
    return FORMS["ragas"].read(path)


def test_ragas_rows_of_today_and_of_before_0_2_are_read(tmp_path: Path) -> None:
    read = ragas(
        tmp_path,
        {"user_input": "How many trams?", "reference": "Nine.", "reference_contexts": [TRAMS], "response": "Ten."},
        {"question": "Where?", "ground_truth": "On posts.", "contexts": [NOISE], "answer": "Here."},
        {"question": "When?", "ground_truths": ["In 1901.", "Long ago."]},
    )
    assert read.test_set.questions == (
        Question("q1", "How many trams?", reference="Nine.", evidence=(Place("context-1"),)),
        Question("q2", "Where?", reference="On posts."),
        Question("q3", "When?", reference="In 1901. Long ago."),
    )
    assert read.texts == {Place("context-1"): Text("", TRAMS)}


def test_ragas_conversation_is_its_last_question_after_the_others(tmp_path: Path) -> None:
    said = [("human", "How many trams?"), ("ai", "Nine."), ("human", "And the first?")]
    messages = [{"type": who, "content": what} for who, what in said]
    (question,) = ragas(tmp_path, {"user_input": messages, "reference": "1901"}).test_set.questions
    assert (question.earlier, question.question) == (("How many trams?",), "And the first?")


def test_ragas_row_with_nothing_to_judge_by_is_a_draft(tmp_path: Path) -> None:
    assert ragas(tmp_path, {"user_input": "Who?"}).test_set.questions[0].draft


def test_ragas_file_of_one_json_list_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(json.dumps([{"user_input": "Who?", "reference": "Ana."}], indent=2))
    assert FORMS["ragas"].read(path).test_set.questions == (Question("q1", "Who?", reference="Ana."),)


def test_ragas_is_written_and_read_again(tmp_path: Path) -> None:
    written = FORMS["ragas"].write(GIVEN)
    rows = [json.loads(line) for line in written.files[""].splitlines()]
    assert [row["id"] for row in rows] == ["how-many", "where", "mayor"]
    assert rows[0] == {
        "id": "how-many",
        "user_input": HOW_MANY.question,
        "reference_contexts": [TRAMS],
        "reference": "Nine.",
    }
    assert rows[1]["reference"] == "sensors lamp posts"
    assert rows[2] == {"id": "mayor", "user_input": MAYOR.question, "reference": DOES_NOT_SAY}
    again = ragas(tmp_path, *rows)
    assert [(each.id, each.expected) for each in again.test_set.questions] == [
        ("how-many", "answer"),
        ("where", "answer"),
        ("mayor", "refuse"),
    ]


def test_ragas_has_the_answer_of_a_run_and_the_pages_that_were_found() -> None:
    found = (Found("p1", "noise.md", (), 0.9), Found("p2", "trams.pdf", (1, 2), 0.8), Found("p3", "noise.md", (), 0.7))
    record = Record(HOW_MANY, {"status": "answered", "text": "Nine trams run."}, retrieved=found)
    run = Run("r", "r", "set", "", {}, {}, {}, (record,))
    first, second, _ = (json.loads(line) for line in write_ragas(GIVEN, run).files[""].splitlines())
    assert first["retrieved_contexts"] == [NOISE, TRAMS]
    assert first["response"] == "Nine trams run."
    assert "response" not in second


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({}, "set.jsonl, line 1, question: must not be empty"),
        ({"user_input": 3, "reference": "x"}, "set.jsonl, line 1, question: must be text, and is 3"),
        ({"user_input": [], "reference": "x"}, "set.jsonl, line 1, question: must not be empty"),
        ({"user_input": [{"content": None}], "reference": "x"}, "line 1, question: must be text, and is nothing"),
        ({"user_input": "Who?", "reference": {"a": 1}}, "line 1, reference: must be text, and is {'a': 1}"),
        ({"user_input": "Who?", "reference_contexts": "x"}, ""),  # no list, and so no contexts: a draft
        (3, "set.jsonl, line 1: must be an object with keys"),
    ],
)
def test_what_is_wrong_in_ragas_is_named(tmp_path: Path, row: Any, problem: str) -> None:
    (tmp_path / "set.jsonl").write_text(lines(row))
    if not problem:
        assert FORMS["ragas"].read(tmp_path / "set.jsonl").test_set.questions[0].draft
        return
    with pytest.raises(BadTestSet) as raised:
        FORMS["ragas"].read(tmp_path / "set.jsonl")
    assert problem in str(raised.value)


# Passages and questions in two files


def test_passages_and_questions_are_written_and_read_again(tmp_path: Path) -> None:
    written = FORMS["passages"].write(GIVEN)
    again = FORMS["passages"].read(put(tmp_path, written))
    assert again.texts == {Place("trams.pdf#page=2"): Text("Trams", TRAMS), Place("noise.md"): Text("Noise", NOISE)}
    first, second, third = again.test_set.questions
    assert first.key_points[0].wordings == HOW_MANY.key_points[0].wordings
    assert first.evidence == (Place("trams.pdf#page=2"),)
    assert second.key_points == (KeyPoint("sensors lamp posts"),)
    assert third == MAYOR
    assert FORMS["passages"].write(again).files == written.files


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        (
            {"id": "q", "question": "Who?", "passage": "p9"},
            "questions.jsonl, line 1: passages.jsonl has no passage 'p9'",
        ),
        ({"id": "q", "question": "Who?"}, "questions.jsonl, line 1: passage is missing, or not what it should be"),
        ({"id": "q", "question": "", "passage": "p"}, "questions.jsonl, line 1, question: must not be empty"),
    ],
)
def test_what_is_wrong_in_questions_of_passages_is_named(tmp_path: Path, question: Any, problem: str) -> None:
    (tmp_path / "passages.jsonl").write_text(lines({"id": "p", "text": "x"}))
    (tmp_path / "questions.jsonl").write_text(lines(question))
    with pytest.raises(BadTestSet) as raised:
        FORMS["passages"].read(tmp_path)
    assert str(raised.value) == problem


# All of them


def test_a_form_is_known_by_its_files(tmp_path: Path) -> None:
    assert form_of(beir(tmp_path / "b")) == "beir"
    assert form_of(put(tmp_path / "p", FORMS["passages"].write(GIVEN))) == "passages"
    assert form_of(squad(tmp_path, NINE)) == "squad"
    (tmp_path / "set.jsonl").write_text("")
    assert form_of(tmp_path / "set.jsonl") == "ragas"
    with pytest.raises(BadTestSet, match="none of the forms beir, passages, squad, ragas"):
        form_of(tmp_path)


@pytest.mark.parametrize("name", FORMS)
def test_what_every_form_writes_it_reads_and_every_question_keeps_its_id(tmp_path: Path, name: str) -> None:
    written = FORMS[name].write(GIVEN)
    again = FORMS[name].read(put(tmp_path, written))
    asked = [question.id for question in again.test_set.questions]
    assert len(asked) == written.questions
    assert asked == [question.id for question in GIVEN.test_set.questions if question.id in asked]
    assert written.losses


def test_texts_become_documents_whose_names_fit_every_disk_and_which_evidence_names() -> None:
    names = ("../../etc/passwd", "A", "a", "con", "x" * 300, "été 1", "p0", ".hidden", "a/b\\c:d")
    texts = {Place(name): Text("", f"Text {name}.") for name in names} | {Place("blank"): Text("", " \n")}
    evidence = tuple(texts)
    test_set, files = documents_of(WithTexts(TestSet("s", (Question("q", "Q?", evidence=evidence),)), texts))
    assert len({name.lower() for name in files}) == len(names)
    assert all(len(name) < 70 and set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.") for name in files)
    assert [place.document for place in test_set.questions[0].evidence] == list(files)
    assert "p0.html" in files
    assert safe_name("con") != "con"
    assert not any(name.startswith((".", "-")) for name in files)


def test_two_texts_of_the_same_words_become_one_document_as_an_ingest_would_make_of_them() -> None:
    same = {Place("a1"): Text("", "Same."), Place("a2"): Text("", "Same."), Place("a3"): Text("Other", "Same.")}
    test_set, files = documents_of(WithTexts(TestSet("s", (Question("q", "Q?", evidence=tuple(same)),)), same))
    assert list(files) == ["a1.html", "a3.html"]
    assert test_set.questions[0].evidence == (Place("a1.html"), Place("a3.html"))


def test_documents_of_a_foreign_set_say_what_its_texts_say_once_they_are_ingested(tmp_path: Path) -> None:
    text = "A <b>bold</b> claim & *stars* _x_.\nStill the first paragraph.\n\n1. Second\x00 \x07paragraph."
    folder = beir(tmp_path / "beir", corpus=lines({"_id": "t1", "title": "<i>Trams</i>", "text": text}))
    asked = foreign_set(folder, tmp_path / "documents")
    with IndexWriter(tmp_path / "index", Eight.name) as writer:
        assert ingest([tmp_path / "documents"], writer, Eight).failed == []
    index = Index(tmp_path / "index")
    (document,) = index.documents.values()
    assert asked.questions[0].evidence == (Place(document.source),)
    assert (document.title, document.paged) == ("<i>Trams</i>", False)
    assert index.pages(document.id)[0].text == (
        "A <b>bold</b> claim & *stars* _x_. Still the first paragraph.\n\n1. Second paragraph."
    )
    index.close()


def test_documents_are_not_written_beside_others_and_may_be_written_again(tmp_path: Path) -> None:
    folder, documents = beir(tmp_path / "beir"), tmp_path / "documents"
    assert foreign_set(folder, documents) == foreign_set(folder, documents)
    (documents / "mine.pdf").write_text("mine")
    with pytest.raises(NotExported, match=r"mine\.pdf is there and would be ingested too; name an empty folder"):
        foreign_set(folder, documents)
    with pytest.raises(NotExported, match="cannot be used as a folder"):
        foreign_set(folder, documents / "mine.pdf")


def test_a_set_becomes_ours_with_its_documents_and_goes_on_to_another_form(tmp_path: Path) -> None:
    folder, ours = beir(tmp_path / "beir"), tmp_path / "ours.yaml"
    assert converted(folder, "beir", "ours", ours, tmp_path / "documents") == ()
    assert read_test_set(ours).questions == (Question("q1", "How many trams?", evidence=(Place("t1.html"),)),)
    assert converted(folder, "beir", "ours", tmp_path / "x.jsonl") == (
        "not written: 2 texts; name a folder for them to ask the questions of them",
    )
    assert converted(folder, "beir", "passages", tmp_path / "passages") == ()
    assert form_of(tmp_path / "passages") == "passages"


def test_pages_of_the_index_are_written_with_a_set_of_ours(tmp_path: Path) -> None:
    with IndexWriter(tmp_path / "index", Eight.name) as writer:
        add(writer, Document("t", "trams.pdf", "Trams"), " ", TRAMS)
        add(writer, Document("n", "noise.md", "Noise", paged=False), NOISE)
        writer.publish()
    index = Index(tmp_path / "index")
    assert texts_of(index) == TEXTS
    ours = tmp_path / "ours.yaml"
    ours.write_text(
        "- {id: a, question: How many?, key_points: [{text: Nine trams}], evidence: [{document: trams.pdf, page: 2}]}"
    )
    assert converted(ours, "ours", "squad", tmp_path / "squad.json", index=index) == ()
    assert json.loads((tmp_path / "squad.json").read_text())["data"][0]["paragraphs"][0]["context"] == TRAMS
    with pytest.raises(BadTestSet, match="squad holds the texts of the evidence too; name the index that they are in"):
        converted(ours, "ours", "squad", tmp_path / "again.json")
    assert not (tmp_path / "again.json").exists()
    index.close()


def test_nothing_is_overwritten_unasked_or_written_where_nothing_is_left(tmp_path: Path) -> None:
    folder, out = beir(tmp_path / "beir"), tmp_path / "ours.yaml"
    out.write_text("mine")
    with pytest.raises(NotExported, match="is there already"):
        converted(folder, "beir", "ours", out)
    assert out.read_text() == "mine"
    assert converted(folder, "beir", "ours", out, replace=True)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").write_text("mine")
    with pytest.raises(NotExported, match="holds other files than those of the form; name another folder"):
        converted(folder, "beir", "passages", tmp_path / "other", replace=True)
    with pytest.raises(NotExported, match=r"ends with \.yaml, \.yml, \.jsonl"):
        converted(folder, "beir", "ours", tmp_path / "ours.json")
    with pytest.raises(BadTestSet, match="nothing of it can be written as squad"):
        converted(folder, "beir", "squad", tmp_path / "squad.json")
    with pytest.raises(BadTestSet, match="trec: no form of test sets; there are ours, beir, passages, squad, ragas"):
        converted(folder, "trec", "ours", tmp_path / "x.yaml")
