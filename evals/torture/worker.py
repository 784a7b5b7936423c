"""Work to be killed: `python -m evals.torture.worker FOLDER`, with the libraries loaded once.

Each line of standard input is a name of `WORK` and a number, and makes a process of its own that does it. Its id is
printed when it begins, and its exit code, negative for a signal, when it has ended.
"""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from itertools import count
from pathlib import Path

from assistant.access.accounts import Accounts
from assistant.api.tokens import Tokens
from assistant.backup import backup
from assistant.backup_restore import restore
from assistant.conversations import Conversations
from assistant.data_kept import delete
from assistant.export_file import exporting
from corpus.errors import RoundtableError
from corpus.generations import POINTER
from corpus.writer import IndexWriter
from evals.torture.tiny import Tiny, answer, places
from ingest.pipeline import ingest

USER = "somebody"
REFUSED = 3  # the exit code of work that one of our errors ended
ACKNOWLEDGED = "acknowledged"
ADMITTED = "admitted"
PEOPLE = "people.sqlite"
LEAVES, STAYS = "somebody who leaves", "somebody who stays"
PASSWORD = "one that nobody would guess, whoever it was"  # noqa: S105 of accounts that last as long as a test
EXPORT = 2_000_000  # bytes


def do_ingest(folder: Path, number: int) -> None:
    with IndexWriter(folder / "index", Tiny.name) as writer:
        ingest([folder / "files"], writer, Tiny, prune=True)


def do_publish(folder: Path, last: int) -> None:
    """An ingest that kills itself before step `last` of publishing: whatever it does to a file of the index (open,
    rename, remove) is one, from the first touch of the new pointer on."""
    steps = 0

    def before_step(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        paths = [str(each) for each in arguments if isinstance(each, str | os.PathLike)]
        if any(path.endswith(f"{POINTER}.new") for path in paths) or (steps and str(folder) in " ".join(paths)):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(before_step)
    do_ingest(folder, last)


def do_converse(folder: Path, number: int) -> None:
    """Adds turns to a conversation without end."""
    _converse(folder, count(number))


def _converse(folder: Path, numbers: Iterable[int]) -> None:
    """Each turn is acknowledged once it is kept."""
    kept = Conversations(places(folder).conversations)
    id_ = kept.begin(USER)
    with (folder / ACKNOWLEDGED).open("ab", buffering=0) as told:
        for each in numbers:
            kept.add(USER, id_, answer(each))
            told.write(f"{id_} {each}\n".encode())


def do_export(folder: Path, number: int) -> None:
    """Replaces an archive and an export again and again, the export by one of another letter each time."""
    for each in count(number):
        backup(folder / "all.tar.gz", places(folder), force=True)
        with exporting(folder / "export.bin", replace=True) as file:
            for _ in range(EXPORT // 1_000):
                file.write(bytes([65 + each % 26]) * 1_000)


def do_starve(folder: Path, limit: int) -> None:
    """All of it with files that cannot become longer than the limit, as on a disk that fills up."""
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    failed = False
    for do in (do_ingest, do_three_turns, do_one_export):
        try:
            do(folder, limit)
        except RoundtableError as error:
            failed = True
            if "\n" in str(error):
                raise ValueError("an error that is not one line") from error
    if failed:
        os._exit(REFUSED)


def do_jump(folder: Path, years: int) -> None:
    """All of it with a clock that jumps by so many years each time that somebody looks at it."""
    from assistant import conversations

    real, jumps = time.time, count(1)

    class Jumping(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Jumping":
            return cls.fromtimestamp(jumped() % 4e9, tz)

    def jumped() -> float:
        return real() + (next(jumps) % 3 - 1) * years * 31_557_600

    time.time = jumped
    conversations.datetime = Jumping  # type: ignore[misc]
    do_ingest(folder, 0)
    do_three_turns(folder, years)
    do_one_export(folder, 0)


def do_three_turns(folder: Path, number: int) -> None:
    _converse(folder, range(number, number + 3))


def do_one_export(folder: Path, number: int) -> None:
    backup(folder / "all.tar.gz", places(folder), force=True)


def do_restore(folder: Path, number: int) -> None:
    """Puts the archive back again and again, what was there before moved aside."""
    while True:
        restore(folder / "all.tar.gz", places(folder / "put"), force=True)


def do_admit(folder: Path, number: int) -> None:
    """Adds accounts and tokens without end; each is acknowledged once it is kept."""
    accounts, tokens = Accounts(folder / "accounts.json"), Tokens(folder / "tokens.json")
    with (folder / ADMITTED).open("ab", buffering=0) as told:
        for each in count(number):
            accounts.add(f"person-{each}", "reader", PASSWORD)
            tokens.add(f"program-{each}", "reader")
            told.write(f"{each}\n".encode())


def do_delete(folder: Path, number: int) -> None:
    """Keeps something of somebody and deletes all of it, again and again."""
    place = folder / PEOPLE
    for each in count(number):
        keep_of(place, LEAVES, each)
        delete(place, LEAVES)


def keep_of(place: Path, user: str, number: int) -> None:
    """Two conversations of three turns."""
    store = Conversations(place)
    for _ in range(2):
        id_ = store.begin(user)
        for turn in range(3):
            store.add(user, id_, answer(number + turn))


def do_compete(folder: Path, number: int) -> None:
    """Two ingests at once: one is done, and the other is done or refused in one line."""
    other = os.fork()
    try:
        do_ingest(folder, number)
        code = 0
    except RoundtableError as error:
        code = REFUSED if "\n" not in str(error) else 1
    if not other:
        os._exit(code)
    codes = {code, os.waitstatus_to_exitcode(os.waitpid(other, 0)[1])}
    os._exit(0 if codes in ({0}, {0, REFUSED}) else 1)


WORK: dict[str, Callable[[Path, int], None]] = {
    "ingest": do_ingest,
    "publish": do_publish,
    "converse": do_converse,
    "export": do_export,
    "restore": do_restore,
    "admit": do_admit,
    "delete": do_delete,
    "compete": do_compete,
    "starve": do_starve,
    "jump": do_jump,
}


def main(folder: Path) -> None:
    import chromadb  # noqa: F401  # the slowest of them, which the writer loads when it needs it
    import tantivy  # noqa: F401

    for line in sys.stdin:
        work, number = line.split()
        process = os.fork()
        if not process:
            WORK[work](folder, int(number))
            os._exit(0)
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
