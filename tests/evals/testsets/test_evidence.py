from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.index import Index
from corpus.types import Document, Page, Passage, Span
from corpus.writer import IndexWriter
from evals.testsets.evidence import check_evidence, main
from evals.testsets.types import KeyPoint, Place, Question, TestSet
from tests.library import Eight, add

FIRST = "Marisol mounted 48 noise sensors in 2019. Residents may read them on a map.\n\nThe council gave two"
SECOND = "reasons for the ban: cars and noise.\n\nYear    Spending    Source\n2019    120 000 euros    [1]"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder = tmp_path_factory.mktemp("evidence") / "index"
    with IndexWriter(folder, Eight.name) as writer:
        # A sentence goes on from the first page to the second, as in `across`.
        start = FIRST.index("The council")
        across = Passage(
            "m:0", "m", f"{FIRST[start:]}\n{SECOND}", (Span(1, start, len(FIRST)), Span(2, 0, len(SECOND)))
        )
        pages = [Page(1, "1", FIRST), Page(2, "2", SECOND)]
        writer.add(Document("m", "reports/marisol.pdf", "Marisol"), pages, [across], Eight().embed([("", across.text)]))
        add(writer, Document("n", "notes.md", "Notes", paged=False), "Vienna has no sensors.")
        writer.publish()
    opened = Index(folder)
    yield opened
    opened.close()


def problems(index: Index, *questions: Question) -> list[str]:
    return [str(problem) for problem in check_evidence(TestSet("set", questions), index)]


def on(page: int | None = 1, document: str = "reports/marisol.pdf") -> tuple[Place, ...]:
    return (Place(document, page),)


@pytest.mark.parametrize(
    ("point", "places"),
    [
        (KeyPoint("48 sensors", wordings=("48 noise sensors",)), on()),
        (KeyPoint("Marisol mounted 48 noise sensors"), on()),  # without wordings the text is one
        (KeyPoint("48 sensors", wordings=("quarante-huit capteurs", "48 noise sensors")), on()),
        (KeyPoint("Spending", wordings=("2019 120,000 euros",)), on(2)),  # a row
        (KeyPoint("Two reasons", wordings=("council gave two reasons",)), on(1)),  # goes on over the page
        (KeyPoint("Two reasons", wordings=("council gave two reasons",)), on(2)),
        (KeyPoint("No sensors", wordings=("no sensors",)), on(None, "notes.md")),
    ],
)
def test_what_stands_on_the_page_is_no_problem(index: Index, point: KeyPoint, places: tuple[Place, ...]) -> None:
    assert problems(index, Question("a", "What?", key_points=(point,), evidence=places)) == []


def test_what_does_not_stand_there_is_shown_with_the_nearest_sentence(index: Index) -> None:
    point = KeyPoint("It mounted 50", wordings=("50 noise sensors",))
    assert problems(index, Question("a", "What?", key_points=(KeyPoint("map"), point), evidence=on())) == [
        "a: key point 2 «It mounted 50»: none of its wordings stands on reports/marisol.pdf page 1; "
        "nearest sentence there: «Marisol mounted 48 noise sensors in 2019.»"
    ]


def test_words_of_two_sentences_make_no_point(index: Index) -> None:
    point = KeyPoint("Read", wordings=("Marisol sensors map",))
    assert len(problems(index, Question("a", "What?", key_points=(point,), evidence=on()))) == 1


def test_a_point_stands_on_one_of_its_places_and_the_others_are_doubtful(index: Index) -> None:
    point = KeyPoint("48", wordings=("48 noise sensors",), evidence=(*on(2), *on(1)))
    assert problems(index, Question("a", "What?", key_points=(point,))) == [
        "a: none of the wordings of key point 1 stands on reports/marisol.pdf page 2, one of its places (may be meant)"
    ]


@pytest.mark.parametrize(
    ("place", "why"),
    [
        (Place("reports/marisol.pdf", 3), "reports/marisol.pdf has 2 pages, and no page 3"),
        (Place("reports/marisol.pdf"), "reports/marisol.pdf has 2 pages; say which"),
        (Place("notes.md", 1), "notes.md has no pages; leave the page out"),
        (Place("report/marisol.pdf", 1), "report/marisol.pdf is not in the collection; is reports/marisol.pdf meant?"),
        (Place("zzz"), "zzz is not in the collection"),
    ],
)
def test_a_place_that_is_not_there_is_named_once(index: Index, place: Place, why: str) -> None:
    points = (KeyPoint("48", evidence=(place,)), KeyPoint("49", evidence=(place,)))
    assert problems(index, Question("a", "What?", key_points=points)) == [f"a: {why}"]


def test_a_forbidden_claim_on_the_page_is_doubtful(index: Index) -> None:
    question = Question("a", "What?", reference="48", evidence=on(), forbidden=("48 noise sensors", "50 noise sensors"))
    assert problems(index, question) == [
        "a: the forbidden claim «48 noise sensors» stands on reports/marisol.pdf page 1 (may be meant)"
    ]


def test_the_command_ends_with_1_where_something_is_wrong(
    index: Index, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "set.yaml"
    path.write_text("- {id: a, question: What?, key_points: [{text: no}], evidence: [{document: zzz}]}")
    assert main([str(path), str(index.folder)]) == 1
    assert capsys.readouterr().out == (
        "a: zzz is not in the collection\n1 questions with 1 key points: 1 problems, 0 doubts\n"
    )
    path.write_text("- {id: a, question: What?, key_points: [{text: no sensors}], evidence: [{document: notes.md}]}")
    assert main([str(path), str(index.folder)]) == 0
    path.write_text("- id: [")
    assert main([str(path), str(index.folder)]) == 2
    assert main([str(path), str(tmp_path / "nowhere")]) == 2
