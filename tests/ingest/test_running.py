"""Headers, footers and page numbers are found by what returns from page to page."""

from ingest.running import contents_places, running_places


def test_a_header_that_returns_word_for_word_runs():
    assert running_places([{0: "City Institute"}, {0: "City Institute"}, {0: "City Institute"}]) == [
        {0},
        {0},
        {0},
    ]


def test_a_line_on_two_of_many_pages_does_not_run():
    pages = [{0: "Lyon"}, {0: "Lyon"}, {0: "Ghent"}, {0: "Oslo"}]
    assert running_places(pages) == [set(), set(), set(), set()]


def test_a_footer_whose_number_counts_with_the_pages_runs():
    assert running_places([{7: "Report | 11"}, {7: "Report | 12"}, {7: "Report | 13"}]) == [{7}, {7}, {7}]


def test_a_header_with_a_chapter_number_and_a_page_number_runs():
    pages = [{0: "Chapter 2 | 31"}, {0: "Chapter 2 | 32"}, {0: "Chapter 2 | 33"}]
    assert running_places(pages) == [{0}, {0}, {0}]


def test_chapter_titles_whose_numbers_do_not_count_with_the_pages_stay():
    pages = [
        {0: "Chapter 1"},
        {0: "Why data"},
        {0: "Chapter 2"},
        {0: "Costs"},
        {0: "Gains"},
        {0: "Chapter 3"},
    ]
    assert running_places(pages) == [set()] * 6


def test_roman_page_numbers_run():
    assert running_places([{3: "iii"}, {3: "iv"}, {3: "v"}]) == [{3}, {3}, {3}]


def test_a_lone_figure_at_the_foot_of_a_table_is_no_page_number():
    pages = [{8: "1"}, {8: "2", 7: "155"}, {8: "3"}]
    assert running_places(pages) == [{8}, {8}, {8}]


def test_the_number_of_a_single_page_runs():
    assert running_places([{5: "1"}]) == [{5}]


def test_the_caption_of_a_table_never_runs():
    pages = [{0: "Table 1. Costs"}, {0: "Table 2. Costs"}, {0: "Table 3. Costs"}]
    assert running_places(pages) == [set(), set(), set()]


def test_entries_of_a_contents_list_are_found_by_their_dots():
    lines = ["Contents", "1 Open data ........ 3", "2 Costs . . . . . . . 12", "Preface ………… iv", "The end."]
    assert contents_places(lines) == {1, 2, 3}


def test_a_contents_title_of_two_lines_is_one_entry():
    assert contents_places(["1 Why ........ 3", "2 What the cities", "paid ........ 12"]) == {0, 1, 2}


def test_a_sentence_that_trails_off_is_no_entry():
    assert contents_places(["He wondered...", "The cost was 3.5 million."]) == set()
