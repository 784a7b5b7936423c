"""The API under requests that nobody planned: it answers as its OpenAPI document says, and never with a 500."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from assistant.api.beside import with_api
from assistant.settings import Settings
from assistant.web.desk import desk_of
from tests.assistant.api.conftest import here
from tests.assistant.serving.made import collection, quick

TRIED = settings(
    max_examples=100, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ODD = ["place=Marisol", "since=2020", "\x00", "' OR 1=1 --", "[[1]]", "<b>", "("]
TEXTS = st.text(max_size=60) | st.sampled_from(ODD)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=8,
)
FIELDS = {
    "ask": {"question": TEXTS, "filters": st.lists(TEXTS, max_size=3), "earlier": st.lists(TEXTS, max_size=3)},
    "search": {"query": TEXTS, "filters": st.lists(TEXTS, max_size=3), "limit": st.integers(-2, 120)},
    "briefs": {
        "topic": TEXTS,
        "template": st.sampled_from(["issue-note", "qa-pack", "timeline", "x"]),
        "audience": TEXTS,
        "pages": st.integers(0, 5),
        "language": st.sampled_from(["", "en", "fr", "de"]),
        "filters": st.lists(TEXTS, max_size=2),
        "sections": st.lists(TEXTS | st.just("evidence"), max_size=2),
        "exclude": st.lists(TEXTS | st.just("marisol.txt"), max_size=2),
        "style": st.sampled_from(["chicago", "apa", "numbered", "x"]),
        "form": st.sampled_from(["json", "md"]),
    },
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    folder: Path = tmp_path_factory.mktemp("fuzzed")
    made = Settings(
        index=collection(folder / "index"), conversations=folder / "kept.sqlite", tokens=folder / "tokens.json"
    )
    return here(with_api(desk_of(quick(made), made))[1])


@pytest.fixture(scope="module")
def described(client: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return found


def keeps_its_word(described: dict[str, Any], method: str, path: str, made: Any) -> None:
    """Of the statuses and schemas that the document names for the address."""
    assert made.status_code < 500, made.text
    promised = described["paths"][path][method]["responses"]
    assert str(made.status_code) in promised, made.text
    kind = made.headers["content-type"].partition(";")[0]
    schema = promised[str(made.status_code)]["content"][kind]["schema"]
    if kind.endswith("json"):
        Draft202012Validator(schema | {"components": described["components"]}).validate(made.json())


@TRIED
@given(data=st.data(), address=st.sampled_from(sorted(FIELDS)))
def test_body_with_odd_values_is_answered_or_refused(
    client: TestClient, described: dict[str, Any], data: st.DataObject, address: str
) -> None:
    (first, *others) = FIELDS[address]
    wanted = data.draw(st.sets(st.sampled_from(others), max_size=3))
    sent = {name: data.draw(FIELDS[address][name], label=name) for name in (first, *sorted(wanted))}
    headers = {"content-type": "application/json"}
    made = client.post(f"/api/v1/{address}", content=json.dumps(sent), headers=headers)
    keeps_its_word(described, "post", f"/{address}", made)


@TRIED
@given(sent=JSON, address=st.sampled_from(sorted(FIELDS)), kind=st.sampled_from(["application/json", "text/plain", ""]))
def test_body_that_is_any_json_is_answered_or_refused(
    client: TestClient, described: dict[str, Any], sent: Any, address: str, kind: str
) -> None:
    headers = {"content-type": kind} if kind else {}
    made = client.post(f"/api/v1/{address}", content=json.dumps(sent), headers=headers)
    keeps_its_word(described, "post", f"/{address}", made)


@TRIED
@given(sent=st.binary(max_size=200), address=st.sampled_from(sorted(FIELDS)))
def test_body_that_is_any_bytes_is_refused(
    client: TestClient, described: dict[str, Any], sent: bytes, address: str
) -> None:
    made = client.post(f"/api/v1/{address}", content=sent, headers={"content-type": "application/json"})
    keeps_its_word(described, "post", f"/{address}", made)


@TRIED
@given(
    name=st.text(min_size=1, max_size=40).filter(lambda name: "/" not in name and name not in (".", "..")),
    number=TEXTS | st.integers().map(str),
)
def test_any_document_and_page_is_shown_or_not_found(
    client: TestClient, described: dict[str, Any], name: str, number: str
) -> None:
    page = quote(number.replace("/", ""), safe="") or "1"
    if page in (".", ".."):
        return
    path = f"/api/v1/documents/{quote(name, safe='')}/pages/{page}"
    keeps_its_word(described, "get", "/documents/{document}/pages/{number}", client.get(path))


@TRIED
@given(chosen=st.lists(TEXTS, max_size=3), start=TEXTS | st.integers().map(str), limit=st.integers().map(str))
def test_any_list_of_documents_is_shown_or_refused(
    client: TestClient, described: dict[str, Any], chosen: list[str], start: str, limit: str
) -> None:
    made = client.get("/api/v1/documents", params={"filter": chosen, "start": start, "limit": limit})
    keeps_its_word(described, "get", "/documents", made)
