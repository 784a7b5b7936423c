"""What can be asked over HTTP: the fields of each request, with their limits."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.assistant import LONGEST_QUESTION

MOST_FILTERS, LONGEST_FILTER = 20, 500
MOST_EARLIER = 20
MOST_HITS = 100
# Spaces do not count for the assistant, which says itself what is too long.
LONGEST_TEXT = 2 * LONGEST_QUESTION


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty")
    return text


Words = Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(_not_blank)]
Filter = Annotated[str, Field(min_length=1, max_length=LONGEST_FILTER), AfterValidator(_not_blank)]
FILTERS: Any = Field(
    default=[],
    max_length=MOST_FILTERS,
    description="FIELD=VALUE, as on the command line: roundtable, kind, place, language, document, since, until.",
)


class Asked(BaseModel):
    """Strict: a number is no text, and a field that does not exist is a mistake."""

    model_config = ConfigDict(extra="forbid", strict=True)


class QuestionBody(Asked):
    """A question to be answered from the documents, with citations."""

    question: Words = Field(description="The question, in English or French.")
    filters: list[Filter] = FILTERS
    earlier: list[Words] = Field(
        default=[], max_length=MOST_EARLIER, description="The questions asked before a follow-up, oldest first."
    )


class SearchBody(Asked):
    """Words to find the nearest passages to."""

    query: Words = Field(description="What to look for.")
    limit: int = Field(default=10, ge=1, le=MOST_HITS, description="How many passages.")
    filters: list[Filter] = FILTERS


class BriefBody(Asked):
    """A briefing on a topic, every claim with a footnote to its page."""

    topic: Words = Field(description="What it is on, in a few words.")
    template: str = Field(default="issue-note", max_length=100, description="The kind of briefing.")
    audience: str = Field(default="", max_length=100, description="For whom: minister, mayor, delegation, or any.")
    pages: Literal[1, 2, 4] = Field(default=2, description="Footnotes and sources not counted.")
    language: Literal["en", "fr", ""] = Field(default="", description="If empty, that of the topic.")
    filters: list[Filter] = FILTERS
    sections: list[Filter] = Field(default=[], max_length=30, description="Only these of the template.")
    exclude: list[Filter] = Field(default=[], max_length=30, description="Ids or sources that must not be used.")
    style: Literal["chicago", "apa", "numbered"] = Field(default="chicago", description="How sources are cited.")
    form: Literal["json", "md", "docx", "pdf"] = Field(default="json", description="What comes back.")
