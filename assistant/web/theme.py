"""The colours of the chat, light and dark; text stands out from its ground by 4.5 to 1 or more (WCAG AA)."""

from typing import Any

# Name in Gradio's theme: (light, dark). chat.css uses the same names as variables, such as --body-text-color.
COLOURS = {
    "body_background_fill": ("#ffffff", "#12161e"),
    "background_fill_primary": ("#ffffff", "#171c26"),
    "background_fill_secondary": ("#f3f6fa", "#212836"),
    "body_text_color": ("#1d2430", "#e8ebf1"),
    "body_text_color_subdued": ("#566072", "#a9b3c3"),
    "border_color_primary": ("#d5dbe5", "#3a4353"),
    "border_color_accent": ("#0b5cad", "#6db3ff"),
    "link_text_color": ("#0b5cad", "#6db3ff"),
    "block_background_fill": ("#ffffff", "#171c26"),
    "block_title_text_color": ("#566072", "#a9b3c3"),
    "block_label_text_color": ("#566072", "#a9b3c3"),
    "block_info_text_color": ("#566072", "#a9b3c3"),
    "input_background_fill": ("#ffffff", "#1b212c"),
    "input_border_color": ("#838d9e", "#6d788a"),  # a field's edge stands out by 3 to 1
    "input_border_color_focus": ("#0b5cad", "#6db3ff"),
    "input_placeholder_color": ("#616b7c", "#9aa5b6"),
    "button_primary_background_fill": ("#0b5cad", "#6db3ff"),
    "button_primary_background_fill_hover": ("#084a8c", "#94c7ff"),
    "button_primary_text_color": ("#ffffff", "#0c1420"),
    "button_secondary_background_fill": ("#f3f6fa", "#212836"),
    "button_secondary_background_fill_hover": ("#e6ebf2", "#2c3546"),
    "button_secondary_text_color": ("#1d2430", "#e8ebf1"),
}


def chat_theme() -> Any:
    """Gradio's plain theme in these colours."""
    import gradio as gr

    light = {name: colours[0] for name, colours in COLOURS.items()}
    dark = {f"{name}_dark": colours[1] for name, colours in COLOURS.items()}
    # Fonts that every system has: Gradio's default would be fetched from another host.
    plain = gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"])
    return plain.set(**light, **dark, input_border_width="1px", input_border_width_dark="1px")
