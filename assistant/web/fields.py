"""The fields of the filters, on every page that has them."""

from typing import Any

from assistant.phrases import PagePhrases, counted
from assistant.web.choices import CHOSEN, Choices


def filter_fields(gr: Any, page: PagePhrases) -> dict[str, Any]:
    """The fields by name in the order of `filters_from`; one left empty allows everything.

    What the collection offers comes with `field_update`, and Gradio then takes nothing else. A server that knows
    nothing of a page that is open, for it was started since or serves very many, takes what the page sends:
    `filters_from` and the collection say what is wrong with it.
    """
    several = {"multiselect": True, "choices": [], "value": [], "filterable": True, "min_width": 150}
    several["allow_custom_value"] = True
    with gr.Row():
        return {name: gr.Dropdown(label=page.fields[name], elem_id=f"filter-{name}", **several) for name in CHOSEN} | {
            name: gr.Textbox(
                label=page.fields[name], placeholder=example, max_lines=1, elem_id=f"filter-{name}", min_width=150
            )
            for name, example in (("since", page.date_example), ("until", "2024"))
        }


def field_update(gr: Any, name: str, offered: Choices, page: PagePhrases, value: Any = None) -> Any:
    """A field in the reader's language, with what the collection offers; `value` is left as it is if None."""
    about: dict[str, Any] = {"label": page.fields[name]} | ({} if value is None else {"value": value})
    if name not in CHOSEN:
        return gr.update(**about, **({"placeholder": page.date_example} if name == "since" else {}))
    values = getattr(offered, name)
    return gr.update(**about, choices=values, visible=bool(values), allow_custom_value=False)


def filters_label(page: PagePhrases, *chosen: Any) -> str:
    active = sum(bool(value) for value in chosen)
    return counted(active, page.filters_set, page.language) if active else page.filter_documents
