"""Passages are whole sentences of one section, with their heading, and each can be traced to its pages."""

import pytest

from corpus.types import Page, Passage, Span
from ingest.readers.pdf import ENGINES, read_pdf
from ingest.split import split
from ingest.types import Block, ReadDocument, ReadPage
from tests import pdfs

SENTENCE = "The city of Lyon opened its data in 2015, and the other cities followed. "  # 73 characters


def page(*blocks: tuple[str, str], number: int = 1, levels: dict[str, int] | None = None) -> ReadPage:
    """A page of blocks given as kind and text."""
    text, made = "", []
    for kind, words in blocks:
        text += "\n\n" if text else ""
        level = (levels or {}).get(words, 1) if kind == "heading" else 0
        made.append(Block(kind, len(text), len(text) + len(words), level))
        text += words
    return ReadPage(number, None, text, tuple(made))


def passages(*pages: ReadPage, title: str = "A title", **limits: int) -> list[Passage]:
    made = split("doc", ReadDocument(pages, paged=True), title, **limits)[1]
    assert_traceable([Page(p.number, p.label, p.text) for p in pages], made)
    return made


def assert_traceable(pages: list[Page], made: list[Passage]) -> None:
    texts = {page.number: page.text for page in pages}
    for ordinal, passage in enumerate(made):
        assert passage.id == f"{passage.document}:{ordinal}"
        assert passage.text == "\n".join(texts[s.page][s.start : s.end] for s in passage.spans)
        assert passage.text.strip()
        for start in range(0, len(passage.text), 50):
            quote = passage.text[start : start + 30]
            parts = passage.locate_parts(start, start + len(quote))
            assert "\n".join(texts[p.page][p.start : p.end] for p in parts).strip("\n") == quote.strip("\n")


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_every_passage_of_a_report_is_words_of_its_pages(tmp_path, engine):
    read = read_pdf(pdfs.report(tmp_path), engine=engine)
    pages, made = split("doc", read, "Digital Cities")
    assert [page.text for page in pages] == [page.text for page in read.pages]
    assert made
    assert_traceable(pages, made)


def test_running_lines_stay_on_the_page_and_out_of_passages(tmp_path):
    pages, made = split("doc", read_pdf(pdfs.report(tmp_path)), "Digital Cities")
    assert "Digital Cities | City Institute" in pages[3].text
    assert not any("City Institute" in passage.text or "......" in passage.text for passage in made)


def test_a_paragraph_over_a_page_break_is_one_passage_with_two_spans(tmp_path):
    _, made = split("doc", read_pdf(pdfs.report(tmp_path)), "Digital Cities")
    across = next(passage for passage in made if "planned by\nthe steering group" in passage.text)
    assert [span.page for span in across.spans] == [4, 5]
    assert across.section == ("1 Open data", "1.1 What was opened")


def test_a_paragraph_that_ends_with_its_page_is_not_joined_to_the_next():
    whole = (SENTENCE * 2).strip()
    made = passages(page(("text", whole)), page(("text", whole), number=2), limit_chars=200)
    assert [passage.spans for passage in made] == [(Span(1, 0, 145),), (Span(2, 0, 145),)]


def test_a_sentence_over_a_page_break_stays_whole_when_its_paragraph_is_cut():
    first = page(("text", SENTENCE * 11 + "Ghent joined late, and after a long debate in its council it"))
    second = page(("text", "left the programme again. " + SENTENCE * 11), number=2)
    whole = "Ghent joined late, and after a long debate in its council it\nleft the programme again."
    (across,) = [passage for passage in passages(first, second) if whole in passage.text]
    assert [span.page for span in across.spans] == [1, 2]


def test_half_a_sentence_at_the_foot_of_a_page_goes_on_over_leaf():
    first = page(("text", "Ghent joined late, and after a long debate in its council it"), ("running", "Page 1"))
    (made,) = passages(first, page(("running", "Report"), ("text", "left the programme again."), number=2))
    assert made.text == "Ghent joined late, and after a long debate in its council it\nleft the programme again."


