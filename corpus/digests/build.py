"""Print the digests: every Markdown file of this folder becomes a PDF among the documents that ship."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.digests.source import read_digest
from corpus.digests.types import BadDigest

DIGESTS = Path(__file__).parent
PDFS = DIGESTS.parent / "materials" / "digests"


@dataclass(frozen=True, slots=True)
class Printed:
    """A digest and its PDF; `content` is what the PDF must hold, and None for a PDF without a digest."""

    path: Path
    content: bytes | None

    @property
    def trouble(self) -> str:
        """What is wrong with the file as it lies there, or ""."""
        if self.content is None:
            return "has no digest any more; delete it"
        if not self.path.exists():
            return "is missing"
        return "" if self.path.read_bytes() == self.content else "is out of date"


@dataclass(frozen=True, slots=True)
class Build:
    """All PDFs as they must be, and a sentence for each digest that could not be printed."""

    printed: tuple[Printed, ...]
    problems: tuple[str, ...]


def print_digests(digests: Path, pdfs: Path) -> Build:
    """The PDFs for the Markdown files of a folder; nothing is written."""
    from corpus.digests.layout import to_pdf

    printed, problems = [], []
    sources = sorted(digests.glob("*.md"))
    for source in sources:
        try:
            printed.append(Printed(pdfs / f"{source.stem}.pdf", to_pdf(read_digest(source))))
        except BadDigest as error:
            problems.append(str(error))
    names = {source.stem for source in sources}
    printed += [Printed(path, None) for path in sorted(pdfs.glob("*.pdf")) if path.stem not in names]
    return Build(tuple(printed), tuple(problems))


def write(build: Build) -> list[Path]:
    """The files that it brought up to date; those that were so already are left alone, and so are strangers."""
    written = []
    for printed in build.printed:
        if printed.content is not None and printed.trouble:
            printed.path.parent.mkdir(parents=True, exist_ok=True)
            printed.path.write_bytes(printed.content)
            written.append(printed.path)
    return written


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m corpus.digests.build", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; say which PDFs are out of date, and exit 1"
    )
    parser.add_argument("--digests", type=Path, default=DIGESTS, help="folder of the Markdown files")
    parser.add_argument("--pdfs", type=Path, default=PDFS, help="folder of the PDFs")
    chosen = parser.parse_args(arguments)
    try:
        build = print_digests(chosen.digests, chosen.pdfs)
    except ModuleNotFoundError as error:
        if error.name != "reportlab":
            raise
        print("reportlab draws the PDFs and is not installed; run: pip install -e '.[dev]'", file=sys.stderr)
        return 1
    if not chosen.check:
        for path in write(build):
            print(f"{path.name}: written")
    troubles = [f"{printed.path.name}: {printed.trouble}" for printed in build.printed if printed.trouble]
    for line in (*troubles, *build.problems):
        print(line, file=sys.stderr)
    if chosen.check and troubles:
        print("run: python -m corpus.digests.build", file=sys.stderr)
    print(f"{len(build.printed) - len(troubles)} of {len(build.printed) + len(build.problems)} PDFs are up to date")
    return int(bool(troubles or build.problems))


if __name__ == "__main__":
    sys.exit(main())
