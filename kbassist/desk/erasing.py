"""What goes: everything of one customer when they ask for it, and everything that has been kept long enough.

A complaint's entry stays without whose it was: the bank has to be able to show how many there were and how long each
took. The file is to be rebuilt then, so that no bytes of what went stay in it: call `Store.rebuild` afterwards.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_

from peewee import Expression

from kbassist.desk.exports import Table
from kbassist.desk.orders import Status
from kbassist.desk.reports import ReportStatus
from kbassist.desk.rules import RetentionRules
from kbassist.desk.tables import (
    CallRow,
    ComplaintRow,
    ConsentRow,
    CustomerRow,
    FavourRow,
    FeedbackRow,
    FollowUpRow,
    OrderRow,
    ReportRow,
    Row,
    StepRow,
    WrapUpRow,
    ask_for_rebuild,
)

_KNOWN_BY_CALL: Mapping[Table, type[Row]] = {
    Table.ORDERS: OrderRow,
    Table.COMPLAINTS: ComplaintRow,
    Table.FOLLOW_UPS: FollowUpRow,
    Table.FEEDBACK: FeedbackRow,
    Table.FAVOURS: FavourRow,
    Table.REPORTS: ReportRow,
}
# What a complaint says of who made it.
_WHOSE = (ComplaintRow.customer, ComplaintRow.name, ComplaintRow.call, ComplaintRow.words, ComplaintRow.handover)
# What complaints and follow-ups are in the end.
_CLOSED = "closed"
# Fewer parameters than any SQLite takes at once.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that is kept of one customer, by ids."""

    customer: str
    rows: Mapping[Table, tuple[str, ...]]

    @property
    def counts(self) -> dict[Table, int]:
        """Return how much there is of each."""
        return {table: len(ids) for table, ids in self.rows.items() if ids}


def of_customer(customer_id: str) -> Holdings:
    """Return all that is kept of a customer: by the card, and by the calls in which it was chosen."""
    calls = _ids(CallRow, CallRow.customer == customer_id)
    rows = {Table.CUSTOMERS: _ids(CustomerRow, CustomerRow.id == customer_id), Table.CALLS: calls}
    for table, model in _KNOWN_BY_CALL.items():
        owners = [model.customer == customer_id, *(model.call.in_(part) for part in _parts(calls))]  # type: ignore[attr-defined]
        rows[table] = _ids(model, reduce(or_, owners))
    return Holdings(customer_id, rows)


def erase(customer_id: str) -> dict[Table, int]:
    """Erase all that is kept of a customer, and return how much that was; complaints stay without whose they were."""
    held = of_customer(customer_id)
    _delete_calls(held.rows[Table.CALLS])
    for table in (Table.ORDERS, Table.FOLLOW_UPS, Table.FEEDBACK, Table.FAVOURS, Table.REPORTS):
        _delete(_KNOWN_BY_CALL[table], held.rows[table])
    _anonymise(held.rows[Table.COMPLAINTS])
    _delete_customers(held.rows[Table.CUSTOMERS])
    ask_for_rebuild()
    return held.counts


def purge(rules: RetentionRules, today: date) -> dict[Table, int]:
    """Delete what has been kept for as long as the rules say, and return how much that was.

    What an order asked for goes first; that there was one stays as long as a customer's card. A card stays while
    something of it is open.
    """
    before = {days: _midnight(today - timedelta(days=days)) for days in _days(rules)}
    gone: Counter[Table] = Counter()
    gone[Table.CALLS] = _delete_calls(_ids(CallRow, CallRow.started < before[rules.calls]))
    _delete_drafts(before[rules.calls])
    gone[Table.FOLLOW_UPS] = _delete(
        FollowUpRow,
        _ids(FollowUpRow, FollowUpRow.status == _CLOSED, FollowUpRow.changed < before[rules.calls]),
    )
    gone[Table.ORDERS] = _purge_orders(before[rules.orders], before[rules.customers])
    gone[Table.COMPLAINTS] = _delete(
        ComplaintRow,
        _ids(
            ComplaintRow,
            ComplaintRow.status == _CLOSED,
            ComplaintRow.changed < before[rules.complaints],
        ),
    )
    gone[Table.FEEDBACK] = _delete(FeedbackRow, _ids(FeedbackRow, FeedbackRow.changed < before[rules.feedback]))
    gone[Table.REPORTS] = _delete(
        ReportRow,
        _ids(ReportRow, ReportRow.status == ReportStatus.DONE.value, ReportRow.changed < before[rules.feedback]),
    )
    gone[Table.FAVOURS] = _delete(
        FavourRow, _ids(FavourRow, FavourRow.day < before[rules.customers].astimezone().date())
    )
    gone[Table.CUSTOMERS] = _delete_customers(_unused(before[rules.customers]))
    if gone.total():
        ask_for_rebuild()
    return {table: count for table, count in gone.items() if count}


