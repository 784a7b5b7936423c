"""Growing a collection keeps what is real, and the table and plot say what each size costs."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.index import Index
from evals.bench.scale.__main__ import main
from evals.bench.scale.growing import grow, real_passages
from evals.bench.scale.showing import plot, table


def sizes(*answers: float, recall: float = 1.0) -> list[dict]:
    """One size for each median answer, ten times as many passages each time."""
    return [
        {
            "passages": 1_000 * 10**place,
            "real": 559,
            "recall_at_10": recall,
            "open_seconds": 0.5,
            "resident_bytes": 5e8,
            "disk_bytes": {"all": 4e7},
            **{
                f"{name}_ms": {"p50": answer, "p95": 2 * answer}
                for name in ("encode", "meaning", "words", "search", "answer", *FILTERED)
            },
        }
        for place, answer in enumerate(answers)
    ]


FILTERED: Sequence[str] = ("filtered_one", "filtered_hundredth", "filtered_half")


def test_grown_collection_holds_the_real_passages_and_as_many_as_asked(small_index: Path, tmp_path: Path) -> None:
    index = Index(small_index)
    real = real_passages(index)
    assert len(real) == index.counts()["passages"]
    grow(real, tmp_path / "grown", index.model, len(real) + 50)
    grown = Index(tmp_path / "grown")
    assert grown.counts()["passages"] == grown.vector_count() == grown.word_count() == len(real) + 50
    for each in real[:5]:
        assert next(iter(grown.by_meaning(each.vector, 1).values())) == pytest.approx(1, abs=1e-3)
    texts = {passage.text for id_ in grown.documents for passage in grown.passages_of(id_)}
    assert {each.passage.text for each in real} <= texts
    passages = grown.passages_of(list(grown.documents)[-1])
    rows = grown.tokens([passage.id for passage in passages])
    assert all(ends.max() < len(passage.text) for passage in passages for _, ends in [rows[passage.id]] if len(ends))


def test_growth_and_recall_are_held_to_their_aims() -> None:
    met = table({"machine": "m", "sizes": sizes(10.0, 12.0, 15.0)})
    assert "| answer, ms | 10.0 (20.0), 1.00× | 12.0 (24.0), 1.20× | 15.0 (30.0), 1.50× |" in met
    assert "from 1,000 to 100,000 passages: 1.50 times; aim at most 1.5: met" in met
    missed = table({"machine": "m", "sizes": sizes(10.0, 12.0, 15.1, recall=0.979)})
    assert "1.51 times; aim at most 1.5: MISSED" in missed
    assert "Least recall@10: 0.9790; aim at least 0.98: MISSED" in missed


def test_million_does_not_count_for_the_growth_to_a_hundred_thousand() -> None:
    assert "to 100,000 passages: 1.20 times" in table({"machine": "m", "sizes": sizes(10.0, 11.0, 12.0, 90.0)})


def test_plot_has_a_line_for_each_cost_and_says_what_it_is() -> None:
    drawn = plot(sizes(10.0, 20.0))
    assert drawn.count('fill="none"') == 5
    assert drawn.count("<circle") == 10
    assert ">10,000<" in drawn
    assert ">search by words<" in drawn


def test_folder_without_an_index_is_one_line_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere"), "--folder", str(tmp_path), "--out", str(tmp_path)]) == 2
    assert "there is no index here" in capsys.readouterr().out


def test_measured_sizes_are_written_as_json_table_and_plot(small_index: Path, tmp_path: Path) -> None:
    given = [str(small_index), "--sizes", "40,60", "--questions", "5", "--folder", str(tmp_path / "grown")]
    assert main([*given, "--out", str(tmp_path)]) == 0
    told = json.loads((tmp_path / "scale.json").read_text("utf-8"))
    assert [each["passages"] for each in told["sizes"]] == [40, 60]
    assert all(each["peak_bytes"] > each["resident_bytes"] for each in told["sizes"])
    assert told["machine"]
    assert (tmp_path / "scale.md").read_text("utf-8").startswith("Machine: ")
    assert (tmp_path / "scale.svg").read_text("utf-8").startswith("<svg")
