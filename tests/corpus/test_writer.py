"""corpus/writer.py: what an ingest may change in the index, and what becomes of what it replaces."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.build import run_ingest
from assistant.settings import Settings
from corpus.errors import IndexMismatch
from corpus.index import Index
from corpus.ledger import FileRecord
from corpus.types import Document, Page, Passage, Span
from corpus.writer import IndexWriter
from tests.library import Eight, add, texts, write


def ids_by_words_and_meaning(index: Index, term: str) -> tuple[set[str], set[str]]:
    return set(index.by_words([term], 100)), set(index.by_meaning(Eight().encode_queries([term])[0], 100))


def test_document_of_the_same_id_is_replaced(tmp_path: Path) -> None:
    write(tmp_path, paris="Old words on the city.", rome="Rome is a city.")
    index = write(tmp_path, paris="New words on the city.")
    assert texts(index) == ["New words on the city.", "Rome is a city."]
    rows, places = index.tokens(["paris:0"])["paris:0"]
    assert float(rows[0] @ Eight().encode_passages(["New words on the city."])[0]) > 0.99
    assert places.tolist() == [len("New words on the city.") - 1]
    assert ids_by_words_and_meaning(index, "citi") == ({"paris:0", "rome:0"}, {"paris:0", "rome:0"})
    assert index.by_words(["old"], 10) == {}


def test_document_of_the_same_source_is_replaced_with_its_files(tmp_path: Path) -> None:
    with IndexWriter(tmp_path, Eight.name) as writer:
        add(writer, Document("first", "report.pdf", "Report"), "The first version.")
        add(writer, Document("second", "report.pdf", "Report"), "The second version.")
        assert writer.sources() == {"report.pdf": "second"}
        writer.publish()
    index = Index(tmp_path)
    assert texts(index) == ["The second version."]
    assert [file.document for file in index.files()] == ["second"]
    assert ids_by_words_and_meaning(index, "version") == ({"second:0"}, {"second:0"})


def test_document_stays_as_long_as_one_file_holds_it(tmp_path: Path) -> None:
    with IndexWriter(tmp_path, Eight.name) as writer:
        add(writer, Document("one", "one.txt", "One"), "One text in two files.")
        writer.record_file(FileRecord("/files/copy.txt", "one", "made once"))
        writer.remove_file("/files/one.txt")
        assert list(writer.files) == ["/files/copy.txt"]
        writer.publish()
    assert texts(Index(tmp_path)) == ["One text in two files."]
    with IndexWriter(tmp_path, Eight.name) as writer:
        writer.remove_file("/files/copy.txt")
        writer.publish()
    index = Index(tmp_path)
    assert index.counts() == {"documents": 0, "pages": 0, "passages": 0}
    assert index.tokens(["one:0"]) == {}
    assert ids_by_words_and_meaning(index, "text") == (set(), set())


def test_second_file_of_one_content_is_remembered_so_that_the_next_ingest_changes_nothing(tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for name in ("a.txt", "b.txt"):
        (files / name).write_text("Two files of one content.", encoding="utf-8")
    settings = Settings(index=tmp_path / "index")
    run_ingest([files], settings, prune=False, on_progress=lambda progress: None)
    published = (tmp_path / "index" / "CURRENT").read_text()
    report = run_ingest([files], settings, prune=False, on_progress=lambda progress: None)
    assert (report.unchanged, report.duplicates) == (["a.txt", "b.txt"], [])
    assert (tmp_path / "index" / "CURRENT").read_text() == published


def test_document_without_passages_is_kept_and_found_by_nothing(tmp_path: Path) -> None:
    with IndexWriter(tmp_path, Eight.name) as writer:
        add(writer, Document("scan", "scan.pdf", "Scan"))
        writer.publish()
    index = Index(tmp_path)
    assert index.counts() == {"documents": 1, "pages": 0, "passages": 0}
    assert ids_by_words_and_meaning(index, "scan") == (set(), set())


def test_words_of_title_and_headings_find_the_passage(tmp_path: Path) -> None:
    with IndexWriter(tmp_path, Eight.name) as writer:
        add(writer, Document("zurich", "z.txt", "Trams of Zurich"), "They run every seven minutes.")
        writer.publish()
    index = Index(tmp_path)
    assert list(index.by_words(["tram"], 10)) == list(index.by_words(["part"], 10)) == ["zurich:0"]


def test_nothing_changed_publishes_nothing(tmp_path: Path) -> None:
    write(tmp_path, paris="A city.")
    with IndexWriter(tmp_path, Eight.name) as writer:
        assert list(writer.files) == ["/files/paris.txt"]
        assert writer.sources() == {"paris.txt": "paris"}
        assert writer.publish() is False
    with IndexWriter(tmp_path / "new", Eight.name) as writer:
        assert (writer.files, writer.sources(), writer.publish()) == ({}, {}, False)
    assert not (tmp_path / "new" / "CURRENT").exists()


def test_what_was_not_published_is_gone(tmp_path: Path) -> None:
    write(tmp_path, paris="A city.")
    with IndexWriter(tmp_path, Eight.name) as writer:
        writer.remove_file("/files/paris.txt")
    with IndexWriter(tmp_path, Eight.name) as writer:
        assert list(writer.files) == ["/files/paris.txt"]
    assert texts(Index(tmp_path)) == ["A city."]


def test_writer_goes_on_after_publishing(tmp_path: Path) -> None:
    with IndexWriter(tmp_path, Eight.name) as writer:
        add(writer, Document("one", "one.txt", "One"), "First.")
        assert writer.publish()
        add(writer, Document("two", "two.txt", "Two"), "Second.")
        assert writer.publish()
    assert texts(Index(tmp_path)) == ["First.", "Second."]


def test_state_is_that_of_the_documents_and_not_of_the_way_there(tmp_path: Path) -> None:
    one = write(tmp_path / "one", paris="A city.", rome="Another.")
    write(tmp_path / "two", rome="Another.")
    two = write(tmp_path / "two", paris="A city.")
    assert one.state == two.state
    assert write(tmp_path / "two", oslo="A third.").state != two.state


def test_another_model_is_refused_with_both_names(tmp_path: Path) -> None:
    write(tmp_path, paris="A city.")
    with pytest.raises(IndexMismatch, match="made with the embedding model 'eight', and the settings name 'nine'"):
        IndexWriter(tmp_path, "nine").__enter__()
    write(tmp_path, rome="The refused one gave its lock back.")


def test_passages_and_what_the_encoder_made_of_them_must_be_as_many(tmp_path: Path) -> None:
    text = "A city."
    passage = Passage("paris:0", "paris", text, (Span(1, 0, len(text)),))
    with IndexWriter(tmp_path, Eight.name) as writer, pytest.raises(ValueError, match="zip"):
        writer.add(Document("paris", "paris.txt", "Paris"), [Page(1, None, text)], [passage], [])


@pytest.mark.parametrize("change", [lambda folder: folder.write_text(""), lambda folder: folder.mkdir(mode=0o500)])
def test_folder_that_cannot_be_one_is_told_in_one_line(tmp_path: Path, change: Callable[[Path], object]) -> None:
    import os

    from corpus.errors import IndexNotWritable

    change(tmp_path / "taken")
    if (tmp_path / "taken").is_dir() and os.geteuid() == 0:
        pytest.skip("root may write everywhere: run it as another user")
    with pytest.raises(IndexNotWritable, match=r"taken.*: the index cannot be written \([^)]+\); free some space"):
        IndexWriter(tmp_path / "taken" / "index", Eight.name).__enter__()
