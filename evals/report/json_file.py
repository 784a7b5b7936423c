"""Write the report of a run as JSON, for other programs.

Keys: `run` (`id`, `name`, `set`, `set_digest`, `started`, `seconds`, `questions`, `settings`, `versions`, `collection`,
`content`); `figures`, by the name of the metric: `title`, `definition`, `source`, `family`, `better`, `unit`, `value`,
`low`, `high` (95% interval), `count`; `splits`, by "group", "kind" and "language" and then by value: `value`, `low`,
`high`, `count` by metric; `questions`: `id`, `question`, `earlier`, `language`, `tags`, `expected`, `status`, `failed`
(keys of `evals.runs.failing.FAULTS`), `answer` (`text`, `sentences` and `citations` as in `ask --json`, `model`),
`key_points` (`text`, `weight`, `made`), `claims` (`text`, `made`), `evidence`, `retrieved`, `confidence`, `scores`,
`took` and `error`; with a comparison, `comparison`: `before` and `after` (ids of the runs), `compared` (questions),
`left_out`, `differing` (beside the answers), `figures` by metric (`before`, `after`, `difference`, `p`, `corrected`,
`way`, `significant`) and `changed` (`id`, `way`, `reason`, `what`, the answers `before` and `after`). A figure or score
that does not apply is null, never 0.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from evals.comparing.types import Comparison
from evals.metrics import METRICS
from evals.metrics.types import Figures
from evals.report.figured import Figured, figured
from evals.runs.failing import is_evidence, with_claimed, with_made
from evals.runs.types import Record, Run, Took
from evals.statistics import Estimate

KEPT = ("text", "sentences", "citations", "choices", "model", "problem")  # of an answer


def json_report(run: Run, comparison: Comparison | None = None) -> dict[str, Any]:
    """The report as data that `json` writes as it is; every value is finite or None."""
    return report_data(figured(run), comparison)


def json_text(data: Mapping[str, Any]) -> str:
    """The data as JSON that every program reads: half characters, which are no UTF-8, are replaced."""
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace") + "\n"


def report_data(of: Figured, comparison: Comparison | None = None) -> dict[str, Any]:
    """`json_report` of a run whose figures are there already."""
    run = of.run
    took = run.took or (None,) * len(run.records)
    rows = zip(run.records, of.faults, of.scores, took, strict=True)
    data: dict[str, Any] = {
        "run": {
            "id": run.id,
            "name": run.name,
            "set": run.set_name,
            "set_digest": run.set_digest,
            "started": run.started,
            "seconds": run.seconds,
            "questions": len(run.records),
            "settings": run.settings,
            "versions": run.versions,
            "collection": run.collection,
            "content": run.content,
        },
        "figures": {name: _about(name) | (_estimate(each) or _NONE) for name, each in of.figures.items()},
        "splits": {name: {value: _figures(each) for value, each in values.items()} for name, values in of.by.items()},
        "questions": [_question(*row) for row in rows],
    }
    if comparison:
        data["comparison"] = _comparison(comparison)
    finite: dict[str, Any] = _finite(data)
    return finite


_NONE = {"value": None, "low": None, "high": None, "count": 0}


def _about(name: str) -> dict[str, Any]:
    metric = METRICS[name]
    return {key: getattr(metric, key) for key in ("title", "definition", "source", "family", "better", "unit")}


def _estimate(estimate: Estimate | None) -> dict[str, Any] | None:
    return asdict(estimate) if estimate else None


def _figures(figures: Figures) -> dict[str, Any]:
    return {name: _estimate(estimate) for name, estimate in figures.items()}


def _question(
    record: Record, faults: tuple[str, ...], scores: Mapping[str, float | None], took: Took | None
) -> dict[str, Any]:
    question = record.question
    return {
        "id": question.id,
        "question": question.question,
        "earlier": question.earlier,
        "language": question.language,
        "tags": asdict(question.tags),
        "expected": question.expected,
        "status": record.status,
        "failed": faults,
        "answer": _answer(record),
        "key_points": [{"text": point.text, "weight": point.weight, "made": made} for point, made in with_made(record)],
        "claims": [{"text": claim, "made": made} for claim, made in with_claimed(record)],
        "evidence": [asdict(place) for place in question.places],
        "retrieved": [
            asdict(found) | {"evidence": is_evidence(question, found.document, found.pages)}
            for found in record.retrieved
        ],
        "confidence": record.confidence,
        "scores": scores,
        "took": asdict(took) if took else None,
        "error": record.error or None,
    }


def _answer(record: Record) -> dict[str, Any]:
    return {key: record.answer[key] for key in KEPT if key in record.answer}


def _comparison(of: Comparison) -> dict[str, Any]:
    return {
        "before": of.one.id,
        "after": of.other.id,
        "compared": len(of.pairs),
        "left_out": [asdict(each) for each in of.left_out],
        "differing": [asdict(each) for each in of.differing],
        "figures": {
            each.name: {
                "before": _estimate(each.one),
                "after": _estimate(each.other),
                "difference": _estimate(each.difference),
                "p": each.p,
                "corrected": each.corrected,
                "way": each.way,
                "significant": each.significant,
            }
            for each in of.metrics
        },
        "changed": [
            {
                "id": each.question.id,
                "way": each.way,
                "reason": each.reason,
                "what": each.what,
                "before": _answer(each.one),
                "after": _answer(each.other),
            }
            for each in of.changed
        ],
    }


def _finite(value: Any) -> Any:
    """The value in the types of JSON, with None for what is no number."""
    if isinstance(value, Mapping):
        return {str(key): _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value if value is None or isinstance(value, str | int) else str(value)
