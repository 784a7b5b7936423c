"""Find the passages near in meaning to some others: in the same documents, and in other ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.quotable import is_about_itself, is_back_matter
from corpus.index import Index
from corpus.types import Filters, Passage

BESIDE = 8  # passages before and after one that are looked at, however near in meaning
NEAR = 48  # passages near in meaning to one
MOST_KEPT = 14  # passages of the same documents, and of others
NEAR_ENOUGH = 0.6  # of the similarity of the nearest passage of another document


@dataclass(frozen=True, slots=True)
class Near:
    """Passages of the same documents, and of others, nearest first; without sources, limits and the like."""

    same: Sequence[Passage]
    others: Sequence[Passage]


def near_to(index: Index, anchors: Sequence[str], filters: Filters) -> Near:
    """What is near to the passages of these ids, at least one, in documents that the filters allow."""
    vectors = index.vectors(anchors)
    nearness: dict[str, float] = {}
    for vector in vectors.values():
        for id_, value in index.by_meaning(vector, NEAR, filters or None).items():
            nearness[id_] = max(value, nearness.get(id_, value))
    around = [id_ for anchor in anchors for id_ in beside(anchor)]
    found = index.passages(list(dict.fromkeys((*nearness, *around))))
    missing = [id_ for id_ in found if id_ not in nearness]
    for id_, vector in (index.vectors(missing) if missing else {}).items():
        nearness[id_] = max((float(vector @ anchor) for anchor in vectors.values()), default=0.0)
    cited = {id_.rpartition(":")[0] for id_ in anchors}
    kept = [found[id_] for id_ in sorted(nearness, key=lambda id_: -nearness[id_]) if id_ in found]
    kept = [each for each in kept if not (is_about_itself(each.section) or is_back_matter(each.section))]
    others = [each for each in kept if each.document not in cited]
    enough = NEAR_ENOUGH * max((nearness[each.id] for each in others), default=0.0)
    return Near(
        [each for each in kept if each.document in cited][:MOST_KEPT],
        [each for each in others if nearness[each.id] >= enough][:MOST_KEPT],
    )


def beside(passage: str) -> list[str]:
    """The ids of the passages around one in its document; some of them may not exist."""
    document, _, place = passage.rpartition(":")
    return [f"{document}:{number}" for number in range(max(0, int(place) - BESIDE), int(place) + BESIDE + 1)]
