"""assistant/named_source.py: documents that a question names, those that exist and those that do not."""

import pytest

from assistant.named_source import documents_named, titles_named, unknown_source
from assistant.question import read_question
from corpus.index import Index
from corpus.types import Document
from corpus.writer import IndexWriter
from tests import library


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("index")
    with IndexWriter(folder, library.Eight.name) as writer:
        ports = Document("a", "ports.pdf", "Ports and Data: a digest of the harbour report", date="2021-05")
        library.add(writer, ports, "The report follows the study Quiet Streets by Harbour House of 2019.")
        library.add(writer, Document("b", "noise.txt", "Noise in Lyon"), "Noise fell after 2026.")
        writer.publish()
    return Index(folder)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ('What does the brief "Open Data" say?', ["Open Data"]),
        ("What does the policy paper called “Open Data in Cities” say?", ["Open Data in Cities"]),
        ("What does the report titled Open Data in Cities say?", ["Open Data in Cities"]),
        ("Que dit le rapport « Villes ouvertes » ?", ["Villes ouvertes"]),
        ("Que dit le rapport intitulé Écoles et Données ?", ["Écoles et Données"]),
        ('What does "open data" mean?', []),
        ("What does the report on Open Data say?", []),
        ("What does the report say?", []),
    ],
)
def test_title_is_what_is_quoted_after_a_word_for_a_document_or_what_it_is_called(text: str, titles: list[str]) -> None:
    assert titles_named(read_question(text)) == titles


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ('What does the report "Open Data in Cities" say?', "Open Data in Cities"),
        ("What does the 2027 report say?", "2027 report"),
        ("What does the 2026 report by Mossack say?", "2026 report by Mossack"),
        ("What does the 2026 report by Écully say?", "2026 report by Écully"),
        ('What does the report "Ports and Data" say?', ""),
        ('What does the report "Port and data" say?', ""),  # a slip
        ('What does the report "Data in ports" say?', ""),
        ('What does the study "Quiet Streets" say?', ""),  # another document reports on it
        ("What does the 2021 report say?", ""),
        ("What does the 2019 study by Harbour House say?", ""),
        ("What does the 2026 report say?", ""),  # the year is mentioned: not certain that there is none
        ("What happened in 2027?", ""),
        ("", ""),
    ],
)
def test_document_is_unknown_if_the_collection_neither_holds_nor_mentions_it(
    index: Index, text: str, unknown: str
) -> None:
    assert unknown_source(read_question(text), index) == unknown


def test_documents_named_by_title(index: Index) -> None:
    question = read_question('What does the report "Ports and Data" say?')
    assert [each.id for each in documents_named(question, index.documents.values())] == ["a"]
    assert documents_named(read_question("What does the report say?"), index.documents.values()) == ()


def test_report_that_one_word_of_its_title_tells_from_all_others_is_named() -> None:
    ports, noise = (
        Document("a", "a.pdf", "Ports and Data", "report"),
        Document("b", "b.pdf", "Noise and Data", "report"),
    )
    case = Document("c", "c.md", "Ports of Lyon", "case-study")

    def named(text: str) -> list[str]:
        return [each.id for each in documents_named(read_question(text), (ports, noise, case))]

    assert named("What does the ports report say?") == ["a"]
    assert named("What does the noise data paper say?") == ["b"]
    assert named("What does the data report say?") == []  # two have it
    assert named("What does the yellow report say?") == []
    assert named("What does the report say?") == []
    assert named("Why is nothing in the ports report?") == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        "How do the ports report accidents?",
        "How do the ports report on accidents?",
        "What do the ports report?",
        "To whom must the ports report?",
    ],
)
def test_report_that_is_a_verb_names_no_document(text: str) -> None:
    ports = Document("a", "a.pdf", "Ports and Data", "report")
    assert documents_named(read_question(text), (ports,)) == ()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Que dit le rapport sur la gouvernance des données ?", ["a"]),
        ("Que dit le rapport sur le bruit de Lyon ?", []),
        ("Que recommande le rapport sur l'eau ?", ["b"]),
    ],
)
def test_french_report_is_named_by_the_words_of_its_title(text: str, ids: list[str]) -> None:
    reports = (
        Document("a", "a.pdf", "La gouvernance des données dans les villes", "report", language="fr"),
        Document("b", "b.pdf", "L'eau et le bruit", "report", language="fr"),
    )
    assert [each.id for each in documents_named(read_question(text), reports)] == ids


def test_title_given_in_full_is_not_that_of_the_next_year() -> None:
    years = [Document(year, f"{year}.pdf", f"Annual report: {year}", "report") for year in ("2019", "2020")]
    named = documents_named(read_question("What does the report “Annual report: 2019” say?"), years)
    assert [each.id for each in named] == ["2019"]
