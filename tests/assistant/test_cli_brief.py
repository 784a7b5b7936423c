"""`roundtable brief` as it is typed: the file it writes, the outline to edit first, and one line for every mistake."""

import json
import os
import resource
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.briefing.briefs import Briefs
from assistant.briefing.saved import brief_of_text
from assistant.briefing.templates import load_templates
from assistant.briefing.types import Brief
from tests.typed import Typed, typed

TOPIC = "help points in Harbourview"
SAID = "Each help point in Harbourview is staffed by two trained volunteers."
SHORT = ("--pages", "1", "--section", "messages", "--section", "missing")
BEGINS = {"docx": b"PK", "pdf": b"%PDF-"}  # the other forms are read below

Brief_ = Callable[..., Typed]


@pytest.fixture
def brief(small_index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Brief_:
    """`roundtable brief WORDS…` over the small collection, in an empty folder; templates of the user lie in "mine"."""
    monkeypatch.setenv("ROUNDTABLE_TEMPLATES", str(tmp_path / "mine"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return lambda *words: typed("brief", *words, "--index", small_index)


def saved(path: str = "note.json") -> Brief:
    return brief_of_text(Path(path).read_text("utf-8"))


@pytest.mark.parametrize("form", BEGINS)
def test_file_of_every_form_is_written_and_named(form: str, brief: Brief_) -> None:
    done = brief(TOPIC, *SHORT, "-o", f"note.{form}")
    assert (done.code, done.out, done.err) == (0, "", f"note.{form}: written\n")
    assert Path(f"note.{form}").read_bytes().startswith(BEGINS[form])
    assert os.listdir() == [f"note.{form}"]


def test_without_a_file_it_is_printed_as_markdown_with_a_footnote_to_every_claim(brief: Brief_) -> None:
    done = brief(TOPIC, *SHORT, "--style", "apa")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("# Help points in Harbourview\n")
    assert SAID in done.out
    assert "[^1]: " in done.out
    assert "(Harbour press, " in done.out
    assert os.listdir() == []


def test_options_shape_the_order(brief: Brief_) -> None:
    words = ("--template", "speaking-points", "--section", "opening", "--pages", "4", "--language", "fr")
    done = brief(TOPIC, *words, "--audience", "the mayor", "--filter", "document=harbourview.pdf", "-o", "note.json")
    assert done.code == 0
    order = saved().outline.order
    assert (order.topic, order.template, order.pages, order.language) == (TOPIC, "speaking-points", 4, "fr")
    assert (order.audience, order.sections, order.filters.document) == ("the mayor", ("opening",), ("harbourview.pdf",))
    assert [section.planned.title for section in saved().sections] == ["Entrée en matière"]


def test_file_that_is_there_is_replaced_only_with_force(brief: Brief_) -> None:
    Path("note.md").write_text("mine", encoding="utf-8")
    done = brief(TOPIC, *SHORT, "-o", "note.md")
    assert (done.code, done.out) == (2, "")
    assert done.err == "roundtable: note.md: is there already; name another file, or replace it with --force\n"
    assert Path("note.md").read_text("utf-8") == "mine"
    assert brief(TOPIC, *SHORT, "-o", "note.md", "--force").code == 0
    assert SAID in Path("note.md").read_text("utf-8")


def test_outline_that_is_there_is_replaced_only_with_force(brief: Brief_) -> None:
    Path("plan.yaml").write_text("mine", encoding="utf-8")
    done = brief(TOPIC, "--outline", "-o", "plan.yaml")
    assert (done.code, Path("plan.yaml").read_text("utf-8")) == (2, "mine")
    assert done.err.startswith("roundtable: plan.yaml: is there already")


def test_outline_written_by_itself_gives_the_same_briefing_as_directly(brief: Brief_) -> None:
    words = (TOPIC, *SHORT, "--exclude", "slides.pptx", "--exclude", "Lindenau data policy", "--filter", "language=en")
    assert brief(*words, "-o", "note.json").code == 0
    assert len(saved().outline.order.excluded) == 2
    assert brief(*words, "--outline", "-o", "plan.yaml").err == "plan.yaml: written\n"
    assert brief("--from", "plan.yaml", "-o", "again.json").code == 0
    one, other = (json.loads(Path(name).read_text("utf-8")) for name in ("note.json", "again.json"))
    assert one.pop("made")
    assert other.pop("made")
    assert one == other


def test_outline_is_printed_in_the_language_of_the_topic(brief: Brief_) -> None:
    done = brief("les points d'aide numérique à Harbourview", "--outline")
    assert (done.code, done.err) == (0, "")
    assert "\nlanguage: fr\n" in done.out
    assert "title: Messages clés\n" in done.out


PLAN = """
topic: digital council and help points
title: What I want
outline:
- title: My section
  form: points
  aspects:
  - question: What of help points and digital councils, {x}?
"""


def test_outline_that_a_person_wrote_is_written_without_what_is_excluded(brief: Brief_) -> None:
    Path("plan.yaml").write_text(PLAN, encoding="utf-8")
    assert brief("--from", "plan.yaml", "--exclude", "harbourview.pdf", "-o", "note.json").code == 0
    assert saved().outline.title == "What I want"
    assert {each.document.source for claim in saved().claims for each in claim.citations} == {"minutes.txt"}


def test_topic_outside_the_collection_gives_a_briefing_that_says_so(brief: Brief_) -> None:
    done = brief("the price of sugar beet", "-o", "note.md")
    assert done.code == 0
    assert "Nothing on “the price of sugar beet” that a briefing could stand on was found" in done.err
    text = Path("note.md").read_text("utf-8")
    assert "Nothing on “the price of sugar beet” that a briefing could stand on was found" in text
    assert "## Key messages" not in text


def test_templates_are_listed_with_their_sections_and_audiences_and_need_no_index(tmp_path: Path) -> None:
    done = typed("brief", "--templates", "--index", tmp_path / "none")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    for name, template in load_templates().items():
        place = next(place for place, line in enumerate(lines) if line.startswith(f"{name}: "))
        assert lines[place + 1] == f"    sections: {', '.join(section.name for section in template.sections)}"
    assert "    audiences: minister, mayor, delegation" in lines


MINE = "title: Mine\nsections:\n- title: All\n  form: points\n  aspects:\n  - question: What of {topic}, {x}?\n"


def test_template_of_the_user_is_used_and_one_with_a_mistake_bars_no_other(brief: Brief_, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "mine.yaml").write_text(MINE, encoding="utf-8")
    (tmp_path / "mine" / "bad.yaml").write_text(MINE.replace("points", "song"), encoding="utf-8")
    told = f"roundtable: {tmp_path / 'mine' / 'bad.yaml'}: sections[1].form: expected one of "
    done = brief(TOPIC, "--template", "mine")
    assert done.code == 0
    assert (done.err.startswith(told), done.err.count("\n")) == (True, 1)
    assert SAID in done.out
    listed = brief("--templates")
    assert listed.err == done.err
    assert "mine: Mine\n    sections: all\n" in listed.out
    assert "bad:" not in listed.out
    done = brief(TOPIC, "--template", "bad")
    assert done.code == 2
    assert "there is no template 'bad'" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "the topic is empty: say in a few words what the briefing is to be on"),
        ([" \n"], "the topic is empty: say in a few words what the briefing is to be on"),
        (["a" * 301], "a topic may have 300 characters, this one has 301; shorten it"),
        ([TOPIC, "--template", "novel"], "there is no template 'novel'; there are case-study-sheet, "),
        ([TOPIC, "--section", "jokes"], "the template issue-note has no section 'jokes'; it has context, "),
        ([TOPIC, "--language", "de"], "briefings are written in en or fr, and not in 'de'"),
        ([TOPIC, "--pages", "3"], "a briefing has 1, 2, 4 pages, and not 3"),
        ([TOPIC, "--pages", "-1"], "a briefing has 1, 2, 4 pages, and not -1"),
        ([TOPIC, "--exclude", "gone.pdf"], "--exclude gone.pdf: the collection has no such document; "),
        ([TOPIC, "--filter", "town=a"], "filter town=a: expected FIELD=VALUE, "),
        ([TOPIC, "--filter", "kind=novel"], "kind=novel: the kinds are "),
        ([TOPIC, "-o", "note.odt"], "note.odt: name a file that ends in .docx, .pdf, .md, .json"),
        ([TOPIC, "-o", "note"], "note: name a file that ends in .docx, .pdf, .md, .json"),
        (
            [TOPIC, "-o", "gone/note.md"],
            "gone/note.md: cannot be written (there is no folder gone); make it, or name another file",
        ),
        ([TOPIC, "--outline", "-o", "gone/plan.yaml"], "gone/plan.yaml: cannot be written (there is no folder gone); "),
        (["--from", "gone.yaml"], "gone.yaml: cannot be read (No such file or directory)"),
        (["--from", "."], ".: cannot be read (Is a directory)"),
    ],
)
def test_mistake_is_one_line_and_writes_no_file(words: list[str], said: str, brief: Brief_) -> None:
    done = brief(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"roundtable: {said}")
    assert done.err.count("\n") == 1
    assert os.listdir() == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([TOPIC, "--style", "mla"], "--style mla: there are chicago, apa, numbered"),
        ([TOPIC, "--pages", "many"], "--pages"),
        ([TOPIC, "--from", "plan.yaml"], "--from writes the outline as it stands"),
        (["--from", "plan.yaml", "--pages", "4"], "--from writes the outline as it stands"),
        (["--from", "plan.yaml", "--language", "fr"], "--from writes the outline as it stands"),
        (["--from", "plan.yaml", "--audience", "mayor"], "--from writes the outline as it stands"),
        (["--from", "plan.yaml", "--section", "risks"], "--from writes the outline as it stands"),
    ],
)
def test_options_that_do_not_go_together_are_told_with_the_usage(words: list[str], said: str, brief: Brief_) -> None:
    done = brief(*words)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Usage: ")
    assert said in done.err
    assert os.listdir() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"topic: caf\xe9", "plan.yaml: is not text in UTF-8"),
        (b"topic: [", "plan.yaml, line 1: "),
        (b"", "plan.yaml: expected the lines title, topic, "),
        (b"topic: a\noutline:\n- title: b\n  form: song", "plan.yaml: outline[1].form: expected one of points, "),
    ],
)
def test_outline_with_a_mistake_is_one_line_with_its_place(content: bytes, said: str, brief: Brief_) -> None:
    Path("plan.yaml").write_bytes(content)
    done = brief("--from", "plan.yaml")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"roundtable: {said}")
    assert done.err.count("\n") == 1


