"""assistant/api/asked.py: the choices of a request are those that there are."""

from typing import get_args

from assistant.api.asked import BriefBody
from assistant.briefing.types import PAGES, Order
from assistant.render.brief_citing import STYLES
from assistant.render.brief_file import BRIEF_FORMS


def test_choices_of_a_briefing_are_those_of_briefings() -> None:
    choices = {name: set(get_args(field.annotation)) for name, field in BriefBody.model_fields.items()}
    assert choices["style"] == set(STYLES)
    assert choices["form"] == set(BRIEF_FORMS)
    assert choices["pages"] == set(PAGES)
    assert BriefBody(topic="x").template == Order("x").template
