"""List what a user's installation is put together from, as a CycloneDX document that scanners read."""

import json
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


def sbom(names: Collection[str]) -> dict[str, Any]:
    """Of these packages, as they are installed here, and of the program that needs them."""
    command = [sys.executable, "-m", "cyclonedx_py", "environment", sys.executable, "--output-reproducible"]
    command += ["--pyproject", str(ROOT / "pyproject.toml"), "--output-file", "-"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return of_these(json.loads(done.stdout), names)


def of_these(whole: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """The document without the developers' tools: every component but these left out, and what depends on them."""
    kept = [each for each in whole["components"] if _plain(each["name"]) in names]
    root = whole["metadata"]["component"]["bom-ref"]
    refs = {root} | {each["bom-ref"] for each in kept}
    depend = []
    for each in whole["dependencies"]:
        if each["ref"] in refs:
            on = [ref for ref in each.get("dependsOn", ()) if ref in refs]
            depend.append({"ref": each["ref"], **({"dependsOn": on} if on else {})})
    return whole | {"components": kept, "dependencies": depend}


def _plain(name: str) -> str:
    from packaging.utils import canonicalize_name

    return str(canonicalize_name(name))
