"""What the next shift takes over: promises that are not closed, complaints that are due, calls on hold."""

from dataclasses import dataclass
from datetime import date, datetime

from kbassist.desk import complaints, follow_ups
from kbassist.desk.follow_ups import FollowUp
from kbassist.desk.tables import CallRow, ComplaintRow


@dataclass(frozen=True, slots=True)
class DueComplaint:
    """A complaint whose answer is awaited."""

    number: str
    name: str
    unit: str
    due: date


@dataclass(frozen=True, slots=True)
class HeldCall:
    """A call on hold since an aware moment."""

    name: str
    note: str
    agent: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Shift:
    """All that is left, each list with what comes first at its top."""

    follow_ups: tuple[FollowUp, ...] = ()
    complaints: tuple[DueComplaint, ...] = ()
    held: tuple[HeldCall, ...] = ()


def read(until: date) -> Shift:
    """Return what is left, with the complaints that are due until a day."""
    awaited = ComplaintRow.status.in_([complaints.Status.OPEN, complaints.Status.TO_BE_WRITTEN])
    due = ComplaintRow.select().where(awaited & (ComplaintRow.due <= until))
    held = CallRow.select().where(CallRow.ended.is_null() & CallRow.held.is_null(is_null=False))
    return Shift(
        tuple(follow_ups.to_do()),
        tuple(
            DueComplaint(row.number, row.name, row.unit, row.due)
            for row in due.order_by(ComplaintRow.due, ComplaintRow.number)
        ),
        tuple(HeldCall(row.name, row.note, row.agent, row.held) for row in held.order_by(CallRow.held)),
    )
