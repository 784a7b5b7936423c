"""The command line for ingests: read documents into the index, or build the index anew."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from assistant.access.audit import Audit
from assistant.build import run_ingest
from assistant.cli_brief import say_affected
from assistant.cli_corpus import IndexOption, JsonOption


def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PATH", help="Files, or folders; if none: what comes with the program."),
    ] = None,
    index: IndexOption = None,
    prune: Annotated[bool, typer.Option("--prune", help="Also remove documents whose files are gone.")] = False,
    rebuild: Annotated[
        bool, typer.Option("--rebuild", help="Build the index anew from the files that it knows, and the paths.")
    ] = False,
    engine: Annotated[
        str, typer.Option("--engine", metavar="local|ray", help="What reads and embeds: this computer, or Ray.")
    ] = "local",
    ray_address: Annotated[
        str | None, typer.Option("--ray-address", help="Ray cluster, as HOST:6379 or auto; if none: Ray runs here.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Read documents into the index: PDF, DOCX, PPTX, HTML, Markdown and plain text.

    What has not changed since the last time is left alone.
    """
    from assistant.build import build_ray_engine
    from assistant.build_rebuild import run_rebuild
    from assistant.cli_progress import ingest_progress
    from assistant.settings import read_settings

    if engine not in ("local", "ray") or (ray_address and engine == "local"):
        raise typer.BadParameter("--engine is local or ray, and --ray-address goes with --engine ray")
    if rebuild and prune:
        raise typer.BadParameter("--rebuild begins with nothing, so there is nothing to --prune")
    settings = read_settings(index=index)
    worker = build_ray_engine(settings, ray_address) if engine == "ray" else None
    try:
        with ingest_progress(quiet=as_json) as on_progress:
            if rebuild:
                report = run_rebuild(paths or [], settings, on_progress, worker)
            else:
                report = run_ingest(paths or [], settings, prune, on_progress, worker)
    except KeyboardInterrupt:
        print(f"{settings.index}: as it was before; the same command goes on where this one stopped", file=sys.stderr)
        raise
    audit = Audit(settings.audit)
    audit.note_here("documents added", [*report.added, *report.changed])
    audit.note_here("documents removed", report.removed)
    if as_json:
        print(json.dumps(asdict(report), ensure_ascii=False, indent=2))
    else:
        from assistant.render.ingest_report import report_text

        print(report_text(report, settings.index))
        if report.changed or report.removed:
            say_affected(settings)
    done = report.added or report.changed or report.unchanged or report.removed or report.duplicates
    if report.failed or not done:
        raise typer.Exit(1 if done else 2)
