"""Whether the check of a sentence against its source tells supported from unsupported, and catches what was altered."""

from collections.abc import Iterator
from importlib import import_module, util

from evals.alterations import measure
from evals.quality.grounds import PARTS, SHIPPED, Grounds, MissingSet
from evals.quality.rows import Row, Target, share

CAUGHT = Target(0.95)
FIT = "evals.fit_verify"


def altered(grounds: Grounds) -> Iterator[Row]:
    """Sentences of the collection in which one thing was changed, and the same as they are; drawn by part."""
    seed = PARTS.index(grounds.part) + 1
    outcomes = measure(grounds.index(SHIPPED), sentences=2 * grounds.sizes.answered, seed=seed)
    everything = [caught for of_part in outcomes.caught.values() for caught in of_part]
    yield share(SHIPPED, "altered sentences caught", everything, CAUGHT)
    for part, caught in sorted(outcomes.caught.items()):
        yield share(SHIPPED, f"  {part} altered, caught", caught)
    yield share(SHIPPED, "sentences as they are, passed", outcomes.passed)


def attribution(grounds: Grounds) -> Iterator[Row]:
    """Claims against their references, by weights that these claims did not help to fit."""
    if util.find_spec(FIT) is None:
        raise MissingSet(f"needs {FIT}, which is not there yet")
    path = grounds.data / "attribution" / "dev.jsonl"
    if not path.is_file():
        raise MissingSet(f"{path}: not found; it holds claims with their references")
    yield from import_module(FIT).rows(path)
