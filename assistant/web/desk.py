"""What the pages work with: the assistant, and what is kept beside its collection."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.briefing.briefs import Briefs
from assistant.conversations import Conversations
from assistant.feedback import FeedbackStore
from assistant.serving.here import Here
from assistant.serving.types import Answers
from corpus.originals import Originals
from corpus.page_image import PageImages

if TYPE_CHECKING:
    from assistant.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """One for the whole server; all of it can be used from several threads. `served` answers in place of the assistant,
    where many ask."""

    assistant: Assistant
    settings: "Settings"
    conversations: Conversations
    feedback: FeedbackStore
    briefs: Briefs
    originals: Originals = field(default_factory=Originals)
    images: PageImages = field(default_factory=PageImages)
    served: Answers | None = None

    @property
    def answers(self) -> Answers:
        """What answers the questions of the chat."""
        return self.served or Here(self.assistant)


def desk_of(assistant: Assistant, settings: "Settings", served: Answers | None = None) -> Desk:
    """Raises `RoundtableError` if the file of conversations and briefings cannot be used."""
    kept = settings.conversations
    return Desk(assistant, settings, Conversations(kept), FeedbackStore(kept), Briefs(kept), served=served)
