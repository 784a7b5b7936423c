"""The command line for what the language model took: tokens, cost and time."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from assistant.cli_corpus import JsonOption

if TYPE_CHECKING:
    from assistant.usage import ModelUsage


def usage(as_json: JsonOption = False) -> None:
    """Show what the language model took, by model: answers, tokens, cost, time, failures, withheld sentences."""
    from assistant.build import build_usage
    from assistant.settings import read_settings

    log = build_usage(read_settings())
    models = log.summary()
    if as_json:
        print(json.dumps({"file": str(log.path), "models": [asdict(each) for each in models]}, indent=2))
        return
    print("\n".join(_lines(each) for each in models) or "No answer of a language model is recorded.")
    print(f"Recorded in {log.path}, which stays on this computer. It holds no question and no answer.")


def _lines(used: "ModelUsage") -> str:
    if used.cost is None:
        cost = "not known; set model_input_price and model_output_price"
    else:
        cost = f"{used.cost:.4f}" + (f", for {used.priced} of the answers" if used.priced < used.answers else "")
    return "\n".join(
        (
            used.model,
            f"  answers   {used.answers}, of {used.requests} requests; {used.failures} with a problem",
            f"  tokens    {used.input_tokens} read, {used.output_tokens} written",
            f"  cost      {cost}",
            f"  time      {used.median_ms / 1000:.1f} s (median), 95% under {used.slow_ms / 1000:.1f} s",
            f"  withheld  {used.withheld} sentences that did not pass the check",
        )
    )
