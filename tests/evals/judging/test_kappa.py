"""evals/judging/kappa.py: kappa is that of scikit-learn, its interval that of scipy, and what is undefined is None."""

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from evals.judging.kappa import ALL_ALIKE, NOTHING_SHARED, Agreement, Ratings, agreement, kappa

SCALE = (1, 2, 3, 4, 5)


def ratings(*labels: int | None) -> Ratings:
    """One item a whole; None is not judged."""
    return {(at, 0): label for at, label in enumerate(labels) if label is not None}


def test_kappa_by_hand() -> None:
    """Of 10 items 7 are judged alike. The first says yes to 6, the second to 5: by chance 0.6 * 0.5 + 0.4 * 0.5 = 0.5
    would be alike, so kappa is (0.7 - 0.5) / (1 - 0.5)."""
    ones = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0]
    others = [1, 1, 1, 1, 0, 0, 1, 0, 0, 0]
    assert kappa(ones, others) == pytest.approx(0.4)


def test_weighted_kappa_by_hand() -> None:
    """Seen: (0 + 0 + 1 + 4) / 4 apart. By chance: each of 1, 3, 3, 5 against each of 1, 3, 4, 3: the squares add to
    4 + 9 + 4 + 2 * (4 + 0 + 1 + 0) + 16 + 4 + 1 + 4 = 52 of 16. So 1 - (5 / 4) / (52 / 16)."""
    assert kappa([1, 3, 3, 5], [1, 3, 4, 3], "quadratic", SCALE) == pytest.approx(1 - (5 / 4) / (52 / 16))


@pytest.mark.parametrize("seed", range(4))
def test_kappa_is_that_of_scikit_learn(seed: int) -> None:
    draw = np.random.default_rng(seed)
    ones = draw.integers(0, 2, 50).tolist()
    others = [one if draw.random() < 0.7 else 1 - one for one in ones]
    assert kappa(ones, others) == pytest.approx(cohen_kappa_score(ones, others))
    rated = draw.integers(1, 6, 50).tolist()
    again = np.clip(np.array(rated) + draw.integers(-1, 3, 50), 1, 5).tolist()
    theirs = cohen_kappa_score(rated, again, weights="quadratic", labels=list(SCALE))
    assert kappa(rated, again, "quadratic", SCALE) == pytest.approx(theirs)
    assert kappa(rated, again, "", SCALE) == pytest.approx(cohen_kappa_score(rated, again))


def test_scale_counts_whole_where_not_every_grade_was_given() -> None:
    """Without the labels, scikit-learn takes 1, 2 and 5 for neighbours."""
    ones, others = [1, 5, 2, 2], [2, 5, 1, 5]
    theirs = cohen_kappa_score(ones, others, weights="quadratic", labels=list(SCALE))
    assert kappa(ones, others, "quadratic", SCALE) == pytest.approx(theirs)
    assert kappa(ones, others, "quadratic", SCALE) != pytest.approx(
        cohen_kappa_score(ones, others, weights="quadratic")
    )


def test_full_agreement_is_1_and_full_disagreement_of_halves_is_minus_1() -> None:
    assert kappa([1, 0], [1, 0]) == 1.0
    assert kappa([1, 0], [0, 1]) == -1.0


def test_agreement_by_nothing_but_chance_is_0() -> None:
    assert kappa([1, 1, 0, 0], [1, 0, 1, 0]) == 0.0
    assert kappa([1, 1, 1], [1, 0, 1]) == 0.0  # who always says the same tells nothing


def test_kappa_without_any_difference_is_not_defined() -> None:
    assert kappa([1, 1], [1, 1]) is None
    assert kappa([], []) is None


def test_kappa_wants_pairs_and_known_labels() -> None:
    with pytest.raises(ValueError, match="zip"):
        kappa([1], [1, 0])
    with pytest.raises(ValueError, match="label 7 is none of"):
        kappa([7], [1])
    with pytest.raises(ValueError, match="label 0 is none of"):
        agreement([ratings(0, 1), ratings(1, 1)], "quadratic", SCALE)


