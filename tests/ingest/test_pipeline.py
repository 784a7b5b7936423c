"""Ingest on small real files: what becomes of new, unchanged, changed, removed and bad ones."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.build import run_ingest
from assistant.settings import Settings
from corpus.encoders import Encoder, unpacked
from corpus.errors import IndexInUse
from corpus.index import Index
from corpus.last_ingest import last_ingest
from corpus.types import Document, Passage, Span
from corpus.writer import IndexWriter
from ingest.discover import Found
from ingest.pipeline import IngestReport, Progress, in_context
from ingest.pipeline import ingest as read_files
from tests import collection, pdfs
from tests.library import Eight


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inner = tmp_path / "documents"
    collection.write_collection(inner)
    return inner


@pytest.fixture
def ingest(tmp_path: Path) -> Callable[..., IngestReport]:
    settings = Settings(index=tmp_path / "index")

    def run(*paths: Path, prune: bool = False) -> IngestReport:
        return run_ingest(paths, settings, prune, lambda progress: None)

    return run


def opened(tmp_path: Path) -> Index:
    return Index(tmp_path / "index")


def test_every_format_is_read(folder: Path, ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    report = ingest(folder)
    assert sorted(report.added) == [
        "case-studies/marisol.md", "harbourview.pdf", "minutes.txt", "policy.docx", "quellstadt.html", "slides.pptx",
    ]  # fmt: skip
    assert report.failed == []
    titles = {document.source: document.title for document in opened(tmp_path).documents.values()}
    assert titles["policy.docx"] == "Lindenau data policy"
    assert titles["quellstadt.html"] == "Quellstadt opens its data"


def test_pages_have_their_printed_labels(folder: Path, ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    ingest(folder)
    index = opened(tmp_path)
    (report,) = (document for document in index.documents.values() if document.source == "harbourview.pdf")
    assert [page.label for page in index.pages(report.id)] == ["i", "ii", "1", "2"]


def test_every_passage_is_text_of_its_pages(folder: Path, ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    ingest(folder)
    index = opened(tmp_path)
    for document in index.documents.values():
        texts = {page.number: page.text for page in index.pages(document.id)}
        for passage in index.passages_of(document.id):
            assert passage.text == "\n".join(texts[span.page][span.start : span.end] for span in passage.spans)


def test_every_passage_has_the_vector_and_the_tokens_of_its_own_text(
    folder: Path, ingest: Callable[..., IngestReport], tmp_path: Path, encoder: Encoder
) -> None:
    ingest(folder)
    index = opened(tmp_path)
    pairs = [(document, passage) for document in index.documents.values() for passage in index.passages_of(document.id)]
    ids = [passage.id for _, passage in pairs]
    stored, tokens = index.vectors(ids), index.tokens(ids)
    assert set(tokens) == set(ids)
    for document, passage in pairs:
        (expected,) = encoder.embed([in_context(document, passage)])
        assert np.abs(stored[passage.id] - expected.vector).max() < 1e-5
        rows, places = tokens[passage.id]
        assert places.tolist() == expected.places.tolist()
        # Of its batch, that is, where a number may be rounded the other way.
        assert (rows * unpacked(expected.tokens)).sum(axis=1).min() > 0.99


def test_passage_is_read_under_its_title_and_headings() -> None:
    document = Document("d", "d.txt", "Trams of Lyon")
    passage = Passage("d:0", "d", "They run at night.", (Span(1, 0, 18),), ("Hours", "Weekdays"))
    assert in_context(document, passage) == ("Trams of Lyon › Hours › Weekdays", "They run at night.")
    assert in_context(document, replace(passage, section=())) == ("Trams of Lyon", "They run at night.")


def test_passages_keep_what_is_theirs_though_they_are_embedded_by_length(tmp_path: Path) -> None:
    files = texts(tmp_path, long=" ".join(["word"] * 60), short="A short one.", middle="A text of middling length.")
    with IndexWriter(tmp_path / "index", Eight.name) as writer:
        read_files([files], writer, Eight, prune=False)
    index = opened(tmp_path)
    for document in index.documents.values():
        (passage,) = index.passages_of(document.id)
        context, text = in_context(document, passage)
        (expected,) = Eight().encode_passages([f"{context}\n{text}"])
        assert index.vectors([passage.id])[passage.id] == pytest.approx(expected, abs=1e-6)
        rows, places = index.tokens([passage.id])[passage.id]
        assert float(rows[0] @ expected) > 0.99
        assert places.tolist() == [len(text) - 1]


def test_unchanged_files_are_left_alone(folder: Path, ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    ingest(folder)
    before = opened(tmp_path).state
    report = ingest(folder)
    assert len(report.unchanged) == 6
    assert report.passages == 0
    assert opened(tmp_path).state == before


def test_changed_file_replaces_its_passages(folder: Path, ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    ingest(folder)
    (folder / "minutes.txt").write_text("The council of Torrevieja Alta was dissolved in 2024.", encoding="utf-8")
    report = ingest(folder)
    assert report.changed == ["minutes.txt"]
    index = opened(tmp_path)
    assert index.counts()["documents"] == 6
    texts = [passage.text for document in index.documents for passage in index.passages_of(document)]
    assert sum("Torrevieja" in text for text in texts) == 1
    assert not any("facial recognition" in text for text in texts)


def test_removed_file_stays_until_pruned(folder: Path, ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    ingest(folder)
    (folder / "minutes.txt").unlink()
    assert [Path(origin).name for origin in ingest(folder).gone] == ["minutes.txt"]
    assert opened(tmp_path).counts()["documents"] == 6
    assert [Path(origin).name for origin in ingest(folder, prune=True).removed] == ["minutes.txt"]
    assert opened(tmp_path).counts()["documents"] == 5


def test_pruning_one_folder_spares_another(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"This is the text of {name}.", encoding="utf-8")
    ingest(tmp_path / "one", tmp_path / "two")
    (tmp_path / "two" / "two.txt").unlink()
    assert ingest(tmp_path / "one", prune=True).removed == []
    assert opened(tmp_path).counts()["documents"] == 2


def test_same_content_twice_is_kept_once(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name in ("a.txt", "b.txt"):
        (docs / name).write_text("Two files of one content.", encoding="utf-8")
    report = ingest(docs)
    assert report.added == ["a.txt"]
    assert len(report.duplicates) == 1
    assert opened(tmp_path).counts()["documents"] == 1


def test_file_overwritten_with_another_files_content_loses_its_old_text(
    ingest: Callable[..., IngestReport], tmp_path: Path
) -> None:
    docs = texts(tmp_path, a="The mayor of Ahorn resigned.", b="The bridge of Birkenau is closed.")
    ingest(docs)
    (docs / "a.txt").write_text((docs / "b.txt").read_text())
    assert len(ingest(docs).duplicates) == 1
    assert sources_by_text(opened(tmp_path)) == {"The bridge of Birkenau is closed.": "b.txt"}


def test_two_files_that_swap_their_content_both_stay(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    docs = texts(tmp_path, a="The mayor of Ahorn resigned.", b="The bridge of Birkenau is closed.")
    ingest(docs)
    (docs / "a.txt").rename(docs / "c.tmp")
    (docs / "b.txt").rename(docs / "a.txt")
    (docs / "c.tmp").rename(docs / "b.txt")
    ingest(docs)
    assert sources_by_text(opened(tmp_path)) == {
        "The mayor of Ahorn resigned.": "b.txt",
        "The bridge of Birkenau is closed.": "a.txt",
    }
    assert len(ingest(docs).unchanged) == 2


def test_scan_alone_is_kept_and_reported(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    docs = texts(tmp_path)
    pdfs.drawn(docs / "scan.pdf", lambda canvas: canvas.showPage())
    report = ingest(docs)
    assert report.added == ["scan.pdf"]
    assert report.problems == ["scan.pdf, page 1: no text: needs OCR"]
    assert opened(tmp_path).counts() == {"documents": 1, "pages": 1, "passages": 0}


def texts(tmp_path: Path, **files: str) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    for name, text in files.items():
        (docs / f"{name}.txt").write_text(text, encoding="utf-8")
    return docs


def sources_by_text(index: Index) -> dict[str, str]:
    return {
        passage.text: document.source
        for document in index.documents.values()
        for passage in index.passages_of(document.id)
    }


def test_moved_file_keeps_one_document(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "old.txt").write_text("A text that moves.", encoding="utf-8")
    ingest(docs)
    (docs / "old.txt").rename(docs / "new.txt")
    ingest(docs)
    assert [document.source for document in opened(tmp_path).documents.values()] == ["new.txt"]


def test_two_files_of_one_name_both_stay(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    for name in ("north", "south"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.txt").write_text(f"The report of the {name}.", encoding="utf-8")
    ingest(tmp_path / "north", tmp_path / "south")
    assert {document.source for document in opened(tmp_path).documents.values()} == {"report.txt", "south/report.txt"}


def test_one_bad_file_does_not_stop_the_others(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    pdfs.encrypted(docs, "secret", "locked.pdf")
    pdfs.truncated(docs, 0.1, "cut.pdf")
    (docs / "empty.pdf").write_bytes(b"")
    (docs / "empty.txt").write_bytes(b"")
    (docs / "really-a-pdf.docx").write_bytes((docs / "locked.pdf").read_bytes())
    (docs / "picture.png").write_bytes(b"\x89PNG\r\n")
    (docs / "good.txt").write_text("This one is good.", encoding="utf-8")
    report = ingest(docs)
    assert report.added == ["good.txt"]
    assert report.skipped == ["picture.png"]
    assert sorted(line.split(":")[0] for line in report.failed) == [
        "cut.pdf", "empty.pdf", "empty.txt", "locked.pdf", "really-a-pdf.docx",
    ]  # fmt: skip
    assert all("\n" not in line for line in report.failed)
    assert any("password" in line for line in report.failed)


def test_bad_new_version_keeps_the_good_old_one(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    collection.report_pdf(docs)
    ingest(docs)
    (docs / "harbourview.pdf").write_bytes(b"%PDF-1.4 cut")
    assert len(ingest(docs).failed) == 1
    assert opened(tmp_path).counts()["documents"] == 1


def test_scanned_pages_are_named(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    pdfs.scanned(docs, "scan.pdf")
    report = ingest(docs)
    assert any(line.startswith("scan.pdf, page") and "no text: needs OCR" in line for line in report.problems)


def test_oversized_file_is_refused_with_the_setting_to_change(tmp_path: Path) -> None:
    big = tmp_path / "big.txt"
    big.write_text("word " * 300_000, encoding="utf-8")
    report = run_ingest([big], Settings(index=tmp_path / "index", max_file_mb=1), False, lambda progress: None)
    assert report.added == []
    assert "max_file_mb" in report.failed[0]


def test_missing_path_is_named(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    assert ingest(tmp_path / "nowhere").failed == [f"{tmp_path / 'nowhere'}: no such file or folder"]


def test_catalogue_in_the_folder_describes_its_files(ingest: Callable[..., IngestReport], tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "x.txt").write_text("A text without a title of its own.", encoding="utf-8")
    (docs / "catalog.yaml").write_text(
        "ours:\n- id: x\n  file: x.txt\n  title: The title from the catalogue\n  kind: policy\n  date: 2021\n"
    )
    ingest(docs)
    (document,) = opened(tmp_path).documents.values()
    assert (document.title, document.kind, document.date) == ("The title from the catalogue", "policy", "2021")


def test_front_matter_that_cannot_be_used_is_named_and_the_text_kept(
    ingest: Callable[..., IngestReport], tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    matter = "title: [a, b]\nplaces: 5\ndate: 2024-13-45\nkind: nonsense\nroundtable: twelve\nlanguage: French"
    (docs / "odd.md").write_text(f"---\n{matter}\ntopics: [x]\n---\n# Odd\n\nA text about Ahorn.", encoding="utf-8")
    (docs / "good.md").write_text("---\nplaces: Ahorn\nroundtable: 2\nlanguage: en-GB\n---\n# Good\n\nText.")
    report = ingest(docs)
    assert sorted(report.added) == ["good.md", "odd.md"]
    named = [line.split(", ")[1].split(":")[0] for line in report.problems if line.startswith("odd.md: front matter, ")]
    assert named == ["title", "date", "kind", "roundtable", "language"]
    found = {document.source: document for document in opened(tmp_path).documents.values()}
    assert (found["odd.md"].title, found["odd.md"].places) == ("Odd", ("5",))
    good = found["good.md"]
    assert (good.places, good.roundtable, good.language) == (("Ahorn",), 2, "en")


def test_what_an_ingest_did_is_kept_beside_the_index(
    folder: Path, ingest: Callable[..., IngestReport], tmp_path: Path
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    (folder / "photo.jpeg").write_bytes(b"\xff")
    report = ingest(folder)
    last = last_ingest(tmp_path / "index")
    assert last
    assert last.added == tuple(report.added)
    assert (len(last.added), len(last.failed), last.skipped, last.stopped) == (6, 1, ("photo.jpeg",), "")
    ingest(folder)
    again = last_ingest(tmp_path / "index")
    assert again
    assert (again.added, len(again.unchanged)) == ((), 6)


def test_ingest_that_was_stopped_has_added_nothing_and_says_what_had_failed(folder: Path, tmp_path: Path) -> None:
    (folder / "a.pdf").write_bytes(b"%PDF-1.4 and nothing more")

    def stop(progress: Progress) -> None:
        if progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_ingest([folder], Settings(index=tmp_path / "index"), False, stop)
    last = last_ingest(tmp_path / "index")
    assert last
    assert (last.added, last.stopped) == ((), "it was stopped (KeyboardInterrupt)")
    assert [line.partition(":")[0] for line in last.failed] == ["a.pdf"]


def test_ingest_that_could_not_begin_leaves_what_the_last_one_did(
    folder: Path, ingest: Callable[..., IngestReport], tmp_path: Path
) -> None:
    ingest(folder)
    before = last_ingest(tmp_path / "index")
    with IndexWriter(tmp_path / "index", Settings().embedding_model), pytest.raises(IndexInUse):
        ingest(folder)
    assert before is not None
    assert last_ingest(tmp_path / "index") == before


def test_file_that_was_found_before_is_taken_under_its_name(tmp_path: Path) -> None:
    files = texts(tmp_path, a="A city.", b="Another city.")
    with IndexWriter(tmp_path / "index", Eight.name) as writer:
        read_files([Found(files / "a.txt", "north/a.txt", tmp_path)], writer, Eight)
    assert [document.source for document in opened(tmp_path).documents.values()] == ["north/a.txt"]
    with IndexWriter(tmp_path / "index", Eight.name) as writer:
        report = read_files([Found(files / "c.txt", "c.txt", tmp_path)], writer, Eight, prune=True)
    assert len(report.failed) == 1
    assert report.removed == []
