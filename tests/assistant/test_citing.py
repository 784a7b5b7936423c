"""assistant/citing.py: one document in every style, and titles that try to break out."""

import re
from datetime import date

import pytest

from assistant.citing import STYLES, UnknownStyle, cite, cite_all
from assistant.reference import web_address, written_date
from assistant.types import Citation
from corpus.types import Document

REPORT = Document(
    "d1",
    "reports/amber.pdf",
    "Trees for Port Amber",
    kind="report",
    date="2020-12-03",
    publisher="Harbour Office",
    url="https://amber.example/trees",
)
NOTE = Document("d2", "note.txt", "A note", paged=False)
CITED = Citation(1, REPORT, 5, "iii", "planted 90 trees", "d1:0", 0, 16)
SEEN = date(2026, 11, 1)
NASTY = 'Of {braces} }{ \\ 50% & #1 $x_y^z~\n"quoted" <b>bold</b>\x00\u202e\ud800'


def test_plain_names_the_printed_page_and_the_page_of_the_file() -> None:
    assert cite(CITED) == (
        "Trees for Port Amber. Harbour Office, 3 December 2020, page iii (page 5 of the file). "
        "https://amber.example/trees"
    )
    assert cite(CITED, language="fr") == (
        "Trees for Port Amber. Harbour Office, 3 décembre 2020, page iii (page 5 du fichier). "
        "https://amber.example/trees"
    )
    assert cite(NOTE) == "A note. note.txt"
    assert cite(NOTE, accessed=SEEN) == "A note. note.txt", "nothing on the web was read"
    assert cite(REPORT, accessed=SEEN).endswith("https://amber.example/trees (seen 1 November 2026)")


def test_apa_has_the_publisher_as_author_and_the_printed_page() -> None:
    assert cite(CITED, style="apa") == (
        "Harbour Office. (2020, December 3). Trees for Port Amber (p. iii). https://amber.example/trees"
    )
    assert cite(REPORT, style="apa", accessed=SEEN) == (
        "Harbour Office. (2020, December 3). Trees for Port Amber. "
        "Retrieved November 1, 2026, from https://amber.example/trees"
    )
    assert cite(REPORT, style="apa", language="fr", accessed=SEEN) == (
        "Harbour Office. (2020, 3 décembre). Trees for Port Amber. "
        "Consulté le 1er novembre 2026, à l’adresse https://amber.example/trees"
    )


def test_apa_without_publisher_and_date_begins_with_the_title_and_makes_nothing_up() -> None:
    assert cite(NOTE, style="apa") == "A note. (n.d.)."
    assert cite(NOTE, 4, style="apa") == "A note (p. 4). (n.d.)."
    assert cite(NOTE, style="apa", language="fr") == "A note. (s.d.)."
    assert cite(NOTE, style="apa", accessed=SEEN) == "A note. (n.d.).", "nothing on the web was read"


def test_chicago_is_a_note_with_a_page_and_an_entry_without() -> None:
    assert cite(CITED, style="chicago") == (
        "Harbour Office, Trees for Port Amber (December 3, 2020), iii, https://amber.example/trees."
    )
    assert cite(REPORT, style="chicago", accessed=SEEN) == (
        "Harbour Office. Trees for Port Amber. December 3, 2020. Accessed November 1, 2026. "
        "https://amber.example/trees."
    )
    assert cite(NOTE, style="chicago") == "A note. n.d."


def test_bibtex_is_a_report_only_if_the_document_is_one_and_names_who_published_it() -> None:
    assert cite(CITED, style="bibtex", accessed=SEEN) == (
        "@techreport{harbour2020trees,\n"
        "  author = {{Harbour Office}},\n"
        "  title = {{Trees for Port Amber}},\n"
        "  institution = {{Harbour Office}},\n"
        "  year = {2020},\n"
        "  month = dec,\n"
        "  day = {3},\n"
        "  pages = {iii},\n"
        "  url = {https://amber.example/trees},\n"
        "  urldate = {2026-11-01},\n"
        "}"
    )
    assert cite(NOTE, style="bibtex") == "@misc{note,\n  title = {{A note}},\n}"


