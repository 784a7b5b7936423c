"""The load run for some seconds, against a real server."""

from pathlib import Path

import pytest

from evals.bench import load


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds processes in /proc: run it on Linux")
def test_readers_of_a_real_server_are_counted(chat_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "AFTERWARDS", 0.5)
    seen = load.run(chat_index, users=2, seconds=3, pause=0.1, workers=0, too_many=4)
    assert "errors: 0" in seen.text()
    assert seen.load.whole
    assert seen.load.pages
    assert seen.load.memory[0][1] > 50
    assert len(seen.peak.whole) + len(seen.peak.busy) == 4
    assert seen.after.first
