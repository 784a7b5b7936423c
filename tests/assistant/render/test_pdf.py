"""assistant/render/pdf.py: a PDF whose words can be read back, in every script that we promise."""

import io
import re
from dataclasses import replace

import pypdf
import pypdfium2
import pytest

from assistant.render.paper import Footnote, Heading, Paper, Paragraph, Run, Table
from assistant.render.pdf import paper_pdf
from assistant.render.pdf_fonts import Letters
from tests.assistant.render.papers import CONTROLS, NASTY, PAPER, PLACES, paper_of


def text_of(file: bytes) -> str:
    with pypdfium2.PdfDocument(file) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return " ".join(" ".join(pages).split())


def reader(file: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(file))


def plain(text: str, **fields: str) -> Paper:
    return Paper("T", "en", "Notes", "Sources", blocks=(Paragraph((Run(text, **fields),)),))  # type: ignore[arg-type]


def test_paper_reads_from_its_title_to_its_last_line() -> None:
    assert text_of(paper_pdf(PAPER)) == (
        "Trees of the harbour Exported on 28 November 2026 How many trees? Asked at noon "
        "It planted 90 trees.1, 2 In Amber.1 Et après.3 It is not certain. • oak • elm "
        "The harbour is old. — A note By year Planted year trees 2020 90 "
        "Notes 1. “90 trees” Port Amber. reports/amber.pdf 2. “ninety” https://a.example/x?b=1&copy=2 3. third note "
        "Sources Harbour Office. Port Amber A note. (n.d.). State of the collection: abc. 1"
    )


@pytest.mark.parametrize(
    "text",
    [
        "L'œuvre déçoit à Noël, où ça ? « Île »",
        "Zażółć gęślą jaźń",
        "Ξεσκεπάζω τὴν ψυχοφθόρα",
        "Съешь ещё этих мягких булок",
        "Tiếng Việt, İstanbul, Đorđe, Ñandú",
        "5 € – “quoted” — …",
    ],
    ids=["French", "Polish", "Greek", "Russian", "others in Latin letters", "signs"],
)
@pytest.mark.parametrize("style", ["", "bold", "italic"])
def test_letters_of_europe_are_printed_and_can_be_read_back(text: str, style: str) -> None:
    paper = plain(text, **({style: True} if style else {}))  # type: ignore[arg-type]
    assert text_of(paper_pdf(paper)) == f"T {text} 1"


@pytest.mark.parametrize(
    "text", ["智慧城市", "スマートシティ都市", "스마트 도시"], ids=["Chinese", "Japanese", "Korean"]
)
def test_letters_of_east_asia_are_printed_in_fonts_of_the_reader_s_program_and_the_paper_says_so(text: str) -> None:
    assert text_of(paper_pdf(plain(f"The {text} plan"))) == (
        f"T The {text} plan Chinese, Japanese and Korean text of this PDF is shown in fonts of the program that opens "
        "it; where it has none, read the Word or the Markdown export. 1"
    )


@pytest.mark.parametrize(
    ("text", "shown", "count"),
    [("مدينة", "▯▯▯▯▯", "5 characters"), ("a 😀 b", "a ▯ b", "1 character"), ("עיר", "▯▯▯", "3 characters")],
    ids=["Arabic", "picture", "Hebrew"],
)
def test_character_without_a_letter_is_a_box_that_the_paper_counts(text: str, shown: str, count: str) -> None:
    said = text_of(paper_pdf(plain(text)))
    assert said.startswith(f"T {shown} {count} of this text")
    assert "Word and Markdown" in said
    french = text_of(paper_pdf(replace(plain(text), language="fr")))
    assert french.startswith(f"T {shown} {count.split()[0]} caractère")


def test_accents_set_apart_and_unseen_joiners_are_no_boxes() -> None:
    assert text_of(paper_pdf(plain("e\u0301te\u0301 a\u2060b \u2009c\u202fd"))) == "T été ab c d 1"


def test_markup_of_the_library_is_no_markup_in_words() -> None:
    text = '<b>x</b> <a href="http://b.example">y</a> & &amp; <img src="/etc/passwd"/> <br/>'
    file = paper_pdf(paper_of(text))
    assert text_of(file).count(text) == PLACES + 1, "and the title of the notes"
    assert links(file) == []
    assert text_of(paper_pdf(paper_of(NASTY))).count(NASTY) == PLACES + 1


