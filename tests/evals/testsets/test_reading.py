import hashlib
import json
import re
from pathlib import Path

import pytest

from evals.testsets.reading import LARGEST, BadTestSet, doubtful, read_test_set
from evals.testsets.types import Question, TestSet

YAML = """\
- id: a
  question: Who met?
  language: no
  reference: 2019-07-09
- id: b
  question: And when?
  earlier: [Who met?]
  expected: refuse
"""
READ = (
    Question("a", "Who met?", language="no", reference="2019-07-09"),
    Question("b", "And when?", expected="refuse", earlier=("Who met?",)),
)
LINES = (
    '{"id": "a", "question": "Who met?", "language": "no", "reference": "2019-07-09"}\n'
    '{"id": "b", "question": "And when?", "earlier": ["Who met?"], "expected": "refuse"}\n'
)


def problems(path: Path, content: str | bytes) -> list[str]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(BadTestSet) as raised:
        read_test_set(path)
    return list(raised.value.problems)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("set.yaml", YAML),
        ("set.yml", f"questions:\n{YAML}"),
        ("set.yaml", json.dumps([json.loads(line) for line in LINES.splitlines()])),
        ("set.jsonl", LINES),
        ("set.JSONL", f"\ufeff\n{LINES}\n\n"),
        ("set.jsonl", LINES.replace("\n", "\r\n")),
        ("set.yaml", f"\ufeff# a remark\r\n{YAML}".replace("\n", "\r\n").replace("\r\r", "\r")),
    ],
)
def test_yaml_and_json_lines_say_the_same(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode())
    assert read_test_set(path) == TestSet("set", READ, hashlib.sha256(text.encode()).hexdigest())


def test_a_folder_is_read_in_the_order_of_names_and_nothing_else_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "both"
    (folder / "deeper").mkdir(parents=True)
    (folder / "2.jsonl").write_text('{"id": "c", "question": "Why?", "expected": "refuse", "same_as": "b"}')
    (folder / "1.yaml").write_text(YAML)
    (folder / "README.md").write_text("not a question")
    both = read_test_set(folder)
    assert both.name == "both"
    assert [question.id for question in both.questions] == ["a", "b", "c"]
    (folder / "1.yaml").rename(folder / "3.yaml")
    assert read_test_set(folder).digest != both.digest


def test_every_mistake_of_every_file_is_listed(tmp_path: Path) -> None:
    (tmp_path / "1.jsonl").write_text('{"id": "a"}\n{"id": "b", "question": "Who?", "language": "english"}\n{"id":\n')
    (tmp_path / "2.yaml").write_text("- id: c\n  question: Who?\n  expected: refuse\n  tags:\n    kinds: fact\n")
    (tmp_path / "3.jsonl").write_bytes(b'{"id": "d",\n\xff')
    with pytest.raises(BadTestSet) as raised:
        read_test_set(tmp_path)
    assert raised.value.problems == (
        "3.jsonl, line 2: not UTF-8; save the file in that encoding",
        "1.jsonl, line 1, question: missing",
        "1.jsonl, line 2, language: must be two small letters such as en or fr, and is 'english'",
        "1.jsonl, line 2, expected: answer needs a key point, a reference or evidence to be judged by",
        "1.jsonl, line 3: not JSON: Expecting value at character 7",
        "2.yaml, line 5, tags.kinds: no such field; is kind meant?",
    )
    assert str(raised.value) == "\n".join(raised.value.problems)


def test_a_fault_in_yaml_is_named_with_the_line_of_its_field(tmp_path: Path) -> None:
    text = f"{YAML}- id: c\n  question: Why?\n  key_points:\n    - text: one\n    - text: two\n      weight: must\n"
    assert problems(tmp_path / "set.yaml", text) == [
        "set.yaml, line 14, key_points[2].weight: must be vital or okay, and is 'must'"
    ]


def test_an_id_that_stands_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    line = '{"id": "a", "question": "Who?", "expected": "refuse"}\n'
    assert problems(tmp_path / "set.jsonl", f"{line}\n{line}") == ["set.jsonl, line 3, id: stands on line 1 too"]
    (tmp_path / "other.yaml").write_text("- {id: a, question: Who?, expected: refuse}")
    (tmp_path / "set.jsonl").write_text(line)
    with pytest.raises(BadTestSet, match=r"set.jsonl, line 1, id: stands on line 1 of other.yaml too"):
        read_test_set(tmp_path)


