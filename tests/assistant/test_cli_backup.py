"""assistant/cli_backup.py: what a user types for a backup and its return, and what they are told."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.typed import typed


@pytest.fixture
def home(tmp_path: Path, small_index: Path) -> Iterator[Path]:
    """A folder with everything that is kept, which the variables name."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("templates", "evaluations", "uploads"):
            patch.setenv(f"ROUNDTABLE_{name.upper()}", str(tmp_path / "home" / name))
        for name in ("conversations", "usage"):
            patch.setenv(f"ROUNDTABLE_{name.upper()}", str(tmp_path / "home" / f"{name}.sqlite"))
        patch.setenv("ROUNDTABLE_INDEX", str(tmp_path / "home" / "index"))
        shutil.copytree(small_index, tmp_path / "home" / "index")
        yield tmp_path / "home"


def test_what_is_backed_up_answers_as_before_once_it_is_restored(home: Path, tmp_path: Path) -> None:
    before = typed("ask", "How many digital help points did Harbourview open?")
    assert before.code == 0
    made = typed("backup", tmp_path / "all.tar.gz")
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith(f"{tmp_path / 'all.tar.gz'}: ")
    assert "index (" in made.out
    shutil.rmtree(home)
    done = typed("restore", tmp_path / "all.tar.gz")
    assert (done.code, done.err) == (0, "")
    assert f"index: {home / 'index'}\n" in done.out
    assert typed("ask", "How many digital help points did Harbourview open?") == before
    assert "All is in order" in typed("corpus", "check").out or "index" not in typed("corpus", "check").out


def test_refusals_are_one_line_and_exit_code_2(home: Path, tmp_path: Path) -> None:
    archive = tmp_path / "all.tar.gz"
    assert typed("backup", archive).code == 0
    for words in (("backup", archive), ("restore", archive), ("restore", tmp_path / "none.tar.gz")):
        refused = typed(*words)
        assert (refused.code, refused.out, refused.err.count("\n")) == (2, "", 1)
    aside = typed("restore", archive, "--force")
    assert aside.code == 0
    assert f"{home / 'index'}: what was there is now {home / 'index'}.before-" in aside.out


def test_index_may_be_restored_elsewhere(home: Path, tmp_path: Path) -> None:
    typed("backup", tmp_path / "all.tar.gz")
    shutil.rmtree(home)
    assert typed("restore", tmp_path / "all.tar.gz", "--index", tmp_path / "other").code == 0
    assert typed("search", "trams", "--index", tmp_path / "other").code == 0
