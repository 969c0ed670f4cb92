"""The clock of a complaint: when its answer is due, and what may still be done about it."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kbassist.desk.rules import ComplaintRules
from kbassist.desk.workdays import Workdays


class Filing(StrEnum):
    """How a complaint was filed."""

    SPOKEN = "spoken"
    WRITTEN = "written"


class ClockState(StrEnum):
    """How an open complaint stands."""

    IN_TIME = "in-time"
    WAITING = "waiting"
    DUE_TODAY = "due-today"
    LATE = "late"


class Wait(NamedTuple):
    """A wait for the customer's documents: the day on which they were asked for, and the day they were complete."""

    asked: date
    complete: date | None = None


class Clock(NamedTuple):
    """What the clock shows on a day.

    While documents are waited for `due` moves on with each day. `days_left` are working days, below 0 when late.
    `documents_due` is there while they are waited for. Without `is_certain` the day lies past the known holidays.
    """

    due: date
    days_left: int
    state: ClockState
    may_extend: bool
    documents_due: date | None
    documents_late: bool
    is_certain: bool


def read(
    filing: Filing,
    opened: date,
    today: date,
    *,
    rules: ComplaintRules,
    workdays: Workdays,
    extended: date | None = None,
    waits: Sequence[Wait] = (),
) -> Clock:
    """Read the clock of a complaint; `extended` is the day on which the customer was told of the extension.

    The day on which documents are asked for still counts, that on which they are complete does not. An extension
    counts only for written complaints, and only when the customer was told before the first time was over.
    """
    is_written = filing is Filing.WRITTEN
    waited = [(asked, complete or today) for asked, complete in waits]
    due = _due(opened, rules.written if is_written else rules.spoken, waited, workdays)
    counts = is_written and extended is not None and extended <= due
    if counts:
        due = _due(opened, rules.written + rules.extension, waited, workdays)
    asked = max((wait.asked for wait in waits if wait.complete is None), default=None)
    documents_due = None if asked is None else workdays.add(asked, rules.documents)
    return Clock(
        due,
        workdays.between(today, due),
        _state(due, today, is_waiting=asked is not None),
        may_extend=is_written and not counts and today <= due,
        documents_due=documents_due,
        documents_late=documents_due is not None and today > documents_due,
        is_certain=workdays.knows(due),
    )


def _due(opened: date, count: int, waited: Sequence[tuple[date, date]], workdays: Workdays) -> date:
    day = opened
    while count > 0:
        day = workdays.add(day, 1)
        count -= not any(asked < day <= complete for asked, complete in waited)
    return day


def _state(due: date, today: date, *, is_waiting: bool) -> ClockState:
    if today >= due:
        return ClockState.LATE if today > due else ClockState.DUE_TODAY
    return ClockState.WAITING if is_waiting else ClockState.IN_TIME
