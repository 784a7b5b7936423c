"""evals/versions.py: what the figures of a run depend on is named."""

from evals.versions import LIBRARIES, commit, versions


def test_commit_is_named() -> None:
    assert commit() != ""


def test_program_and_every_library_has_a_version() -> None:
    named = versions()
    assert {"roundtable-assistant", "commit", "python", *LIBRARIES} == set(named)
    assert [name for name in LIBRARIES if not named[name][0].isdigit()] == []
