"""corpus/materials: the documents that ship are whole, say what they are, and give a source for every sentence."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from corpus.catalogue import Entry, materials_folder, shipped_catalogue
from corpus.digests.build import DIGESTS
from corpus.digests.source import GUIDE_TITLES, MARKER
from corpus.sentences import sentences

FEWEST = 45
KEYS = ("title", "kind", "roundtable", "date", "places", "language", "publisher", "licence")
CATALOGUE = shipped_catalogue()
SOURCES = sorted([*DIGESTS.glob("*.md"), *(materials_folder() / "case-studies").glob("*.md")])
every_document = pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)


@dataclass(frozen=True)
class Written:
    """A document in Markdown: front matter, what stands above the first section, sections, and the sources."""

    front: dict[str, str | list[str]]
    beginning: str
    body: str
    sources: list[str]


@cache
def written(path: Path) -> Written:
    import yaml

    _, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    beginning, body = text.split("\n## ", 1)
    body, sources = body.split("\n## Sources\n")
    listed = re.findall(r"^(\d+)\. (\S.*)$", sources, re.MULTILINE)
    assert [int(number) for number, _ in listed] == list(range(1, len(listed) + 1))
    assert len(listed) == len(sources.split("\n")) - 2
    return Written(yaml.load(front, yaml.BaseLoader), beginning, f"## {body}", [text for _, text in listed])


def entry_of(path: Path) -> Entry:
    file = f"digests/{path.stem}.pdf" if path.parent == DIGESTS else f"case-studies/{path.name}"
    (entry,) = (entry for entry in CATALOGUE.ours if entry.file == file)
    return entry


def without_source(body: str) -> list[str]:
    """The sentences, items and rows of tables that no marker stands in.

    The sections that tell how to read the document need none, nor do a line that leads into a list or table, a
    caption, and the header of a table.
    """
    found = []
    guide = False
    for block in re.split(r"\n\s*\n", body.strip()):
        if block.startswith("#"):
            guide = block.lstrip("# ") in GUIDE_TITLES
        if guide or block.startswith("#") or re.match(r"Table \d+\. ", block):
            continue
        if block.startswith("|"):
            _header, _line, *rows = block.split("\n")
            found += [row for row in rows if not MARKER.search(row)]
        else:
            said = [block[start:end] for start, end in sentences(block)]
            # A title that ends in a question mark leaves the full stop behind its marker alone.
            found += [text for text in said if not MARKER.search(text) and not text.endswith(":") and text != "."]
    return found


def test_every_document_of_ours_is_there() -> None:
    assert len(CATALOGUE.ours) >= FEWEST
    assert [entry.file for entry in CATALOGUE.ours if not (materials_folder() / str(entry.file)).is_file()] == []


def test_every_file_is_in_the_catalogue() -> None:
    files = {
        path.relative_to(materials_folder()).as_posix() for path in materials_folder().rglob("*") if path.is_file()
    }
    assert files == {entry.file for entry in CATALOGUE.ours}


def test_every_digest_is_written_here() -> None:
    assert {path.stem for path in (materials_folder() / "digests").iterdir()} == {
        path.stem for path in DIGESTS.glob("*.md")
    }


@every_document
def test_front_matter_is_that_of_the_catalogue(path: Path) -> None:
    entry, front = entry_of(path), written(path).front
    for key in KEYS:
        known, said = getattr(entry, key), front.get(key)
        expected = None if said in (None, "", "null", "~", []) else tuple(said) if key == "places" else said
        assert (str(known) if key == "roundtable" and known else known or None) == expected, key


@every_document
def test_first_page_says_whose_text_it_is(path: Path) -> None:
    beginning = " ".join(written(path).beginning.split())
    assert beginning.startswith(f"# {written(path).front['title']} This ")
    assert re.search(r"This (digest|case study) was prepared by the Roundtable Assistant project", beginning)
    assert "It is not an OECD text" in beginning


@every_document
def test_every_sentence_item_and_row_has_its_source(path: Path) -> None:
    assert without_source(written(path).body) == []


@every_document
def test_markers_and_sources_match(path: Path) -> None:
    document = written(path)
    assert {int(number) for number in MARKER.findall(document.body)} == set(range(1, len(document.sources) + 1))
    assert [source for source in document.sources if not re.search(r"https?://\S+$", source)] == []


def test_sentence_without_a_source_would_be_found() -> None:
    body = (
        "## About this digest\n\nIt is short.\n\n"
        "## Aims\n\nOne has a source [1]. Two has none. The aims are:\n\n- first [2];\n- second.\n\n"
        "Table 1. Costs\n\n| Year | Cost |\n|---|---|\n| 2019 | 3 [1] |\n| 2020 | 4 |\n"
    )
    assert without_source(body) == ["Two has none.", "- second.", "| 2020 | 4 |"]
