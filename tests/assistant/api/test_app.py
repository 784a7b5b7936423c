"""assistant/api/app.py: each address, the same shapes as on the command line, and one line for what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate
from pydantic import BaseModel, TypeAdapter
from starlette.testclient import TestClient

from assistant.api import shapes
from assistant.api.body import MOST_BYTES
from assistant.briefing.saved import brief_of_text
from assistant.web.desk import Desk
from tests.assistant.api.conftest import QUESTION
from tests.typed import typed


def printed(*words: object) -> Any:
    done = typed(*words)
    assert done.code == 0, done.err
    return json.loads(done.out)


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"elapsed_ms": 0}


def fits(shape: Any, made: Any) -> bool:
    """Whether it is of the shape that the OpenAPI document promises: no field more, none less."""
    TypeAdapter(shape).validate_python(made, strict=True)
    if isinstance(made, dict) and issubclass(shape, BaseModel):
        assert list(made) == list(shape.model_fields)
    return True


@pytest.mark.parametrize("question", [QUESTION, "How many annual visitors does the Louvre have?"])
def test_answer_is_what_the_command_line_prints(client: TestClient, small_index: Path, question: str) -> None:
    made = client.post("/api/v1/ask", json={"question": question})
    assert made.status_code == 200
    assert made.headers["cache-control"] == "no-store"
    assert without_time(made.json()) == without_time(printed("ask", question, "--index", small_index, "--json"))
    assert fits(shapes.AnswerShape, made.json())


def test_answer_has_its_citation(client: TestClient) -> None:
    made = client.post("/api/v1/ask", json={"question": QUESTION}).json()
    cited = made["citations"][0]
    assert made["status"] == "answered"
    assert (cited["document"], cited["page"], cited["page_label"]) == ("harbourview.pdf", 3, "1")
    assert "14 digital help points" in cited["quote"]


def test_filters_and_earlier_questions_count(client: TestClient) -> None:
    elsewhere = client.post("/api/v1/ask", json={"question": QUESTION, "filters": ["place=Marisol"]}).json()
    assert elsewhere["status"] == "refused"
    asked = {"question": "And how many volunteers?", "earlier": [QUESTION]}
    assert "Harbourview" in client.post("/api/v1/ask", json=asked).json()["searched_for"]


def test_passages_are_what_the_command_line_prints(client: TestClient, small_index: Path) -> None:
    made = client.post("/api/v1/search", json={"query": "help points", "limit": 3}).json()
    assert made == printed("search", "help points", "-k", "3", "--index", small_index, "--json")
    assert fits(list[shapes.HitShape], made)
    only = client.post("/api/v1/search", json={"query": "help points", "filters": ["document=minutes.txt"]}).json()
    assert {each["document"] for each in only} == {"minutes.txt"}


def test_documents_are_what_the_command_line_lists(client: TestClient, small_index: Path) -> None:
    made = client.get("/api/v1/documents")
    assert made.json() == printed("corpus", "list", "--indexed", "--index", small_index, "--json")
    assert made.headers["x-total"] == str(len(made.json())) == "6"
    assert fits(list[shapes.DocumentShape], made.json())
    part = client.get("/api/v1/documents", params={"start": 2, "limit": 3})
    assert part.json() == made.json()[2:5]
    assert part.headers["x-total"] == "6"
    chosen = client.get("/api/v1/documents", params={"filter": ["place=Marisol", "since=2020"]})
    assert [each["document"] for each in chosen.json()] == ["case-studies/marisol.md"]


def test_document_has_its_pages_and_each_page_its_text(client: TestClient) -> None:
    (found,) = client.get("/api/v1/documents", params={"filter": "document=harbourview.pdf"}).json()
    made = client.get(f"/api/v1/documents/{found['id']}").json()
    assert fits(shapes.OneDocumentShape, made)
    assert [(page["number"], page["page"], page["page_label"]) for page in made["pages"]] == [
        (1, 1, "i"), (2, 2, "ii"), (3, 3, "1"), (4, 4, "2"),
    ]  # fmt: skip
    page = client.get(f"/api/v1/documents/{found['id']}/pages/3").json()
    assert fits(shapes.PageShape, page)
    assert (page["page_label"], page["pages"]) == ("1", 4)
    assert "14 digital help points" in page["text"]
    assert len(page["text"]) == made["pages"][2]["characters"]
    assert client.get("/api/v1/documents/minutes.txt/pages/1").json()["page"] is None


@pytest.mark.parametrize("path", ["nothing", "harbourview.pdf/pages/99", "%00", "..%2F..%2Fetc%2Fpasswd", "a/b/c"])
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    missing = client.get(f"/api/v1/documents/{path}")
    assert missing.status_code == 404
    assert fits(shapes.ProblemShape, missing.json())


@pytest.mark.parametrize(
    ("form", "beginning"), [("json", b"{"), ("md", b"# Help points in Harbourview"), ("docx", b"PK"), ("pdf", b"%PDF")]
)
def test_briefing_comes_in_each_form(client: TestClient, form: str, beginning: bytes) -> None:
    asked = {"topic": "help points in Harbourview", "form": form, "sections": ["evidence"], "pages": 1}
    made = client.post("/api/v1/briefs", json=asked)
    assert made.status_code == 200
    assert made.content.startswith(beginning)
    if form == "json":
        (section,) = brief_of_text(made.text).sections
        assert "14 digital help points" in str(section)
    else:
        assert (
            made.headers["content-disposition"]
            == f"attachment; filename*=UTF-8''Help%20points%20in%20Harbourview.{form}"
        )


def test_document_that_is_excluded_is_not_cited(client: TestClient) -> None:
    asked = {"topic": "help points in Harbourview", "form": "md", "exclude": ["harbourview.pdf"]}
    assert "14 digital help points" not in client.post("/api/v1/briefs", json=asked).text


WRONG: list[tuple[str, Any, str]] = [
    ("ask", {}, "question: field required"),
    ("ask", {"question": ""}, "question: string should have at least 1 character"),
    ("ask", {"question": " \n"}, "question: is empty"),
    ("ask", {"question": 7}, "question: input should be a valid string"),
    ("ask", {"question": "x", "querstion": "y"}, "querstion: there is no such field"),
    ("ask", {"question": "x" * 4001}, "question: string should have at most 4000 characters"),
    ("ask", {"question": "x" * 3000}, "2,000 characters"),
    ("ask", {"question": "x", "filters": ["place=a"] * 21}, "filters: list should have at most 20 items"),
    ("ask", {"question": "x", "filters": ["place=" + "a" * 500]}, "filters.0: string should have at most"),
    ("ask", {"question": "x", "filters": ["planet=Mars"]}, "FIELD is one of roundtable, kind"),
    ("ask", {"question": "x", "filters": ["since=2020-13"]}, "write a date as"),
    ("ask", {"question": "x", "earlier": ["y"] * 21}, "earlier: list should have at most 20 items"),
    ("ask", [], "the body: "),
    ("search", {"query": "x", "limit": 0}, "limit: input should be greater than or equal to 1"),
    ("search", {"query": "x", "limit": 101}, "limit: input should be less than or equal to 100"),
    ("search", {"query": "x", "limit": "5"}, "limit: input should be a valid integer"),
    ("briefs", {"topic": "x", "template": "poem"}, "there is no template 'poem'"),
    ("briefs", {"topic": "x", "form": "exe"}, "form: input should be 'json', 'md', 'docx' or 'pdf'"),
    ("briefs", {"topic": "x", "style": "mla"}, "chicago"),
    ("briefs", {"topic": "x", "pages": 3}, "pages: input should be 1, 2 or 4"),
    ("briefs", {"topic": "x", "exclude": ["nothing.pdf"]}, "exclude nothing.pdf: the collection has no such document"),
]  # fmt: skip


@pytest.mark.parametrize(("address", "sent", "said"), WRONG)
def test_what_is_wrong_is_said_in_one_line(client: TestClient, address: str, sent: Any, said: str) -> None:
    refused = client.post(f"/api/v1/{address}", json=sent)
    assert refused.status_code == 422
    assert refused.headers["content-type"] == "application/problem+json"
    assert fits(shapes.ProblemShape, refused.json())
    assert said in refused.json()["detail"]
    assert "\n" not in refused.json()["detail"]


@pytest.mark.parametrize(
    ("content", "kind", "status", "said"),
    [
        (b"{", "application/json", 422, "the body is not JSON"),
        (b'{"question": "\\ud800"}', "application/json", 422, "question: holds half a character"),
        (b'{"question": "\xff"}', "application/json", 400, "the body cannot be read as JSON"),
        (b'{"question": "x"}', "text/plain", 422, "the body"),
        (b"[" * 100_000, "application/json", 400, "the body cannot be read as JSON"),
        (b" " * (MOST_BYTES + 1), "application/json", 413, "256,000 bytes"),
    ],
)
def test_body_that_cannot_be_read_is_refused(
    client: TestClient, content: bytes, kind: str, status: int, said: str
) -> None:
    refused = client.post("/api/v1/ask", content=content, headers={"content-type": kind})
    assert refused.status_code == status
    assert said in refused.json()["detail"]


def test_body_of_unknown_length_is_cut_off_too(client: TestClient) -> None:
    def endless() -> Any:
        for _ in range(100):
            yield b" " * 10_000

    assert client.post("/api/v1/ask", content=endless()).status_code == 413


def test_address_or_method_that_is_not_there_is_said_in_the_same_form(client: TestClient) -> None:
    for made, status in ((client.get("/api/v1/nothing"), 404), (client.get("/api/v1/ask"), 405)):
        assert made.status_code == status
        assert fits(shapes.ProblemShape, made.json())
    assert client.get("/api/v1/docs").status_code == 404


def test_bug_says_nothing_of_itself(client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("a secret of ours")

    monkeypatch.setattr(desk.assistant, "search", broken)
    failed = client.post("/api/v1/search", json={"query": "x"})
    assert failed.status_code == 500
    assert failed.json()["detail"] == "something went wrong here; the log of the server says what"


def test_openapi_document_is_valid_and_names_every_address(client: TestClient) -> None:
    described = client.get("/api/v1/openapi.json").json()
    validate(described)
    assert described["servers"] == [{"url": "/api/v1"}]
    assert set(described["paths"]) == {
        "/ask", "/search", "/briefs", "/documents", "/documents/{document}", "/documents/{document}/pages/{number}",
        "/health", "/ready",
    }  # fmt: skip
    for path, methods in described["paths"].items():
        for method in methods.values():
            assert ("security" in method) == (path not in ("/health", "/ready"))
            assert not {"4XX", "5XX", "HTTPValidationError"} & set(method["responses"])
