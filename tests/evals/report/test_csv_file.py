import csv
import io

import pytest

from evals.report.csv_file import figures_csv, questions_csv, table_bytes
from tests.evals.report.runs import answer, asked, failing_record, record, run


def read(written: bytes) -> list[dict[str, str]]:
    assert written.startswith(b"\xef\xbb\xbf"), "Excel takes it for another encoding"
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "＝"])
def test_text_that_begins_like_a_formula_is_guarded(begin: str) -> None:
    text = f"{begin}HYPERLINK(1)"
    rows = read(questions_csv(run(record(asked(text, id=text), answer(text)))))
    assert {row[name][:2] for row in rows for name in ("id", "question", "answer")} <= {f"'{begin}", "'␍"}


def test_numbers_are_not_guarded() -> None:
    row = read(questions_csv(run(record(scores={"support": -0.25}, confidence=1e-7))))[0]
    assert (row["support"], row["confidence"]) == ("-0.25", "1e-07")


def test_cell_without_a_value_is_empty_and_not_zero() -> None:
    row = read(questions_csv(run(record(scores={"support": None, "of_old": float("nan")}), took=())))[0]
    assert (row["support"], row["of_old"], row["elapsed_ms"], row["cost"], row["error"]) == ("", "", "", "", "")


def test_questions_with_what_was_expected_and_what_came() -> None:
    good, bad = read(questions_csv(run(record(scores={"page_recall": 1.0}), failing_record())))
    assert (good["failed"], good["page_recall"], good["key_points_made"], good["elapsed_ms"]) == (
        "",
        "1.0",
        "1",
        "20.0",
    )
    assert {name: bad[name] for name in ("id", "earlier", "language", "group", "expected", "status", "failed")} == {
        "id": "lumen-2",
        "earlier": "How many trams has Lumen?",
        "language": "fr",
        "group": "researcher",
        "expected": "answer",
        "status": "answered",
        "failed": "forbidden; vital; unsupported",
    }
    assert (bad["answer"], bad["cited"]) == ("Lumen has 9 buses. [1]", "lumen.pdf, page 6")
    assert (bad["evidence"], bad["evidence_rank"]) == ("lumen.pdf, page 4", "2")
    assert (bad["key_points"], bad["key_points_made"], bad["claims_made"]) == ("1", "0", "1")


def test_figures_of_the_whole_run_and_of_each_split() -> None:
    rows = read(figures_csv(run(record(scores={"right": 1.0}), failing_record())))
    right = [row for row in rows if row["metric"] == "right"]
    assert [(row["split"], row["of"], row["value"], row["questions"]) for row in right] == [
        ("all", "", "1.0", "1"),
        ("group", "city staff", "1.0", "1"),
        ("kind", "fact", "1.0", "1"),
        ("language", "en", "1.0", "1"),
    ]


def test_run_without_questions_gives_tables_with_a_head_only() -> None:
    assert (read(figures_csv(run())), read(questions_csv(run()))) == ([], [])
    assert figures_csv(run()).startswith(b"\xef\xbb\xbfsplit,of,metric,")


def test_any_text_stays_in_its_cell() -> None:
    text = 'a "quoted", broken\nline; \x00 \ud83d €'
    written = table_bytes(["it", "=it"], [[text, 3]])
    assert read(written) == [{"it": 'a "quoted", broken\nline; ␀ \ufffd €', "'=it": "3"}]
    assert written.endswith(b"\r\n")