@pytest.mark.filterwarnings("ignore:invalid value")
def test_interval_is_that_of_scipy() -> None:
    draw = np.random.default_rng(2)
    ones = draw.integers(0, 2, 80)
    others = np.where(draw.random(80) < 0.8, ones, 1 - ones)
    theirs = stats.bootstrap(
        (ones, others), cohen_kappa_score, paired=True, vectorized=False, n_resamples=3_000, method="percentile", rng=1
    ).confidence_interval
    found = agreement([ratings(*ones.tolist()), ratings(*others.tolist())]).kappa
    assert found is not None
    assert found.value == pytest.approx(cohen_kappa_score(ones, others))
    assert (found.low, found.high) == (pytest.approx(theirs.low, abs=0.025), pytest.approx(theirs.high, abs=0.025))
    assert found.count == 80


def test_only_what_both_judged_counts() -> None:
    one, other = ratings(1, 0, 1, None, 0), ratings(1, 0, None, 1, 1)
    found = agreement([one, other])
    assert found.kappa is not None
    assert (found.kappa.value, found.count) == (pytest.approx(kappa([1, 0, 0], [1, 0, 1])), 3)
    assert found.same == pytest.approx(2 / 3)


def test_parts_of_one_answer_are_drawn_together() -> None:
    """Four answers with ten sentences each, judged alike within each: that is four observations and not forty."""
    wholes = {(at // 10, at % 10): int(at < 20) for at in range(40)}
    others = {item: label if item[0] in (0, 2, 3) else 1 - label for item, label in wholes.items()}
    apart = agreement([{(item, 0): label for item, label in wholes.items()},
                       {(item, 0): label for item, label in others.items()}]).kappa  # fmt: skip
    together = agreement([wholes, others]).kappa
    assert apart is not None
    assert together is not None
    assert together.value == apart.value
    assert together.high - together.low > 1.5 * (apart.high - apart.low)


def test_several_raters_have_the_mean_of_all_pairs() -> None:
    a, b, c = [1, 0, 1, 0, 1, 0], [1, 0, 1, 1, 1, 0], [0, 0, 1, 1, 1, 1]
    found = agreement([ratings(*a), ratings(*b), ratings(*c)])
    assert found.kappa is not None
    theirs = np.mean([cohen_kappa_score(a, b), cohen_kappa_score(a, c), cohen_kappa_score(b, c)])
    assert (found.kappa.value, found.raters, found.count) == (pytest.approx(theirs), 3, 6)


def test_raters_who_share_nothing_do_not_count_among_several() -> None:
    a, b, c = ratings(1, 0, 1, None, None), ratings(1, 0, 0, 1, 0), ratings(None, None, None, 1, 0)
    found = agreement([a, b, c])
    assert found.kappa is not None
    assert found.kappa.value == pytest.approx(np.mean([kappa([1, 0, 1], [1, 0, 0]), kappa([1, 0], [1, 0])]))
    assert found.count == 5


def test_agreement_that_is_not_defined_says_why() -> None:
    assert agreement([ratings(1, None), ratings(None, 1)]) == Agreement(None, 0, 2, None, NOTHING_SHARED)
    assert agreement([ratings(1, 0)]) == Agreement(None, 0, 1, None, NOTHING_SHARED)
    assert agreement([]) == Agreement(None, 0, 0, None, NOTHING_SHARED)
    assert agreement([ratings(1, 1), ratings(1, 1)]) == Agreement(None, 2, 2, 1.0, ALL_ALIKE)


def test_interval_of_one_answer_says_that_nothing_can_be_said() -> None:
    found = agreement([{("a", 0): 1, ("a", 1): 0}, {("a", 0): 1, ("a", 1): 0}]).kappa
    assert found is not None
    assert (found.value, found.low, found.high) == (1.0, -1.0, 1.0)


def test_same_ratings_have_the_same_interval_in_any_order() -> None:
    one, other = ratings(1, 0, 1, 1, 0, 0, 1), ratings(1, 0, 0, 1, 0, 1, 1)
    backwards = [dict(reversed(list(each.items()))) for each in (one, other)]
    assert agreement([one, other]) == agreement(backwards)
