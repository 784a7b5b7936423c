"""Turn test sets of other programs into ours and back, with the texts they bring as documents to ingest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.export_file import NotExported, exporting, may_be_written
from corpus.index import Index
from evals.testsets.beir import is_beir, read_beir, write_beir
from evals.testsets.passages import is_passages, read_passages, write_passages
from evals.testsets.ragas import is_ragas, read_ragas, write_ragas
from evals.testsets.reading import BadTestSet, read_test_set
from evals.testsets.squad import is_squad, read_squad, write_squad
from evals.testsets.texts import Text, WithTexts, Written, documents_of, texts_of
from evals.testsets.types import Place, TestSet
from evals.testsets.writing import test_set_text

OURS = "ours"
WRITTEN_AS = {".yaml": "yaml", ".yml": "yaml", ".jsonl": "jsonl"}


@dataclass(frozen=True, slots=True)
class Form:
    """How test sets of a program are read and written. `is_one` says whether a path looks like one, and `needs_texts`
    whether it cannot be written without the texts of the evidence."""

    title: str
    is_one: Callable[[Path], bool]
    read: Callable[[Path], WithTexts]
    write: Callable[[WithTexts], Written]
    needs_texts: bool = True


# What looks like two of them is the first.
FORMS: Mapping[str, Form] = {
    "beir": Form("BEIR: a folder with corpus.jsonl, queries.jsonl and qrels", is_beir, read_beir, write_beir),
    "passages": Form("a folder with passages.jsonl and questions.jsonl", is_passages, read_passages, write_passages),
    "squad": Form("SQuAD 1.1 or 2.0: a JSON file", is_squad, read_squad, write_squad),
    "ragas": Form("ragas: JSON lines", is_ragas, read_ragas, write_ragas, needs_texts=False),
}


def form_of(path: Path) -> str:
    """The name of the form that a path looks like. Raises `BadTestSet`."""
    for name, form in FORMS.items():
        if form.is_one(path):
            return name
    raise BadTestSet([f"{path}: none of the forms {', '.join(FORMS)}, as far as can be seen from its files"])


def foreign_set(path: Path, folder_for_documents: Path, form: str = "") -> TestSet:
    """A set of another form, with its texts written into the folder as documents to ingest, which its evidence names.

    Without `form` it is what the path looks like. Raises `BadTestSet`, or `NotExported` if something else is in the
    folder, as it would be ingested with them; the same documents may be there.
    """
    test_set, files = documents_of(_form(form or form_of(path)).read(path))
    _write_documents(folder_for_documents, files)
    return test_set


def converted(
    source: Path,
    from_: str,
    to: str,
    out: Path,
    documents: Path | None = None,
    replace: bool = False,
    index: Index | None = None,
) -> tuple[str, ...]:
    """Writes the test set in another form and returns what that one cannot hold, a line each.

    `from_` and `to` are names of `FORMS`, or "ours". Into our form the texts that the set brings go as `documents` to
    ingest. From our form into one that needs texts, the pages are those of the index. Raises `BadTestSet` or
    `NotExported`; then nothing was written.
    """
    given = WithTexts(read_test_set(source), _texts(index)) if from_ == OURS else _form(from_).read(source)
    if to == OURS:
        return _to_ours(given, out, documents, replace)
    form = _form(to)
    if form.needs_texts and not given.texts:
        raise BadTestSet([f"{source}: {to} holds the texts of the evidence too; name the index that they are in"])
    written = form.write(given)
    if not written.questions:
        raise BadTestSet([f"{source}: nothing of it can be written as {to}", *written.losses])
    _write_files(out, written.files, replace)
    return written.losses


def _to_ours(given: WithTexts, out: Path, documents: Path | None, replace: bool) -> tuple[str, ...]:
    suffix = out.suffix.lower()
    if suffix not in WRITTEN_AS:
        raise NotExported(f"{out}: the file of a test set ends with {', '.join(WRITTEN_AS)}")
    may_be_written(out, replace)
    test_set = given.test_set
    losses: tuple[str, ...] = ()
    if documents is not None:
        test_set, files = documents_of(given)
        _write_documents(documents, files)
    elif given.texts:
        losses = (f"not written: {len(given.texts)} texts; name a folder for them to ask the questions of them",)
    _write_files(out, {"": test_set_text(test_set.questions, "jsonl" if suffix == ".jsonl" else "yaml")}, replace)
    return losses


def _texts(index: Index | None) -> dict[Place, Text]:
    return texts_of(index) if index else {}


def _form(name: str) -> Form:
    if name not in FORMS:
        raise BadTestSet([f"{name}: no form of test sets; there are {', '.join((OURS, *FORMS))}"])
    return FORMS[name]


def _write_documents(folder: Path, files: Mapping[str, str]) -> None:
    others = sorted(set(_there(folder)) - set(files))
    if others:
        raise NotExported(f"{folder}: {others[0]} is there and would be ingested too; name an empty folder")
    _make(folder)
    for name, text in files.items():
        with exporting(folder / name, replace=True) as file:
            file.write(text.encode())


def _write_files(out: Path, files: Mapping[str, str], replace: bool) -> None:
    """One file at `out`, or several in a folder there."""
    if "" in files:
        with exporting(out, replace) as file:
            file.write(files[""].encode())
        return
    may_be_written(out, replace)
    if out.exists() and any(each not in _known(files) for each in _there(out)):
        raise NotExported(f"{out}: holds other files than those of the form; name another folder")
    for name, text in files.items():
        _make((out / name).parent)
        with exporting(out / name, replace=True) as file:
            file.write(text.encode())


def _known(files: Mapping[str, str]) -> set[str]:
    return {name.partition("/")[0] for name in files}


def _there(folder: Path) -> list[str]:
    try:
        return [each.name for each in folder.iterdir()] if folder.exists() else []
    except OSError as error:
        raise NotExported(f"{folder}: cannot be used as a folder ({error.strerror})") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotExported(f"{folder}: cannot be made ({error.strerror})") from error
