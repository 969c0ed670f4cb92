"""The clock of a complaint, on the days before Christmas 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.desk import clock, rules
from kbassist.desk.clock import ClockState, Filing, Wait
from kbassist.desk.workdays import Workdays

RULES = rules.load(None)
WORKDAYS = Workdays(RULES.calendar)
OPENED = date(2026, 12, 1)  # a Tuesday
SPOKEN_DUE = date(2026, 12, 8)
WRITTEN_DUE = date(2026, 12, 15)
EXTENDED_DUE = date(2026, 12, 31)  # over the joint leave and Christmas


def day(number):
    return date(2026, 12, number)


def read(today, filing=Filing.WRITTEN, **more):
    return clock.read(filing, more.pop("opened", OPENED), today, rules=RULES.complaints, workdays=WORKDAYS, **more)


@pytest.mark.parametrize(
    ("filing", "today", "due", "left", "state", "may_extend"),
    [
        (Filing.SPOKEN, 1, SPOKEN_DUE, 5, ClockState.IN_TIME, False),
        (Filing.SPOKEN, 7, SPOKEN_DUE, 1, ClockState.IN_TIME, False),
        (Filing.SPOKEN, 8, SPOKEN_DUE, 0, ClockState.DUE_TODAY, False),
        (Filing.SPOKEN, 10, SPOKEN_DUE, -2, ClockState.LATE, False),
        (Filing.WRITTEN, 1, WRITTEN_DUE, 10, ClockState.IN_TIME, True),
        (Filing.WRITTEN, 12, WRITTEN_DUE, 2, ClockState.IN_TIME, True),  # a Saturday
        (Filing.WRITTEN, 15, WRITTEN_DUE, 0, ClockState.DUE_TODAY, True),
        (Filing.WRITTEN, 16, WRITTEN_DUE, -1, ClockState.LATE, False),
    ],
)
def test_working_days_run(filing, today, due, left, state, may_extend):
    found = read(day(today), filing)
    assert (found.due, found.days_left, found.state, found.may_extend) == (due, left, state, may_extend)
    assert found.documents_due is None
    assert found.is_certain


def test_late_at_a_weekend_is_late_without_a_working_day_lost():
    found = read(date(2026, 12, 12), opened=date(2026, 11, 27))
    assert (found.due, found.days_left, found.state) == (date(2026, 12, 11), 0, ClockState.LATE)


@pytest.mark.parametrize(
    ("filing", "extended", "due", "may_extend"),
    [
        (Filing.WRITTEN, 4, EXTENDED_DUE, False),
        (Filing.WRITTEN, 15, EXTENDED_DUE, False),
        (Filing.WRITTEN, 16, WRITTEN_DUE, False),  # told too late
        (Filing.SPOKEN, 4, SPOKEN_DUE, False),  # there is none
    ],
)
def test_an_extension_counts_for_written_complaints_told_in_time(filing, extended, due, may_extend):
    found = read(day(17), filing, extended=day(extended))
    assert (found.due, found.may_extend) == (due, may_extend)


@pytest.mark.parametrize(
    ("waits", "today", "due", "left", "state"),
    [
        # Asked at once and complete on Friday: the ten days begin after Friday.
        ([(1, 4)], 4, day(18), 10, ClockState.IN_TIME),
        ([(2, 4)], 7, day(17), 8, ClockState.IN_TIME),
        ([(4, 6)], 7, WRITTEN_DUE, 6, ClockState.IN_TIME),  # over a weekend alone
        ([(2, 4), (7, 9)], 10, day(21), 7, ClockState.IN_TIME),
        ([(2, 4), (3, 7)], 10, day(18), 6, ClockState.IN_TIME),  # one within the other
        ([(3, 3)], 4, WRITTEN_DUE, 7, ClockState.IN_TIME),  # brought at once
        # While they are waited for, what is left stays.
        ([(2, None)], 2, WRITTEN_DUE, 9, ClockState.WAITING),
        ([(2, None)], 4, day(17), 9, ClockState.WAITING),
        ([(2, None)], 23, date(2027, 1, 11), 9, ClockState.WAITING),
        # Asking on the last day, or after it, stops nothing.
        ([(15, None)], 15, WRITTEN_DUE, 0, ClockState.DUE_TODAY),
        ([(15, None)], 16, WRITTEN_DUE, -1, ClockState.LATE),
        ([(17, 18)], 21, WRITTEN_DUE, -4, ClockState.LATE),
    ],
)
def test_the_clock_stands_while_documents_are_waited_for(waits, today, due, left, state):
    periods = [Wait(day(asked), complete and day(complete)) for asked, complete in waits]
    found = read(day(today), waits=periods)
    assert (found.due, found.days_left, found.state) == (due, left, state)


@pytest.mark.parametrize(
    ("asked", "complete", "today", "due", "late"),
    [
        (2, None, day(16), day(16), False),
        (2, None, day(17), day(16), True),
        (14, None, date(2026, 12, 31), date(2026, 12, 30), True),
        (2, 10, day(17), None, False),
    ],
)
def test_documents_are_late_after_their_own_days(asked, complete, today, due, late):
    found = read(today, waits=[Wait(day(asked), complete and day(complete))])
    assert (found.documents_due, found.documents_late) == (due, late)


def test_a_wait_moves_the_last_day_for_an_extension():
    waits = [Wait(day(2), day(4))]
    assert read(day(17), waits=waits).may_extend
    assert read(day(18), waits=waits, extended=day(17)).due == date(2027, 1, 6)
    assert not read(day(18), waits=waits).may_extend


def test_a_day_past_the_calendar_is_not_certain():
    assert read(date(2027, 12, 20), opened=date(2027, 12, 16)).is_certain
    assert not read(date(2027, 12, 20), opened=date(2027, 12, 20)).is_certain


days = st.integers(0, 40).map(lambda ahead: OPENED + timedelta(days=ahead))
waits = st.lists(st.tuples(days, days).map(lambda pair: Wait(min(pair), max(pair))), max_size=3)


@given(waits, st.sampled_from(Filing))
def test_waiting_never_brings_the_day_forward_and_costs_at_most_itself(waits, filing):
    today = OPENED + timedelta(days=60)
    plain, waited = read(today, filing), read(today, filing, waits=waits)
    assert 0 <= WORKDAYS.between(plain.due, waited.due) <= sum(WORKDAYS.between(*wait) for wait in waits)
    assert WORKDAYS.is_workday(waited.due)


@given(days)
def test_what_is_left_stays_the_same_during_a_wait(asked):
    left = read(asked, waits=[Wait(asked)]).days_left
    later = [read(asked + timedelta(days=ahead), waits=[Wait(asked)]) for ahead in range(1, 15)]
    if left > 0:
        assert {(found.days_left, found.state) for found in later} == {(left, ClockState.WAITING)}
    else:
        assert {found.state for found in later} == {ClockState.LATE}
