"""A chat whose assistant plays a language model: `python -m tests.e2e.scripted INDEX PORT`."""

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.build import build_encoder, silence_telemetry
from assistant.settings import Settings
from assistant.types import Answer, Withheld
from assistant.web.app import serve
from assistant.web.desk import desk_of
from corpus.index import Index
from corpus.types import NO_FILTERS, Filters

GROWS = "How many digital help points did Harbourview open, and who staffs them?"
SILENT = "Who runs the open data portal of Quellstadt?"  # one sentence, and then nothing for a while
FAILS = "How many noise sensors did Marisol mount?"
STEP = 1.2  # seconds between two sentences
SILENCE = 12.0
MODEL = "script:small"
WITHHELD = Withheld("Harbourview opened 99 of them in <b>2021</b>.", ("The source has 14, not 99.",))
PROBLEM = "The language model cannot be reached. The answer is in the documents' own words."


class Scripted(Assistant):
    """Words the answers of the other assistant slowly, and says in the terminal when it was stopped."""

    def answering(
        self, text: str, filters: Filters = NO_FILTERS, earlier: Sequence[str] = (), replies: Sequence[str] = ()
    ) -> Iterator[Answer]:
        (whole,) = super().answering(text, filters, earlier, replies)
        if text == FAILS:
            yield replace(whole, problem=PROBLEM)
            return
        if text not in (GROWS, SILENT):
            yield whole
            return
        try:
            whole = replace(whole, model=MODEL, note="")
            for shown in range(len(whole.sentences) + 1):
                yield replace(
                    whole,
                    sentences=whole.sentences[:shown],
                    citations=whole.citations[:shown],
                    paragraphs=(tuple(range(shown)),),
                    growing=True,
                )
                time.sleep(SILENCE if text == SILENT and shown else STEP)
            yield replace(whole, withheld=(WITHHELD,))
        except GeneratorExit:
            print(f"stopped: {text}", flush=True)
            raise


if __name__ == "__main__":
    silence_telemetry()
    settings = Settings(index=Path(sys.argv[1]), port=int(sys.argv[2]))
    assistant = Scripted(Index(settings.index), build_encoder(settings))
    serve(desk_of(assistant, settings), settings.host, settings.port)
