"""Hold the licences of everything that is installed to those that we may pass on with the program."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass

# As metadata names them, in small letters. All are permissive: they ask for their notices to be kept, and no more.
PERMISSIVE = {
    *("0bsd", "bsd", "bsd license", "bsd-2-clause", "bsd-3-clause", "3-clause bsd license"),
    *("apache 2.0", "apache 2.0 license", "apache license, version 2.0", "apache software license", "apache-2.0"),
    *("apache-2.0 with llvm-exception", "bsl-1.0", "cc0-1.0", "cnri-python", "isc", "isc license (iscl)"),
    *("mit", "mit license", "mit-0", "mit-cmu", "psf-2.0", "python software foundation license", "zlib"),
}
# Licences that ask for more of whoever changes these packages. We change none of them, and pass none of them on: pip
# fetches each from its makers, and anybody may put another version in its place. Name: its licence, and the reason.
WEAK = {
    "certifi": ("mozilla public license 2.0 (mpl 2.0)", "a list of certificates, as it is"),
    "tqdm": ("mpl-2.0", "a library, as it is"),
    "orjson": ("mpl-2.0", "a library, as it is"),
    "psycopg": ("lgpl-3.0-only", "only with the extra postgres; a library that is loaded, as it is"),
    "psycopg-binary": ("lgpl-3.0-only", "the same"),
    "psycopg-pool": ("lgpl-3.0-only", "the same"),
    "pymupdf-fonts": ("sil ofl v1.1", "fonts, which may be put into documents and passed on with programs"),
    "pypdfium2": ("dependency licenses", "those of PDFium's own parts, all permissive, lie in the package"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A package and the licence that its makers name."""

    name: str
    version: str
    licence: str


def parts(names: Iterable[str]) -> list[Part]:
    """Those of the packages that are installed, by name."""
    command = [sys.executable, "-m", "piplicenses", "--format=json", "--from=mixed", "--with-system", "--packages"]
    done = subprocess.run([*command, *names], capture_output=True, text=True, check=True)
    rows = json.loads(done.stdout)
    # Some makers give the whole text: its first line names it.
    return [Part(_plain(row["Name"]), row["Version"], row["License"].strip().split("\n")[0]) for row in rows]


def refused(found: Iterable[Part]) -> list[str]:
    """A line for each that may not be passed on, or whose licence nobody has looked at."""
    said = []
    for part in found:
        own, _ = WEAK.get(part.name, ("", ""))
        unknown = [name for name in _named(part.licence) if name not in PERMISSIVE and name != own]
        if unknown or not part.licence:
            named = ", ".join(unknown) or "none that is named"
            said.append(f"{part.name} {part.version}: licence {named}; take another package, or add it with a reason")
    return said


def table(found: Iterable[Part]) -> str:
    """In Markdown, with the reason where a licence is not permissive."""
    rows = [f"| {each.name} | {each.version} | {each.licence} | {WEAK.get(each.name, ('', ''))[1]} |" for each in found]
    return "\n".join(["| package | version | licence | note |", "| --- | --- | --- | --- |", *rows, ""])


def _named(licence: str) -> list[str]:
    if licence.lower() in PERMISSIVE | {own for own, _ in WEAK.values()}:
        return [licence.lower()]
    names = re.split(r"\s+and\s+|\s+or\s+|[;,()]", licence.lower())
    return [name.strip() for name in names if name.strip()]


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
