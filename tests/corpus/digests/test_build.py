"""corpus/digests/build.py: the PDFs that ship are those of the Markdown beside it, to the byte."""

import subprocess
import sys
from pathlib import Path

import pytest

from corpus.digests.build import main
from tests.corpus.digests.small import SMALL, changed

HERE = Path(__file__).parents[3]


@pytest.fixture
def arguments(tmp_path: Path) -> list[str]:
    (tmp_path / "digests").mkdir()
    (tmp_path / "digests" / "small.md").write_text(SMALL, encoding="utf-8")
    return ["--digests", str(tmp_path / "digests"), "--pdfs", str(tmp_path / "pdfs")]


def test_shipped_pdfs_are_up_to_date_to_the_byte() -> None:
    command = [sys.executable, "-m", "corpus.digests.build", "--check"]
    ran = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=60)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == "17 of 17 PDFs are up to date\n"


def test_check_writes_nothing_and_tells_what_to_run(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--check"]) == 1
    assert capsys.readouterr().err == "small.pdf: is missing\nrun: python -m corpus.digests.build\n"
    assert not (tmp_path / "pdfs").exists()


def test_build_writes_what_changed_and_leaves_the_rest(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == main([*arguments, "--check"]) == 0
    pdf = tmp_path / "pdfs" / "small.pdf"
    first = pdf.read_bytes()
    capsys.readouterr()
    assert main(arguments) == 0
    assert capsys.readouterr().out == "1 of 1 PDFs are up to date\n"
    (tmp_path / "digests" / "small.md").write_text(changed("It is short.", "It is very short."), encoding="utf-8")
    assert main([*arguments, "--check"]) == 1
    assert capsys.readouterr().err.startswith("small.pdf: is out of date\n")
    assert main(arguments) == 0
    assert pdf.read_bytes() != first


def test_one_bad_digest_does_not_stop_the_others(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "digests" / "bad.md").write_text(changed("## Sources", "## Works"), encoding="utf-8")
    assert main(arguments) == 1
    told = capsys.readouterr()
    assert "bad.md, line 39: the last heading must be" in told.err
    assert told.out == "small.pdf: written\n1 of 2 PDFs are up to date\n"


def test_pdf_without_a_digest_is_named_and_not_deleted(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(arguments)
    (tmp_path / "pdfs" / "old.pdf").write_bytes(b"%PDF")
    assert main(arguments) == 1
    assert "old.pdf: has no digest any more; delete it" in capsys.readouterr().err
    assert (tmp_path / "pdfs" / "old.pdf").exists()
