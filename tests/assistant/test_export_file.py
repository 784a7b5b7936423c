"""assistant/export_file.py: a file is written whole or not at all, and replaces no other unasked."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.export_file import NotExported, exporting


def export(path: Path, content: bytes, replace: bool = False) -> None:
    with exporting(path, replace) as file:
        file.write(content)


def test_file_is_there_once_it_is_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    with exporting(path) as file:
        file.write(b"half")
        file.flush()
        assert not path.exists()
    assert path.read_bytes() == b"half"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["note.md"]


def test_file_that_is_there_is_kept_unless_it_may_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    export(path, b"old")
    with pytest.raises(NotExported) as caught:
        export(path, b"new")
    assert str(caught.value) == f"{path}: is there already; name another file, or replace it with --force"
    assert path.read_bytes() == b"old"
    export(path, b"new", replace=True)
    assert path.read_bytes() == b"new"


def test_error_while_it_is_written_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    export(path, b"old")
    with pytest.raises(KeyError), exporting(path, replace=True) as file:
        raise KeyError(file.write(b"half"))
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["note.md"]


@pytest.mark.parametrize("name", ["gone/note.md", "file/note.md", "n" * 300 + ".md", "n" * 250 + ".md"])
def test_place_where_no_file_can_be_made_is_named_in_one_line(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotExported) as caught:
        export(tmp_path / name, b"new")
    assert str(caught.value).startswith(f"{tmp_path / name}: cannot be written (")
    assert len(str(caught.value).splitlines()) == 1
    assert os.listdir(tmp_path) == ["file"]


def test_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "note.md").mkdir()
    with pytest.raises(NotExported, match="is there already"):
        export(tmp_path / "note.md", b"new")
    with pytest.raises(NotExported, match="cannot be written"):
        export(tmp_path / "note.md", b"new", replace=True)
    assert os.listdir(tmp_path) == ["note.md"]


def test_full_disk_is_one_line_and_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    export(path, b"old")
    ran = subprocess.run([sys.executable, "-c", FULL, str(path)], capture_output=True, text=True, timeout=60)
    assert ran.stdout == (
        f"{path}: cannot be written (File too large); free some space there, or name another file\n"
    ), ran.stderr
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["note.md"]


# No file of this process may grow beyond 10 kB, which is what a full disk is to it.
FULL = """
import resource, signal, sys
from pathlib import Path
from assistant.export_file import NotExported, exporting
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    with exporting(Path(sys.argv[1]), replace=True) as file:
        file.write(b"a" * 100_000)
except NotExported as error:
    print(error)
"""
