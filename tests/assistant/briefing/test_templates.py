"""assistant/briefing/templates.py: the kinds of briefing that come along, and those of users, mistakes and all."""

from pathlib import Path

import pytest

from assistant.briefing.plain_file import BadFile, as_yaml
from assistant.briefing.templates import SHIPPED, load_templates, readable_templates, template_of
from assistant.briefing.types import FORMS

OURS = ("case-study-sheet", "city-comparison", "issue-note", "qa-pack", "speaking-points", "timeline")
ASPECT = {"name": "cost", "question": "What does {topic} cost?"}
SECTION = {"title": "Money", "form": "points", "aspects": [ASPECT]}
GOOD = {"title": "Budget note", "sections": [SECTION]}


def changed(at: str, to: object) -> str:
    """The YAML of GOOD with another value at a place of it, of the section, or of its aspect."""
    where, _, name = at.rpartition(".")
    aspect = ASPECT | ({name: to} if where == "aspect" else {})
    section = SECTION | {"aspects": [aspect]} | ({name: to} if where == "section" else {})
    return as_yaml(GOOD | {"sections": [section]} | ({} if where else {name: to}))


def test_six_templates_come_along_in_both_languages() -> None:
    templates = load_templates()
    assert tuple(templates) == OURS
    for name, template in templates.items():
        assert template.name == name
        texts = [template.title, template.about]
        for section in template.sections:
            texts += [section.title, *(each.name for each in section.aspects), *(a.question for a in section.aspects)]
        assert all(text[language].strip() for text in texts for language in ("en", "fr"))
        assert template.title["en"] != template.title["fr"]


@pytest.mark.parametrize("name", OURS)
def test_question_of_ours_names_the_topic_or_takes_its_place(name: str) -> None:
    """Else it would find the same whatever a briefing is on."""
    for section in load_templates()[name].sections:
        for aspect in section.aspects:
            for question in aspect.question.values():
                assert "{topic}" in question or question == "{further}"
                assert ("{subject}" in question) == (section.form == "table")


@pytest.mark.parametrize("name", OURS)
def test_one_section_of_each_template_says_what_is_missing(name: str) -> None:
    assert [section.form for section in load_templates()[name].sections].count("missing") == 1


def test_every_form_is_used_by_a_template_that_comes_along() -> None:
    assert {section.form for template in load_templates().values() for section in template.sections} == set(FORMS)


