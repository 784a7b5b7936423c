"""evals/briefings.py: what is counted of briefings, and what is noticed of figures that were altered."""

import json
import random
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.briefing.templates import load_templates
from assistant.briefing.types import Order
from evals.briefings import SHIPPED, BadOrders, audit, keep, main, measured, one_digit_else, read_orders, table

ORDER = Order("digital help points", "issue-note", pages=1)


def test_orders_that_ship_are_two_of_each_template() -> None:
    names = [order.template for order in read_orders(SHIPPED)]
    assert {name: names.count(name) for name in names} == dict.fromkeys(load_templates(), 2)


@pytest.mark.parametrize("line", ["no JSON", '{"templat": "issue-note"}', '["issue-note"]'])
def test_line_that_is_no_order_is_named(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "orders.jsonl"
    path.write_text(f'{{"topic": "buses"}}\n{line}\n', encoding="utf-8")
    with pytest.raises(BadOrders, match=r"orders\.jsonl, line 2"):
        read_orders(path)
    assert main([str(tmp_path), str(path)]) == 2
    assert "line 2" in capsys.readouterr().out


def test_briefing_is_counted_and_kept(assistant: Assistant, tmp_path: Path) -> None:
    done = measured(assistant, ORDER, load_templates())
    assert done.brief.claims
    assert done.in_order == len(done.brief.claims)
    assert done.repeated == 0
    rows = list(table([done, done]))
    assert len(rows) == 2 + 2 + 1
    assert f"| all |  | {2 * len(done.brief.claims)} | {2 * done.in_order} |" in rows[-1]
    keep([done], tmp_path)
    assert ORDER.topic in json.dumps(json.loads((tmp_path / "1-issue-note.json").read_text(encoding="utf-8")))
    assert ORDER.topic in (tmp_path / "1-issue-note.md").read_text(encoding="utf-8")


def test_one_digit_is_made_another() -> None:
    assert one_digit_else("No figure at all", random.Random(1)) == ""
    for seed in range(20):
        text = one_digit_else("In 2019 there were 35", random.Random(seed))
        assert sum(one != other for one, other in zip(text, "In 2019 there were 35", strict=True)) == 1


def test_audit_finds_whole_sentences_in_order_and_altered_ones_not(assistant: Assistant) -> None:
    as_they_are, altered = audit(assistant.index, 50)
    count = int(as_they_are.split()[0])
    assert as_they_are.endswith(f": {count} in order")
    assert int(altered.split()[0]) > 0
    assert altered.endswith(": 0 in order")
