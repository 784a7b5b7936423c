"""The chat's colours can be read: WCAG 2.2 AA, 1.4.3 for text and 1.4.11 for the edges of fields."""

import pytest

from assistant.web.theme import COLOURS, chat_theme

GROUNDS = ("body_background_fill", "background_fill_primary", "background_fill_secondary", "input_background_fill")
TEXTS = ("body_text_color", "body_text_color_subdued", "link_text_color", "block_title_text_color")
ON_ITS_GROUND = (
    ("button_primary_text_color", "button_primary_background_fill"),
    ("button_primary_text_color", "button_primary_background_fill_hover"),
    ("button_secondary_text_color", "button_secondary_background_fill_hover"),
    ("input_placeholder_color", "input_background_fill"),
)


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2.2 defines it."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), [*((t, g) for t in TEXTS for g in GROUNDS), *ON_ITS_GROUND])
def test_text_stands_out_from_its_ground(text: str, ground: str, scheme: int) -> None:
    assert contrast(COLOURS[text][scheme], COLOURS[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_edge_of_a_field_stands_out(scheme: int) -> None:
    assert contrast(COLOURS["input_border_color"][scheme], COLOURS["body_background_fill"][scheme]) >= 3


def test_gradio_knows_every_colour_by_its_name() -> None:
    css = chat_theme()._get_theme_css()
    for name, (light, dark) in COLOURS.items():
        assert f"--{name.replace('_', '-')}: {light};" in css
        assert f"--{name.replace('_', '-')}: {dark};" in css
