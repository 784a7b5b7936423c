"""This program, through the parts that its own commands are made of."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any


def libraries() -> None:
    """Those that the others load at once too, when they are imported."""
    import chromadb  # noqa: F401
    import onnxruntime  # noqa: F401

    import ingest.pipeline  # noqa: F401


def ingest(folder: Path, index: Path, options: Mapping[str, str]) -> int:
    from assistant.build import run_ingest

    report = run_ingest([folder], _settings(index, options), prune=False, on_progress=lambda progress: None)
    if report.failed:
        raise ValueError(f"not read: {report.failed}")
    return int(report.passages)


def opened(folder: Path, index: Path, options: Mapping[str, str]) -> Callable[[str, int], list[dict[str, Any]]]:
    from assistant.build import build_assistant

    assistant = build_assistant(_settings(index, options))

    def ask(question: str, count: int) -> list[dict[str, Any]]:
        answer = assistant.ask(question)
        return [
            {"document": each.document.source, "pages": [each.page] if each.page else []} for each in answer.citations
        ]

    def search(question: str, count: int) -> list[dict[str, Any]]:
        return [
            {
                "document": hit.document.source,
                "pages": [span.page for span in hit.passage.spans] if hit.document.paged else [],
                "length": len(hit.passage.text),
            }
            for hit in assistant.search(question, count)
        ]

    return ask if options.get("variant") == "ask" else search


def _settings(index: Path, options: Mapping[str, str]) -> Any:
    from assistant.build import silence_telemetry
    from assistant.settings import read_settings

    silence_telemetry()
    return read_settings(index=index, embedding_model=options["encoder"], model="")
