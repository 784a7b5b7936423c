"""Run one of the stacks beside this file, in its own environment, and tell what it took.

python run.py STACK ingest|search JOB

JOB is a file of JSON: folder, index, options, and started (time.time() before this process began). What comes back is
JSON too, a value a line. Of an ingest that is one line. `search` first tells about opening the index; then it reads
questions, each with the count of passages to find, and answers each; at the end of the input it tells what it used.
Nothing of this project is imported here, so that the environment of a stack needs nothing but its own libraries.
"""

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any, TextIO


def main() -> int:
    name, action, path = sys.argv[1:]
    job = json.loads(Path(path).read_text(encoding="utf-8"))
    # Libraries print; what is read by the other side goes through a door of its own.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    stack = importlib.import_module(f"{name}_stack")
    began = time.time()
    stack.libraries()
    imports = time.time() - began
    folder, index = Path(job["folder"]), Path(job["index"])
    if action == "ingest":
        passages = stack.ingest(folder, index, job["options"])
        result = {"passages": passages, "seconds": time.time() - job["started"], "import_seconds": imports, **_used()}
        _tell(answers, result)
    else:
        search = stack.opened(folder, index, job["options"])
        _tell(answers, {"import_seconds": imports, "seconds": time.time() - job["started"]})
        _answer(answers, search)
    return 0


def _answer(answers: TextIO, search: Any) -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        began, processor_began = time.perf_counter(), time.process_time()
        hits = search(asked["question"], asked["count"])
        took, processor_took = time.perf_counter() - began, time.process_time() - processor_began
        _tell(answers, {"hits": hits, "seconds": took, "processor_seconds": processor_took, "at": time.time()})
    _tell(answers, _used())


def _used() -> dict[str, Any]:
    """Of this process and those it started; the peak is that of the largest one."""
    try:
        import resource
    except ImportError:  # Windows
        return {"processor_seconds": None, "peak_bytes": None}
    own, others = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    unit = 1 if sys.platform == "darwin" else 1024  # Linux counts in kilobytes
    return {
        "processor_seconds": sum(each.ru_utime + each.ru_stime for each in (own, others)),
        "peak_bytes": max(own.ru_maxrss, others.ru_maxrss) * unit,
    }


def _tell(answers: TextIO, value: Any) -> None:
    answers.write(json.dumps(value) + "\n")
    answers.flush()


if __name__ == "__main__":
    raise SystemExit(main())
