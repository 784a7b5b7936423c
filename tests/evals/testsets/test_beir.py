"""evals/testsets/beir.py: queries with their relevant texts, there and back."""

from pathlib import Path

import pytest

from evals.testsets.forms import FORMS
from evals.testsets.reading import BadTestSet
from evals.testsets.texts import Text
from evals.testsets.types import Place, Question
from tests.evals.testsets.given import GIVEN, HOW_MANY, NOISE, TRAMS, WHERE, beir, lines, put


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
