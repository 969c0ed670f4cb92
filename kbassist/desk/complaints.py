"""The complaint register: each has a number, a day by which it is answered, and a history."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from kbassist.desk import clock, steps
from kbassist.desk.clock import Clock, Filing, Wait
from kbassist.desk.numbers import next_number
from kbassist.desk.rules import Rules
from kbassist.desk.tables import ComplaintRow
from kbassist.desk.workdays import Workdays
from kbassist.text.privacy import clean


class Status(StrEnum):
    """What became of a complaint; its customer may have been asked to file a spoken one in writing."""

    OPEN = "open"
    TO_BE_WRITTEN = "to-be-written"
    ANSWERED = "answered"
    CLOSED = "closed"


class Action(StrEnum):
    """What can be done with a complaint, in the order in which it is offered."""

    ANSWER = "answer"
    ASK_DOCUMENTS = "ask-documents"
    TAKE_DOCUMENTS = "take-documents"
    EXTEND = "extend"
    ASK_WRITING = "ask-writing"
    TAKE_WRITING = "take-writing"
    CLOSE = "close"
    REOPEN = "reopen"


class NotNowError(Exception):
    """What was to be done with a complaint is not possible, or no longer."""


_OPEN = {Status.OPEN, Status.TO_BE_WRITTEN}
_AFTER: Mapping[Action, Status] = {
    Action.ANSWER: Status.ANSWERED,
    Action.ASK_WRITING: Status.TO_BE_WRITTEN,
    Action.TAKE_WRITING: Status.OPEN,
    Action.CLOSE: Status.CLOSED,
    Action.REOPEN: Status.OPEN,
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """An entry of the register; one that has no `number` yet is not in it.

    `handover` is what the unit was told, `extended` the day on which the customer was told of the extension, `due` the
    day by which it is answered, as far as was known when it last changed.
    """

    unit: str
    filing: Filing
    opened: date
    words: str = ""
    product: str = ""
    reason: str = ""
    documents: tuple[str, ...] = ()
    handover: str = ""
    customer: str = ""
    name: str = ""
    call: str = ""
    agent: str = ""
    line: str = ""
    id: str = ""
    number: str = ""
    due: date = date.max
    extended: date | None = None
    waits: tuple[Wait, ...] = ()
    status: Status = Status.OPEN

    @property
    def is_open(self) -> bool:
        """Whether its answer is still awaited."""
        return self.status in _OPEN


def register(
    complaint: Complaint,
    now: datetime,
    rules: Rules,
    workdays: Workdays,
    kept: AbstractSet[str] = frozenset(),
) -> Complaint:
    """Enter a complaint, and return it as it is kept, with its number and the day by which it is answered.

    What the unit is told begins with the number. `kept` are numbers that the agent called harmless.
    """
    number = next_number(rules.numbers.complaints, complaint.opened)
    due = read_clock(complaint, complaint.opened, rules, workdays).due
    handover = f"{number}\n{complaint.handover}".strip()
    entered = replace(complaint, due=due, status=Status.OPEN)
    row = ComplaintRow.create(
        number=number,
        customer=complaint.customer,
        name=clean(complaint.name),
        call=complaint.call,
        agent=complaint.agent,
        product=clean(complaint.product, kept),
        reason=clean(complaint.reason, kept),
        words=clean(complaint.words, kept),
        unit=clean(complaint.unit, kept),
        line=complaint.line,
        documents=list(complaint.documents),
        handover=clean(handover, kept),
        **_moving(entered, now),
    )
    steps.add(row.id, now, complaint.agent, Status.OPEN)
    return _complaint(row)


def read_clock(complaint: Complaint, today: date, rules: Rules, workdays: Workdays) -> Clock:
    """Return how the clock of a complaint stands."""
    return clock.read(
        complaint.filing,
        complaint.opened,
        today,
        rules=rules.complaints,
        workdays=workdays,
        extended=complaint.extended,
        waits=complaint.waits,
    )


def actions(complaint: Complaint, shown: Clock) -> tuple[Action, ...]:
    """Return what can be done with a complaint whose clock stands like this."""
    if complaint.status is Status.CLOSED:
        return (Action.REOPEN,)
    if complaint.status is Status.ANSWERED:
        return Action.CLOSE, Action.REOPEN
    is_spoken, waits = complaint.filing is Filing.SPOKEN, shown.documents_due is not None
    possible = {
        Action.ANSWER: True,
        Action.ASK_DOCUMENTS: not waits,
        Action.TAKE_DOCUMENTS: waits,
        Action.EXTEND: shown.may_extend,
        Action.ASK_WRITING: is_spoken and complaint.status is Status.OPEN,
        Action.TAKE_WRITING: is_spoken,
    }
    return tuple(action for action, may in possible.items() if may)


def act(
    complaint_id: str, action: Action, words: str, *, agent: str, now: datetime, rules: Rules, workdays: Workdays
) -> Complaint:
    """Do something with a complaint on the local day of `now`, and keep `words` about it in its history.

    Raise NotNowError where another got there first. The clock of one that comes in writing begins anew.
    """
    today = now.date()
    complaint = find(complaint_id)
    if complaint is None or action not in actions(complaint, read_clock(complaint, today, rules, workdays)):
        raise NotNowError(action)
    changed = replace(_changed(complaint, action, today), status=_AFTER.get(action, complaint.status))
    changed = replace(changed, due=read_clock(changed, today, rules, workdays).due)
    ComplaintRow.update(_moving(changed, now)).where(ComplaintRow.id == complaint_id).execute()
    steps.add(complaint_id, now, agent, action, words)
    return changed


def foresee(complaint: Complaint, action: Action, today: date, rules: Rules, workdays: Workdays) -> date:
    """Return the day that the customer is told with an action: until when to send documents, else by when we answer."""
    shown = read_clock(_changed(complaint, action, today), today, rules, workdays)
    return shown.documents_due or shown.due


def find(complaint_id: str) -> Complaint | None:
    """Return the complaint with an id."""
    row = ComplaintRow.get_or_none(ComplaintRow.id == complaint_id)
    return _complaint(row) if row else None


def listed(today: date, rules: Rules, workdays: Workdays, most: int = 300) -> list[tuple[Complaint, Clock]]:
    """Return the register with its clocks: open ones, what is due first at the top, then those that changed last."""
    query = ComplaintRow.select()
    is_open = ComplaintRow.status.in_(list(_OPEN))
    rows = [*query.where(is_open), *query.where(~is_open).order_by(ComplaintRow.changed.desc()).limit(most)]
    read = [(complaint, read_clock(complaint, today, rules, workdays)) for complaint in map(_complaint, rows)]
    return sorted(read, key=_place)


def _place(entry: tuple[Complaint, Clock]) -> tuple[int, date, str]:
    complaint, shown = entry
    rank = list(Status).index(complaint.status) if not complaint.is_open else 0
    return (rank, shown.due, complaint.number) if complaint.is_open else (rank, date.min, "")


def _changed(complaint: Complaint, action: Action, today: date) -> Complaint:
    match action:
        case Action.ASK_DOCUMENTS:
            return replace(complaint, waits=(*complaint.waits, Wait(today)))
        case Action.TAKE_DOCUMENTS:
            *before, last = complaint.waits
            return replace(complaint, waits=(*before, Wait(last.asked, today)))
        case Action.EXTEND:
            return replace(complaint, extended=today)
        case Action.TAKE_WRITING:
            return replace(complaint, filing=Filing.WRITTEN, opened=today, waits=())
    return complaint


def _moving(complaint: Complaint, now: datetime) -> dict[str, object]:
    """Return the columns that change with what is done."""
    return {
        "channel": complaint.filing,
        "opened": complaint.opened,
        "due": complaint.due,
        "extended": complaint.extended,
        "waiting": [[wait.asked.isoformat(), wait.complete and wait.complete.isoformat()] for wait in complaint.waits],
        "status": complaint.status,
        "changed": now,
    }


def _complaint(row: ComplaintRow) -> Complaint:
    return Complaint(
        unit=row.unit,
        filing=Filing(row.channel),
        opened=row.opened,
        words=row.words,
        product=row.product,
        reason=row.reason,
        documents=tuple(row.documents),
        handover=row.handover,
        customer=row.customer,
        name=row.name,
        call=row.call,
        agent=row.agent,
        line=row.line,
        id=row.id,
        number=row.number,
        due=row.due,
        extended=row.extended,
        waits=tuple(Wait(date.fromisoformat(asked), end and date.fromisoformat(end)) for asked, end in row.waiting),
        status=Status(row.status),
    )
