"""Work that nobody waits for, beside somebody who types."""

import pytest

from kbassist import pace
from kbassist.pace import Pace


class Clock:
    """Time that passes only by sleeping; at each moment somebody may type a key."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.between_keys = 0.0
        self.pace = Pace()

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        if self.between_keys:
            self.pace.asked()
            self.now += self.between_keys


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(pace, "time", made)
    return made


def given_way(clock):
    begun = clock.now
    clock.pace.give_way()
    return clock.now - begun


def test_nobody_who_types_is_not_waited_for(clock):
    assert given_way(clock) == 0


def test_an_answer_is_shown_first(clock):
    clock.pace.asked()
    assert 0 < given_way(clock) < 0.05
    assert given_way(clock) == 0


def test_who_never_stops_typing_is_not_waited_for_without_end(clock):
    clock.between_keys = 0.001
    clock.pace.asked()
    assert 0.02 < given_way(clock) < 0.1
