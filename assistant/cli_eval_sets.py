"""The command line for test sets: list and check them, draft questions, and turn one form into another."""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli_corpus import IndexOption, JsonOption

if TYPE_CHECKING:
    from evals.testsets.types import Question

OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", metavar="FILE", help="A .yaml or .jsonl file; else it is printed.")
]
ForceOption = Annotated[bool, typer.Option("--force", help="Replace the file if it is there already.")]


def add_sets(app: typer.Typer) -> None:
    """Puts the commands below `roundtable eval`."""
    app.command(short_help="List the test sets.")(sets)
    app.command(short_help="Check a test set, and whether its key points stand where it says.")(check)
    app.command(short_help="Print the schema of test sets.")(schema)
    app.command(short_help="List the metrics, with definition and source.")(metrics)
    app.command(short_help="Propose questions for a person to accept.")(draft)
    app.command(short_help="Accept or reject drafts, one by one.")(review)
    app.command(short_help="Turn a test set into another form, or one of another form into ours.")(convert)


def sets(as_json: JsonOption = False) -> None:
    """List the test sets that can be named: the one that ships, and those in the folder `sets` of the evaluations."""
    from assistant.settings import read_settings
    from corpus.errors import RoundtableError
    from evals.testsets.reading import read_test_set
    from evals.testsets.shipped import known_sets

    folder = read_settings().evaluations / "sets"
    rows = []
    for name, path in known_sets(folder).items():
        try:
            questions, problem = read_test_set(path).questions, ""
        except RoundtableError as error:
            questions, problem = (), str(error).splitlines()[0]
        drafts = sum(question.draft for question in questions)
        rows.append({"name": name, "path": str(path), "questions": len(questions) - drafts, "drafts": drafts,
                     "problem": problem or None})  # fmt: skip
    if as_json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        said = row["problem"] or f"{row['questions']} questions" + (
            f", {row['drafts']} drafts" if row["drafts"] else ""
        )
        print(f"{row['name']:<24} {said}")
    print(f"Your own go into {folder}")


def check(
    test_set: Annotated[str, typer.Argument(metavar="SET", help="A file, a folder, or a name of eval sets.")],
    index: IndexOption = None,
) -> None:
    """Check a test set: its form by line, and against the index whether every key point stands where it says.

    Exit code 1: something is wrong.
    """
    from assistant.build import open_index
    from assistant.settings import read_settings
    from evals.testsets.evidence import check_evidence
    from evals.testsets.reading import doubtful, read_test_set
    from evals.testsets.shipped import set_named

    settings = read_settings(index=index)
    read = read_test_set(set_named(test_set, settings.evaluations / "sets"))
    found = check_evidence(read, open_index(settings))
    unusual = doubtful(read)
    for line in (*found, *unusual):
        print(line)
    problems = sum(not each.doubt for each in found)
    doubts = len(found) - problems + len(unusual)
    print(f"{read.name}: {len(read.questions)} questions, {problems} problems, {doubts} doubts")
    if problems:
        raise typer.Exit(1)


def schema() -> None:
    """Print the JSON schema of a question of a test set."""
    from evals.testsets.schema import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=2))


def metrics(as_json: JsonOption = False) -> None:
    """List what is measured: each metric with its name, its definition and where it comes from."""
    from textwrap import fill

    from evals.metrics import METRICS

    if as_json:
        fields = ("name", "title", "family", "better", "unit", "definition", "source")
        rows = [{field: getattr(metric, field) for field in fields} for metric in METRICS.values()]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for metric in METRICS.values():
        print(f"{metric.name}: {metric.title} ({metric.family}, {metric.better} is better)")
        for text in (metric.definition, f"Source: {metric.source}"):
            print(fill(text, 100, initial_indent="    ", subsequent_indent="    "))