def test_headings_make_the_section_and_stand_before_their_text():
    levels = {"1 Data": 1, "1.1 Licence": 2, "2 Costs": 1}
    one, two = passages(
        page(
            ("heading", "1 Data"),
            ("heading", "1.1 Licence"),
            ("text", SENTENCE * 4),
            ("heading", "2 Costs"),
            ("text", SENTENCE * 4),
            levels=levels,
        )
    )
    assert one.text.startswith("1 Data\n\n1.1 Licence\n\nThe city")
    assert (one.section, two.section) == (("1 Data", "1.1 Licence"), ("2 Costs",))


def test_a_section_lasts_over_the_page_break():
    made = passages(page(("heading", "1 Data"), ("text", SENTENCE * 4)), page(("text", SENTENCE * 11), number=2))
    assert {passage.section for passage in made} == {("1 Data",)}


def test_the_heading_that_repeats_the_title_makes_no_section():
    (made,) = passages(page(("heading", "A TITLE"), ("text", SENTENCE)))
    assert made.section == ()


def test_a_heading_is_never_alone_unless_nothing_follows():
    made = passages(
        page(("text", SENTENCE * 12), ("heading", "2 Costs"), ("text", SENTENCE * 12), ("heading", "Notes"))
    )
    assert [passage.text[:7] for passage in made if len(passage.text) < 20] == ["Notes"]


def test_sections_of_a_few_words_share_a_passage_of_their_chapter():
    levels = {"1 Goals": 1} | {f"1.{n}": 2 for n in range(1, 5)}
    form = [pair for n in range(1, 5) for pair in (("heading", f"1.{n}"), ("text", f"Goal {n} is not set."))]
    (made,) = passages(page(("heading", "1 Goals"), *form, levels=levels))
    assert made.section == ("1 Goals",)


def test_long_paragraphs_are_cut_between_sentences():
    made = passages(page(("text", (SENTENCE * 40).strip())))
    assert len(made) == 4
    assert all(passage.text.startswith("The city") and passage.text.endswith("followed.") for passage in made)
    assert all(len(passage.text) <= 980 for passage in made)  # one short sentence more than the limit


def test_a_text_without_sentences_is_cut_between_words():
    made = passages(page(("text", " ".join(["word"] * 600))))
    assert all(len(passage.text) <= 900 for passage in made)
    assert sum(passage.text.count("word") for passage in made) == 600


def test_small_paragraphs_of_a_section_are_one_passage():
    (made,) = passages(page(("text", SENTENCE.strip()), ("item", "• Ghent"), ("item", "• Oslo"), ("text", SENTENCE)))
    assert made.text.count("\n\n") == 3


def test_a_table_is_kept_whole_up_to_its_own_limit():
    rows = "\n".join(f"City {n}   {n}   {n + 1}" for n in range(80))
    (made,) = passages(page(("table", f"Table 1. Costs\n{rows}")))
    assert made.is_table
    assert 900 < len(made.text) < 1800


def test_a_longer_table_is_cut_between_rows_and_keeps_its_head():
    rows = [f"City {n}   {n}   {n + 1}" for n in range(300)]
    made = passages(page(("table", "\n".join(["Table 1. Costs", "City   2019   2020", *rows]))))
    assert all(passage.text.startswith("Table 1. Costs\nCity   2019   2020\n") for passage in made)
    assert [row for passage in made for row in passage.text.split("\n")[2:]] == rows
    assert all(len(passage.text) <= 1800 for passage in made)


def test_pages_carry_their_headings():
    read = ReadDocument((page(("heading", "1 Data\nand more"), ("text", SENTENCE)),), paged=True)
    assert split("doc", read, "A title")[0][0].headings == ("1 Data and more",)


def test_a_page_without_text_gives_no_passage():
    assert passages(ReadPage(1, None, "", ())) == []
