"""corpus/generations.py: one of several copies of the index counts, and only a whole one ever does."""

from pathlib import Path

from corpus import generations


def published(folder: Path, text: str) -> Path:
    made = generations.begin(folder)
    (made / "inner").mkdir(exist_ok=True)
    (made / "inner" / "file").write_text(text)
    generations.publish(folder, made)
    return made


def names(folder: Path) -> list[str]:
    """The numbers of the generations that lie there."""
    return sorted(path.name.partition("-")[0] for path in (folder / "generations").iterdir())


def test_nothing_published_is_none(tmp_path: Path) -> None:
    assert generations.current(tmp_path) is None
    assert generations.current(tmp_path / "nowhere") is None
    generations.begin(tmp_path)
    assert generations.current(tmp_path) is None


def test_new_generation_is_a_copy_that_changes_nothing_until_it_is_published(tmp_path: Path) -> None:
    first = published(tmp_path, "one")
    second = generations.begin(tmp_path)
    assert (second / "inner" / "file").read_text() == "one"
    (second / "inner" / "file").write_text("two")
    assert generations.current(tmp_path) == first
    assert (first / "inner" / "file").read_text() == "one"
    generations.publish(tmp_path, second)
    assert generations.current(tmp_path) == second


def test_one_generation_before_the_current_is_kept_for_its_readers(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        published(tmp_path, text)
    assert names(tmp_path) == ["000002", "000003"]


def test_draft_of_a_killed_ingest_is_swept_out_by_the_next(tmp_path: Path) -> None:
    published(tmp_path, "one")
    draft = generations.begin(tmp_path)
    (draft / "half").write_text("")
    (tmp_path / "CURRENT.new").write_text(draft.name)  # killed just before it became current
    second = published(tmp_path, "two")
    assert not draft.exists()
    assert not (second / "half").exists()
    assert names(tmp_path) == ["000001", "000002"]


def test_generation_never_has_the_name_of_an_older_one(tmp_path: Path) -> None:
    drafts = {generations.begin(tmp_path).name for _ in range(20)}
    assert len(drafts) == 20


def test_index_of_an_earlier_program_with_numbers_alone_is_carried_on(tmp_path: Path) -> None:
    (tmp_path / "generations" / "000007").mkdir(parents=True)
    (tmp_path / "CURRENT").write_text("000007\n")
    published(tmp_path, "new")
    assert names(tmp_path) == ["000007", "000008"]


def test_pointer_to_a_generation_that_is_gone_counts_as_none(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_text("000003-abcdef\n")
    assert generations.current(tmp_path) is None
