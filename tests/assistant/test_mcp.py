"""assistant/mcp.py: a client of the official package searches, asks and reads, over standard input and over HTTP."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from assistant.api.tokens import Tokens
from assistant.assistant import Assistant
from assistant.mcp import mcp_server
from assistant.render.json import answer_json, hits_json
from assistant.serving.here import Here
from tests.typed import typed

QUESTION = "How many digital help points did Harbourview open?"


def with_client(server: Any, do: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(server) as client:
            return await do(client)

    return asyncio.run(run())


def called(server: Any, tool: str, **arguments: Any) -> Any:
    return with_client(server, lambda client: client.call_tool(tool, arguments))


@pytest.fixture
def server(assistant: Assistant) -> Any:
    return mcp_server(assistant, Here(assistant))


def text_of(result: Any) -> str:
    (content,) = result.content
    return str(content.text)


def test_server_says_what_its_tools_take_and_that_they_change_nothing(server: Any) -> None:
    tools = {tool.name: tool for tool in with_client(server, lambda client: client.list_tools()).tools}
    assert set(tools) == {"search", "ask", "read_page", "list_documents"}
    assert all(tool.annotations.read_only_hint and tool.description for tool in tools.values())
    assert tools["ask"].input_schema["required"] == ["question"]
    assert tools["search"].input_schema["properties"]["limit"]["maximum"] == 100


def test_answer_carries_its_citations_as_data_and_as_text(server: Any, assistant: Assistant) -> None:
    result = called(server, "ask", question=QUESTION)
    expected = answer_json(assistant.ask(QUESTION))
    assert not result.is_error
    assert result.structured_content | {"elapsed_ms": 0} == expected | {"elapsed_ms": 0}
    cited = result.structured_content["citations"][0]
    assert (cited["document"], cited["page"], cited["page_label"]) == ("harbourview.pdf", 3, "1")
    assert cited["quote"] in text_of(result).replace("\n    ", " ")
    assert "page 1 (page 3 of the file)" in text_of(result)


def test_what_the_documents_do_not_say_is_refused(server: Any) -> None:
    result = called(server, "ask", question="How many annual visitors does the Louvre have?")
    assert result.structured_content["status"] == "refused"
    assert "The collection does not say" in text_of(result)


def test_passages_are_those_of_search(server: Any, assistant: Assistant) -> None:
    result = called(server, "search", query="help points", limit=2, filters=["document=harbourview.pdf"])
    assert len(result.structured_content["passages"]) == 2
    assert result.structured_content["passages"][0] == hits_json(assistant.search("help points", 1))[0]
    assert "14 digital help points" in text_of(result)


def test_documents_are_listed_and_a_page_that_was_cited_is_read(server: Any) -> None:
    listed = called(server, "list_documents", limit=2, start=1).structured_content
    assert (len(listed["documents"]), listed["total"]) == (2, 6)
    page = called(server, "read_page", document="harbourview.pdf", page=3)
    assert page.structured_content["page_label"] == "1"
    assert "14 digital help points" in page.structured_content["text"]
    assert page.structured_content["text"] in text_of(page)


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": QUESTION, "filters": ["planet=Mars"]}, "FIELD is one of roundtable"),
        ("ask", {"question": "x" * 3000}, "2,000 characters"),
        ("ask", {"question": " "}, "is empty"),
        ("ask", {}, "required"),
        ("search", {"query": "x", "limit": 1000}, "less than or equal to 100"),
        ("read_page", {"document": "nothing.pdf"}, "the collection has no such document"),
        ("read_page", {"document": "harbourview.pdf", "page": 99}, "has no page 99"),
    ],
)
def test_mistake_is_said_to_the_program_that_asks(server: Any, tool: str, arguments: dict[str, Any], said: str) -> None:
    result = called(server, tool, **arguments)
    assert result.is_error
    assert said in text_of(result)
    assert "Traceback" not in text_of(result)


def test_over_standard_input(small_index: Path) -> None:
    async def session() -> Any:
        command = ["-m", "assistant.cli", "mcp", "--index", str(small_index)]
        env = {name: text for name, text in os.environ.items() if name != "PYTHONWARNINGS"}
        async with Client(StdioServerParameters(command=sys.executable, args=command, env=env)) as client:
            answered = await client.call_tool("ask", {"question": QUESTION})
            return answered, await client.call_tool("list_documents", {})

    answered, listed = asyncio.run(session())
    assert "14 digital help points" in answered.structured_content["text"]
    assert listed.structured_content["total"] == 6


def test_without_an_index_the_command_says_what_to_type(tmp_path: Path) -> None:
    done = typed("mcp", "--index", tmp_path / "none")
    assert done.code == 2
    assert "roundtable ingest" in done.err
    assert done.out == ""


def test_port_that_is_taken_is_said_in_one_line(small_index: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = typed("mcp", "--http", "--port", taken.getsockname()[1], "--index", small_index)
    assert done.code == 2
    assert "choose another one with --port" in done.err


@pytest.fixture
def over_http(small_index: Path, tmp_path: Path) -> Iterator[tuple[str, Tokens]]:
    """The address of a server in a process of its own, and its tokens."""
    with served(small_index, tmp_path) as (address, _):
        yield address, Tokens(tmp_path / "tokens.json")


@contextmanager
def served(index: Path, folder: Path, **given: str) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """The address and the process of such a server; what it says comes into the file `said`."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "assistant.cli", "mcp", "--http", "--port", str(port), "--index", str(index)]
    given = {"ROUNDTABLE_TOKENS": str(folder / "tokens.json"), **given}
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen(command, env={**os.environ, **given}, stderr=said)
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            with socket.socket() as trying:
                if trying.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/mcp", process
    finally:
        process.terminate()
        process.wait(30)


