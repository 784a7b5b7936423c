"""Write the list of parts and of licences, ask for known weaknesses, and look for secrets: python -m evals.parts."""

import argparse
import json
from pathlib import Path

from evals.parts import audit, licences, secrets
from evals.parts.installed import extras, installed
from evals.parts.sbom import ROOT, sbom

OUT = ROOT / "build" / "parts"


def main() -> int:
    said = argparse.ArgumentParser(prog="python -m evals.parts", description=__doc__)
    what = said.add_subparsers(dest="what", required=True)
    listed = what.add_parser("sbom", help="write build/parts/sbom.json (CycloneDX) and licences.md")
    listed.add_argument("--extras", default="", help=f"with these, by commas: {', '.join(extras())}")
    what.add_parser("licences", help="fail if a licence is not among those that are allowed")
    what.add_parser("audit", help="fail if known weaknesses are on record, or if nothing could be checked")
    looked = what.add_parser("secrets", help="fail if a file holds what looks like a secret")
    looked.add_argument("--accept", action="store_true", help="all that is found was looked at and is none")
    given = said.parse_args()
    if given.what == "sbom":
        return _sbom([each for each in given.extras.split(",") if each])
    if given.what == "licences":
        return _said(licences.refused(licences.parts(installed(extras()))))
    if given.what == "secrets":
        seen = secrets.found(secrets.tracked())
        if given.accept:
            print(f"{secrets.BASELINE}: {secrets.accept(seen)} accepted")
            return 0
        return _said(secrets.new(seen))
    text, code = audit.told(audit.audit(ROOT / "constraints.txt"), "constraints.txt")
    print(text)
    return code


def _sbom(chosen: list[str], folder: Path = OUT) -> int:
    names = installed(chosen)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.json").write_text(json.dumps(sbom(names), indent=1) + "\n", "utf-8")
    (folder / "licences.md").write_text(licences.table(licences.parts(names)), "utf-8")
    print(f"{folder}: sbom.json and licences.md, {len(names)} packages")
    return 0


def _said(lines: list[str]) -> int:
    print("\n".join(lines) or "nothing found")
    return 1 if lines else 0


if __name__ == "__main__":
    raise SystemExit(main())
