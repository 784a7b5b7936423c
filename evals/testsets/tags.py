"""What questions of a test set can be told apart by: what a run is limited to, and what figures are split by."""

from collections.abc import Mapping

from evals.testsets.types import Question

NAMES = ("id", "group", "kind", "language", "expected", "roundtable", "tag")


def values_of(question: Question) -> Mapping[str, tuple[str, ...]]:
    """The values that a question has of each of `NAMES`; "" where it has none."""
    tags = question.tags
    values = (question.id, tags.group, tags.kind, question.language, question.expected, str(tags.roundtable or ""))
    return dict(zip(NAMES, ((value,) for value in values), strict=False)) | {"tag": tags.more}