def test_a_question_that_rewords_none_is_named(tmp_path: Path) -> None:
    text = '{"id": "a", "question": "Who?", "expected": "refuse", "same_as": "b"}'
    assert problems(tmp_path / "set.jsonl", text) == [
        "set.jsonl, line 1, same_as: no question of the set has the id 'b'"
    ]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("set.jsonl", "", "there is no question in it"),
        ("set.yaml", "", "there is no question in it"),
        ("set.yaml", "# only a remark\n", "there is no question in it"),
        ("set.yaml", "questions:\n", "there is no question in it"),
        ("set.yaml", "[]", "there is no question in it"),
        ("set.yaml", "{}", "line 1: there is nothing in it; write a list of questions, or one under `questions`"),
        ("set.yaml", "a: 1", "line 1: 'a' is no key of a test set; write a list of questions, or one under"),
        ("set.yaml", "just words", "line 1: must be a list of questions"),
        ("set.yaml", "- id: a\n  id: b", r"line 2: \[1\].id stands twice"),
        ("set.yaml", "- id: [", "line 1: not YAML"),
        ("set.yaml", "- id: 'a\n- id: b", "line 2: not YAML"),
        ("set.yaml", "- id: a\x00", "line 1: not YAML"),
        ("set.yaml", "- id: a\n---\n- id: b", "line 2: a second document begins"),
        ("set.yaml", "- !!python/object/apply:os.system [ls]", "line 1: the tag .* is not taken; leave it out"),
        ("set.yaml", "- &x {id: a}\n- *x", r"line 2: \*x repeats what stands elsewhere; write it out"),
        ("set.yaml", "- [a]: b", "line 1: a key must be one word"),
        ("set.yaml", "- [a", "not YAML"),
        ("set.yaml", "[" * 5000, "line 1: too many lists within each other"),
        ("set.jsonl", "[" * 100_000, "line 1: a JSON list"),
        ("set.jsonl", '{"a":' * 100_000, "line 1: too many lists within each other"),
        ("set.jsonl", '[\n{"id": "a"}\n]', "line 1: a JSON list; in .jsonl each question stands on a line of its own"),
        ("set.jsonl", '{"id": NaN}', "line 1: NaN is no number of JSON"),
        ("set.jsonl", '{"id": %s}' % ("9" * 5000), "line 1: a number with too many digits"),
        ("set.jsonl", '{"id": "a", "id": "b"}', "line 1: 'id' stands twice in one object"),
        ("set.jsonl", '{"id": "a"} x', "line 1: not JSON: Extra data at character 13"),
        ("set.jsonl", "3", "line 1: must be an object with keys, and is 3"),
        ("set.jsonl", b'\xff\xfe{\x00"\x00', "line 1: not UTF-8"),
        ("set.jsonl", " " * (LARGEST + 1), "has more than 20 MB; divide it into several files"),
        ("set.json", "[]", "not a test set; its file ends with .jsonl, .yaml, .yml"),
    ],
)
def test_what_is_no_test_set_is_said_in_one_line(tmp_path: Path, name: str, content: str | bytes, problem: str) -> None:
    (said,) = problems(tmp_path / name, content)
    assert re.search(problem, said)
    assert len(said) < 400
    assert name in said


def test_aliases_within_aliases_are_refused_before_they_grow(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    assert problems(tmp_path / "set.yaml", bomb) == [
        "set.yaml, line 2: *a0 repeats what stands elsewhere; write it out"
    ]


def test_a_file_that_is_not_there_and_a_folder_without_sets_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadTestSet, match=r"set.yaml: cannot be read \(No such file or directory\)"):
        read_test_set(tmp_path / "set.yaml")
    with pytest.raises(BadTestSet, match="no test set in this folder; its files end with"):
        read_test_set(tmp_path)


def test_of_many_mistakes_all_are_kept_and_the_first_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text("{}\n" * 150)
    with pytest.raises(BadTestSet) as raised:
        read_test_set(path)
    assert len(raised.value.problems) == 300  # id and question of each
    assert str(raised.value).endswith("set.jsonl, line 50, question: missing\nand 200 more")


def test_a_question_without_evidence_is_doubtful_and_read() -> None:
    named = TestSet("set", (Question("a", "Who?", reference="x"), Question("b", "Who?", expected="refuse")))
    assert doubtful(named) == ["a: evidence is missing, so nothing can be said of the pages that are found"]


def test_the_example_of_the_readme_is_a_test_set(tmp_path: Path) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    examples = [text for text in re.findall(r"```ya?ml\n(.*?)```", readme, re.DOTALL) if "key_points:" in text]
    assert examples
    for text in examples:
        path = tmp_path / "example.yaml"
        path.write_text(text, encoding="utf-8")
        assert read_test_set(path).questions