def _days(rules: RetentionRules) -> set[int]:
    return {rules.calls, rules.customers, rules.orders, rules.complaints, rules.feedback}


def _midnight(day: date) -> datetime:
    """Return the beginning of a day at the desk."""
    return datetime.combine(day, time.min).astimezone()


def _purge_orders(handed_on_before: datetime, made_before: datetime) -> int:
    """Delete the values of orders that nobody works on, later the orders themselves; return how many are concerned."""
    over = OrderRow.status != Status.NEW.value
    deleted = _delete(OrderRow, _ids(OrderRow, over, OrderRow.changed < made_before))
    rows = OrderRow.select().where(over, OrderRow.changed < handed_on_before).order_by(OrderRow.id)
    filled = tuple(row.id for row in rows if row.fields)
    for part in _parts(filled):
        OrderRow.update({OrderRow.fields: []}).where(OrderRow.id.in_(part)).execute()
    return deleted + len(filled)


def _unused(before: datetime) -> tuple[str, ...]:
    """Return the cards that were not used since a moment, and of which nothing is open."""
    busy = (
        CallRow.select(CallRow.customer).where(CallRow.started >= before),
        OrderRow.select(OrderRow.customer).where(OrderRow.status == Status.NEW.value),
        ComplaintRow.select(ComplaintRow.customer).where(ComplaintRow.status != _CLOSED),
        FollowUpRow.select(FollowUpRow.customer).where(FollowUpRow.status != _CLOSED),
    )
    return _ids(CustomerRow, CustomerRow.changed < before, *(CustomerRow.id.not_in(rows) for rows in busy))


def _delete_calls(ids: tuple[str, ...]) -> int:
    for part in _parts(ids):
        WrapUpRow.delete().where(WrapUpRow.call.in_(part)).execute()
    return _delete(CallRow, ids)


def _delete_drafts(before: datetime) -> None:
    """Delete what was filled in at calls that went while their wrap-up was open."""
    is_lost = WrapUpRow.call.not_in(CallRow.select(CallRow.id))
    WrapUpRow.delete().where((WrapUpRow.at < before) & is_lost).execute()


def _delete_customers(ids: tuple[str, ...]) -> int:
    for part in _parts(ids):
        ConsentRow.delete().where(ConsentRow.customer.in_(part)).execute()
    return _delete(CustomerRow, ids)


def _delete(model: type[Row], ids: tuple[str, ...]) -> int:
    """Delete rows with their history."""
    for part in _parts(ids):
        StepRow.delete().where(StepRow.subject.in_(part)).execute()
        model.delete().where(model.id.in_(part)).execute()
    return len(ids)


def _anonymise(ids: tuple[str, ...]) -> None:
    nobody = dict.fromkeys(_WHOSE, "")
    for part in _parts(ids):
        ComplaintRow.update(nobody).where(ComplaintRow.id.in_(part)).execute()
        StepRow.update({StepRow.words: ""}).where(StepRow.subject.in_(part)).execute()


def _ids(model: type[Row], *which: Expression) -> tuple[str, ...]:
    return tuple(row.id for row in model.select(model.id).where(*which).order_by(model.id))


def _parts(ids: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    return (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE))
