"""assistant/briefing/choosing.py: for each aspect the best statements, within the room there is, and none twice."""

import pytest

from assistant.assistant import Assistant
from assistant.briefing.choosing import MOST_IN_CELL, by_year, choose, of_cell, ranked_for, specific_first
from assistant.briefing.gather import Statement, Topic, statements, topic_of
from assistant.briefing.types import Aspect, Planned
from corpus.types import Filters
from tests.assistant.briefing.towns import BEFORE, LAST, NOW

RISKS = Aspect("risks", "What are the risks of bicycle lanes?", ("risk", "danger", "barrier", "fear"))
ADVICE = Aspect("advice", "What do the documents recommend on bicycle lanes?", ("recommend", "should"))
SUGAR = Aspect("sugar", "What do bicycle lanes have to do with sugar?", ("sugar",))
ANYTHING = Aspect("anything", "What do the documents say about bicycle lanes?")


@pytest.fixture(scope="module")
def topic(towns: Assistant) -> Topic:
    return topic_of(towns.judge_now(), "bicycle lanes", Filters())


@pytest.fixture(scope="module")
def pool(topic: Topic) -> list[Statement]:
    return statements(topic)


def test_aspect_with_words_has_only_statements_that_hold_one(topic: Topic, pool: list[Statement]) -> None:
    ranked = ranked_for(topic, RISKS, pool, ())
    assert ranked
    assert all(any(word in each.text.lower() for word in RISKS.words) for each in ranked)
    scores = [each.score for each in ranked]
    assert scores == sorted(scores, reverse=True)


def test_every_aspect_has_one_however_little_room_there_is_and_the_others_are_named(
    topic: Topic, pool: list[Statement]
) -> None:
    chosen, lacking = choose(topic, (RISKS, SUGAR, ADVICE), "points", pool, 0, ())
    assert [each.aspect for each in chosen] == ["risks", "advice"]
    assert lacking == ["sugar"]


def test_more_room_holds_more_and_nothing_twice(topic: Topic, pool: list[Statement]) -> None:
    few, _ = choose(topic, (RISKS, ADVICE), "points", pool, 30, ())
    many, _ = choose(topic, (RISKS, ADVICE), "points", pool, 90, ())
    assert len(few) < len(many)
    assert len({each.statement.key for each in many}) == len(many)
    assert many[: len(few)] == few


def test_what_is_said_already_is_not_chosen(topic: Topic, pool: list[Statement]) -> None:
    first, _ = choose(topic, (RISKS,), "points", pool, 30, ())
    said = [each.statement for each in first]
    second, _ = choose(topic, (RISKS,), "points", pool, 30, said)
    assert not {each.key for each in said} & {each.statement.key for each in second}
    everything, lacking = choose(topic, (RISKS,), "points", pool, 30, pool)
    assert (everything, lacking) == ([], ["risks"])


def test_audience_moves_what_it_cares_for_forward(topic: Topic, pool: list[Statement]) -> None:
    last = ranked_for(topic, RISKS, pool, ())[-1]
    words = (last.text.split()[-1].strip("."),)
    ranked = ranked_for(topic, RISKS, pool, words)
    after = next(each for each in ranked if each.key == last.key)
    assert after.score > last.score


def test_cell_of_a_table_holds_few(topic: Topic, pool: list[Statement]) -> None:
    assert 1 <= len(of_cell(topic, ANYTHING, pool, ())) <= MOST_IN_CELL
    assert of_cell(topic, SUGAR, pool, ()) == []


def test_years_come_in_the_order_of_time_and_none_that_is_still_to_come(pool: list[Statement]) -> None:
    rows = list(by_year(pool, NOW, 2, 1000))
    assert [year for year, _ in rows] == [2012, BEFORE, LAST]
    for year, row in rows:
        assert 1 <= len(row) <= 2
        assert all(str(year) in each.text for each in row)
    assert len(list(by_year(pool, NOW, 2, 1))) == 1
    assert list(by_year(pool, 2000, 2, 1000)) == []


def test_section_with_the_fewest_statements_chooses_before_one_that_takes_anything(pool: list[Statement]) -> None:
    risks, anything = Planned("Risks", "points", (RISKS,)), Planned("By source", "sources", (ANYTHING,))
    assert specific_first((anything, risks), pool) == [1, 0]
    assert sorted(specific_first((anything, risks, Planned("Missing", "missing")), pool)) == [0, 1, 2]
