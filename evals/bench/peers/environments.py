"""Make the environment that each program is compared in, and tell how large it is and what it holds."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import RoundtableError

ROOT = Path(__file__).resolve().parents[3]
STACKS = Path(__file__).parent / "stacks"
OWN = "roundtable"
PACKAGES = ("assistant", "corpus", "evals", "ingest")  # installed where they stand, so not in the environment's folder
MARK = "installed"
LARGEST = 5
# uv links files to its cache; nltk, which LlamaIndex splits sentences with, refuses to read a file with two links.
COPIES = ("--link-mode", "copy")
_TELL = """
import json
from importlib.metadata import distributions
def size(each):
    return sum(at.stat().st_size for at in map(each.locate_file, each.files or ()) if at.is_file())
print(json.dumps([[each.name, each.version, size(each)] for each in distributions()]))
"""


class EnvironmentFailed(RoundtableError):
    """The environment of a program cannot be made."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A program's own Python. `packages` are versions by name; `largest` are megabytes by name, most first."""

    name: str
    python: Path
    megabytes: float
    packages: dict[str, str]
    largest: dict[str, float]


def made(name: str, folder: Path, torch_index: str) -> Environment:
    """The environment below `folder`, installed unless that was done with the same versions. Raises
    `EnvironmentFailed`."""
    home = (folder / name).resolve()
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    wanted, constraints = requirements(name)
    pins = constraints.read_bytes() + (ROOT / "pyproject.toml").read_bytes() * (name == OWN)
    mark = hashlib.sha256("\n".join([*wanted, torch_index, sys.version]).encode() + pins).hexdigest()
    if not (home / MARK).is_file() or (home / MARK).read_text() != mark:
        pip = [str(python), "-m", "pip", "install", "-q", "-c", str(constraints)]
        _run(name, [sys.executable, "-m", "venv", "--clear", str(home)])
        # As `make install` does: torch through pip, which honours the index; the rest through uv.
        _run(name, [*pip, *(["--index-url", torch_index] if torch_index else []), "torch"])
        uv = [
            sys.executable,
            "-m",
            "uv",
            "pip",
            "install",
            "-q",
            "--compile-bytecode",
            *COPIES,
            "--python",
            str(python),
        ]
        _run(name, [*uv, "-c", str(constraints), *wanted])
        (home / MARK).write_text(mark)
    rows = json.loads(_run(name, [str(python), "-c", _TELL]))
    sizes = {package: round(size / 1e6, 1) for package, _, size in rows}
    largest = sorted(sizes, key=lambda package: -sizes[package])[:LARGEST]
    return Environment(
        name,
        python,
        round((_size(home) + sum(_size(ROOT / package) for package in PACKAGES if name == OWN)) / 1e6, 1),
        {package: version for package, version, _ in sorted(rows)},
        {package: sizes[package] for package in largest},
    )


def requirements(name: str) -> tuple[list[str], Path]:
    """What to install, and the file of versions that it is held to."""
    if name == OWN:
        return ["-e", str(ROOT)], ROOT / "constraints.txt"
    lines = (STACKS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")], STACKS / f"{name}.constraints.txt"


def _size(folder: Path) -> int:
    """The bytes of all files below, a link as the link it is."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file())


def _run(name: str, command: Sequence[str]) -> str:
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if ran.returncode:
        last = (ran.stderr.strip() or ran.stdout.strip() or "no message").splitlines()[-1]
        raise EnvironmentFailed(f"{name}: its environment cannot be made ({' '.join(command[:5])} ...): {last}")
    return ran.stdout
