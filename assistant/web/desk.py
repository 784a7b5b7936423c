"""What the pages work with: the assistant, and what is kept beside its collection."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.briefing.briefs import Briefs
from assistant.conversations import Conversations
from assistant.feedback import FeedbackStore
from corpus.originals import Originals
from corpus.page_image import PageImages

if TYPE_CHECKING:
    from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """One for the whole server; all of it can be used from several threads."""

    assistant: Assistant
    settings: "Settings"
    conversations: Conversations
    feedback: FeedbackStore
    briefs: Briefs
    originals: Originals = field(default_factory=Originals)
    images: PageImages = field(default_factory=PageImages)


def desk_of(assistant: Assistant, settings: "Settings") -> Desk:
    """Raises `RoundtableError` if the file of conversations and briefings cannot be used."""
    kept = settings.conversations
    return Desk(assistant, settings, Conversations(kept), FeedbackStore(kept), Briefs(kept))
