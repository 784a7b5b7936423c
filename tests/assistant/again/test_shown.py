"""assistant/again/shown.py: a Word file is believed by its text, whatever data travels with it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.again import Statement
from assistant.again.files import read_saved
from assistant.briefing.templates import load_templates
from assistant.briefing.types import Aspect, Brief, Claim, Gap, Group, Order, Outline, Planned, Section
from assistant.render.brief_file import brief_file
from assistant.types import Citation
from corpus.types import Document
from tests.assistant.render.briefs import EVERY_FORM, GAPS
from tests.assistant.render.briefs import brief_of as every_form

PLAN = Document("d1", "plan.pdf", "Plan", publisher="City", date="2020")
TRAMS = "Nine trams run on the quays of the old port."
BOATS = "Two boats leave every hour, as residents may read on a map."
BUSES = "The city bought 48 electric buses in 2019."
ROW = "Fares: 3 euros; 2 for children"
OTHER = "Every minister has promised one billion for flying taxis."


def claim(text: str, about: str = "") -> Claim:
    return Claim(text, (Citation(1, PLAN, 3, "iii", text, "d1:0", 0, len(text)),), 1.0, about)


def brief_of(*sections: Section, gaps: tuple[Gap, ...] = (), language: str = "en") -> Brief:
    planned = tuple(each.planned for each in sections)
    return Brief(Outline(Order("trams", language=language), "Trams", planned), sections, gaps)


POINTS = Section(Planned("Evidence", "points"), (Group("", (claim(TRAMS), claim(BUSES))),))
LED = Section(Planned("By source", "sources"), (Group("Plan, City", (claim(TRAMS), claim(ROW), claim(BOATS))),))
TABLE = Section(
    Planned("Compared", "table", (Aspect("Trams", "t"), Aspect("Fares", "f"))),
    (Group("Oslo", (claim(TRAMS, "Trams"), claim(BOATS, "Trams"))), Group("Bergen", (claim(ROW, "Fares"),))),
)
MISSING = Section(Planned("What is missing", "missing"))
OLD = Gap("old", BUSES, claim(BUSES).citations)

Edit = Callable[[str], str]


def edited(folder: Path, brief: Brief, edit: Edit) -> tuple[Statement, ...]:
    """The statements of the Word file of the briefing, after its paragraphs were edited one by one."""
    from docx import Document as WordFile

    file = folder / "brief.docx"
    file.write_bytes(brief_file(brief, "docx", "chicago", None))
    document = WordFile(str(file))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for paragraph in [*document.paragraphs, *(each for cell in cells for each in cell.paragraphs)]:
        for run in paragraph.runs:
            if run.text and edit(run.text) != run.text:
                run.text = edit(run.text)
    document.save(str(file))
    return read_saved(file).statements


def swapped(old: str, new: str, which: int = 0) -> Edit:
    """Puts `new` for the place number `which` of `old`, counted from 0."""
    seen: list[int] = []

    def edit(text: str) -> str:
        if old not in text:
            return text
        seen.append(len(seen))
        # Each run is asked twice where the first answer is another text.
        return text.replace(old, new) if seen[-1] == which or (which < seen[-1] == which + 1) else text

    return edit


def not_shown(statements: tuple[Statement, ...]) -> list[tuple[str, str]]:
    return [(each.text, each.instead) for each in statements if not each.seen]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("template", sorted(load_templates()))
def test_file_that_nobody_edited_shows_every_claim(tmp_path: Path, template: str, language: str) -> None:
    brief = every_form(*EVERY_FORM, order=Order("trees", template, language=language), gaps=GAPS)
    statements = edited(tmp_path, brief, lambda text: text)
    assert len(statements) > len(brief.claims) > 0
    assert not_shown(statements) == []


@pytest.mark.parametrize("section", [POINTS, LED, TABLE], ids=lambda each: each.planned.form)
@pytest.mark.parametrize(
    ("new", "instead"),
    [
        (OTHER, OTHER),
        (f"It is false that n{TRAMS[1:]}", f"It is false that n{TRAMS[1:]}"),
        (f"{TRAMS[:-1]}, but this was given up in 2023.", f"{TRAMS[:-1]}, but this was given up in 2023."),
        (TRAMS.replace("Nine", "Ten"), TRAMS.replace("Nine", "Ten")),
        (f"{TRAMS[:-1]}?", f"{TRAMS[:-1]}?"),
        ("", ""),
    ],
)
def test_claim_that_was_edited_is_told_with_what_stands_there(
    tmp_path: Path, section: Section, new: str, instead: str
) -> None:
    statements = edited(tmp_path, brief_of(section), swapped(TRAMS, new))
    assert not_shown(statements) == [(TRAMS, instead)]
    added = [(each.text, each.worded) for each in statements if each.text == instead]
    assert added == ([(instead, True)] if instead else [])


def test_text_before_and_behind_the_claims_is_their_authors(tmp_path: Path) -> None:
    statements = edited(tmp_path, brief_of(POINTS), swapped(TRAMS, f"We think so. {TRAMS} It matters."))
    assert not_shown(statements) == []


def test_claim_is_not_taken_for_shown_where_it_stands_below_what_is_missing(tmp_path: Path) -> None:
    brief = brief_of(POINTS, MISSING, gaps=(OLD,))
    statements = edited(tmp_path, brief, swapped("48", "84"))
    assert not_shown(statements) == [(BUSES, BUSES.replace("48", "84"))]


def test_note_on_the_evidence_that_was_edited_is_told(tmp_path: Path) -> None:
    brief = brief_of(POINTS, MISSING, gaps=(OLD,))
    statements = edited(tmp_path, brief, swapped("48", "84", which=1))
    assert [(each.text, each.seen, each.a_claim) for each in statements] == [
        (TRAMS, True, True),
        (BUSES, True, True),
        (BUSES, False, False),
    ]


def test_place_serves_one_claim_alone(tmp_path: Path) -> None:
    statements = edited(tmp_path, brief_of(POINTS, LED), swapped(TRAMS, OTHER))
    assert not_shown(statements) == [(TRAMS, OTHER)]
    assert [each.seen for each in statements if each.text == TRAMS] == [False, True]


def test_paragraph_that_was_moved_is_shown(tmp_path: Path) -> None:
    from docx import Document as WordFile

    file = tmp_path / "brief.docx"
    file.write_bytes(brief_file(brief_of(POINTS, LED), "docx", "chicago", None))
    document = WordFile(str(file))
    moved = next(each for each in document.paragraphs if BUSES in each.text)
    document.paragraphs[-3]._p.addnext(moved._p)
    document.save(str(file))
    assert not_shown(read_saved(file).statements) == []


def test_file_without_a_text_shows_no_claim(tmp_path: Path) -> None:
    import zipfile

    file = tmp_path / "brief.docx"
    file.write_bytes(brief_file(brief_of(POINTS), "docx", "chicago", None))
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, b"<w:document" if name == "word/document.xml" else content)
    assert not_shown(read_saved(file).statements) == [(TRAMS, ""), (BUSES, "")]


@pytest.mark.parametrize("new", ["World Bank review", ""])
def test_line_that_names_a_source_is_that_which_is_shown(tmp_path: Path, new: str) -> None:
    statements = edited(tmp_path, brief_of(LED), swapped("Plan, City", new))
    assert [(each.text, each.lead) for each in statements] == [(TRAMS, new), (ROW, new), (BOATS, new)]
    assert not_shown(statements) == []
