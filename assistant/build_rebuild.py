"""Build an index anew beside one that is damaged or of another kind, from the files that it was made from."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.build import build_encoder, chroma_server, recorded_ingest
from corpus.errors import DamagedIndex

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingest.discover import Found
    from ingest.pipeline import IngestReport, Progress
    from ingest.work import Engine


def run_rebuild(
    paths: Sequence[Path],
    settings: "Settings",
    on_progress: Callable[["Progress"], None],
    engine: "Engine | None" = None,
) -> "IngestReport":
    """Read the files that the index knows, and the paths, into an index that begins with nothing; it takes the old
    one's place once it is whole. A file that is gone is named in the report.

    Raises `DamagedIndex` if nothing is known of files and no paths are given, and what `run_ingest` raises.
    """
    from corpus.recorded import recorded
    from corpus.writer import IndexWriter
    from ingest.again import files_of, metadata_as_before
    from ingest.catalogued import metadata_from_catalogues
    from ingest.pipeline import ingest

    known = recorded(settings.index)
    if known is None and not paths:
        raise DamagedIndex(
            f"{settings.index}: which files it was made from cannot be read any more; name them, or their folders: "
            "roundtable ingest --rebuild PATH"
        )
    writer = IndexWriter(settings.index, settings.embedding_model, chroma_server(settings), fresh=True)
    with writer, recorded_ingest(settings.index) as report:
        files: list[Found] = []
        if known:
            found, report.failed[:] = files_of(None, known.documents, known.files)
            files = [each for each in found if each.path.is_file()]
            report.failed += [
                f"{each.source}: its file is gone ({each.path}) and its document is not in the new index; put the file "
                "back and ingest it"
                for each in found
                if not each.path.is_file()
            ]
            if not known.is_current:
                report.problems.append(
                    f"{settings.index}: the list of its files could not be read, and the one before it was taken; "
                    "ingest again what was added last"
                )
        return ingest(
            [*files, *paths],
            writer,
            lambda: build_encoder(settings),
            metadata=metadata_as_before(metadata_from_catalogues(settings.fetched)),
            pdf_engine=settings.pdf_engine,
            limit_bytes=settings.max_file_mb * 1_000_000,
            on_progress=on_progress,
            report=report,
            engine=engine,
        )
