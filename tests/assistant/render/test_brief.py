"""assistant/render/brief.py: a briefing on paper, every form of section, in English and French."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.briefing.types import Brief, Claim, Gap, Group, Order, Outline, Section
from assistant.citing import UnknownStyle
from assistant.render.brief import brief_paper
from assistant.render.docx import paper_docx
from assistant.render.markdown import paper_markdown
from assistant.render.paper import BulletList, Heading, Paper, Paragraph, Quote, Run, Runs, Table
from assistant.render.pdf import paper_pdf
from corpus.types import Filters, Hit, Passage, Span
from tests.assistant.render.briefs import (
    COST,
    EVERY_FORM,
    GAPS,
    MISSING,
    OLD,
    PAID,
    PLANTED,
    POINTS,
    QUESTIONS,
    REPORT,
    SOURCES,
    TABLE,
    TIMELINE,
    TREES,
    brief_of,
    planned,
)
from tests.assistant.render.papers import NASTY

EXPORTED = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)


def words(runs: Runs) -> str:
    """The words of the runs, each with the numbers of its footnotes and a stroke where a line ends."""
    return "".join(f"{run.text}{''.join(f'[{note}]' for note in run.notes)}{'/' if run.breaks else ''}" for run in runs)


def read(paper: Paper) -> list[object]:
    """The blocks of the paper in short."""
    shown: list[object] = []
    for block in paper.blocks:
        match block:
            case Heading(text=text, level=level):
                shown.append(f"{'#' * level} {text}")
            case Paragraph(runs=runs, kind=kind):
                shown.append(words(runs) if kind == "text" else f"{kind}: {words(runs)}")
            case BulletList(items=items):
                shown.append([f"- {words(item)}" for item in items])
            case Quote(runs=runs, source=source):
                shown.append(f"> {words(runs)} — {words(source)}")
            case Table(header=header, rows=rows):
                shown.append([[words(cell) for cell in row] for row in (header, *rows)])
    return shown


def test_points_are_a_list_and_each_has_its_footnote() -> None:
    paper = brief_paper(brief_of(POINTS))
    assert read(paper) == [
        "# Key messages",
        ["- Port Amber planted 90 trees.[1]", "- Le port est ancien.[2]"],
        "aside: Not in the collection: what people think",
    ]
    assert [words(note.runs) for note in paper.footnotes] == [
        "“planted 90 trees” (Harbour Office 2020,\u00a0iii [page 5 of the file]).",
        "(A note n.d.).",  # the text has the quoted words itself
    ]
    assert [words(entry) for entry in paper.bibliography] == [
        "A note. n.d. [note.txt]",
        "Harbour Office. 2020. Trees for Port Amber. December 3, 2020. https://amber.example/trees.",
    ]


def test_words_of_a_document_keep_its_language_and_those_of_a_model_have_that_of_the_briefing() -> None:
    worded = Claim("The port is old.", OLD.citations, 1.0, worded=True)
    section = Section(planned("P", "points"), (Group("", (OLD, worded)),))
    (_, block) = brief_paper(brief_of(section)).blocks
    assert isinstance(block, BulletList)
    assert [item[0].language for item in block.items] == ["fr", "en"]


def test_sources_are_a_line_with_the_name_and_a_paragraph() -> None:
    assert read(brief_paper(brief_of(SOURCES))) == [
        "# By source",
        "lead: Trees for Port Amber (2020)",
        "Port Amber planted 90 trees.[1] It cost 3 million euros.[2]",
    ]


def test_table_has_the_subjects_below_each_other_and_says_what_the_collection_lacks() -> None:
    paper = brief_paper(brief_of(TABLE, MISSING))
    assert read(paper)[:2] == [
        "# Side by side",
        [
            ["", "What was done", "Money"],
            ["Port Amber", "Port Amber planted 90 trees.[1]", "It cost 3 million euros.[2]"],
            ["Seoul", "not in the collection", "not in the collection"],
        ],
    ]


def test_table_with_many_aspects_and_few_subjects_is_turned_around() -> None:
    section = replace(
        TABLE, planned=planned("T", "table", "What was done", "Money", "c", "d", subjects=("Port Amber",))
    )
    assert read(brief_paper(brief_of(section, MISSING)))[1] == [
        ["", "Port Amber"],
        ["What was done", "Port Amber planted 90 trees.[1]"],
        ["Money", "It cost 3 million euros.[2]"],
        ["c", "not in the collection"],
        ["d", "not in the collection"],
    ]


def test_table_with_many_aspects_and_many_subjects_is_several() -> None:
    subjects = ("Port Amber", "b", "c", "d")
    section = replace(TABLE, planned=planned("T", "table", "Money", "x", "y", "What was done", subjects=subjects))
    first, second = read(brief_paper(brief_of(section, MISSING)))[1:3]
    absent = "not in the collection"
    assert first == [
        ["", "Money", "x"],
        ["Port Amber", "It cost 3 million euros.[1]", absent],
        *([name, absent, absent] for name in "bcd"),
    ]
    assert second == [
        ["", "y", "What was done"],
        ["Port Amber", absent, "Port Amber planted 90 trees.[2]"],
        *([name, absent, absent] for name in "bcd"),
    ]


def test_claim_on_something_that_the_table_did_not_ask_for_has_a_column_too() -> None:
    section = replace(TABLE, groups=(Group("Oslo", (replace(PLANTED, about=""), replace(PAID, about=""))),))
    assert read(brief_paper(brief_of(section, MISSING)))[1] == [
        ["", "What was done", "Money", "Other"],
        ["Port Amber", *["not in the collection"] * 3],
        ["Seoul", *["not in the collection"] * 3],
        ["Oslo", *["not in the collection"] * 2, "Port Amber planted 90 trees.[1]/It cost 3 million euros.[2]"],
    ]


def test_timeline_is_a_table_of_when_and_what() -> None:
    assert read(brief_paper(brief_of(TIMELINE))) == [
        "# Year by year",
        [
            ["When", "What was said"],
            ["2019", "Le port est ancien.[1]"],
            ["2020", "Port Amber planted 90 trees.[2]/It cost 3 million euros.[3]"],
        ],
    ]


def test_questions_are_small_headings_above_their_answers() -> None:
    section = replace(QUESTIONS, groups=(*QUESTIONS.groups, Group("How deep?", ())))
    assert read(brief_paper(brief_of(section))) == [
        "# Questions",
        "## How many trees?",
        "Port Amber planted 90 trees.[1]",
        "## How deep?",
        "aside: No statement on this was found in the collection.",
    ]


def test_missing_section_tells_the_gaps_by_kind_and_the_aspects_by_section() -> None:
    gaps = (*GAPS, Gap("not-found", "what people think"), Gap("not-found", "trees in winter"))
    assert read(brief_paper(brief_of(POINTS, TABLE, MISSING, gaps=gaps)))[-7:] == [
        "# What is missing",
        "lead: Asked for and not found",
        [
            "- Key messages – what people think",
            "- Side by side – Seoul: What was done; Seoul: Money",
            "- trees in winter",
        ],
        "lead: Sources that differ",
        ["- 90 trees, or 80[3][4]"],
        "lead: Statements of one source alone",
        ["- The harbour is old[2]"],
    ]


def test_briefing_that_lacks_nothing_says_so() -> None:
    assert read(brief_paper(brief_of(QUESTIONS, MISSING)))[-1] == (
        "Nothing that was asked for was found missing, and no statement was found to be contradicted, old or of one "
        "source alone."
    )


def test_same_words_have_one_note_in_a_section_whatever_numbers_they_came_with() -> None:
    again = replace(PLANTED, citations=(replace(TREES, number=9),))
    section = Section(planned("P", "points"), (Group("", (PLANTED, again)),))
    paper = brief_paper(brief_of(section, replace(section)))
    assert read(paper)[1] == ["- Port Amber planted 90 trees.[1]", "- Port Amber planted 90 trees.[1]"]
    assert read(paper)[3] == ["- Port Amber planted 90 trees.[2]", "- Port Amber planted 90 trees.[2]"]


@pytest.mark.parametrize(
    ("support", "shown"),
    [(1.0, "Ninety trees.[1]"), (0.999, "Ninety trees.[1] (99%)"), (0.72, "Ninety trees.[1] (72%)")],
)
def test_words_of_a_model_say_how_well_their_source_carries_them(support: float, shown: str) -> None:
    claim = Claim("Ninety trees.", (TREES,), support, worded=True)
    paper = brief_paper(brief_of(Section(planned("P", "points"), (Group("", (claim,)),)), model="openai:small"))
    assert read(paper)[1] == [f"- {shown}"]
    told = [words(line) for line in paper.about]
    assert "Worded by openai:small; every sentence was checked against the documents." in told
    assert any(line.startswith("A percentage behind") for line in told) == ("%" in shown)


def test_words_of_a_document_have_no_percentage() -> None:
    claim = replace(PLANTED, support=0.5)
    assert read(brief_paper(brief_of(Section(planned("P", "points"), (Group("", (claim,)),)))))[1] == [
        "- Port Amber planted 90 trees.[1]"
    ]


def test_lines_below_the_title_say_what_the_briefing_is() -> None:
    order = Order("harbours", "qa-pack", "the mayor", filters=Filters(place=("Port Amber",)), excluded=("x", "y"))
    paper = brief_paper(brief_of(QUESTIONS, order=order), exported=EXPORTED)
    assert paper.title == "Trees of the harbour"
    assert [words(line) for line in paper.about] == [
        "Q&A pack · For: the mayor",
        "On: harbours",
        "Searched only: Port Amber",
        "2 documents were left out at the reader's wish.",
        "Made on 28 November 2026",
        "Every statement is in the documents' own words; no language model wrote any of it.",
    ]
    assert [words(line) for line in paper.closing] == [
        "Exported from the Roundtable Assistant on 29 November 2026. State of the collection: abc. "
        "Every quotation in the notes stands word for word in its source, on the page named, to be checked there."
    ]
    assert paper.made == EXPORTED


def test_french_briefing_speaks_french() -> None:
    order = Order("trees", "issue-note", "le maire", 1, "fr")
    claim = Claim("Quatre-vingt-dix arbres.", (TREES,), 0.5, worded=True)
    section = Section(planned("Faits", "points"), (Group("", (claim,)),))
    paper = brief_paper(
        brief_of(section, TABLE, TIMELINE, MISSING, order=order, gaps=GAPS, model="m"), exported=EXPORTED
    )
    everything = paper_markdown(paper)
    for said in (
        "Note de problématique · Destinataire : le maire",
        "Établi le 28 novembre 2026",
        "État de la collection : abc.",
        "Formulé par m ;",
        "*(50\u00a0%)*",
        "Le pourcentage qui suit",
        "*absent de la collection*",
        "| Quand | Ce qui a été dit |",
        "Demandé et non trouvé",
        "Sources qui divergent",
        "Affirmations d'une seule source",
        "«\u00a0planted 90 trees\u00a0» (Harbour Office 2020,\u00a0iii \\[page 5 du fichier\\]).",
        "Harbour Office. 2020. *Trees for Port Amber*. 3 décembre 2020.",
        "Exporté du Roundtable Assistant le 29 novembre 2026",
    ):
        assert said in everything
    assert "collection has" not in everything


def test_refusal_says_so_and_shows_the_nearest_passages_without_footnotes() -> None:
    passage = Passage("d1:0", "d1", "Trees for Port Amber   The harbour is deep.", (Span(5, 0, 42),))
    outline = Outline(Order("submarines", pages=4), "Submarines", ())
    brief = Brief(outline, refusal="The documents do not say.", nearest=(Hit(passage, REPORT, 1, 0.2, {}, 5, "iii"),))
    paper = brief_paper(brief)
    assert read(paper) == [
        "warning: The documents do not say.",
        "lead: Nearest passages (not an answer)",
        "> The harbour is deep. — Trees for Port Amber, page iii (page 5 of the file)",
    ]
    assert (paper.footnotes, paper.bibliography, paper.contents, paper.made) == ((), (), "", None)
    assert "own words" not in words(tuple(run for line in paper.about for run in line))


def test_unfinished_briefing_and_a_section_without_its_model_say_so() -> None:
    section = Section(planned("P", "points"), (), (), "The model did not answer in 60 seconds.")
    assert read(brief_paper(brief_of(section, growing=True))) == [
        "warning: This briefing was still being written when it was exported; sections may be missing.",
        "# P",
        "warning: The model did not answer in 60 seconds.",
        "aside: No statement on this was found in the collection.",
    ]


@pytest.mark.parametrize(
    ("pages", "sections", "listed"), [(1, (POINTS,), ""), (1, (POINTS,) * 4, "Contents"), (2, (POINTS,), "Contents")]
)
def test_longer_briefing_has_a_table_of_contents(pages: int, sections: tuple[Section, ...], listed: str) -> None:
    assert brief_paper(brief_of(*sections, order=Order("t", pages=pages))).contents == listed


def test_unknown_style_names_those_there_are() -> None:
    with pytest.raises(UnknownStyle, match="'mla' is no citation style of a paper; there are chicago, apa, numbered"):
        brief_paper(brief_of(POINTS), "mla")


@pytest.mark.parametrize("style", ["chicago", "apa", "numbered"])
@pytest.mark.parametrize("nasty", [NASTY, "a | b\n# c\x00", "</w:t>"])
def test_any_words_in_any_place_are_words(nasty: str, style: str) -> None:
    document = replace(REPORT, title=nasty, publisher=nasty, date=nasty, url=None, source=nasty)
    citation = replace(COST, document=document, quote=nasty, page_label=nasty)
    claim = Claim(nasty, (citation,), 0.5, nasty, worded=True)
    sections = tuple(
        Section(planned(nasty, each.planned.form, nasty), (Group(nasty, (claim,)),), (nasty,), nasty)
        for each in EVERY_FORM
    )
    order = Order(nasty, nasty, nasty, 2, "en", Filters(place=(nasty,)))
    outline = Outline(order, nasty, tuple(each.planned for each in sections))
    brief = Brief(outline, sections, (Gap("old", nasty, (citation,)),), made=nasty, corpus=nasty, model=nasty)
    paper = brief_paper(brief, style)
    shown = " ".join(nasty.replace("\x00", "").split())
    assert words((Run(paper.title),)) == shown
    assert paper_docx(paper)[:2] == b"PK"
    assert paper_pdf(paper)[:4] == b"%PDF"
    assert "\n# c" not in paper_markdown(paper)
    assert "<script" not in paper_markdown(paper).replace("\\<script", "")
