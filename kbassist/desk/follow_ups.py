"""Promises and call-backs: each stays on the list until the customer has confirmed that it was kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from kbassist.desk import steps
from kbassist.desk.tables import CallRow, CustomerRow, FollowUpRow, new_id
from kbassist.text.privacy import clean


class Status(StrEnum):
    """What became of a promise; one that is done waits for the customer's word."""

    OPEN = "open"
    DONE = "done"
    CLOSED = "closed"


class Turn(StrEnum):
    """When it is a promise's turn."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was promised to whom, and by when; moments are aware, empty text means unknown.

    `call` and `customer` are ids, `bulletin` is the name of the article that asked for it.
    """

    due: datetime
    promise: str
    made: datetime
    call: str = ""
    customer: str = ""
    name: str = ""
    agent: str = ""
    bulletin: str = ""
    status: Status = Status.OPEN
    id: str = field(default_factory=new_id)

    def turn(self, now: datetime) -> Turn:
        """Tell whose turn it is at a local time."""
        if self.status is not Status.OPEN:
            return Turn.WAITING
        if self.due <= now:
            return Turn.LATE
        return Turn.TODAY if self.due.astimezone(now.tzinfo).date() == now.date() else Turn.LATER


class Whom(NamedTuple):
    """How a customer is addressed, empty where it is not known."""

    salutation: str = ""
    name: str = ""
    lang: str = ""


def save(follow_up: FollowUp) -> None:
    """Write a promise that is new, or what is promised differently; its status is left to `change`."""
    is_new = find(follow_up.id) is None
    promised = {
        FollowUpRow.call: follow_up.call,
        FollowUpRow.customer: follow_up.customer,
        FollowUpRow.name: clean(follow_up.name),
        FollowUpRow.agent: follow_up.agent,
        FollowUpRow.due: follow_up.due,
        FollowUpRow.promise: clean(follow_up.promise),
        FollowUpRow.bulletin: follow_up.bulletin,
        FollowUpRow.changed: follow_up.made,
    }
    begun = {FollowUpRow.id: follow_up.id, FollowUpRow.made: follow_up.made, FollowUpRow.status: follow_up.status}
    FollowUpRow.insert({**begun, **promised}).on_conflict(
        conflict_target=[FollowUpRow.id], preserve=list(promised)
    ).execute()
    if is_new:
        steps.add(follow_up.id, follow_up.made, follow_up.agent, follow_up.status)


def save_once(follow_ups: Iterable[FollowUp]) -> int:
    """Write what bulletins ask for, at most once for a bulletin and a call, and return how many are new."""
    new = [one for one in follow_ups if one.call not in {other.call for other in of_bulletin(one.bulletin)}]
    for follow_up in new:
        save(follow_up)
    return len(new)


def change(name: str, status: Status, at: datetime, agent: str, words: str = "") -> None:
    """Say what became of the promise with an id, at an aware time; only a customer who confirmed it closes it."""
    changes = {FollowUpRow.status: status, FollowUpRow.changed: at}
    if FollowUpRow.update(changes).where(FollowUpRow.id == name).execute():  # it may be erased by now
        steps.add(name, at, agent, status, words)


def move(name: str, due: datetime, at: datetime, agent: str, reason: str) -> None:
    """Put a promise off to another time, or open it again for it, and keep the reason."""
    FollowUpRow.update({FollowUpRow.due: due}).where(FollowUpRow.id == name).execute()
    change(name, Status.OPEN, at, agent, reason)


def remove(name: str) -> None:
    """Take a promise back, unless something became of it already."""
    if FollowUpRow.delete().where((FollowUpRow.id == name) & (FollowUpRow.status == Status.OPEN)).execute():
        steps.forget(name)


def find(name: str) -> FollowUp | None:
    """Return the promise with an id, if there is one."""
    row = FollowUpRow.get_or_none(FollowUpRow.id == name)
    return _follow_up(row) if row else None


def whom(follow_up: FollowUp) -> Whom:
    """Return how the customer is addressed: as on the card, else as in the call."""
    card = CustomerRow.get_or_none(CustomerRow.id == follow_up.customer)
    found = card or CallRow.get_or_none(CallRow.id == follow_up.call)
    return Whom(found.salutation, follow_up.name or found.name, found.lang) if found else Whom(name=follow_up.name)


def to_do() -> list[FollowUp]:
    """Return every promise that is not closed, the first due first."""
    return _where(FollowUpRow.status != Status.CLOSED)


def of_customer(customer: str) -> list[FollowUp]:
    """Return what was promised to the customer with an id, the first due first."""
    return _where(FollowUpRow.customer == customer)


def of_call(call: str) -> list[FollowUp]:
    """Return what was promised in the call with an id, the first due first."""
    return _where(FollowUpRow.call == call)


def of_bulletin(bulletin: str) -> list[FollowUp]:
    """Return what was promised because of a bulletin."""
    return _where(FollowUpRow.bulletin == bulletin)


def _where(condition: object) -> list[FollowUp]:
    rows = FollowUpRow.select().where(condition).order_by(FollowUpRow.due, FollowUpRow.id)
    return [_follow_up(row) for row in rows]


def _follow_up(row: FollowUpRow) -> FollowUp:
    return FollowUp(
        id=row.id,
        call=row.call,
        customer=row.customer,
        name=row.name,
        agent=row.agent,
        due=row.due,
        promise=row.promise,
        bulletin=row.bulletin,
        status=Status(row.status),
        made=row.made,
    )
