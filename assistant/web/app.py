"""Put the pages together and serve them: the chat, the collection, briefings and evaluations."""

import os
import socket
from importlib.resources import files
from typing import Any, cast

from assistant.api.beside import Beside, with_api
from assistant.api.metrics import Counted
from assistant.web.briefings_page import add_briefings
from assistant.web.chat_page import add_chat
from assistant.web.collection_page import add_collection
from assistant.web.desk import Desk
from assistant.web.dropped import own_folder
from assistant.web.evaluations_page import add_evaluations
from assistant.web.frame import TITLE
from assistant.web.headers import SecurityHeaders
from assistant.web.login_gate import Gate
from assistant.web.logs import RequestLog
from assistant.web.own_names import OwnNames
from assistant.web.quick_blocks import quick_blocks
from assistant.web.routes import routes
from assistant.web.stopping import serve_until_stopped
from assistant.web.theme import chat_theme
from assistant.web.uploading import GuardedUploads
from assistant.web.users import NamedUsers
from corpus.errors import RoundtableError

# Clicks that wait at Gradio, in all pages together; questions wait where they are answered.
MOST_CLICKS = 500
# Gradio keeps what it knows of a page that was opened, some 0.3 MB, until so many others were.
PAGES_IN_MEMORY = 1_000
STYLES = ("frame.css", "chat.css", "reader.css", "collection.css", "briefings.css", "evaluations.css")


class PortInUse(RoundtableError):
    """The chat cannot listen on its port, most often because another program does."""


@own_folder()
def serve(desk: Desk, host: str, port: int, open_browser: bool = False) -> None:
    """Serve the pages until the process is told to stop, and what is being answered is. Raises `PortInUse`."""
    desk, api = with_api(desk)
    if desk.settings.access == "proxy":
        # uvicorn would put the browser's address in the place of the proxy's, which is the one that is trusted.
        os.environ["FORWARDED_ALLOW_IPS"] = ""
    try:
        app = build_app(desk).queue(max_size=MOST_CLICKS)
        _, address, _ = app.launch(
            prevent_thread_lock=True,
            quiet=True,
            server_name=host,
            server_port=port or _free_port(host),
            inbrowser=open_browser,
            share=False,
            enable_monitoring=False,
            ssr_mode=False,  # it would want Node and a second port
            pwa=False,
            footer_links=[],
            state_session_capacity=PAGES_IN_MEMORY,
            max_threads=MOST_CLICKS,  # at 40, Gradio's own number, the others would wait where nobody tells them of it
            max_file_size=desk.settings.max_file_mb * 1_000_000,
            theme=chat_theme(),
            css="\n".join(_asset(name) for name in STYLES),
            head=f'<style media="print">{_asset("print.css")}</style>',
            app_kwargs={
                "middleware": [
                    *([RequestLog.as_middleware()] if desk.settings.log else []),
                    SecurityHeaders.as_middleware(),
                    Beside.as_middleware(api),
                    # Outside of the gate, which overwrites the name: by it a proxy sends a browser to one replica.
                    NamedUsers.as_middleware(),
                    OwnNames.as_middleware() if desk.settings.access == "none" else Gate.as_middleware(desk.settings),
                    GuardedUploads.as_middleware(desk.settings),
                ],
                "routes": routes(desk),
            },
        )
    except OSError as error:
        raise PortInUse(
            f"cannot listen on {host}, port {port}: most likely another program does; choose another one with --port"
        ) from error
    print(f"The chat is open at {address} (stop it with Ctrl-C).", flush=True)
    serve_until_stopped(app, lambda: bool(cast(Counted, desk.served).under_way))


def _free_port(host: str) -> int:
    """For port 0, as elsewhere: any that is free. Gradio would take the 0 for an address of its own."""
    with socket.create_server((host, 0)) as listener:
        return int(listener.getsockname()[1])


def build_app(desk: Desk) -> Any:
    """The pages as `gradio.Blocks`. Their handlers call the assistant and show what it returns, nothing more."""
    import gradio as gr

    reader = _asset("frame.js") + _asset("reader.js")
    panel = reader + _asset("panel.js")
    # A file that was dropped on the page and never read is swept out within two hours.
    with quick_blocks(gr, title=TITLE, analytics_enabled=False, fill_width=True, delete_cache=(3600, 3600)) as app:
        # The places stand in the head of each page, in the reader's language: Gradio's bar has one language only.
        add_chat(gr, desk, app, panel + _asset("chat.js"))
    with app.route("Collection", "/collection", show_in_navbar=False) as collection:
        add_collection(gr, desk, collection, reader + _asset("collection.js"))
    with app.route("Briefings", "/briefings", show_in_navbar=False) as briefings:
        add_briefings(gr, desk, briefings, panel + _asset("briefings.js"))
    with app.route("Evaluations", "/evaluations", show_in_navbar=False) as evaluations:
        add_evaluations(gr, desk, evaluations, _asset("frame.js") + _asset("evaluations.js"))
    return app


def _asset(name: str) -> str:
    return (files("assistant.web") / "assets" / name).read_text("utf-8")
