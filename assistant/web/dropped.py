"""Keep files that are dropped on a page where nobody else on this computer reads them, and only while the chat runs."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VARIABLE = "GRADIO_TEMP_DIR"


@contextmanager
def own_folder() -> Iterator[Path]:
    """By default Gradio takes one folder for all users of a computer, which all of them may look into, and leaves the
    files there. This one is its owner's alone, and gone with the `with`; somebody may have named another."""
    named = os.environ.get(VARIABLE)
    if named:
        yield Path(named)
        return
    with tempfile.TemporaryDirectory(prefix="roundtable-", ignore_cleanup_errors=True) as folder:
        os.environ[VARIABLE] = folder
        try:
            yield Path(folder)
        finally:
            os.environ.pop(VARIABLE, None)
