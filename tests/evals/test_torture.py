"""evals/torture: a short run loses nothing, and what is lost or wrong is noticed."""

import random
import sqlite3
import sys
from pathlib import Path

import pytest

from assistant.conversations import Conversations
from assistant.types import Answer, Citation, Sentence
from corpus.index import Index
from evals.torture.__main__ import main
from evals.torture.failing_model import look_at
from evals.torture.fuzz import fuzz, spoiled
from evals.torture.kills import Killer
from evals.torture.seeds import seeds
from evals.torture.seen import Lost, complete, look
from evals.torture.structured import structured
from evals.torture.tiny import answer, places, write_files
from evals.torture.worker import ACKNOWLEDGED, USER
from ingest.readers import READERS, read

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork and kill -9: run it on Linux or macOS")


def test_short_run_loses_nothing_and_prints_its_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [
        "--minutes",
        "0",
        "--kills",
        "6",
        "--files",
        "6",
        "--requests",
        "1",
        "--seed",
        "7",
        "--bugs",
        str(tmp_path / "bugs"),
    ]
    assert main(wanted) == 0
    told = capsys.readouterr().out
    assert told.startswith("seed 7\n")
    assert told.endswith("Nothing was lost.\n")
    for work in ("a publish", "a conversation", "an export", "a restore", "adding accounts and tokens"):
        assert f"kill -9 of {work}" in told
    for trouble in ("a damaged file of the index", "a language model that fails", "a Chroma server that is killed"):
        assert f"     1 {trouble}" in told
    assert " requests to the API" in told
    assert " spoiled files in all" in told
    assert not (tmp_path / "bugs").exists()


def test_seeds_are_sound_and_of_every_format(tmp_path: Path) -> None:
    assert {Path(name).suffix for name, _ in seeds()} == set(READERS)
    for name, content in seeds():
        (tmp_path / name).write_bytes(content)
        assert any(page.text for page in read(tmp_path / name).pages), name


def test_same_seed_spoils_the_same_way() -> None:
    for _, content in seeds():
        one, other = (spoiled(content, random.Random(3)) for _ in range(2))
        assert len(one) == len(other)


def test_same_seed_makes_up_the_same_files_of_every_kind() -> None:
    made = structured(40, 5)
    assert made == structured(40, 5)
    assert made != structured(40, 6)
    assert {name for name, _ in made} == {"made.html", "made.md", "front.md", "made.txt"}


WRONG = {
    "is shown as supported": ("The mayor of Aville resigned.", "City 1 took step 1 in the year 2000.", "a line"),
    "a quote that no page has": ("City 1 took step 1.", "City 9 took step 99 in the year 1900.", "a line"),
    "sentences without a source": ("City 1 took step 1.", "", "a line"),
    "no line says what went wrong": ("City 1 took step 1.", "City 1 took step 1 in the year 2000.", ""),
}


@pytest.mark.parametrize("told", WRONG)
def test_answer_that_a_failing_model_spoiled_is_noticed(tmp_path: Path, told: str) -> None:
    write_files(tmp_path / "files", 1)
    complete(tmp_path / "files", tmp_path / "index")
    index = Index(tmp_path / "index")
    sentence, quote, problem = WRONG[told]
    (document, *_) = index.documents.values()
    citations = (Citation(1, document, None, None, quote, "", 0, 1),) if quote else ()
    spoiled_answer = Answer("What?", "answered", (Sentence(sentence, (1,), 1.0),), citations, problem=problem)
    with pytest.raises(Lost, match=told):
        look_at(spoiled_answer, index, "fails")
    index.close()


def test_mistake_of_ours_in_a_reader_is_a_bug_and_its_file_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "ingest" / "readers"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("def read(path, pdf_engine=''):\n    raise ZeroDivisionError('of a reader')\n")
    (tmp_path / "files").mkdir()
    import ingest

    # The processes that read look for modules where this one does.
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    for module in Path(ingest.__file__).parent.glob("*.py"):
        (tmp_path / "ingest" / module.name).write_text(module.read_text(encoding="utf-8"), encoding="utf-8")
    fuzzed = fuzz(tmp_path / "files", 1, 2, tmp_path / "bugs")
    assert [outcome for _, outcome in fuzzed.outcomes] == ["a bug"] * len(fuzzed.outcomes)
    assert "ZeroDivisionError: of a reader" in fuzzed.bugs[0]
    assert len(list((tmp_path / "bugs").iterdir())) == 3  # two that were spoiled, and one that was made up


def test_passage_without_its_vector_is_noticed(tmp_path: Path) -> None:
    write_files(tmp_path / "files", 1)
    complete(tmp_path / "files", tmp_path / "index")
    for path in tmp_path.rglob("seal.json"):
        path.unlink()
    with sqlite3.connect(next(tmp_path.rglob("library.sqlite"))) as db:
        db.execute("DELETE FROM tokens WHERE number = 1")
    db.close()
    with pytest.raises(Lost, match=r"passages are read and .* are found by tokens"):
        look(tmp_path / "index")
    Index(tmp_path / "index").close()


@pytest.mark.parametrize(
    ("turns", "told"), [([0], "2 turns were acknowledged and 1 are there"), ([0, 5], "turn 2 is not what was written")]
)
def test_turn_that_was_acknowledged_and_is_lost_is_noticed(tmp_path: Path, turns: list[int], told: str) -> None:
    with Killer(tmp_path, 1) as killer:
        killer.turns = 0
        kept = Conversations(places(tmp_path).conversations)
        id_ = kept.begin(USER)
        for number in turns:
            kept.add(USER, id_, answer(number))
        (tmp_path / ACKNOWLEDGED).write_text(f"{id_} 0\n{id_} 1\n")
        with pytest.raises(Lost, match=told):
            killer.all_turns_are_there()
