"""corpus/acronyms.py: what a text says an acronym stands for, and nothing that only looks like it."""

from time import process_time

import pytest

from corpus.acronyms import KnownAcronyms, acronyms


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("Ask the Office of Personnel Management (OPM) first.", "OPM", "Office of Personnel Management"),
        ("the Organisation for Economic\nCo-operation and Development (OECD)", "OECD",
         "Organisation for Economic Co-operation and Development"),
        ("It uses artificial intelligence (AI).", "AI", "artificial intelligence"),
        ("the Internet of Things (IoT)", "IoT", "Internet of Things"),
        ("Key Performance Indicators (KPIs)", "KPIs", "Key Performance Indicators"),
        ("on research and development (R&D)", "R&D", "research and development"),
        ("l’Agence nationale de la cohésion des territoires (ANCT)", "ANCT",
         "Agence nationale de la cohésion des territoires"),
        ("small, medium-sized enterprises (SME)", "SME", "small, medium-sized enterprises"),
    ],
)  # fmt: skip
def test_words_before_the_brackets_are_what_it_stands_for(text: str, short: str, long: str) -> None:
    assert list(acronyms(text)) == [(short, long)]


@pytest.mark.parametrize(
    "text",
    [
        "Paris (France) and the rest",
        "a member of many bodies (EU)",
        "see the table (ABC)",
        "Société anonyme de transport (XQ)",
        "Management (MM)",
        "the plan (A) and the Plan of Noise (Pn)",
        "(OPM) is old",
        "Office of Personnel Management OPM",
        "",
    ],
)
def test_brackets_that_define_nothing(text: str) -> None:
    assert list(acronyms(text)) == []


def test_each_definition_counts_as_often_as_it_is_made() -> None:
    text = "Internet access (IA) is old. Internet access (IA) is slow. The Information Age (IA) is new."
    assert list(acronyms(text)) == [("IA", "Internet access"), ("IA", "Internet access"), ("IA", "Information Age")]


@pytest.mark.parametrize("run", ["a" * 20_000, "_" * 20_000, "ab " * 20_000, "A (" * 20_000])
def test_page_of_one_endless_word_takes_no_time(run: str) -> None:
    started = process_time()
    assert list(acronyms(run)) == []
    assert process_time() - started < 2


@pytest.mark.parametrize("text", ["What is an RFID tag?", "RFIDs?", "radio in trams", "The Radio"])
def test_text_may_use_an_acronym_by_its_letters_or_by_the_first_of_its_words(text: str) -> None:
    known = KnownAcronyms([("AI", "artificial intelligence"), ("RFID", "radio-frequency identification")])
    assert known.in_text(text) == [("RFID", "radio-frequency identification")]


@pytest.mark.parametrize("text", ["", "rfid", "the frequency of trams", "RFIDX"])
def test_text_that_has_neither_uses_none(text: str) -> None:
    assert KnownAcronyms([("RFID", "radio-frequency identification")]).in_text(text) == []


def test_acronyms_that_a_text_may_use_come_in_their_order_and_once() -> None:
    known = KnownAcronyms([("SC", "smart city"), ("AI", "all in"), ("SC", "space centre")])
    assert known.in_text("Is SC smart?") == [("SC", "smart city"), ("SC", "space centre")]