def draft(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="Its source, as search names it.")] = "",
    index: IndexOption = None,
    limit: Annotated[int, typer.Option("-n", min=1, max=200, help="How many questions at most.")] = 20,
    feedback: Annotated[bool, typer.Option("--feedback", help="From what readers thought of answers.")] = False,
    refused: Annotated[bool, typer.Option("--refused", help="From questions of the chat that were refused.")] = False,
    out: OutOption = None,
    force: ForceOption = False,
) -> None:
    """Propose questions for a test set: on a document, from feedback, or from what was refused.

    They are drafts: a run leaves them out until a person has accepted each, see `eval review`, or has removed its line
    "draft: true".
    """
    from assistant.build import open_index
    from assistant.settings import read_settings
    from evals.testsets.drafting import drafts
    from evals.testsets.from_use import drafts_from_feedback, drafts_from_refusals

    if sum((bool(document), feedback, refused)) != 1:
        raise typer.BadParameter("name a document, or give --feedback or --refused")
    settings = read_settings(index=index)
    if document:
        found: Sequence[Question] = drafts(document, open_index(settings), limit)
    elif feedback:
        from assistant.feedback import FeedbackStore
        from assistant.kept import is_there

        store = FeedbackStore(settings.conversations)
        found = list(drafts_from_feedback(store.all())) if is_there(store.kept_in) else []
    else:
        from assistant.conversations import Conversations
        from assistant.kept import is_there

        there = is_there(settings.conversations)
        found = list(drafts_from_refusals(Conversations(settings.conversations))) if there else []
    if not found:
        print("roundtable: nothing to make a question of", file=sys.stderr)
        raise typer.Exit(1)
    _hand_over(found, out, force)


def review(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .yaml or .jsonl file with drafts; it is changed.")],
) -> None:
    """Show each draft of a test set, and accept it, reject it or leave it; what is rejected is taken out of the file.

    Correct a question in the file itself, before or after.
    """
    from dataclasses import replace

    from assistant.one_line import one_line
    from evals.testsets.reading import read_test_set

    questions = read_test_set(file).questions
    kept, counts = [], dict.fromkeys("arl", 0)
    for place, question in enumerate(questions, start=1):
        answer = "l"
        if question.draft:
            print(f"\n{place} of {len(questions)}: {one_line(question.question)}")
            for line in _drafted(question):
                print(f"    {one_line(line)}")
            answer = typer.prompt("[a]ccept, [r]eject, [l]eave", default="l", show_default=False).strip().lower()[:1]
            answer = answer if answer in counts else "l"
            counts[answer] += 1
        if answer != "r":
            kept.append(replace(question, draft=False) if answer == "a" else question)
    if counts["a"] or counts["r"]:
        _hand_over(kept, file, force=True)
    print(f"{file}: {counts['a']} accepted, {counts['r']} rejected, {counts['l']} left")


def _drafted(question: "Question") -> Iterator[str]:
    """What a person needs to see of a draft."""
    yield f"expected: {question.expected}"
    for point in question.key_points:
        places = (f"{place.document}{f', page {place.page}' if place.page else ''}" for place in point.evidence)
        yield f"must say: {' / '.join(point.wordings) or point.text} ({'; '.join(places)})"
    if question.reference:
        yield f"answer: {question.reference}"


def convert(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="A test set of any of the forms.")],
    to: Annotated[str, typer.Option("--to", help="Its new form.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="PATH", help="A file, or a folder where it takes several.")
    ],
    from_: Annotated[str, typer.Option("--from", help="Its form; ours if none is named.")] = "ours",
    documents: Annotated[
        Path | None, typer.Option("--documents", metavar="FOLDER", help="Write its passages here, to be ingested.")
    ] = None,
    index: IndexOption = None,
    force: ForceOption = False,
) -> None:
    """Turn a test set of another form (ragas, BEIR, SQuAD) into ours, or ours into another.

    What the new form cannot hold is told on standard error. A form that holds texts too takes them from the index.
    """
    from evals.testsets.forms import OURS, converted

    if from_ == OURS != to:
        from assistant.build import open_index
        from assistant.settings import read_settings

        texts = open_index(read_settings(index=index))
    else:
        texts = None
    for loss in converted(source, from_, to, out, documents, force, texts):
        print(f"roundtable: {loss}", file=sys.stderr)
    print(f"{out}: written")


def _hand_over(questions: "Sequence[Question]", out: Path | None, force: bool) -> None:
    from assistant.export_file import exporting
    from evals.testsets.writing import test_set_text

    text = test_set_text(questions, "jsonl" if out is not None and out.suffix.lower() == ".jsonl" else "yaml")
    if out is None:
        print(text, end="")
        return
    with exporting(out, replace=force) as file:
        file.write(text.encode())
    print(f"{out}: {len(questions)} questions", file=sys.stderr)
