"""Whether the check of a sentence against its source tells supported from unsupported, and catches what was altered."""

from collections.abc import Iterator

from assistant.verify.weighing import weighing_for
from corpus.encoders import Encoder
from evals.alterations import measure
from evals.fit_verify import cross_validated, macro_f1_estimate, read_cases
from evals.quality.grounds import PARTS, SHIPPED, Grounds
from evals.quality.rows import Row, Target, order, share

CAUGHT = Target(0.95)
CLAIMS = "attribution"


def altered(grounds: Grounds) -> Iterator[Row]:
    """Sentences of the collection in which one thing was changed, and the same as they are; drawn by part."""
    seed = PARTS.index(grounds.part) + 1
    for judged_by, encoder in _judges(grounds):
        outcomes = measure(grounds.index(SHIPPED), encoder, 2 * grounds.sizes.answered, seed)
        everything = [caught for of_part in outcomes.caught.values() for caught in of_part]
        yield share(SHIPPED, f"altered sentences caught, {judged_by}", everything, CAUGHT)
        for part, caught in sorted(outcomes.caught.items()):
            yield share(SHIPPED, f"  {part} altered, caught, {judged_by}", caught)
        yield share(SHIPPED, f"sentences as they are, passed, {judged_by}", outcomes.passed)


def attribution(grounds: Grounds) -> Iterator[Row]:
    """Claims against their references: each judged by weights that it did not help to fit, on the whole set.

    The features were chosen on these claims, so the figures flatter the check.
    """
    for judged_by, encoder in _judges(grounds):
        judged = cross_validated(read_cases(grounds.data / CLAIMS / "dev.jsonl", encoder))
        of = f"{CLAIMS} (all, cross-validated)"
        yield order(of, f"AUROC, {judged_by}", judged.scores, judged.attributable)
        found = macro_f1_estimate(judged.supported, judged.attributable)
        yield Row(of, f"macro-F1, {judged_by}", found)


def _judges(grounds: Grounds) -> Iterator[tuple[str, Encoder | None]]:
    """Words alone, and the encoder too if weights were fitted with it: without them it would change nothing."""
    yield "words alone", None
    if weighing_for(grounds.encoder.name) is not weighing_for(None):
        yield "with the encoder", grounds.encoder
