"""evals/fit_verify: claims read, judged by weights that they did not help to fit, and counted."""

import json
from pathlib import Path

import numpy as np
import pytest

from evals.fit_verify import MissingClaims, cross_validated, fitted, macro_f1, macro_f1_estimate, main, read_cases

SUPPORTED = "The harbour council of town {n} opened a library with many books for children."
UNSUPPORTED = "A stadium for football was planned by investors near the river of town {n}."


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.jsonl"
    rows = [
        {
            "question": f"question {n}",
            "claim": claim.format(n=n),
            "references": [f"In town {n} the harbour council has opened a new library, with many books for children."],
            "attribution_label": label,
            "src_dataset": "made up",
        }
        for n in range(2, 22)
        for claim, label in ((SUPPORTED, "attributable"), (UNSUPPORTED, "not attributable"))
    ]
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return path


def test_claims_are_judged_by_weights_of_the_others(claims: Path) -> None:
    cases = read_cases(claims)
    judged = cross_validated(cases)
    assert judged.attributable == (True, False) * 20
    assert judged.supported == judged.attributable
    assert min(judged.scores[::2]) > max(judged.scores[1::2])
    assert judged.of("made up") == judged
    assert judged.of("another").scores == ()
    assert set(fitted(cases).weights) == {
        "bias",
        "nearest_two",
        "pairs",
        "run",
        "lost_figures",
        "lost_names",
    }


def test_what_is_left_out_has_no_weight(claims: Path) -> None:
    assert "run" not in fitted(read_cases(claims), left_out=("run",)).weights


@pytest.mark.parametrize("text", [None, "{", '{"claim": "A claim."}'])
def test_without_the_claims_there_is_one_clear_line(
    tmp_path: Path, text: str | None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "dev.jsonl"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(MissingClaims):
        read_cases(path)
    monkeypatch.setattr("sys.argv", ["fit_verify", str(path)])
    assert main() == 2
    assert capsys.readouterr().out.count("\n") == 1


def test_macro_f1_is_the_mean_of_both_classes() -> None:
    said, true = np.array([True, True, False, False]), np.array([True, False, False, False])
    assert macro_f1(said, true) == pytest.approx((2 / 3 + 4 / 5) / 2)
    estimate = macro_f1_estimate(said.tolist(), true.tolist())
    assert estimate.low <= estimate.value <= estimate.high