def test_characters_that_no_file_can_hold_do_not_stop_it() -> None:
    assert "abc" in text_of(paper_pdf(paper_of("a\x00b\x1fc")))
    assert text_of(paper_pdf(plain(CONTROLS))).startswith("T ab cd e▯fgh 1 character")


def test_word_longer_than_a_line_and_text_longer_than_a_page_are_printed_whole() -> None:
    assert text_of(paper_pdf(plain("x" * 500))).count("x") == 500
    letters = "".join(chr(0x4E00 + place) for place in range(500))
    assert letters in text_of(paper_pdf(plain(letters))).replace(" ", "")
    long = paper_pdf(plain("word " * 3000))
    assert text_of(long).count("word") == 3000
    assert len(reader(long).pages) > 3
    heading = replace(PAPER, blocks=(Heading("why " * 2000), *PAPER.blocks[1:]))
    assert text_of(paper_pdf(heading)).count("why") == 2000


def test_notes_and_web_addresses_can_be_clicked_and_nothing_else() -> None:
    file = paper_pdf(PAPER)
    assert links(file) == ["https://a.example/x?b=1&copy=2"]
    heights = [float(each["/Dest"][3]) for page in reader(file).pages for each in notes_of(page) if "/Dest" in each]
    lines = sorted(set(heights), reverse=True)
    assert [lines.index(height) for height in heights] == [0, 1, 0, 2], "the notes 1, 2, 1 and 3, from the top"
    assert links(paper_pdf(plain("here", url="javascript:alert(1)"))) == []


def notes_of(page: pypdf.PageObject) -> list[pypdf.generic.DictionaryObject]:
    return [each.get_object() for each in page.get("/Annots", [])]


def links(file: bytes) -> list[str]:
    found = [each.get("/A", {}) for page in reader(file).pages for each in notes_of(page)]
    return [str(each["/URI"]) for each in found if "/URI" in each]


def test_file_says_its_title_time_and_language_and_bookmarks_its_headings() -> None:
    read = reader(paper_pdf(replace(PAPER, language="fr")))
    assert read.metadata is not None
    assert (read.metadata.title, read.metadata.author) == ("Trees of the harbour", "Roundtable Assistant")
    assert str(read.metadata["/CreationDate"]) == "D:20261128160500Z"
    assert read.trailer["/Root"]["/Lang"] == "fr"
    outline = [each.title if not isinstance(each, list) else [sub.title for sub in each] for each in read.outline]  # type: ignore[union-attr]
    assert outline == ["How many trees?", ["By year"], "Notes", "Sources"]


def test_every_page_has_its_number_at_the_foot() -> None:
    with pypdfium2.PdfDocument(paper_pdf(plain("word " * 1500))) as document:
        ends = [page.get_textpage().get_text_range().split()[-1] for page in document]
    assert ends == [str(number) for number in range(1, len(ends) + 1)]
    assert len(ends) > 1


def test_headings_may_begin_at_a_deeper_level() -> None:
    paper = Paper("T", "en", "N", "S", blocks=(Heading("deep", 3), Heading("top", 1)))
    assert text_of(paper_pdf(paper)) == "T deep top 1"


def test_letters_are_counted_for_each_paper_by_itself() -> None:
    first, second = Letters(), Letters()
    first.markup("😀")
    assert (first.unset, second.unset) == (1, 0)


def test_footnotes_without_words_around_them_are_printed() -> None:
    paper = Paper(
        "T", "en", "Notes", "S", blocks=(Paragraph((Run("", (1,)),)),), footnotes=(Footnote(1, (Run("why"),)),)
    )
    assert text_of(paper_pdf(paper)) == "T 1 Notes 1. why 1"


