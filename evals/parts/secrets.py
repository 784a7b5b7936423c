"""Find keys and passwords that slipped into files, but for those that somebody has looked at and found to be none."""

import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BASELINE = ROOT / ".secrets.baseline"
# What only looks like one; tests are full of made-up passwords. A key of a known form is told there too.
GUESSED = {"Secret Keyword", "Basic Auth Credentials", "Base64 High Entropy String", "Hex High Entropy String"}
# Digests of documents and of packages: high in entropy, and no secrets.
PASSED_OVER = re.compile(r"constraints\.txt|\.secrets\.baseline|evals/sets/.*|.*\.(pdf|xz|png|woff2?)")


def tracked(root: Path = ROOT) -> list[str]:
    """The files that git knows or would add, by their path below the folder."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "surrogateescape")
    there = sorted({name for name in names.split("\0") if name and (root / name).is_file()})
    return [name for name in there if not PASSED_OVER.fullmatch(name)]


def found(files: Sequence[str], root: Path = ROOT) -> dict[str, list[tuple[int, str, str]]]:
    """Line, kind and digest of what looks like a secret, by file; whatever it is, it is not repeated."""
    from detect_secrets import SecretsCollection
    from detect_secrets.settings import default_settings

    with default_settings():
        kept = SecretsCollection(root=str(root))
        for name in files:
            kept.scan_file(name)
        return {
            name: told
            for name, secrets in kept.data.items()
            if (told := sorted(_told(each) for each in secrets if not _is_made_up(name, each)))
        }


def _told(secret: Any) -> tuple[int, str, str]:
    return secret.line_number, secret.type, secret.secret_hash


def _is_made_up(name: str, secret: Any) -> bool:
    return name.startswith("tests/") and secret.type in GUESSED


def new(seen: dict[str, list[tuple[int, str, str]]], baseline: Path = BASELINE) -> list[str]:
    """A line for each that nobody has looked at yet."""
    known: dict[str, Any] = json.loads(baseline.read_text("utf-8")) if baseline.exists() else {}
    return [
        f"{name}:{line}: {kind}; take it out, or if it is none: python -m evals.parts secrets --accept"
        for name, secrets in sorted(seen.items())
        for line, kind, digest in secrets
        if digest not in known.get(name, ())
    ]


def accept(seen: dict[str, list[tuple[int, str, str]]], baseline: Path = BASELINE) -> int:
    """All of these were looked at and are none. Their digests are kept by file, and their number is returned."""
    known = {name: sorted({digest for _, _, digest in secrets}) for name, secrets in sorted(seen.items())}
    baseline.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
    return sum(map(len, known.values()))
