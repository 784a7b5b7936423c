"""assistant/web/routes.py: pictures, texts and originals of documents, and conversations as files."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.assistant import Assistant
from assistant.build import run_ingest
from assistant.settings import Settings
from assistant.web.desk import Desk, desk_of
from assistant.web.headers import SecurityHeaders
from assistant.web.routes import routes
from assistant.web.users import COOKIE, user_of
from corpus.encoders import Encoder
from corpus.index import Index
from tests.collection import write_collection

ANA, BEN = "a" * 32, "b" * 32


@pytest.fixture(scope="module")
def desk(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Over documents of its own, which a test may change."""
    folder = tmp_path_factory.mktemp("documents")
    write_collection(folder)
    settings = Settings(index=folder.parent / "routes-index", conversations=folder.parent / "routes.sqlite")
    run_ingest([folder], settings, prune=False, on_progress=lambda progress: None)
    return desk_of(Assistant(Index(settings.index), encoder), settings)


@pytest.fixture
def client(desk: Desk) -> TestClient:
    return TestClient(Starlette(routes=routes(desk), middleware=[SecurityHeaders.as_middleware()]))


def id_of(desk: Desk, source: str) -> str:
    return next(document.id for document in desk.assistant.documents() if document.source == source)


def test_page_of_a_pdf_is_shown_with_the_words_boxed(client: TestClient, desk: Desk) -> None:
    asked = {"document": "harbourview.pdf", "page": "3", "quote": "14 digital help points"}
    shown = client.get("/reader", params=asked).text
    assert 'class="box"' in shown
    assert "page 1 (page 3 of 4 of the file)" in shown
    picture = client.get(f"/pages/{id_of(desk, 'harbourview.pdf')}/3.png?width=600")
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "address",
    [
        "/reader?document=harbourview.pdf&page=99",
        "/reader?document=nothing.pdf",
        "/reader",
        "/pages/nothing/1.png",
        "/originals/nothing",
        "/originals/..%2F..%2Fetc%2Fpasswd",
        "/exports/nothing.docx",
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("page", ["-1", "abc", "1e9", "99999999999999999999"])
def test_page_number_that_is_none_opens_the_first(client: TestClient, page: str) -> None:
    assert "page i (page 1 of 4" in client.get("/reader", params={"document": "harbourview.pdf", "page": page}).text


def test_quote_of_an_address_stays_text(client: TestClient) -> None:
    asked = {"document": "harbourview.pdf", "page": "1", "quote": '"><script>alert(1)</script>'}
    assert "<script>" not in client.get("/reader", params=asked).text


def test_original_of_a_pdf_opens_and_that_of_a_web_page_cannot_run_here(client: TestClient, desk: Desk) -> None:
    pdf = client.get(f"/originals/{id_of(desk, 'harbourview.pdf')}")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"].startswith("inline")
    html = client.get(f"/originals/{id_of(desk, 'quellstadt.html')}")
    assert html.headers["content-type"] == "application/octet-stream"
    assert html.headers["content-disposition"].startswith("attachment")
    assert html.headers["content-security-policy"].startswith("sandbox")
    assert html.headers["x-content-type-options"] == "nosniff"


def test_file_that_has_changed_is_neither_pictured_nor_handed_out(client: TestClient, desk: Desk) -> None:
    document = id_of(desk, "harbourview.pdf")
    (path,) = (Path(file.origin) for file in desk.assistant.index.files() if file.document == document)
    before = path.read_bytes()
    path.write_bytes(before + b"\n% another content")
    try:
        assert client.get(f"/pages/{document}/1.png").status_code == 404
        assert client.get(f"/originals/{document}").status_code == 404
        shown = client.get("/reader", params={"document": document, "page": "3"}).text
        assert "<img" not in shown
        assert "14 digital help points" in shown
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("form", ["md", "docx", "pdf", "json"])
def test_conversation_is_exported_to_its_reader_alone(client: TestClient, desk: Desk, form: str) -> None:
    user = user_of({COOKIE: ANA})
    conversation = desk.conversations.begin(user, "Posters / <b>Évora</b>\r\nX-Evil: 1")
    desk.conversations.add(user, conversation, desk.assistant.ask("How many noise sensors did Marisol mount?"))
    client.cookies.set(COOKIE, ANA)
    exported = client.get(f"/exports/{conversation}.{form}")
    assert exported.status_code == 200
    name = quote("Posters b Évora b X-Evil 1")
    assert exported.headers["content-disposition"] == f"attachment; filename*=UTF-8''{name}.{form}"
    beginning = {"md": b"# Posters", "docx": b"PK", "pdf": b"%PDF", "json": b"{"}[form]
    assert exported.content.startswith(beginning)
    client.cookies.set(COOKIE, BEN)
    assert client.get(f"/exports/{conversation}.{form}").status_code == 404


def test_export_as_data_holds_the_answers(client: TestClient, desk: Desk) -> None:
    user = user_of({COOKIE: ANA})
    conversation = desk.conversations.begin(user, "Noise")
    desk.conversations.add(user, conversation, desk.assistant.ask("How many noise sensors did Marisol mount?"))
    client.cookies.set(COOKIE, ANA)
    exported = json.loads(client.get(f"/exports/{conversation}.json").text)
    assert exported["title"] == "Noise"
    assert "48 noise sensors" in exported["turns"][0]["text"]
    assert client.get(f"/exports/{conversation}.exe").status_code == 404
