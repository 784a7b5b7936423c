"""Open the chat in a browser, for one reader or for many."""

import sys
from typing import Annotated

import typer

from assistant.cli_corpus import IndexOption


def chat(
    index: IndexOption = None,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Port to listen on.")] = None,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in a browser.")] = False,
    workers: Annotated[int | None, typer.Option("--workers", help="Processes that answer, for many readers.")] = None,
) -> None:
    """Open the chat in a browser, on this computer only unless --host says otherwise."""
    from assistant.access.entrance import check_entrance
    from assistant.build_chat import answers_for_many
    from assistant.data_expiry import forgetting
    from assistant.settings import read_settings
    from assistant.web.stopping import heed_the_end

    heed_the_end()
    settings = read_settings(index=index, host=host, port=port, workers=workers)
    said = check_entrance(settings)  # before a minute is spent on loading
    if said:
        print(f"roundtable: {said}", file=sys.stderr)
    with answers_for_many(settings) as answers, forgetting(settings.conversations, settings.keep_days):
        from assistant.web.app import serve
        from assistant.web.desk import desk_of

        serve(desk_of(answers.assistant, settings, answers), settings.host, settings.port, open_browser)
