"""assistant/render/brief_citing.py: the same sources cited as Chicago, the APA and numbered papers do."""

from dataclasses import replace

import pytest

from assistant.citing import UnknownStyle
from assistant.render.brief_citing import STYLES, notes_in_style
from assistant.render.paper import Run, Runs
from assistant.types import Citation
from corpus.types import Document
from tests.assistant.render.briefs import COST, NOTE, PORT, REPORT, TREES


def words(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def notes(citations: list[Citation], style: str, language: str = "en") -> list[str]:
    return [words(note.runs) for note in notes_in_style(citations, style, language).footnotes]


def entries(citations: list[Citation], style: str, language: str = "en") -> list[str]:
    return [words(entry) for entry in notes_in_style(citations, style, language).bibliography]


@pytest.mark.parametrize(
    ("style", "in_notes", "in_list"),
    [
        (
            "chicago",
            [
                "“Le port est ancien.” (A note n.d.).",
                "“planted 90 trees” (Harbour Office 2020,\xa0iii [page 5 of the file]).",
                "“It cost 3 million euros.” (Harbour Office 2020,\xa07).",
            ],
            [
                "A note. n.d. [note.txt]",
                "Harbour Office. 2020. Trees for Port Amber. December 3, 2020. https://amber.example/trees.",
            ],
        ),
        (
            "apa",
            [
                "“Le port est ancien.” (A note, n.d.).",
                "“planted 90 trees” (Harbour Office, 2020, p. iii [page 5 of the file]).",
                "“It cost 3 million euros.” (Harbour Office, 2020, p. 7).",
            ],
            [
                "A note. (n.d.). [note.txt]",
                "Harbour Office. (2020, December 3). Trees for Port Amber. https://amber.example/trees",
            ],
        ),
        (
            "numbered",
            [
                "“Le port est ancien.” [1].",
                "“planted 90 trees” [2], p. iii [page 5 of the file].",
                "“It cost 3 million euros.” [2], p. 7.",
            ],
            [
                "[1] A note. [note.txt]",
                "[2] Trees for Port Amber. Harbour Office, 3 December 2020. https://amber.example/trees",
            ],
        ),
    ],
)
def test_notes_and_list_of_works_in_each_style(style: str, in_notes: list[str], in_list: list[str]) -> None:
    assert notes([PORT, TREES, COST], style) == in_notes
    assert entries([PORT, TREES, COST], style) == in_list


def test_french_paper_cites_in_french() -> None:
    assert notes([PORT, TREES], "apa", "fr") == [
        "«\xa0Le port est ancien.\xa0» (A note, s.d.).",
        "«\xa0planted 90 trees\xa0» (Harbour Office, 2020, p. iii [page 5 du fichier]).",
    ]
    assert entries([TREES], "chicago", "fr") == [
        "Harbour Office. 2020. Trees for Port Amber. 3 décembre 2020. https://amber.example/trees."
    ]


def test_title_is_in_italics_and_an_address_can_be_followed() -> None:
    for style in STYLES:
        (runs,) = notes_in_style([TREES], style, "en").bibliography
        assert [run.text for run in runs if run.italic] == ["Trees for Port Amber"]
        assert [run.url for run in runs if run.url] == ["https://amber.example/trees"]
    (note,) = notes_in_style([PORT], "chicago", "en").footnotes
    assert note.runs[0] == Run("“Le port est ancien.”", language="fr")
    assert [run.text for run in note.runs if run.italic] == ["A note"], "it stands where an author would"


def test_publisher_that_its_title_names_too_is_still_the_author() -> None:
    document = replace(REPORT, publisher="Trees for Port Amber")
    (runs,) = notes_in_style([replace(TREES, document=document)], "chicago", "en").bibliography
    assert [(run.text, run.italic) for run in runs[:2]] == [
        ("Trees for Port Amber. 2020. ", False),
        ("Trees for Port Amber", True),
    ]


def test_works_of_one_author_and_year_have_letters_in_the_order_of_their_titles() -> None:
    other = replace(REPORT, id="d3", title="A harbour for all", date="2020")
    second = replace(COST, document=other)
    assert notes([TREES, second, COST], "chicago") == [
        "“planted 90 trees” (Harbour Office 2020b,\xa0iii [page 5 of the file]).",
        "“It cost 3 million euros.” (Harbour Office 2020a,\xa07).",
        "“It cost 3 million euros.” (Harbour Office 2020b,\xa07).",
    ]
    assert [entry.partition(" http")[0] for entry in entries([TREES, second], "chicago")] == [
        "Harbour Office. 2020a. A harbour for all.",
        "Harbour Office. 2020b. Trees for Port Amber. December 3, 2020.",
    ]
    assert [entry.partition(" http")[0] for entry in entries([TREES, second], "apa")] == [
        "Harbour Office. (2020a). A harbour for all.",
        "Harbour Office. (2020b, December 3). Trees for Port Amber.",
    ]
    assert notes([TREES, second], "numbered")[1] == "“It cost 3 million euros.” [2], p. 7."


def test_files_of_one_name_and_no_date_are_told_apart() -> None:
    twin = replace(NOTE, id="d3", source="old/note.txt")
    cited = [PORT, replace(PORT, document=twin)]
    assert [note.partition("(")[2] for note in notes(cited, "apa")] == ["A note, n.d.-a).", "A note, n.d.-b)."]
    assert entries(cited, "apa") == ["A note. (n.d.-a). [note.txt]", "A note. (n.d.-b). [old/note.txt]"]
    assert entries(cited, "chicago") == ["A note. n.d.-a. [note.txt]", "A note. n.d.-b. [old/note.txt]"]


def test_date_that_is_none_stays_as_it_is_with_its_letter() -> None:
    soon = [replace(NOTE, id=each, date="soon") for each in ("a", "b")]
    cited = [replace(PORT, document=each) for each in soon]
    assert [note.partition("(")[2] for note in notes(cited, "chicago")] == ["A note soona).", "A note soonb)."]
    assert entries(cited, "apa") == ["A note. (soona). [note.txt]", "A note. (soonb). [note.txt]"]


def test_thirty_works_of_one_year_have_letters_of_their_own() -> None:
    many = [replace(COST, document=replace(REPORT, id=f"d{n}", title=f"Part {n:02}")) for n in range(30)]
    shown = [note.partition("Office ")[2].partition(",")[0] for note in notes(many, "chicago")]
    assert (shown[0], shown[25], shown[26], shown[29]) == ("2020a", "2020z", "2020aa", "2020ad")


def test_long_title_in_the_place_of_an_author_is_cut_at_a_word_in_the_note_alone() -> None:
    title = "The harbour and its trees in the years between the two floods of the river Amber"
    cited = [replace(PORT, document=Document("d", "a.txt", title))]
    assert notes(cited, "chicago") == [
        "“Le port est ancien.” (The harbour and its trees in the years between the two … n.d.)."
    ]
    assert entries(cited, "chicago") == [f"{title}. n.d. [a.txt]"]


def test_nothing_cited_needs_no_list() -> None:
    for style in STYLES:
        found = notes_in_style([], style, "en")
        assert (found.footnotes, found.bibliography) == ((), ())


def test_unknown_style_names_those_there_are() -> None:
    with pytest.raises(
        UnknownStyle, match="'bibtex' is no citation style of a paper; there are chicago, apa, numbered"
    ):
        notes_in_style([], "bibtex", "en")


def test_words_that_the_text_has_are_not_quoted_again_and_a_heading_stands_for_a_page() -> None:
    unpaged = replace(PORT, page=None, page_label=None, heading="The  harbour")
    for style in STYLES:
        (note,) = notes_in_style([unpaged], style, "en", {unpaged.quote}).footnotes
        assert unpaged.quote not in words(note.runs)
        assert "under “The harbour”" in words(note.runs)
        assert not words(note.runs).startswith(" ")
