"""assistant/web/fields.py: what the lists of the filters take from a page."""

import asyncio
from typing import Any

import gradio as gr
import pytest
from gradio.state_holder import SessionState

from assistant.phrases import page_phrases
from assistant.web.choices import Choices, choices
from assistant.web.fields import field_update, filter_fields
from assistant.web.quick_blocks import quick_blocks

PAGE = page_phrases("en")


@pytest.fixture
def blocks() -> tuple[Any, Any]:
    """The lists as the output of one button, which are the input of another; and the list of kinds."""
    with quick_blocks(gr) as app:
        kind = filter_fields(gr, PAGE)["kind"]
        gr.Button().click(lambda: None, None, [kind, gr.HTML()])
        gr.Button().click(lambda kinds: None, kind, None)
    return app, kind


def offered() -> Choices:
    return choices((), PAGE)


def sent(app: Any, state: Any, value: list[str]) -> Any:
    asking = list(app.fns.values())[1]
    return asyncio.run(app.preprocess_data(asking, [value], state))[0]


def test_page_that_the_server_knows_nothing_of_may_send_what_it_shows(blocks: tuple[Any, Any]) -> None:
    app, _ = blocks
    assert sent(app, SessionState(app), ["case-study"]) == ["case-study"]


def test_page_that_was_told_what_there_is_sends_nothing_else(blocks: tuple[Any, Any]) -> None:
    app, _ = blocks
    state, opening = SessionState(app), next(iter(app.fns.values()))
    update = field_update(gr, "kind", offered(), PAGE)
    asyncio.run(app.postprocess_data(opening, [update, gr.skip()], state))
    with pytest.raises(gr.Error, match="not in the list"):
        sent(app, state, ["case-study"])
