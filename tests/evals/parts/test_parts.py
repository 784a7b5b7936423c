"""evals/parts: what is installed is listed whole, its licences may be passed on, and no secret lies in a file."""

import json
import subprocess
from pathlib import Path

import pytest

from evals.parts import audit, licences, secrets
from evals.parts.installed import extras, installed
from evals.parts.licences import Part
from evals.parts.sbom import ROOT, of_these, sbom

# Put together here, so that this file holds none: each kind is found by its form.
KEYS = {
    "GitHub Token": "gh" + "p_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx",
    "AWS Access Key": "AK" + "IA" + "Z7QVXXJK2LSPQRTN",
    "Private Key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "OpenAI Token": "sk-" + "Ab3dEf6hIj9lMn2pQr5t" + "T3Blbk" + "FJ" + "Ab3dEf6hIj9lMn2pQr5t",
}


def test_list_holds_what_the_program_needs_and_no_tool_of_developers() -> None:
    found = installed()
    assert {"chromadb", "gradio", "torch", "starlette"} <= set(found)  # the last is needed by others alone
    assert not {"pytest", "ruff", "mypy", "detect-secrets", "roundtable-assistant"} & set(found)
    assert "psycopg" not in found
    assert {"psycopg", "psycopg-binary", "psycopg-pool"} <= set(installed(["postgres"]))
    assert "dev" not in extras()


def test_sbom_is_one_of_what_users_have_and_names_no_path_of_this_machine() -> None:
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    names = installed()
    made = sbom(names)
    text = json.dumps(made)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert len(made["components"]) == len(names)
    assert made["metadata"]["component"]["name"] == "roundtable-assistant"
    assert all(each["purl"].startswith("pkg:pypi/") and each["version"] for each in made["components"])
    assert str(ROOT) not in text


def test_what_depends_on_a_tool_that_is_left_out_does_not_name_it() -> None:
    whole = {
        "metadata": {"component": {"bom-ref": "root"}},
        "components": [{"name": "Kept_One", "bom-ref": "a"}, {"name": "tool", "bom-ref": "b"}],
        "dependencies": [
            {"ref": "root", "dependsOn": ["a", "b"]}, {"ref": "a", "dependsOn": ["b"]}, {"ref": "b"},
        ],
    }  # fmt: skip
    made = of_these(whole, {"kept-one"})
    assert made["components"] == [{"name": "Kept_One", "bom-ref": "a"}]
    assert made["dependencies"] == [{"ref": "root", "dependsOn": ["a"]}, {"ref": "a"}]


def test_every_licence_of_what_users_may_install_is_one_that_was_looked_at() -> None:
    found = licences.parts(installed(extras()))
    assert len(found) > 150
    assert licences.refused(found) == []
    assert set(licences.WEAK) <= {each.name for each in found}  # else its line is to be taken out


@pytest.mark.parametrize(
    "licence",
    [
        "AGPL-3.0", "GNU Affero General Public License v3", "GPL-3.0-only", "MIT AND GPL-2.0-or-later", "UNKNOWN", "",
        "LGPL-3.0-only", "MPL-2.0", "Apache Software License; GNU General Public License v3 (GPLv3)",
    ],
)  # fmt: skip
def test_licence_that_asks_for_more_fails(licence: str) -> None:
    (line,) = licences.refused([Part("some-package", "1.0", licence), Part("httpx", "1", "BSD-3-Clause")])
    assert line.startswith("some-package 1.0: licence")


def test_weak_licence_passes_for_the_package_that_it_was_looked_at_for_alone() -> None:
    assert licences.refused([Part("certifi", "1", "Mozilla Public License 2.0 (MPL 2.0)")]) == []
    assert licences.refused([Part("orjson", "1", "MPL-2.0 AND (Apache-2.0 OR MIT)")]) == []
    assert licences.refused([Part("certifi", "1", "LGPL-3.0-only")]) != []
    assert "as it is" in licences.table([Part("certifi", "1", "MPL 2.0")])


@pytest.mark.parametrize("folder", ["assistant", "tests"])
@pytest.mark.parametrize("kind", KEYS)
def test_planted_key_is_found_and_not_repeated(tmp_path: Path, kind: str, folder: str) -> None:
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "planted.py").write_text(f"first = 1\nkey = '{KEYS[kind]}'\n", "utf-8")
    said = secrets.new(secrets.found([f"{folder}/planted.py"], tmp_path), tmp_path / "none")
    assert any(line.startswith(f"{folder}/planted.py:2: {kind}") for line in said)
    assert KEYS[kind] not in "\n".join(said)


def test_password_in_the_program_is_told_until_somebody_has_looked_at_it(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text("password = 'zx81-spectrum-q'\n", "utf-8")
    seen, baseline = secrets.found(["settings.py"], tmp_path), tmp_path / "baseline"
    assert len(secrets.new(seen, baseline)) == 1
    assert secrets.accept(seen, baseline) == 1
    assert secrets.new(seen, baseline) == []
    (tmp_path / "settings.py").write_text("\n\npassword = 'zx81-spectrum-q'\napi_key = 'amiga-1200-xyz'\n", "utf-8")
    (line,) = secrets.new(secrets.found(["settings.py"], tmp_path), baseline)
    assert line.startswith("settings.py:4: ")
    assert "spectrum" not in baseline.read_text("utf-8")


def test_files_of_git_are_looked_through_and_what_it_ignores_is_not(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    for name in ("new.py", "gone.log", "constraints.txt"):
        (tmp_path / name).write_text("", "utf-8")
    (tmp_path / ".gitignore").write_text("*.log\n", "utf-8")
    assert secrets.tracked(tmp_path) == [".gitignore", "new.py"]


def test_audit_says_that_nothing_was_checked_where_nobody_answers() -> None:
    text, code = audit.told(None, "constraints.txt")
    assert code == 3
    assert "NOTHING WAS CHECKED" in text
    assert audit.read("") is None
    assert audit.read("{}") is None
    skipped = audit.read('{"dependencies": [{"name": "a", "skip_reason": "not found"}]}')
    assert audit.told(skipped, "constraints.txt")[1] == 3


def test_audit_names_what_is_weak_and_what_is_not_on_record() -> None:
    rows = [
        {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}, {"id": "PYSEC-2"}]},
        {"name": "b", "version": "2", "vulns": []},
        {"name": "c", "skip_reason": "not found"},
    ]
    text, code = audit.told(audit.read(json.dumps({"dependencies": rows})), "constraints.txt")
    assert (text.splitlines(), code) == (
        [
            "a 1: PYSEC-1, PYSEC-2",
            "c: not on record, so not checked",
            "constraints.txt: 2 packages checked, 1 with known weaknesses",
        ],
        1,
    )
    assert audit.told(audit.read(json.dumps({"dependencies": rows[1:2]})), "constraints.txt")[1] == 0
