"""assistant/web/dropped.py: files that are dropped on a page lie where Gradio looks, for their owner, for a while."""

import os
from pathlib import Path

import pytest

from assistant.web.dropped import VARIABLE, own_folder


def test_folder_is_for_its_owner_alone_and_gone_with_what_was_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gradio.utils import get_upload_folder

    monkeypatch.delenv(VARIABLE, raising=False)
    with own_folder() as folder:
        assert oct(folder.stat().st_mode & 0o777) == "0o700"
        assert Path(get_upload_folder()) == folder
        (folder / "report.pdf").write_text("secret", "utf-8")
    assert not folder.exists()
    assert VARIABLE not in os.environ


def test_folder_that_somebody_named_is_taken_and_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    with own_folder() as folder:
        assert folder == tmp_path
    assert tmp_path.exists()
