"""evals/testsets/forms.py: what holds for every form of test sets, and how one becomes another."""

import json
from pathlib import Path

import pytest

from assistant.export_file import NotExported
from corpus.index import Index
from corpus.types import Document
from corpus.writer import IndexWriter
from evals.testsets.forms import FORMS, converted, foreign_set, form_of
from evals.testsets.reading import BadTestSet, read_test_set
from evals.testsets.texts import Text, WithTexts, documents_of, safe_name, texts_of
from evals.testsets.types import Place, Question, TestSet
from ingest.pipeline import ingest
from tests.evals.testsets.given import GIVEN, NINE, NOISE, TEXTS, TRAMS, beir, lines, put, squad
from tests.library import Eight, add


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
