"""Serve the collection to programs that speak MCP, the Model Context Protocol."""

from typing import Annotated

import typer

from assistant.cli_corpus import IndexOption

PORT = 7862


def mcp(
    index: IndexOption = None,
    over_http: Annotated[bool, typer.Option("--http", help="Over HTTP, in place of standard input.")] = False,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port on this computer, with --http.")] = PORT,
) -> None:
    """Let programs that speak MCP search the collection, ask it and read its pages, with citations.

    They start this command themselves; with --http it waits for them at http://127.0.0.1:PORT/mcp, where tokens count
    as in the HTTP API.
    """
    from assistant.mcp import run_http, run_stdio
    from assistant.settings import read_settings

    settings = read_settings(index=index)
    if over_http:
        run_http(settings, port)
    else:
        run_stdio(settings)
