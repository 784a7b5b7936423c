"""One small digest that is written as it should be, for tests that make it wrong in one place."""

FRONT = """\
---
title: "Help points: a digest"
kind: report
roundtable: 1
date: 2019-07
places: [Paris, France]
language: en
publisher: Test press
licence: CC BY 4.0
topics: [help, skills]
about: "Help points & what they cost"
---
"""
TEXT = """\

# Help points: a digest

This digest is a test. It is not an OECD text.

## About this digest

It is short.

## Costs

The town spent 3 & not < 3 euros a head [1]. It spent
more later [2].

### In detail

- One thing [1].
- Another [2].

Table 1. Costs by year

| Year | Euros | Source |
|---|---|---|
| 2019 | 3 | [1] |
| 2020 | 4 | [2] |

## Sources

1. Town council, plan. https://example.org/plan
2. Town council, budget (2020). https://example.org/budget?year=2020&page=1
"""
SMALL = FRONT + TEXT


def changed(old: str, new: str) -> str:
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new)
