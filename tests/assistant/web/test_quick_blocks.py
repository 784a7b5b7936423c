"""assistant/web/quick_blocks.py: outputs that a step skips stay, and Gradio does not make them anew."""

import asyncio
from typing import Any

import gradio as gr
import pytest
from gradio.state_holder import SessionState

from assistant.web.quick_blocks import quick_blocks

SKIPPED = {"__type__": "update"}
STEPS = [["<b>1</b>", SKIPPED, SKIPPED], [SKIPPED, "two", gr.update(visible=False)], [SKIPPED] * 3]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The outputs that Gradio makes anew."""
    found: list[int] = []
    monkeypatch.setattr(SessionState, "_update_config", lambda state, key: found.append(key))
    return found


def answered(blocks: Any) -> list[list[Any]]:
    with blocks as app:
        gr.Button().click(lambda: None, None, [gr.HTML(), gr.Textbox(), gr.HTML()])
    function, state = next(iter(app.fns.values())), SessionState(app)
    return [asyncio.run(app.postprocess_data(function, list(step), state)) for step in STEPS]


def test_what_changes_is_as_gradio_would_have_it_and_the_rest_is_not_made_anew(made: list[int]) -> None:
    slow, anew = answered(gr.Blocks()), len(made)
    quick = answered(quick_blocks(gr))
    assert (anew, len(made) - anew) == (7, 1)
    assert [quick[0][0], *quick[1][1:]] == [slow[0][0], *slow[1][1:]]
    assert quick[0][1:] + quick[1][:1] + quick[2] == [SKIPPED] * 6


def test_too_few_values_are_still_an_error_of_gradios() -> None:
    with quick_blocks(gr) as app:
        gr.Button().click(lambda: None, None, [gr.HTML(), gr.HTML()])
    function = next(iter(app.fns.values()))
    with pytest.raises(ValueError, match="enough output values"):
        asyncio.run(app.postprocess_data(function, ["one"], SessionState(app)))


def test_pages_begin_with_settings_that_were_made_once_and_change_them_for_themselves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[Any] = []

    def opened(blocks: Any) -> tuple[Any, list[SessionState]]:
        with blocks as app:
            gr.HTML("<b>1</b>")
            gr.Textbox("two", label="Second")
        made.clear()
        return app, [SessionState(app) for _ in range(3)]

    as_it_was = gr.HTML.get_config
    monkeypatch.setattr(gr.HTML, "get_config", lambda html, *rest: made.append(html) or as_it_was(html, *rest))
    _, slow = opened(gr.Blocks())
    slowly = len(made)
    app, quick = opened(quick_blocks(gr))
    assert (slowly, len(made)) == (3, 1)
    assert [[each["props"] for each in state.components] for state in quick] == [
        [each["props"] for each in state.components] for state in slow
    ]
    (text,) = (number for number, block in app.blocks.items() if isinstance(block, gr.Textbox))
    quick[0]._update_value_in_config(text, "changed")
    quick[1][text] = gr.Textbox("three", label="Third", render=False)
    quick[1]._update_config(text)
    shown = [state.config_values[text]["props"] for state in (*quick, SessionState(app))]
    assert [each["value"] for each in shown] == ["changed", "three", "two", "two"]
    assert [each["label"] for each in shown] == ["Second", "Third", "Second", "Second"]
