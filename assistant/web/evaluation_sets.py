"""Find the test sets that there are, the shipped one and the user's own, each with what is wrong with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from assistant.phrases import counted
from assistant.phrases.eval_types import EvalPhrases
from assistant.render.html_eval import counts_html, questions_text
from evals.testsets.reading import FILES, BadTestSet, read_test_set
from evals.testsets.shipped import SHIPPED
from evals.testsets.tags import NAMES, values_of
from evals.testsets.types import Question, TestSet

SHOWN_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class SetFound:
    """A test set by its key, which names it on the page; `test_set` is None where `problems` say why it cannot be
    used."""

    key: str
    test_set: TestSet | None
    problems: Sequence[str] = ()


def folder_of_sets(evaluations: Path) -> Path:
    return evaluations / "sets"


def sets_in(evaluations: Path) -> list[SetFound]:
    """The shipped set, then those of the user by name. A folder that cannot be read is one set that cannot be used."""
    folder = folder_of_sets(evaluations)
    found = [_read(SHIPPED.name, SHIPPED)] if SHIPPED.exists() else []
    try:
        own = sorted(path for path in folder.iterdir() if _is_set(path)) if folder.is_dir() else []
    except OSError as error:
        return [*found, SetFound(str(folder), None, (f"{folder}: cannot be read ({error.strerror or error})",))]
    return [*found, *(_read(f"sets/{path.name}", path) for path in own)]


def sets_html(sets: Sequence[SetFound], evaluations: Path, said: EvalPhrases) -> str:
    """Each test set with how many questions it has of what, or with its mistakes by line."""
    folder = f"<code>{escape(str(folder_of_sets(evaluations)))}</code>"
    items = "".join(f"<li>{_set_html(each, said)}</li>" for each in sets)
    return (
        f'<section id="sets"><h3>{said.sets.heading}</h3><ul class="sets">{items}</ul>'
        f'<p class="hint">{said.sets.where.format(folder=folder)}</p></section>'
    )


def tags_of(test_set: TestSet) -> list[str]:
    """What a run can be limited to, as "kind=number", of the questions that are asked."""
    asked = [question for question in test_set.questions if not question.draft]
    return [
        f"{name}={value}"
        for name in NAMES[1:]  # not by id
        for value in sorted({value for question in asked for value in values_of(question)[name] if value})
    ]


def _is_set(path: Path) -> bool:
    return not path.name.startswith(".") and (path.is_dir() or path.suffix.lower() in FILES)


def _read(key: str, path: Path) -> SetFound:
    try:
        return SetFound(key, read_test_set(path))
    except BadTestSet as error:
        return SetFound(key, None, error.problems)


def _set_html(found: SetFound, said: EvalPhrases) -> str:
    words, test_set = said.sets, found.test_set
    if test_set is None:
        lines = [f"<li>{escape(line)}</li>" for line in found.problems[:SHOWN_PROBLEMS]]
        more = len(found.problems) - SHOWN_PROBLEMS
        if more > 0:
            lines.append(f"<li>{words.more_problems.format(count=more)}</li>")
        count = counted(len(found.problems), words.problems, said.language)
        return (
            f'<details class="bad"><summary><strong>{escape(found.key)}</strong> ⚠ {count}</summary>'
            f"<p>{words.mend}</p><ul>{''.join(lines)}</ul></details>"
        )
    asked = [question for question in test_set.questions if not question.draft]
    about = questions_text(len(asked), said)
    if drafts := len(test_set.questions) - len(asked):
        about += f", {counted(drafts, words.drafts, said.language)}"
    parts = "".join(
        counts_html(title, _counts(asked, name, words.expected if name == "expected" else {}, words.of_none))
        for name, title in words.counted_by.items()
    )
    return (
        f"<details><summary><strong>{escape(test_set.name)}</strong> {escape(about)}</summary>"
        f'<div class="counts">{parts}</div></details>'
    )


def _counts(
    questions: Sequence[Question], name: str, named: Mapping[str, str], of_none: str
) -> Sequence[tuple[str, int]]:
    counts = Counter(values_of(question)[name][0] for question in questions)
    return [(named.get(value, value) or of_none, count) for value, count in counts.most_common()]
