"""Ask whether known weaknesses are on record for the packages that constraints.txt pins, and say if nobody answered."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

# On record for years (PYSEC-2021-142): a service that does not know it knows nothing, and finds nothing in anything.
CANARY = "pyyaml==5.3.1"


@dataclass(frozen=True, slots=True)
class Audit:
    """How many packages were looked up; those with weaknesses, each with their numbers; those nobody has on record."""

    checked: int
    weak: dict[str, list[str]]
    unknown: list[str]


def audit(requirements: Path) -> Audit | None:
    """None where no service of weaknesses can be reached, or what answers has none on record: nothing was checked."""
    with tempfile.TemporaryDirectory() as folder:
        known = Path(folder) / "known.txt"
        known.write_text(f"{CANARY}\n", "utf-8")
        canary = _asked(known)
    if canary is None or not canary.weak:
        return None
    return _asked(requirements)


def told(found: Audit | None, requirements: str) -> tuple[str, int]:
    """What to print, and the exit code: 0 nothing is known against them, 1 something is, 3 nothing was checked."""
    if found is None:
        return (
            f"{requirements}: NOTHING WAS CHECKED. The package index that pip uses here has no record of weaknesses; "
            "run this where https://pypi.org can be reached",
            3,
        )
    lines = [f"{package}: {', '.join(numbers)}" for package, numbers in found.weak.items()]
    lines += [f"{package}: not on record, so not checked" for package in found.unknown]
    lines.append(f"{requirements}: {found.checked} packages checked, {len(found.weak)} with known weaknesses")
    return "\n".join(lines), 1 if found.weak else 0 if found.checked else 3


def read(report: str) -> Audit | None:
    """What pip-audit prints as JSON; None where it is none, for it broke off."""
    try:
        rows = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    checked = [row for row in rows if "skip_reason" not in row]
    weak = {f"{row['name']} {row['version']}": [each["id"] for each in row["vulns"]] for row in checked if row["vulns"]}
    return Audit(len(checked), weak, [row["name"] for row in rows if "skip_reason" in row])


def _asked(requirements: Path) -> Audit | None:
    options = ["--no-deps", "--disable-pip", "--progress-spinner=off", "--format=json"]
    command = [sys.executable, "-m", "pip_audit", "-r", str(requirements), *options]
    return read(subprocess.run(command, capture_output=True, text=True).stdout)
