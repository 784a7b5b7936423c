"""The profile of questions: steps by themselves, and parts of an answer, each laid to what does the work."""

import signal
import time
from pathlib import Path

import pytest

from corpus.encoders import Encoder
from corpus.index import Index
from evals.bench.profiling import FUNCTIONS, REST, Profile, profiled
from evals.bench.sampling import sampled

QUESTIONS = ["How many noise sensors did Marisol mount?", "Who met in March 2022?", "What is the wingspan of an owl?"]


@pytest.fixture(scope="module")
def profile(small_index: Path, encoder: Encoder) -> Profile:
    return profiled(Index(small_index), Index(small_index), encoder, [*QUESTIONS, QUESTIONS[0]])


def test_least_is_the_encoder_and_one_search(profile: Profile) -> None:
    steps = profile.steps
    assert set(steps) == {"ask", "judge", "search", "encode", "meaning", "least", "words"}
    assert steps["least"].p50 >= max(steps["encode"].p50, steps["meaning"].p50)
    assert profile.over_least["least"].wall == 1.0
    assert profile.over_least["ask"].wall == pytest.approx(steps["ask"].p50 / steps["least"].p50, abs=1e-3)
    assert profile.over_least["ask"].wall > profile.over_least["meaning"].wall


def test_what_is_refused_is_not_counted_as_answered(profile: Profile) -> None:
    assert (profile.questions, profile.different, profile.answered) == (4, 3, 3)


def test_stages_name_the_calls_of_index_and_encoder_and_the_rest(profile: Profile) -> None:
    stages = profile.stages
    encoded = stages["encoder.encode_question"].calls
    assert encoded is not None
    assert encoded >= 1
    assert stages["index.by_meaning"].calls == encoded
    assert stages[REST].calls is None
    own = [name for name in stages if name.startswith("assistant.")]
    assert 0 < len(own) <= FUNCTIONS
    times = [stage.milliseconds for stage in stages.values()]
    assert times == sorted(times, reverse=True)
    assert min(times) >= 0


def test_stages_add_up_to_the_answers(profile: Profile) -> None:
    mean = sum(stage.milliseconds for stage in profile.stages.values())
    longest = profile.watched.p95  # of four
    assert longest / 4 < mean < longest + 0.1  # for rounding


def burn(seconds: float) -> None:
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def part() -> None:
    burn(0.1)


def other() -> None:
    burn(0.1)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no such clock")
def test_samples_lay_the_time_to_the_innermost_function_and_leave_out_parts() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with sampled("tests", part.__code__) as taken:
        part()
        other()
        [sorted(range(3_000_000)) for _ in range(2)]
    name = f"{__name__}.burn"
    assert taken[name] == pytest.approx(0.1, rel=0.2)
    own = f"{__name__}.test_samples_lay_the_time_to_the_innermost_function_and_leave_out_parts"
    assert taken[own] > 0.02  # calls that Python cannot look into, and a list comprehension
    assert set(taken) == {name, own}
    assert signal.getsignal(signal.SIGALRM) == before