def test_over_http_with_and_without_a_token(over_http: tuple[str, Tokens]) -> None:
    address, tokens = over_http
    result = called(address, "ask", question=QUESTION)
    assert "14 digital help points" in result.structured_content["text"]

    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    accepts = {"accept": "application/json, text/event-stream"}
    for headers in (
        {"host": "attacker.example"},
        {"origin": "http://attacker.example"},
        {"x-forwarded-for": "1.2.3.4"},
    ):
        assert httpx2.post(address, json=ping, headers=accepts | headers).status_code == 403
    text = tokens.add("robot", "reader")
    assert httpx2.post(address, json=ping, headers=accepts).status_code == 401

    async def with_token() -> Any:
        async with (
            httpx2.AsyncClient(headers={"authorization": f"Bearer {text}"}) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            return await client.call_tool("search", {"query": "help points", "limit": 1})

    assert asyncio.run(with_token()).structured_content["passages"][0]["document"] == "harbourview.pdf"


def test_over_http_it_is_watched_as_the_chat_is_and_says_nothing_of_the_question(
    small_index: Path, tmp_path: Path
) -> None:
    with served(small_index, tmp_path, ROUNDTABLE_LOG="json") as (address, process):
        base = address.removesuffix("/mcp")
        called(address, "ask", question=QUESTION)
        figures = httpx2.get(f"{base}/metrics").text
        assert 'roundtable_questions_total{status="answered"} 1.0' in figures
        Tokens(tmp_path / "tokens.json").add("robot", "reader")
        assert httpx2.get(f"{base}/health").json() == {"status": "up"}  # a probe has no token
        assert httpx2.get(f"{base}/metrics", headers={"host": "attacker.example"}).status_code == 401
        process.terminate()
        assert process.wait(30) == 0
    said = (tmp_path / "said").read_text("utf-8")
    lines = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    assert ("GET", "/health", 200) in [(line["method"], line["path"], line["status"]) for line in lines]
    assert ("POST", "/mcp", 200) in [(line["method"], line["path"], line["status"]) for line in lines]
    assert "digital help points" not in said
    assert "Traceback" not in said