def test_contents_have_the_pages_on_which_the_headings_stand_and_lead_there() -> None:
    blocks = (Heading("First"), Paragraph((Run("word " * 1800),)), Heading("Second"), Heading("Third", 2))
    paper = Paper("T", "en", "Notes", "Sources", blocks=blocks, bibliography=((Run("A"),),), contents="Contents")
    first, *others = reader(paper_pdf(paper)).pages
    assert re.findall(r"(\w+)[ .]+(\d)\n", first.extract_text(extraction_mode="layout")) == [
        ("First", "1"),
        ("Second", "3"),
        ("Third", "3"),
        ("Sources", "3"),
    ]
    assert [re.findall("First|Second|Third|Sources", page.extract_text()) for page in others] == [
        [],
        ["Second", "Third", "Sources"],
    ]
    leads = [others[1].indirect_reference == each["/Dest"][0] for each in notes_of(first)]
    assert leads == [False, False, *[True] * 6], "each title and each number can be clicked"


def test_contents_do_not_count_the_missing_letters_of_a_heading_twice() -> None:
    paper = Paper("T", "en", "N", "S", blocks=(Heading("a 😀"),), contents="Contents")
    assert text_of(paper_pdf(paper)).count("▯") == 3, "in the contents, in the text, and where they are counted"
    assert "1 character of" in text_of(paper_pdf(paper))


@pytest.mark.parametrize("text", [NASTY, "<b>x</b>", "a,b'\"c"])
def test_words_of_a_heading_are_words_in_the_contents_too(text: str) -> None:
    file = paper_pdf(replace(paper_of(text), contents="Contents"))
    assert text_of(file).count(text) == PLACES + 1 + 3, "and in the contents: a heading, the notes and the sources"
    assert links(file) == []


def test_table_begins_below_its_heading_and_not_on_a_page_of_its_own() -> None:
    rows = tuple(((Run(f"row {number}"),), (Run("word " * 90),)) for number in range(30))
    table = Table(((Run("when"),), (Run("what"),)), rows, widths=(1, 3))
    blocks = (Heading("Table"), table)
    pages = [page.extract_text() for page in reader(paper_pdf(Paper("T", "en", "N", "S", blocks=blocks))).pages]
    assert "row 0" in pages[0]
    assert [page.count("when") for page in pages] == [1] * len(pages), "the header comes once on every page"


def test_heading_of_a_table_is_not_the_last_line_of_a_page() -> None:
    table = Table(((Run("when"),),), (((Run("first row"),),),))
    for lines in range(26, 36):
        blocks = (*(Paragraph((Run("line"),)) for _ in range(lines)), Heading("Table"), table)
        pages = [page.extract_text() for page in reader(paper_pdf(Paper("T", "en", "N", "S", blocks=blocks))).pages]
        assert [page for page in pages if "Table" in page] == [page for page in pages if "first row" in page]


def test_row_longer_than_a_page_is_printed_whole() -> None:
    table = Table(((Run("when"),), (Run("what"),)), (((Run("2020"),), (Run("word " * 2000),)),))
    assert text_of(paper_pdf(Paper("T", "en", "N", "S", blocks=(table,)))).count("word") == 2000


def test_new_line_in_a_cell() -> None:
    table = Table(((Run("a"),),), (((Run("b", breaks=True), Run("c")),),))
    page = reader(paper_pdf(Paper("T", "en", "N", "S", blocks=(table,)))).pages[0].extract_text()
    assert "b\nc" in page


def test_name_with_a_hyphen_is_parted_at_it_in_a_narrow_column() -> None:
    table = Table(((Run("city"),), (Run("what"),)), (((Run("Rzeszów-Mielec"),), (Run("word"),)),), widths=(1, 8))
    page = reader(paper_pdf(Paper("T", "en", "N", "S", blocks=(table,)))).pages[0].extract_text()
    assert "Rzeszów-\nMielec" in page


def test_text_that_fills_its_page_is_followed_by_no_empty_one() -> None:
    rows = tuple(((Run(f"row {number}"),), (Run("word " * 40),)) for number in range(12))
    table = Table(((Run("when"),), (Run("what"),)), rows, widths=(1, 3))
    blocks = (*(Paragraph((Run("before"),)),) * 3, Heading("Table"), table)
    (page,) = reader(paper_pdf(Paper("T", "en", "N", "S", blocks=blocks))).pages
    assert "row 11" in page.extract_text()
