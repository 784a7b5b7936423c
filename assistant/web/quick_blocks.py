"""Gradio's `Blocks`, made to leave alone what a step does not change, and to make once what all pages begin with.

Gradio makes each output of a step anew that is skipped, with all its settings: most of the processor time that a step
takes. And for each page that is opened it makes the settings of all parts of all pages anew. With many readers little
else was done.
"""

from collections.abc import Sequence
from copy import copy
from typing import Any


def quick_blocks(gr: Any, **settings: Any) -> Any:
    """`gradio.Blocks` with these settings, to be used in a `with`."""

    class QuickBlocks(gr.Blocks):  # type: ignore[misc]
        def __init__(self, **settings: Any) -> None:
            super().__init__(**settings)
            self.default_config.__class__ = _remembering(type(self.default_config))

        async def postprocess_data(self, block_fn: Any, predictions: Any, state: Any) -> list[Any]:
            skipped, outputs = gr.skip(), block_fn.outputs
            if not isinstance(predictions, Sequence) or not len(predictions) == len(outputs) > 1:
                return list(await super().postprocess_data(block_fn, predictions, state))
            made = [gr.skip() for _ in outputs]
            changed = [place for place, each in enumerate(predictions) if each != skipped]
            if changed:
                part, values = copy(block_fn), [predictions[place] for place in changed]
                part.outputs = [outputs[place] for place in changed]
                # One output alone Gradio takes as it is, and not in a list.
                done = await super().postprocess_data(part, values if len(values) > 1 else values[0], state)
                for place, each in zip(changed, done, strict=True):
                    made[place] = each
            return made

    return QuickBlocks(**settings)


def _remembering(of_gradio: Any) -> Any:
    """Its `BlocksConfig`, whose copies, one for each page, share what they know of parts that no step has changed."""
    made: dict[int, tuple[Any, dict[str, Any]]] = {}

    class Remembering(of_gradio):  # type: ignore[misc]
        is_copy = False

        def __copy__(self) -> Any:
            new = super().__copy__()
            new.__class__, new.is_copy = Remembering, True
            return new

        def config_for_block(self, _id: int, rendered_ids: Any, block: Any, renderable: Any = None) -> dict[str, Any]:
            first = self.root_block.blocks.get(_id)
            if not self.is_copy or renderable or block is not first:
                return dict(of_gradio.config_for_block(_id, rendered_ids, block, renderable))
            if _id not in made or made[_id][0] is not block:
                made[_id] = (block, of_gradio.config_for_block(_id, rendered_ids, block))
            known = made[_id][1]
            # Gradio puts the value that a page shows into `props`.
            return {**known, "props": {**known["props"]}}

    return Remembering
