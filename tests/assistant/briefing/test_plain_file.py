"""assistant/briefing/plain_file.py: what people write as YAML is read, or one line says which place of it is wrong."""

import time
from datetime import date

import pytest

from assistant.briefing.plain_file import LONGEST_FILE, BadFile, Node, as_yaml, parsed


def problem(text: str) -> str:
    """What is said of a text that is no YAML to us."""
    with pytest.raises(BadFile) as caught:
        parsed(text, "my.yaml")
    return str(caught.value)


def node(value: object, where: str = "sections[2].form") -> Node:
    return Node(value, "my.yaml", where)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("title: a\nsections: [", "my.yaml, line 2: "),
        ("title: 'a\nb: c", "my.yaml, line 2: "),
        ("title: a\n  b: c", "my.yaml, line 2: "),
        ("title: a\n\tb: c", "my.yaml, line 2: "),
        ("title: !!python/object/apply:os.system ['true']", "my.yaml, line 1: "),
        ("title: a\n---\ntitle: b", "my.yaml, line 2: "),
        ("? [a]\n: b", "my.yaml, line 1: "),
        ("title: a\x00b", "my.yaml: "),
        ("date: 2026-02-31", "my.yaml: "),
        ("share: " + "9" * 5000, "my.yaml: "),
        ("[" * 1500, "my.yaml"),
    ],
)
def test_text_that_is_no_yaml_is_told_in_one_line_with_its_file_and_line(text: str, place: str) -> None:
    said = problem(text)
    assert said.startswith(place)
    assert len(said.splitlines()) == 1
    assert len(said) > len(place)


def test_aliases_that_stand_for_a_billion_items_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{place}: &a{place} [{', '.join([f'*a{place - 1}'] * 9)}]" for place in range(1, 20)]
    started = time.monotonic()
    assert problem("\n".join(lines)) == "my.yaml: write out what * stands for; aliases are not read"
    assert time.monotonic() - started < 1


def test_text_of_a_novel_is_not_read() -> None:
    assert problem("a" * (LONGEST_FILE + 1)) == "my.yaml: 200,001 characters, and there may be 200,000"
    assert parsed("a" * LONGEST_FILE, "my.yaml").value == "a" * LONGEST_FILE


def test_star_in_a_text_is_no_alias() -> None:
    assert parsed("title: 'five * three'\nsections: 2 * 2", "my.yaml").value == {
        "title": "five * three",
        "sections": "2 * 2",
    }


def test_data_comes_back_from_its_yaml() -> None:
    data = {"title": "L’été: {a}\n", "yes": "no", "list": ["#", "1.0", ""], "figure": 2.5, "name": "2026-01-01"}
    assert parsed(as_yaml(data), "my.yaml").value == data
    assert list(parsed(as_yaml(data), "my.yaml").value) == list(data), "the order is the reader's"


def test_fields_of_a_mapping_come_with_the_place_they_stand_at() -> None:
    given = node({"form": "table", "title": None}, "sections[2]").fields(("title", "form"))
    assert given == {"form": Node("table", "my.yaml", "sections[2].form")}
    assert [each.where for each in node(["a", "b"], "words").items()] == ["words[1]", "words[2]"]


@pytest.mark.parametrize(
    ("value", "needed", "said"),
    [
        ({"titel": "a"}, (), "there is no 'titel' here, only title, form"),
        ({1: "a"}, (), "there is no '1' here, only title, form"),
        ({"x\n" * 50: "a"}, (), f"there is no '{('x ' * 20)[:40]}' here, only title, form"),
        ({"title": ""}, ("title",), "title is missing"),
        ({"title": []}, ("title",), "title is missing"),
        ({}, ("title",), "title is missing"),
        (["title"], (), "expected the lines title, form, found a list"),
        (None, (), "expected the lines title, form, found nothing"),
        ("title", (), "expected the lines title, form, found 'title'"),
    ],
)
def test_mapping_with_a_mistake(value: object, needed: tuple[str, ...], said: str) -> None:
    with pytest.raises(BadFile) as caught:
        node(value, "sections[2]").fields(("title", "form"), needed)
    assert str(caught.value) == f"my.yaml: sections[2]: {said}"


@pytest.mark.parametrize(
    ("read", "value", "said"),
    [
        ("text", ["a"], "expected a text, found a list"),
        ("text", {"a": "b"}, "expected a text, found a group of lines"),
        ("text", True, "expected a text, found True"),
        ("text", None, "expected a text, found nothing"),
        ("text", date(2026, 1, 2), "expected a text, found datetime.date(2026, 1, 2)"),
        ("text", "a" * 501, "501 characters, and there may be 500"),
        ("texts", "a", "expected a list, each item behind a dash, found 'a'"),
        ("texts", {"a": 1}, "expected a list, each item behind a dash, found a group of lines"),
        ("number", 0, "expected a number above 0, found 0"),
        ("number", -1, "expected a number above 0, found -1"),
        ("number", float("nan"), "expected a number above 0, found nan"),
        ("number", float("inf"), "expected a number above 0, found inf"),
        ("number", "much", "expected a number above 0, found 'much'"),
        ("number", True, "expected a number above 0, found True"),
        ("by_language", {"de": "a"}, "there is no 'de' here, only en, fr"),
        ("by_language", {}, "has no text in en or fr"),
        ("by_language", {"en": None}, "has no text in en or fr"),
    ],
)
def test_value_of_the_wrong_kind(read: str, value: object, said: str) -> None:
    with pytest.raises(BadFile) as caught:
        getattr(node(value), read)()
    assert str(caught.value) == f"my.yaml: sections[2].form: {said}"


def test_figure_too_long_to_be_written_is_no_traceback() -> None:
    # Python does not write whole numbers of more than 4,300 digits, and YAML reads them where they are hexadecimal.
    value = parsed(f"share: 0x{'f' * 5000}", "my.yaml").value["share"]
    for read in (node(value).number, node(value).text, lambda: node(value).one_of((1, 2))):
        with pytest.raises(BadFile, match=r"^my\.yaml: sections\[2\]\.form: "):
            read()


def test_item_of_a_list_of_texts_is_named_by_its_place() -> None:
    with pytest.raises(BadFile, match=r"^my\.yaml: sections\[2\]\.form\[2\]: expected a text, found nothing$"):
        node(["a", None]).texts()


@pytest.mark.parametrize("value", ["square", ["a"], {}, None, "Points"])
def test_value_that_is_none_of_those_there_are(value: object) -> None:
    with pytest.raises(BadFile, match=r"^my\.yaml: sections\[2\]\.form: expected one of points, table, found "):
        node(value).one_of(("points", "table"))


@pytest.mark.parametrize(("value", "allowed"), [(True, (1, 2, 4)), (2.0, (1, 2, 4)), (1, (True, False))])
def test_value_that_only_python_takes_for_one_of_them(value: object, allowed: tuple[object, ...]) -> None:
    with pytest.raises(BadFile, match="expected one of "):
        node(value).one_of(allowed)


def test_text_is_one_line_whatever_it_holds() -> None:
    assert node("a\n b\x00\u2028c\u202e ").text() == "a b c"
    assert node(2026).text() == "2026"


def test_text_in_one_language_is_for_both() -> None:
    assert node("Risks").by_language() == {"en": "Risks", "fr": "Risks"}
    assert node({"fr": "Risques"}).by_language() == {"en": "Risques", "fr": "Risques"}
    assert node({"fr": "Risques", "en": "Risks"}).by_language() == {"en": "Risks", "fr": "Risques"}
