"""Kill -9 at random moments of all that writes: ingest, publish, conversation, export, restore, deletion; then look."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE
from types import TracebackType

from assistant.access.accounts import Accounts
from assistant.api.tokens import Tokens
from assistant.backup import backup
from assistant.backup_restore import restore
from assistant.conversations import Conversations
from assistant.data_kept import Counts, counts_of, delete
from assistant.saved import answer_data
from evals.torture.seen import Lost, Seen, complete, look
from evals.torture.tiny import answer, places, write_files
from evals.torture.worker import (
    ACKNOWLEDGED,
    ADMITTED,
    EXPORT,
    LEAVES,
    PASSWORD,
    PEOPLE,
    REFUSED,
    STAYS,
    USER,
    keep_of,
)

HERE = Path(__file__).parents[2]
STEPS = 9  # of publishing: what comes after them is the removal of older states
REPLACES_POINTER = 3
LONGEST_WORK = 1.0  # seconds until what never ends by itself is killed


class Killer:
    """One folder that is worked in and killed in, over and over; a context manager that ends its worker.

    Each of its methods in `KILLS` kills once, looks, raises `Lost` if anything is, and says whether the kill came
    before the work was done.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.files, self.index = folder / "files", folder / "index"
        self.kept = places(folder).conversations
        self.turns = 0
        self.states: list[Seen] = []
        for version in (1, 2):
            write_files(self.files, version)
            self.states.append(complete(self.files, self.index))
        command = [sys.executable, "-m", "evals.torture.worker", str(folder)]
        self._worker = subprocess.Popen(command, cwd=HERE, stdin=PIPE, stdout=PIPE, text=True, bufsize=1)
        begun = time.monotonic()
        self.next_version()
        self.ran("ingest", 0)
        self.lasts = time.monotonic() - begun

    def __enter__(self) -> "Killer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.communicate(timeout=60)

    def ingest(self) -> bool:
        old, new = self.next_version()
        begun = time.monotonic()
        killed = self.ran("ingest", 0, self.chance.random() * self.lasts)
        if not killed:  # the kill came too late: they last less than it was thought
            self.lasts = min(self.lasts, 0.9 * (time.monotonic() - begun))
        self.is_one_of(old, new)
        return self.goes_on(killed, new)

    def publish(self) -> bool:
        old, new = self.next_version()
        step = self.chance.randint(1, STEPS)
        killed = self.ran("publish", step)
        self.is_one_of(old if step <= REPLACES_POINTER else new)
        return self.goes_on(killed, new)

    def converse(self) -> bool:
        self.forget_turns()
        killed = self.ran("converse", self.turns, self.chance.random() * LONGEST_WORK)
        self.all_turns_are_there()
        return killed

    def forget_turns(self) -> None:
        (self.folder / ACKNOWLEDGED).unlink(missing_ok=True)
        self.turns += 1_000

    def all_turns_are_there(self) -> None:
        """Those that were acknowledged since they were last forgotten, and at most one more."""
        lines = []
        with contextlib.suppress(FileNotFoundError):
            lines = (self.folder / ACKNOWLEDGED).read_text().splitlines()
        if not lines:
            return
        id_ = lines[0].split()[0]
        acknowledged = [int(line.split()[1]) for line in lines]
        found = [turn.answer for turn in Conversations(self.kept).open(USER, id_).turns]
        if len(found) not in (len(acknowledged), len(acknowledged) + 1):
            raise Lost(f"{len(acknowledged)} turns were acknowledged and {len(found)} are there")
        for place, each in enumerate(found):
            if answer_data(each) != answer_data(answer(self.turns + place)):
                raise Lost(f"turn {place + 1} is not what was written")

    def export(self) -> bool:
        killed = self.ran("export", self.chance.randrange(26), self.chance.random() * LONGEST_WORK)
        for left in self.folder.glob(".roundtable-backup-*"):
            shutil.rmtree(left)  # which a later backup does after a day
        export, archive, to = self.folder / "export.bin", self.folder / "all.tar.gz", self.folder / "restored"
        if export.exists() and (export.stat().st_size != EXPORT or len(set(export.read_bytes())) != 1):
            raise Lost("an export is half written")
        shutil.rmtree(to, ignore_errors=True)
        if archive.exists():  # this time's, or that of an earlier one
            restore(archive, places(to))  # compares every file with the manifest
            if look(to / "index") not in self.states:
                raise Lost("the index of a backup is none that there was")
        return killed

    def restore(self) -> bool:
        """Whatever is in its place is whole, and the next restore puts all of it there."""
        to = places(self.folder / "put")
        archive = self.folder / "all.tar.gz"
        shutil.rmtree(self.folder / "put", ignore_errors=True)
        if not archive.exists():
            backup(archive, places(self.folder))
        killed = self.ran("restore", 0, self.chance.random() * LONGEST_WORK)
        if to.index.exists() and look(to.index) not in self.states:
            raise Lost("the index that was restored is none that there was")
        for _ in range(2):  # with what the killed one left behind, and once more over a whole one
            restore(archive, to, force=True)
            if look(to.index) not in self.states:
                raise Lost("a restore after one that was killed is not whole")
        return killed

    def admit(self) -> bool:
        """Accounts and tokens that were acknowledged are there, and at most one more of each."""
        told = self.folder / ADMITTED
        for left in (told, self.folder / "accounts.json", self.folder / "tokens.json"):
            left.unlink(missing_ok=True)
        killed = self.ran("admit", 0, self.chance.random() * LONGEST_WORK)
        acknowledged = len(told.read_text().splitlines()) if told.exists() else 0
        found = {
            "accounts": len(Accounts(self.folder / "accounts.json").all()),
            "tokens": len(Tokens(self.folder / "tokens.json").all()),
        }
        for kind, count in found.items():
            if count not in (acknowledged, acknowledged + 1):
                raise Lost(f"{acknowledged} {kind} were acknowledged and {count} are there")
        Accounts(self.folder / "accounts.json").add("next", "admin", PASSWORD)
        return killed

    def delete(self) -> bool:
        """Whoever stays has all of theirs; whoever leaves is gone after the next deletion, to the last byte."""
        place = self.folder / PEOPLE
        keep_of(place, STAYS, 0)
        before = counts_of(place, STAYS)
        killed = self.ran("delete", 0, self.chance.random() * LONGEST_WORK)
        if counts_of(place, STAYS) != before:
            raise Lost("a deletion took from somebody else")
        if not delete(place, LEAVES) or counts_of(place, LEAVES) != Counts():
            raise Lost("a deletion after one that was killed is not whole")
        for file in self.folder.glob(f"{PEOPLE}*"):
            if LEAVES.encode() in file.read_bytes():
                raise Lost(f"{file.name} still names who was deleted")
        return killed

    def next_version(self) -> tuple[Seen, Seen]:
        """The state that is there and the one that comes, whose files are put there."""
        old = look(self.index)
        new = self.states[1 - self.states.index(old)]
        write_files(self.files, 1 + self.states.index(new))
        return old, new

    def is_one_of(self, *expected: Seen) -> None:
        found = look(self.index)
        if found not in expected:
            raise Lost(f"state {found.state}, and not one of {[each.state for each in expected]}")

    def goes_on(self, killed: bool, new: Seen) -> bool:
        if complete(self.files, self.index) != new:
            raise Lost("the next ingest did not bring the index in step")
        return killed

    def ran(self, work: str, number: int, kill_after: float | None = None, may_refuse: bool = False) -> bool:
        """Whether it was killed; it may have ended before that, or have refused with one of our errors."""
        asked, said = self._worker.stdin, self._worker.stdout
        assert asked is not None
        assert said is not None
        asked.write(f"{work} {number}\n")
        process = int(said.readline())
        if kill_after is not None:
            time.sleep(kill_after)
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        code = int(said.readline())
        if code not in (0, -signal.SIGKILL) and not (may_refuse and code == REFUSED):
            raise Lost(f"{work} ended with {code}")
        return code == -signal.SIGKILL


KILLS: dict[str, Callable[[Killer], bool]] = {
    "an ingest": Killer.ingest,
    "a publish": Killer.publish,
    "a conversation": Killer.converse,
    "an export": Killer.export,
    "a restore": Killer.restore,
    "adding accounts and tokens": Killer.admit,
    "a deletion": Killer.delete,
}
