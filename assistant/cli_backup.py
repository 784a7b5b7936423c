"""The command line for backups: write one archive of everything, and put it back."""

from pathlib import Path
from typing import Annotated

import typer

from assistant.cli_corpus import IndexOption


def backup(
    archive: Annotated[Path, typer.Argument(metavar="FILE.tar.gz", help="The archive to write.")],
    index: IndexOption = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write index, conversations, briefings, feedback, usage, evaluations, uploads and templates into one archive.

    The chat and an ingest may go on meanwhile. Keys are not in it, nor documents that lie elsewhere.
    """
    from assistant.backup import backup as write
    from assistant.settings import read_settings

    made = write(archive, read_settings(index=index), force)
    for line in made.left_out:
        print(f"left out: {line}")
    parts = ", ".join(f"{part} ({count} file{'s' * (count != 1)})" for part, count in made.parts.items())
    print(f"{made.archive}: {made.size / 1e6:.1f} MB: {parts or 'nothing, for there is nothing'}")


def restore(
    archive: Annotated[Path, typer.Argument(metavar="FILE.tar.gz", help="An archive of roundtable backup.")],
    index: IndexOption = None,
    force: Annotated[bool, typer.Option("--force", help="Move what is there aside first.")] = False,
) -> None:
    """Check an archive whole, then put what it holds where the settings say; stop the chat first."""
    from assistant.backup_restore import restore as put_back
    from assistant.settings import read_settings

    done = put_back(archive, read_settings(index=index), force)
    for there, moved in done.aside.items():
        print(f"{there}: what was there is now {moved}")
    for line in done.left_out:
        print(f"not in the archive: {line}")
    for part, place in done.places.items():
        print(f"{part}: {place}")
    if not done.places:
        print("The archive holds nothing.")
