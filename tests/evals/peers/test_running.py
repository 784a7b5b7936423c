"""The programs run in processes of their own, and one that fails says why and stops nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import RoundtableError
from evals.bench.peers import __main__ as command
from evals.bench.peers import environments, measuring
from evals.bench.peers.asked import Asked, Set
from evals.bench.peers.comparing import compare
from evals.bench.peers.encoders import KINDS, Model, OtherVectors, model
from evals.bench.peers.environments import Environment, EnvironmentFailed
from evals.bench.peers.figures import figures
from evals.bench.peers.measuring import OUR_ANSWERS, OURS, Job, Program, Search, StackFailed
from evals.bench.peers.table import table
from evals.testsets.types import Place

MINILM = Model(KINDS["minilm"][0], Path("not needed by ours"), "", "", 1.0)


def job(folder: Path, stack: str) -> Job:
    return Job(Program("own", stack), Path(sys.executable), folder, folder.parent / "index", MINILM)


def test_program_that_cannot_start_says_its_last_line(folder: Path) -> None:
    with pytest.raises(StackFailed, match=r"^own: ModuleNotFoundError: No module named 'nowhere_stack'$"):
        measuring.ingest(job(folder, "nowhere"))
    with pytest.raises(StackFailed, match="No module named 'nowhere_stack'"):
        Search(job(folder, "nowhere"))


def test_program_gets_no_settings_of_ours_and_no_network() -> None:
    passed = measuring.quiet({"ROUNDTABLE_MODEL": "a:b", "ROUNDTABLE_CACHE": "/c", "HOME": "/h", "PYTHONPATH": "/p"})
    assert {"ROUNDTABLE_CACHE", "HOME"} <= set(passed)
    assert not {"ROUNDTABLE_MODEL", "PYTHONPATH"} & set(passed)
    assert passed["HF_HUB_OFFLINE"] == "1"


def test_each_program_is_asked_first_as_often_as_another() -> None:
    assert [list(measuring.turns(3, place)) for place in range(4)] == [[0, 1, 2], [1, 2, 0], [2, 0, 1], [0, 1, 2]]


def test_ours_alone_is_compared_where_the_others_have_no_environment(folder: Path) -> None:
    """The real program in processes of its own; the others are not installed here."""
    questions = (Asked("q1", "Who may not use facial recognition in Torrevieja Alta?", ((Place("minutes.txt"),),)),)
    there: dict[str, Environment | RoundtableError] = dict.fromkeys(command.STACKS, EnvironmentFailed("no disk"))
    there["roundtable"] = Environment("roundtable", Path(sys.executable), 1.0, {}, {})
    found = compare(Set("own", folder, questions, {}), MINILM, there, 1, lambda line: None)
    ours, answers, txtai = (found.measured[name] for name in (OURS, OUR_ANSWERS, "txtai"))
    assert (ours.failed, answers.failed, txtai.failed) == ("", "", "no disk")
    assert ours.ingests[0].passages >= 1
    assert ours.index_bytes > 0
    assert ours.ingests[0].seconds > 0
    assert ours.recall == {1: [1.0], 5: [1.0], 10: [1.0]}
    assert answers.replies[0].found[0].document == "minutes.txt"
    assert answers.recall == {}
    assert "failed" in "".join(table(figures(found)))


def test_every_stack_has_its_script_and_pinned_requirements() -> None:
    for name in set(command.STACKS) - {"roundtable"}:
        wanted, constraints = environments.requirements(name)
        pinned = constraints.read_text(encoding="utf-8").splitlines()
        assert wanted
        assert all("==" in line for line in wanted)
        assert set(wanted) <= set(pinned)
        assert "torch==2.13.0" in pinned
        text = (measuring.RUN.with_name(f"{name}_stack.py")).read_text(encoding="utf-8")
        assert not any(f"{verb} {package}" in text for verb in ("import", "from") for package in environments.PACKAGES)


def test_environment_that_cannot_be_made_says_why(tmp_path: Path) -> None:
    (tmp_path / "txtai").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(EnvironmentFailed, match=r"^txtai: its environment cannot be made"):
        environments.made("txtai", tmp_path, "")


def test_other_vectors_than_ours_are_refused(tmp_path: Path) -> None:
    assert model("e5", tmp_path, 0.98).nearest == 0.98
    with pytest.raises(OtherVectors, match=r"cosine of only 0\.979"):
        model("e5", tmp_path, 0.979)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--without-shipped"], "--without-shipped leaves nothing to compare on"),
        (["--reports", "nowhere"], "nowhere: "),
        (["--own", "nowhere", "nowhere.jsonl"], "nowhere.jsonl"),
    ],
)
def test_set_that_is_not_there_is_one_line(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(arguments) == 2
    assert said in capsys.readouterr().out


def test_unknown_encoder_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        command.main(["--encoders", "minilm,bert"])
    assert "'bert' is not one of minilm, e5" in capsys.readouterr().err


def test_libraries_that_print_do_not_disturb_what_is_told(tmp_path: Path) -> None:
    """`run.py` beside a stack that prints as it works."""
    (tmp_path / "run.py").write_text(measuring.RUN.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "loud_stack.py").write_text(
        "print('hello')\n"
        "def libraries(): print('loaded')\n"
        "def ingest(folder, index, options): print(folder); return 7\n"
        "def opened(*about): return lambda question, count: [{'document': question, 'pages': [count]}]\n",
        encoding="utf-8",
    )
    (tmp_path / "job.json").write_text('{"folder": "a", "index": "b", "options": {}, "started": 0}', encoding="utf-8")
    told = {}
    for action in ("ingest", "search"):
        program_, asked_ = [sys.executable, "run.py", "loud", action, "job.json"], b'{"question": "Who?", "count": 3}\n'
        told[action] = subprocess.run(program_, cwd=tmp_path, input=asked_, capture_output=True, check=True).stdout
    assert json.loads(told["ingest"])["passages"] == 7
    opened, reply_, used = map(json.loads, told["search"].splitlines())
    assert reply_["hits"] == [{"document": "Who?", "pages": [3]}]
    assert opened["seconds"] > 0
    assert used["peak_bytes"] > 1_000_000
