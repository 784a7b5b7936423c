"""A chat whose assistant has a bug and takes its time: `python -m tests.e2e.slow_or_broken INDEX PORT`."""

import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.assistant import Assistant
from assistant.build import build_encoder, silence_telemetry
from assistant.settings import Settings
from assistant.types import Answer
from assistant.web.app import serve
from assistant.web.desk import desk_of
from corpus.index import Index
from corpus.types import NO_FILTERS, Filters

BUG = "break"
SECONDS = 2.0


class SlowOrBroken(Assistant):
    def answering(
        self, text: str, filters: Filters = NO_FILTERS, earlier: Sequence[str] = (), replies: Sequence[str] = ()
    ) -> Iterator[Answer]:
        time.sleep(SECONDS)
        if text == BUG:
            raise ZeroDivisionError("a bug")
        yield from super().answering(text, filters, earlier, replies)


if __name__ == "__main__":
    silence_telemetry()
    settings = Settings(index=Path(sys.argv[1]), port=int(sys.argv[2]))
    assistant = SlowOrBroken(Index(settings.index), build_encoder(settings))
    serve(desk_of(assistant, settings), settings.host, settings.port)
