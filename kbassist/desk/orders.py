"""Orders: what a customer asked for on a form, with a number, until it is handed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from kbassist.desk import steps
from kbassist.desk.numbers import next_number
from kbassist.desk.tables import OrderRow


class Status(StrEnum):
    """What became of an order."""

    NEW = "new"
    HANDED_ON = "handed-on"
    DONE = "done"
    CANCELLED = "cancelled"


class Answer(NamedTuple):
    """What was filled into a field, under its name and its label."""

    id: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Order:
    """The filled fields of the form that the line `form` opened.

    `customer` and `call` are ids, `unit` is who works on it, `due` by when; a new one has neither id nor number.
    """

    form: str
    title: str
    purpose: str
    unit: str
    fields: tuple[Answer, ...]
    made: datetime
    due: datetime | None = None
    customer: str = ""
    call: str = ""
    agent: str = ""
    id: str = ""
    number: str = ""
    status: Status = Status.NEW

    @property
    def next_statuses(self) -> Sequence[Status]:
        """Return what it can become now."""
        return _NEXT[self.status]


_NEXT = {
    Status.NEW: (Status.HANDED_ON, Status.DONE, Status.CANCELLED),
    Status.HANDED_ON: (Status.HANDED_ON, Status.DONE, Status.CANCELLED),
    Status.DONE: (),
    Status.CANCELLED: (),
}


class OrderMovedError(Exception):
    """An order is no longer what it was shown as; its words are what it is now."""


def place(order: Order, series: str) -> Order:
    """Keep a new order under the next number of a series, and return it as it is kept.

    Its first step says for which purpose the customer gave the details.
    """
    number = next_number(series, order.made.date())
    row = OrderRow.create(
        number=number,
        form=order.form,
        title=order.title,
        purpose=order.purpose,
        unit=order.unit,
        customer=order.customer,
        call=order.call,
        agent=order.agent,
        fields=order.fields,
        status=Status.NEW,
        due=order.due,
        made=order.made,
        changed=order.made,
    )
    steps.add(row.id, order.made, order.agent, Status.NEW, order.purpose)
    return _order(row)


def move(order_id: str, status: Status, now: datetime, agent: str) -> Order:
    """Give an order another status, and return it; raise OrderMovedError when it can't become that any more."""
    order = _order(OrderRow.get_by_id(order_id))
    if status not in order.next_statuses:
        raise OrderMovedError(order.status)
    OrderRow.update({OrderRow.status: status, OrderRow.changed: now}).where(OrderRow.id == order_id).execute()
    steps.add(order_id, now, agent, status)
    return _order(OrderRow.get_by_id(order_id))


def recent(most: int = 200) -> list[Order]:
    """Return the orders, those that nobody has handed on first, then the newest."""
    rows = OrderRow.select().order_by((OrderRow.status == Status.NEW.value).desc(), OrderRow.made.desc(), OrderRow.id)
    return [_order(row) for row in rows.limit(most)]


def get(order_id: str) -> Order | None:
    """Return an order, None when it is gone."""
    row = OrderRow.get_or_none(OrderRow.id == order_id)
    return _order(row) if row else None


def _order(row: OrderRow) -> Order:
    return Order(
        form=row.form,
        title=row.title,
        purpose=row.purpose,
        unit=row.unit,
        fields=tuple(Answer(*answer) for answer in row.fields),
        made=row.made,
        due=row.due,
        customer=row.customer,
        call=row.call,
        agent=row.agent,
        id=row.id,
        number=row.number,
        status=Status(row.status),
    )
