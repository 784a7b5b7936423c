"""Hold a run to its thresholds and to what an accepted run scored, so that a real drop is not released."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.one_line import one_line
from evals.comparing.baseline import BadBaseline, Baseline, baseline_json, digest_of, read_baseline
from evals.comparing.differences import changed_by
from evals.comparing.thresholds import Allowed, BadThresholds, Thresholds, read_thresholds
from evals.metrics import METRICS, figure
from evals.metrics.types import Metric
from evals.runs.types import Run
from evals.statistics import Estimate

__all__ = ["BadBaseline", "BadThresholds", "Baseline", "Check", "Thresholds", "Verdict"]
__all__ += ["baseline_json", "checked", "read_baseline", "read_thresholds"]

Outcome = Literal["passes", "fails", "not scored"]
_SAME = 1e-9
NAMED = 8  # questions of a note
NO_DROP = "no drop"
_LESS_EXACT = 1e-6  # what a baseline rounds away


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a run is held to: its `kind`, the metric ("" of "asked"), and in one line why it passes or not."""

    kind: Literal["asked", "at least", "at most", "drop"]
    metric: str
    outcome: Outcome
    why: str
    figure: Estimate | None = None
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of all checks. `notes` say what was not compared: questions that are gone, new or changed."""

    checks: tuple[Check, ...]
    notes: tuple[str, ...] = ()

    @property
    def passes(self) -> bool:
        """Whether all did: what could not be scored does not pass."""
        return all(check.outcome == "passes" for check in self.checks)


def checked(
    run: Run, thresholds: Thresholds, baseline: Baseline | None = None, metrics: Mapping[str, Metric] = METRICS
) -> Verdict:
    """Whether a run holds. It fails if a question could not be asked or is not that of the baseline, a threshold is
    missed or has no figure, or a metric dropped farther than allowed and the randomisation test says that it is no
    chance.

    Each metric is tested by itself, so of twenty metrics that did not change one may still fail at p = 0.05: name in
    `only` those that count. A metric of which the baseline has no value is not compared, unless it is named. Raises
    `BadBaseline` if the baseline is one of another test set.
    """
    checks = [_asked(run)]
    for kind, limits in (("at least", thresholds.at_least), ("at most", thresholds.at_most)):
        checks += [_limit(run, metrics[name], limit, kind == "at least") for name, limit in limits.items()]
    if thresholds.drop is None:
        return Verdict(tuple(checks))
    if baseline is None:
        why = "there is no baseline to compare with; make one of an accepted run, or take [drop] out of the thresholds"
        return Verdict((*checks, Check("drop", "", "not scored", why)))
    if baseline.set_name != run.set_name:
        names = f"{one_line(baseline.set_name)!r:.60}, and the run asked {one_line(run.set_name)!r:.60}"
        raise BadBaseline(f"{baseline.file}: set: is a baseline of {names}; name the baseline of that set")
    same = [at for at, record in enumerate(run.records) if _is_same(baseline, run, at)]
    notes = list(_notes(run, baseline, same))
    checks.append(_still_there(run, baseline, same))
    named = {*thresholds.only, *thresholds.of}
    in_both = [baseline.questions[run.records[at].question.id] for at in same]
    never = []
    for name, metric in metrics.items():
        allowed = thresholds.allowed(metric)
        if allowed and (name in named or any(name in kept.values for kept in in_both)):
            checks.append(_drop(run, metric, allowed, baseline, same))
        elif allowed:
            never.append(name)
    if never:
        notes.append(f"not compared, for the baseline has no value of them: {', '.join(never)}")
    if not same:
        notes.append("no question is the same as in the baseline")
    if not any(check.kind == "drop" for check in checks):
        why = "there is nothing to compare in the baseline; make it again of an accepted run"
        checks.append(Check("drop", "", "not scored", why))
    return Verdict(tuple(checks), tuple(notes))


def _asked(run: Run) -> Check:
    failed = [record.question.id for record in run.records if record.status == "error"]
    if not run.records:
        return Check("asked", "", "not scored", "the run has no questions")
    if failed:
        return Check("asked", "", "fails", f"{len(failed)} of {len(run.records)} could not be asked: {_named(failed)}")
    return Check("asked", "", "passes", f"{len(run.records)} of {len(run.records)} questions")


def _still_there(run: Run, baseline: Baseline, same: list[int]) -> Check:
    """A question that is taken out or made easier must not be how a gate is passed."""
    left = len(baseline.questions) - len(same)
    if left:
        why = f"{left} questions of the baseline are gone or changed; accept a run of the set as it is now"
        return Check("asked", "", "fails", why)
    return Check("asked", "", "passes", f"all {len(same)} questions of the baseline")


def _limit(run: Run, metric: Metric, limit: float, least: bool) -> Check:
    kind: Literal["at least", "at most"] = "at least" if least else "at most"
    found = figure(metric, run.records, run.took) if run.records else None
    if found is None:
        return Check(kind, metric.name, "not scored", "no question of the run could be scored", None, limit)
    holds = found.value >= limit - _SAME if least else found.value <= limit + _SAME
    why = f"{found}, {kind} {limit:g} is wanted"
    return Check(kind, metric.name, "passes" if holds else "fails", why, found, limit)


def _drop(run: Run, metric: Metric, allowed: Allowed, baseline: Baseline, same: list[int]) -> Check:
    """Against the baseline, over the questions that are the same."""
    now = metric.values(run.records, run.took)
    kept = [baseline.questions[run.records[at].question.id].values.get(metric.name) for at in same]
    found = changed_by(kept, [now[at] for at in same])
    if found is None:
        why = "no question is scored here, or none in the baseline"
        return Check("drop", metric.name, "not scored", why, None, allowed.most)
    gap, p = found
    worse = gap if metric.better == "lower" else Estimate(-gap.value, -gap.high, -gap.low, gap.count)
    if worse.value <= allowed.most + _LESS_EXACT:
        change = NO_DROP if worse.value <= _LESS_EXACT else f"dropped by {worse}, and {allowed.most:g} is allowed"
        return Check("drop", metric.name, "passes", change, worse, allowed.most)
    chance = f"p = {p:.4f}" if p >= 0.0001 else "p < 0.0001"
    told = f"dropped by {worse}, and {allowed.most:g} is allowed; {chance}"
    if p >= allowed.p:
        return Check("drop", metric.name, "passes", f"{told}: may well be chance", worse, allowed.most)
    return Check("drop", metric.name, "fails", f"{told}: no chance", worse, allowed.most)


def _is_same(baseline: Baseline, run: Run, at: int) -> bool:
    question = run.records[at].question
    kept = baseline.questions.get(question.id)
    return kept is not None and kept.digest == digest_of(question)


def _notes(run: Run, baseline: Baseline, same: list[int]) -> list[str]:
    asked = [record.question.id for record in run.records]
    unchanged = {asked[at] for at in same}
    gone = [id_ for id_ in baseline.questions if id_ not in set(asked)]
    changed = [id_ for id_ in asked if id_ in baseline.questions and id_ not in unchanged]
    new = [id_ for id_ in asked if id_ not in baseline.questions]
    told = (("gone since the baseline", gone), ("changed since the baseline, not compared", changed),
            ("new since the baseline, not compared", new))  # fmt: skip
    return [f"questions {what}: {len(ids)} ({_named(ids)})" for what, ids in told if ids]


def _named(ids: list[str]) -> str:
    more = f", and {len(ids) - NAMED} more" if len(ids) > NAMED else ""
    return ", ".join(one_line(id_)[:60] for id_ in ids[:NAMED]) + more
