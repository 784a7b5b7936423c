"""assistant/access/attempts.py: no more tries than a person needs, in memory that stays small."""

from concurrent.futures import ThreadPoolExecutor

from assistant.access.attempts import Attempts


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_after_three_attempts_the_fourth_waits_until_the_time_is_over() -> None:
    clock = Clock()
    attempts = Attempts(3, 60, clock)
    assert [attempts.begin("ana") for _ in range(4)] == [0, 0, 0, 60]
    assert attempts.begin("ben") == 0
    clock.now += 59
    assert attempts.begin("ana") == 1  # and that it came does not make the time longer
    clock.now += 1
    assert [attempts.begin("ana") for _ in range(4)] == [0, 0, 0, 60]


def test_right_attempt_is_taken_back_or_all_are_forgotten() -> None:
    attempts = Attempts(2, 60, Clock())
    for _ in range(5):
        assert attempts.begin("192.0.2.1") == 0
        attempts.take_back("192.0.2.1")
    assert [attempts.begin("ana"), attempts.is_used_up("ana"), attempts.begin("ana")] == [0, False, 0]
    assert attempts.is_used_up("ana")
    attempts.forget("ana")
    assert attempts.begin("ana") == 0


def test_many_at_once_are_not_one_too_many() -> None:
    attempts = Attempts(10, 60)
    with ThreadPoolExecutor(16) as pool:
        began = list(pool.map(lambda _: attempts.begin("ana") == 0, range(200)))
    assert sum(began) == 10


def test_of_too_many_keys_the_one_longest_quiet_is_forgotten() -> None:
    attempts = Attempts(1, 60, Clock(), kept=100)
    attempts.begin("ana")
    for number in range(100_000):
        attempts.begin(f"made up {number}")
    assert len(attempts._counts) == 100
    assert attempts.begin("made up 99999") == 60
    assert attempts.begin("ana") == 0