def test_without_an_index_the_next_command_is_named(tmp_path: Path) -> None:
    done = typed("brief", TOPIC, "--index", tmp_path / "none")
    assert done.code == 2
    assert "roundtable ingest" in done.err
    assert done.err.count("\n") == 1


def test_full_disk_while_it_is_exported_is_one_line_and_leaves_what_was_there(
    brief: Brief_, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the moment that the file is begun, no file of this process may grow beyond 500 bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    begin = tempfile.mkstemp

    def begin_on_a_full_disk(**how: Any) -> tuple[int, str]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, hard))
        return begin(**how)

    Path("note.md").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(tempfile, "mkstemp", begin_on_a_full_disk)
    try:
        done = brief(TOPIC, *SHORT, "-o", "note.md", "--force")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    said = "roundtable: note.md: cannot be written (File too large); free some space there, or name another file\n"
    assert (done.code, done.out, done.err) == (2, "", said)
    assert Path("note.md").read_text("utf-8") == "mine"
    assert os.listdir() == ["note.md"]


def test_ingest_that_changes_a_source_says_how_many_briefings_rest_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROUNDTABLE_INDEX", str(tmp_path / "index"))
    monkeypatch.setenv("ROUNDTABLE_CONVERSATIONS", str(tmp_path / "kept.sqlite"))
    monkeypatch.chdir(tmp_path)
    source = tmp_path / "documents" / "harbourview.txt"
    source.parent.mkdir()
    source.write_text("Harbourview\n\nHarbourview has 14 help points for digital questions.\n", encoding="utf-8")
    assert typed("ingest", source.parent).code == 0
    assert typed("brief", TOPIC, "--section", "messages", "-o", "note.json").code == 0
    store = Briefs(tmp_path / "kept.sqlite")
    store.begin("ana", saved())
    store.begin("ben", saved())
    source.write_text("Harbourview\n\nHarbourview has 15 help points for digital questions.\n", encoding="utf-8")
    done = typed("ingest", source.parent)
    assert "Briefings: 2 saved briefings cite documents that were updated or removed" in done.out
    assert "Briefings:" not in typed("ingest", source.parent).out  # nothing has changed since
    (tmp_path / "kept.sqlite").write_bytes(b"no database, and long enough to be looked at" * 100)
    source.write_text("Harbourview\n\nHarbourview has 16 help points for digital questions.\n", encoding="utf-8")
    done = typed("ingest", source.parent)
    assert (done.code, "kept.sqlite: damaged" in done.err) == (0, True)
