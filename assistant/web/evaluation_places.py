"""What stands at an address of the page of evaluations: the lists, a run, two runs side by side, an answer to judge."""

from collections.abc import Mapping

from assistant.phrases import PagePhrases
from assistant.web.desk import Desk
from assistant.web.evaluation_handling import Seen, beside, home, opened
from assistant.web.evaluation_judging import begun


def at(desk: Desk, page: PagePhrases, may: bool, asked: Mapping[str, str]) -> Seen:
    """What the names of an address ask for."""
    id_ = asked.get("run", "")
    if not id_:
        return home(desk, page, may)
    if asked.get("judge"):
        return begun(desk, page, may, id_)
    if other := asked.get("with", ""):
        return beside(desk, page, may, id_, other)
    return opened(desk, page, may, id_)
