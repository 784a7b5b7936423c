"""The bench of page pictures on one small PDF: every figure with its count, and one line where it has nothing."""

from pathlib import Path

import pytest

from corpus.check import content_id
from corpus.index import Index
from corpus.ledger import FileRecord
from corpus.page_image import Box
from corpus.types import Document
from corpus.writer import IndexWriter
from evals.bench.page_images import look_for, main, quotes_of, share, spread, text_inside
from tests import pdfs
from tests.library import Eight, add

TEXT = "Port Amber planted 90 trees.\nThe quay was repaired at no cost.\nThree ferries are idle in winter."


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """An index of a PDF of three sentences; the index says a fourth, which the page does not."""
    path = pdfs.paragraphs(tmp_path, [TEXT])
    with IndexWriter(tmp_path / "index", Eight.name) as writer:
        document = content_id(path)
        add(writer, Document(document, "plain.pdf", "Plain"), f"{TEXT} Nobody wrote down this one.")
        writer.record_file(FileRecord(str(path), document, "made from it"))
        writer.publish()
    return tmp_path / "index"


def test_figures_carry_their_counts(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(made), "--quotes", "10", "--show", "5"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "4 quotes on 1 pages of 1 files"
    assert lines[1] == (
        "4 sentences: 75.0% (3 of 4) boxed; of these 100.0% (3 of 3) right (letters 95% alike), "
        "100.0% (3 of 3) to the letter"
    )
    assert lines[2].startswith("0 rows of tables: none boxed")
    assert lines[3].startswith("Boxes of a quote: p50 ")
    assert lines[4].startswith("Pictures of 1 pages, 1200 pixels wide: p50 ")
    assert lines[-1] == "  not boxed: plain.pdf, page 1: 'Nobody wrote down this one.'; in the boxes: ''"


def test_box_in_the_wrong_place_holds_other_words(made: Path) -> None:
    path = made.parent / "plain.pdf"
    second = next(quoted for quoted in quotes_of(Index(made)) if "quay" in quoted.words)
    assert look_for(second).alike == 1
    everything = Box(0.0, 0.0, 1.0, 0.15)
    assert "quay" in text_inside(path, 1, [everything])
    assert text_inside(path, 1, [Box(0.1, 0.5, 0.5, 0.05)]).strip() == ""


def test_no_index_and_no_file(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "there is no index here yet" in capsys.readouterr().out
    (tmp_path / "plain.pdf").unlink()
    assert main([str(made)]) == 2
    assert capsys.readouterr().out.splitlines() == [
        "left out: plain.pdf: the file is gone; put it back where it was, or ingest its folder again",
        f"{made}: no PDF of this index is where it was; give an index of some that are",
    ]


def test_share_and_spread_of_values() -> None:
    assert (share(1, 4), share(0, 0)) == ("25.0% (1 of 4)", "none")
    assert spread([30.0, 10.0, 20.0]) == "p50 20, p95 30"
