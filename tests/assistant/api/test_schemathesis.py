"""The API as schemathesis reads its OpenAPI document: what it promises is kept, and what it forbids is refused."""

from pathlib import Path
from typing import Any

from evals.torture.api import Tried, tried_with, try_api
from evals.torture.seen import complete
from evals.torture.tiny import write_files

CASES = 10  # of each kind for each address: some hundred in all
ADDRESSES = ("POST /ask", "POST /search", "POST /briefs", "GET /documents", "GET /documents/{document}", "GET /ready")


def tried(folder: Path, seed: int = 1) -> Tried:
    write_files(folder / "files", 1)
    complete(folder / "files", folder / "index")
    return try_api(folder, CASES, seed)


def test_every_address_keeps_its_word(tmp_path: Path) -> None:
    found = tried(tmp_path)
    assert found.bugs == []
    assert found.cases.total() > 300
    assert all(found.cases[address] >= 3 for address in ADDRESSES)
    assert {200, 401, 404, 405, 422} <= set(found.statuses)


def test_word_that_is_not_kept_is_noticed() -> None:
    from fastapi import FastAPI, Response

    app = FastAPI(openapi_url="/api/v1/openapi.json", generate_unique_id_function=lambda route: route.name)

    @app.get("/breaks")
    def breaks() -> Any:
        return Response("no", 500)

    @app.get("/other", responses={200: {"content": {"application/json": {"schema": {"type": "integer"}}}}})
    def other() -> Any:
        return Response('"text"', 200, media_type="application/json")

    found = tried_with(app, "token", 2, 1)
    assert any("Server error" in bug for bug in found.bugs)
    assert any("response_schema_conformance" in bug for bug in found.bugs)
