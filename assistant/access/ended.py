"""What counts no more before its time, in a file that all servers share: sessions that were logged out."""

import json
from collections.abc import Mapping
from pathlib import Path

from assistant.access.private_file import NotPrivate, alone, refused, write_private


class Ended:
    """Names of sessions, each with the second in which it would have ended. Raises `NotPrivate`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._read: tuple[object, Mapping[str, float]] = (None, {})

    def has(self, name: str) -> bool:
        return name in self._all()

    def add(self, name: str, until: float, now: float) -> bool:
        """Whether it is new there. Those whose time has passed are forgotten."""
        with alone(self._file):
            kept = {each: its_end for each, its_end in self._all().items() if its_end > now}
            if name in kept:
                return False
            write_private(self._file, json.dumps({"ended": kept | {name: until}}).encode())
        return True

    def _all(self) -> Mapping[str, float]:
        try:
            about = self._file.stat()
            state = (about.st_ino, about.st_mtime_ns, about.st_size)
            if self._read[0] != state:
                ended = json.loads(self._file.read_text("utf-8"))["ended"]
                self._read = (state, {str(name): float(until) for name, until in ended.items()})
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise refused(self._file, "read", error) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotPrivate(
                f"{self._file}: does not say which sessions have ended; delete it and the key beside it, and everybody "
                "logs in again"
            ) from error
        return self._read[1]
