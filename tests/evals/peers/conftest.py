"""Documents that the programs are compared on: one that all read, and one that none does."""

from pathlib import Path

import pytest

from tests import collection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "minutes.txt").write_text(collection.TEXT, encoding="utf-8")
    (documents / "picture.png").write_bytes(b"")
    return documents
