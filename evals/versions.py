"""What the figures of a run depend on: the program, its commit, and the libraries that find and encode."""

import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

ROOT = Path(__file__).parents[1]
# Those that change what is found or how it is scored.
LIBRARIES = ("chromadb", "ir-measures", "numpy", "onnxruntime", "pystemmer", "sentencex", "tokenizers")


@cache
def commit() -> str:
    """The commit of the code that runs, and whether it was changed since."""
    told = []
    for command in (["rev-parse", "--short", "HEAD"], ["status", "--porcelain", "--untracked-files=no"]):
        try:
            told.append(subprocess.run(["git", *command], cwd=ROOT, capture_output=True, text=True, check=True).stdout)
        except (OSError, subprocess.CalledProcessError):
            return "not known (not a git checkout)"
    return told[0].strip() + (", with changes" if told[1] else "")


@cache
def versions() -> dict[str, str]:
    """Each by its name."""
    return {
        "roundtable-assistant": _version("roundtable-assistant"),
        "commit": commit(),
        "python": platform.python_version(),
        **{name: _version(name) for name in LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