def test_template_of_a_user_joins_ours_and_one_of_the_same_name_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "budget.yaml").write_text(as_yaml(GOOD), encoding="utf-8")
    (tmp_path / "timeline.yaml").write_text(as_yaml(GOOD | {"title": "My timeline"}), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no template", encoding="utf-8")
    templates = load_templates(tmp_path)
    assert set(templates) == {*OURS, "budget"}
    assert templates["timeline"].title["en"] == "My timeline"
    assert templates["budget"].sections[0].name == "money"


@pytest.mark.parametrize("name", ["gone", "file.yaml"])
def test_folder_that_is_not_there_or_is_a_file_holds_no_templates(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_text("no", encoding="utf-8")
    assert tuple(load_templates(tmp_path / name)) == OURS


def test_template_of_ours_copied_is_one_of_the_user_s(tmp_path: Path) -> None:
    (tmp_path / "copy.yaml").write_bytes((SHIPPED / "issue-note.yaml").read_bytes())
    templates = load_templates(tmp_path)
    assert templates["copy"].sections == templates["issue-note"].sections


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "expected the lines title, about, audiences, sections, found nothing"),
        ("- a", "expected the lines title, about, audiences, sections, found a list"),
        ("a: [", ", line 1: "),
        ("a: &a b\nc: *a", "write out what * stands for"),
        (as_yaml({"sections": [SECTION]}), "title is missing"),
        (as_yaml({"title": "a"}), "sections is missing"),
        (changed("sections", []), "sections is missing"),
        (changed("sections", "all"), "sections: expected a list"),
        (changed("sections", [SECTION, SECTION]), "sections: two sections have the same name"),
        (changed("sections", [{"title": "a", "form": "missing"}] * 21), "sections: 21 sections, and there may be 20"),
        (changed("sections", [SECTION] * 10_000), " characters, and there may be 200,000"),
        ("title: a\nsections:\n" + "- {}\n" * 10_000, "sections[1]: title is missing"),
        (
            "title: a\nsections:\n" + "- {form: missing, title: a}\n" * 700,
            "sections: 700 sections, and there may be 20",
        ),
        (changed("titles", "a"), "there is no 'titles' here"),
        (changed("title", ["a"]), "title: expected a text, found a list"),
        (changed("title", {"de": "a"}), "title: there is no 'de' here"),
        (changed("audiences", ["mayor"]), "audiences: expected the lines an audience, found a list"),
        (changed("audiences", {"mayor": "city"}), "audiences.mayor: expected a list"),
        (changed("section.form", "square"), "sections[1].form: expected one of points, "),
        (changed("section.form", ["points"]), "sections[1].form: expected one of points, "),
        (changed("section.form", None), "sections[1]: form is missing"),
        (changed("section.aspects", []), "sections[1]: a section of the form points needs aspects"),
        (changed("section.aspects", "cost"), "sections[1].aspects: expected a list"),
        (changed("section.aspects", ["cost"]), "sections[1].aspects[1]: expected the lines name, question"),
        (changed("section.aspects", [ASPECT] * 13), "sections[1].aspects: 13 aspects, and there may be 12"),
        (changed("section.share", 0), "sections[1].share: expected a number above 0"),
        (changed("section.share", "much"), "sections[1].share: expected a number above 0"),
        (changed("section.subjects", "Seoul"), "sections[1].subjects: expected a list"),
        (changed("section.room", 3), "sections[1]: there is no 'room' here"),
        (changed("aspect.question", ""), "sections[1].aspects[1]: question is missing"),
        (changed("aspect.question", ["a"]), "sections[1].aspects[1].question: expected a text"),
        (changed("aspect.words", "cost"), "sections[1].aspects[1].words: expected a list"),
        (changed("aspect.words", [["cost"]]), "sections[1].aspects[1].words[1]: expected a text"),
        (changed("aspect.cautions", "maybe"), "sections[1].aspects[1].cautions: expected one of True, False"),
    ],
)
def test_mistake_in_a_template_is_one_line_with_file_and_place_and_the_others_still_work(
    text: str, said: str, tmp_path: Path
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    templates, problems = readable_templates(tmp_path)
    assert tuple(templates) == OURS
    (problem,) = map(str, problems)
    assert problem.startswith(str(file))
    assert said in problem
    assert len(problem.splitlines()) == 1
    with pytest.raises(BadFile):
        load_templates(tmp_path)


@pytest.mark.parametrize("bare", [{"form": "points"}, {"form": "questions"}, {"form": "sources"}, {"form": "table"}])
def test_section_that_asks_for_nothing_is_a_mistake(bare: dict[str, str]) -> None:
    with pytest.raises(BadFile, match=f"a section of the form {bare['form']} needs aspects"):
        template_of(as_yaml({"title": "a", "sections": [bare | {"title": "b"}]}), "my.yaml", "my")


def test_file_that_is_no_text_a_folder_and_a_link_to_nothing_are_each_named(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"title: caf\xe9")
    (tmp_path / "b.yaml").mkdir()
    (tmp_path / "c.yaml").symlink_to(tmp_path / "gone")
    templates, problems = readable_templates(tmp_path)
    assert tuple(templates) == OURS
    assert [str(problem) for problem in problems] == [
        f"{tmp_path / 'a.yaml'}: is not text in UTF-8",
        f"{tmp_path / 'b.yaml'}: cannot be read (Is a directory)",
        f"{tmp_path / 'c.yaml'}: cannot be read (No such file or directory)",
    ]


def test_braces_in_a_question_are_no_mistake() -> None:
    text = changed("aspect.question", "What {x} of {topic} {0} {} {subject!r} costs {")
    assert (
        template_of(text, "my.yaml", "my").sections[0].aspects[0].question["fr"].startswith("What {x} of {topic} {0}")
    )


def test_section_without_a_name_is_named_after_its_title_and_aspect_after_its_question() -> None:
    text = as_yaml(
        {"title": "a", "sections": [{"title": "Who pays", "form": "points", "aspects": [{"question": "Q"}]}]}
    )
    (section,) = template_of(text, "my.yaml", "my").sections
    assert section.name == "who-pays"
    assert section.aspects[0].name == {"en": "Q", "fr": "Q"}


def test_audience_is_known_however_its_name_is_written() -> None:
    template = template_of(changed("audiences", {"Mayor": ["city"]}), "my.yaml", "my")
    assert template.audiences == {"mayor": ("city",)}