@pytest.mark.parametrize("kind", ["report", "document"])
def test_braces_of_any_title_stay_balanced_in_bibtex_however_they_are_counted(kind: str) -> None:
    document = Document("d", "{x}", NASTY, kind, date="{20", publisher="}\\{", url="https://a.example/{%}\\")
    entry = cite(document, 1, "}{", "bibtex")
    depth = 0
    for character in entry:  # as BibTeX counts: a backslash saves no brace
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0
    assert re.match(r"@[a-z]+\{[a-z][a-z0-9-]*,\n", entry)
    assert len(entry.split("\n")) == len([line for line in entry.split("\n") if re.match(r"@|  \w+ = .*,$|\}$", line)])
    title = next(line for line in entry.split("\n") if line.startswith("  title"))
    assert not re.search(r"(?<!\\)[%&#$_~^<>]", title)
    assert r"\textbackslash{} 50\% \& \#1 \$x\_y\textasciicircum{}z\textasciitilde{}" in title


def test_keys_of_several_documents_differ() -> None:
    twin = Document("d3", "b.pdf", "Trees again", date="2020", publisher="Harbour Board")
    like = Document("d4", "c.pdf", "Trees against wind", date="2020", publisher="Harbour Office")
    other = Document("d5", "d.pdf", "Trees for Port Amber", date="2020", publisher="Harbour Club")
    keys = [re.match(r"@\w+\{([^,]+)", entry)[1] for entry in cite_all([REPORT, twin, like, other], "bibtex")]  # type: ignore[index]
    assert keys == ["harbour2020trees", "harbour2020trees-2", "harbour2020trees-3", "harbour2020trees-4"]
    assert cite_all([CITED, CITED]) == [cite(CITED)]


def test_title_in_another_script_still_has_a_key() -> None:
    assert cite(Document("d", "a.txt", "Умный город"), style="bibtex").startswith("@misc{document,")
    assert "title = {{Умный город}}" in cite(Document("d", "a.txt", "Умный город"), style="bibtex")


@pytest.mark.parametrize("style", [style for style in STYLES if style != "bibtex"])
def test_every_other_style_is_one_line_whatever_the_title_holds(style: str) -> None:
    line = cite(Document("d", "x.txt", NASTY, publisher="A\r\nB", date="2020-13"), 1, "i\ni", style)
    assert not re.search(r"[\x00-\x1f\x7f\u2028\u202e\ud800-\udfff]", line)
    assert 'Of {braces} }{ \\ 50% & #1 $x_y^z~ "quoted" <b>bold</b>' in line, "and nothing of it is lost"
    assert "2020-13" in line, "what is no date is not made one"
    assert "A B" in line
    assert "i i" in line


@pytest.mark.parametrize(
    ("title", "plain"), [("Why trees?", "Why trees? x.txt"), ("Trees.", "Trees. x.txt"), ("“Trees.”", "“Trees.” x.txt")]
)
def test_title_with_an_end_of_its_own_gets_no_second(title: str, plain: str) -> None:
    assert cite(Document("d", "x.txt", title)) == plain


@pytest.mark.parametrize(
    ("iso", "english", "french"),
    [
        ("2020-12-03", "3 December 2020", "3 décembre 2020"),
        ("2020-08", "August 2020", "août 2020"),
        ("2020", "2020", "2020"),
        ("2021-02-01", "1 February 2021", "1er février 2021"),
        ("soon", "soon", "soon"),
    ],
)
def test_dates_are_no_more_exact_than_the_document_has_them(iso: str, english: str, french: str) -> None:
    assert (written_date(iso), written_date(iso, "fr"), written_date(iso, "pl")) == (english, french, english)


@pytest.mark.parametrize(
    ("url", "source", "address"),
    [
        ("https://a.example/b c\n<d>", "x.pdf", "https://a.example/b%20c%20%3Cd%3E"),
        ("javascript:alert(1)", "x.pdf", ""),
        ("javascript://a.example/%0aalert(1)", "x.pdf", ""),
        ("http://[", "x.pdf", ""),
        (None, "https://a.example/page", "https://a.example/page"),
        ("file:///etc/passwd", "https://a.example/page", "https://a.example/page"),
        ("https://", "x.pdf", ""),
    ],
)
def test_only_web_addresses_are_given(url: str | None, source: str, address: str) -> None:
    assert web_address(Document("d", source, "T", url=url)) == address


def test_unknown_style_names_those_there_are() -> None:
    with pytest.raises(UnknownStyle, match="'mla' is no citation style; there are plain, apa, chicago, bibtex"):
        cite(NOTE, style="mla")
