"""Ingests to be killed: `python -m tests.ingest_process FILES INDEX`, with an embedding model of eight numbers.

Loads its libraries once; then each line of standard input, a number, makes a process of its own that ingests.
Its id is printed when it begins, and its exit code when it has ended. 0 lets it run; with another number it kills
itself while it publishes, before that one of its steps: whatever it does to a file of the index (open, rename,
remove) counts as one, from the first touch of the new pointer to the current generation.
"""

import os
import signal
import sys
from pathlib import Path

from corpus.errors import RoundtableError
from corpus.generations import POINTER
from corpus.writer import IndexWriter
from ingest.pipeline import ingest
from tests.library import Eight


def run(files: Path, index: Path, last: int) -> None:
    steps = 0

    def before_step(event: str, arguments: tuple) -> None:
        nonlocal steps
        paths = [str(argument) for argument in arguments if isinstance(argument, str | os.PathLike)]
        if any(path.endswith(f"{POINTER}.new") for path in paths) or (steps and any(str(index) in p for p in paths)):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(before_step)
    with IndexWriter(index, Eight.name) as writer:
        ingest([files], writer, Eight, prune=True)


def main(files: Path, index: Path) -> None:
    import chromadb  # noqa: F401  # the slowest of them, which the writer loads when it needs it

    for line in sys.stdin:
        process = os.fork()
        if not process:
            try:
                run(files, index, int(line))
            except RoundtableError as error:
                print(f"roundtable: {error}", file=sys.stderr, flush=True)
                os._exit(2)
            os._exit(0)
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
