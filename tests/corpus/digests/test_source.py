"""corpus/digests/source.py: a digest is read as it is written, or refused with the line to mend."""

from pathlib import Path

import pytest

from corpus.digests.source import parse_digest, read_digest
from corpus.digests.types import About, BadDigest, BulletList, Paragraph, Section, Source, Table
from tests.corpus.digests.small import FRONT, SMALL, TEXT, changed


def test_digest_is_read_with_every_word() -> None:
    digest = parse_digest(SMALL, "small.md")
    assert digest.about == About(
        "Help points: a digest", "report", "en", "Test press", "CC BY 4.0", "Help points & what they cost",
        "2019-07", 1, ("Paris", "France"), ("help", "skills"),
    )  # fmt: skip
    assert digest.disclaimer == "This digest is a test. It is not an OECD text."
    assert digest.guide == (Section("About this digest", 2, (Paragraph("It is short."),)),)
    assert digest.sections == (
        Section("Costs", 2, (Paragraph("The town spent 3 & not < 3 euros a head [1]. It spent more later [2]."),)),
        Section(
            "In detail",
            3,
            (
                BulletList(("One thing [1].", "Another [2].")),
                Table(
                    "Table 1. Costs by year",
                    ("Year", "Euros", "Source"),
                    (("2019", "3", "[1]"), ("2020", "4", "[2]")),
                ),
            ),
        ),
    )
    assert digest.sources == (
        Source(1, "Town council, plan.", "https://example.org/plan"),
        Source(2, "Town council, budget (2020).", "https://example.org/budget?year=2020&page=1"),
    )


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("It is short.", "It is short →.", "small.md, line 20: '→' (U+2192) is not in the font"),
        ("It is not an OECD text.", "It is ours.", "small.md, line 16: below the title must stand the sentence that"),
        ("OECD text.\n", "OECD text.\n\nAnother word.\n", "small.md, line 18: a second paragraph before the first"),
        ("a head [1]", "a head [3]", "small.md, line 24: [3] is not in the list of sources, which has 2"),
        ("a head [1]", "a head [0]", "small.md, line 24: [0] is not in the list of sources"),
        ("| 4 | [2] |", "| 4 | [7] |", "[7] is not in the list of sources, which has 2"),
        ("spent\nmore", "spent\n*more*", "small.md, line 24: there is no page layout for em; write it as plain text"),
        (
            "- Another [2].",
            "- Another [2].\n\n  Still [2].",
            "small.md, line 30: an item of a list must be one paragraph",
        ),
        ("It is short.", "> It is short.", "small.md, line 20: there is no page layout for a blockquote here"),
        ("It is short.", "1. It is short.", "small.md, line 20: there is no page layout for a ordered list here"),
        ("### In detail", "#### In detail", "small.md, line 27: this heading is more than one level below the one"),
        (
            "### In detail",
            "# In detail",
            "small.md, line 27: only the title may have a single #; begin the heading with ##",
        ),
        ("## Sources", "## Works", 'small.md, line 39: the last heading must be "## Sources", with a numbered list'),
        ("1. Town", "Town", 'small.md, line 39: the last heading must be "## Sources"'),
        (" https://example.org/plan", "", 'small.md, line 41: expected source 1, "1. What it is. https://where.it'),
        ("# Help points: a digest\n", "# Help\n", 'small.md: the text must begin with the heading "# Help points: a d'),
        ("## About this digest", "## More", 'small.md: "About this digest" must be the first section, and others must'),
    ],
)
def test_mistake_in_the_text_is_refused_with_its_line(old: str, new: str, complaint: str) -> None:
    with pytest.raises(BadDigest) as refused:
        parse_digest(changed(old, new), "small.md")
    assert complaint in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("kind: report\n", "", "front matter: missing kind; the keys are about, date, kind,"),
        ("kind: report", "kind: book", "front matter, kind: 'book' is not known; the kinds are roundtable,"),
        ("kind: report", "kinds: report", "front matter: unknown kinds; the keys are"),
        ("date: 2019-07", "date: July 2019", "front matter, date: 'July 2019' is not a date"),
        ("roundtable: 1", "roundtable: first", "front matter, roundtable: 'first' must be a whole number"),
        ("topics: [help, skills]", "topics: help", "front matter, topics: 'help' must be a list, such as [a, b]"),
        ("places: [Paris, France]", "places: [Paris", "front matter: not YAML"),
        (FRONT, "", 'must begin with front matter, "key: value" lines between two lines of ---'),
        (FRONT, "---\njust words\n---\n", 'front matter: expected "key: value" lines'),
    ],
)
def test_mistake_in_the_front_matter_is_refused_with_its_key(old: str, new: str, complaint: str) -> None:
    with pytest.raises(BadDigest) as refused:
        parse_digest(changed(old, new), "small.md")
    assert str(refused.value).startswith("small.md")
    assert complaint in str(refused.value)


@pytest.mark.parametrize("date", ["date:", "date: null", "date: ~"])
def test_what_is_not_known_may_be_left_open(date: str) -> None:
    assert parse_digest(changed("date: 2019-07", date), "small.md").about.date is None
    assert parse_digest(changed("roundtable: 1\n", ""), "small.md").about.roundtable is None


def test_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadDigest, match=r"nowhere\.md: cannot be read"):
        read_digest(tmp_path / "nowhere.md")
    (tmp_path / "latin.md").write_bytes((FRONT + TEXT).replace("town", "téwn").encode("latin-1"))
    with pytest.raises(BadDigest, match=r"latin\.md: cannot be read"):
        read_digest(tmp_path / "latin.md")
