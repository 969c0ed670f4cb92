"""The light cards of customers: how they are called and reached, what they agreed to, and what to know next time."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from peewee import Expression

from kbassist.desk.outbound import Consent
from kbassist.desk.tables import (
    CallRow,
    ComplaintRow,
    ConsentRow,
    CustomerRow,
    FollowUpRow,
    OrderRow,
    WrapUpRow,
    new_id,
)
from kbassist.text.privacy import mask

# So few digits are no phone number, and the country's code or its zero is written or not.
_FEWEST_DIGITS = 4
_BEFORE_NUMBER = re.compile(r"^(?:62|0)")
_OVER = ("done", "cancelled", "handed-on", "closed")


class MatterKind(StrEnum):
    """What a customer can have with the bank."""

    CALL = "call"
    ORDER = "order"
    COMPLAINT = "complaint"
    FOLLOW_UP = "follow-up"


class Matter(NamedTuple):
    """A call, or something that came of one; `words` are free text, masked, and `due` is None where nothing is."""

    kind: MatterKind
    id: str
    title: str
    words: str
    status: str
    at: datetime
    due: datetime | date | None = None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.kind is not MatterKind.CALL and self.status not in _OVER


@dataclass(frozen=True, slots=True)
class Customer:
    """A card; an empty text stands for what is not known."""

    name: str
    salutation: str = ""
    contact: str = ""
    lang: str = ""
    notes: str = ""
    consents: tuple[Consent, ...] = ()
    id: str = field(default_factory=new_id)

    def agreed(self, today: date) -> frozenset[str]:
        """Return the purposes that the customer agrees to on a day."""
        return frozenset(
            each.purpose
            for each in self.consents
            if each.given <= today and (each.withdrawn is None or today < each.withdrawn)
        )


def save(customer: Customer, agreed: Collection[str], now: datetime) -> Customer:
    """Write a card with the purposes agreed to on the local day of `now`, and return it as it is kept.

    What is no longer agreed to is withdrawn on that day, and stays in its history.
    """
    row = {
        CustomerRow.id: customer.id,
        CustomerRow.name: customer.name,
        CustomerRow.salutation: customer.salutation,
        CustomerRow.contact: customer.contact,
        CustomerRow.lang: customer.lang,
        CustomerRow.notes: mask(customer.notes),
        CustomerRow.made: now,
        CustomerRow.changed: now,
    }
    preserved = [column for column in row if column not in {CustomerRow.id, CustomerRow.made}]
    CustomerRow.insert(row).on_conflict(conflict_target=[CustomerRow.id], preserve=preserved).execute()
    consents = renewed(_consents(customer.id), agreed, now.date())
    ConsentRow.delete().where(ConsentRow.customer == customer.id).execute()
    for consent in consents:
        ConsentRow.create(customer=customer.id, **consent._asdict())
    return _customer(CustomerRow.get_by_id(customer.id))


def renewed(consents: Iterable[Consent], agreed: Collection[str], day: date) -> tuple[Consent, ...]:
    """Return consents as they stand once a customer agrees to these purposes on a day, and to no others."""
    kept = [each if each.withdrawn or each.purpose in agreed else each._replace(withdrawn=day) for each in consents]
    in_force = {each.purpose for each in kept if each.withdrawn is None}
    return (*kept, *(Consent(purpose, day) for purpose in sorted(agreed) if purpose not in in_force))


def take(customer_id: str, now: datetime) -> Customer | None:
    """Return the card of who is on the line; that counts as using it, which the time for which it is kept runs from."""
    CustomerRow.update({CustomerRow.changed: now}).where(CustomerRow.id == customer_id).execute()
    return get(customer_id)


def get(customer_id: str) -> Customer | None:
    """Return a card, None when there is none."""
    row = CustomerRow.get_or_none(CustomerRow.id == customer_id)
    return _customer(row) if row else None


def find(words: str, most: int = 50) -> list[Customer]:
    """Return the cards that have these words in the name or contact, or an order or complaint of that number.

    Without words these are the cards that were used last.
    """
    words = words.strip()
    rows = CustomerRow.select()
    if words:
        rows = rows.where(_has(words)).order_by(CustomerRow.name, CustomerRow.id)
    else:
        rows = rows.order_by(CustomerRow.changed.desc(), CustomerRow.id)
    return [_customer(row) for row in rows.limit(most)]


def named(name: str) -> list[Customer]:
    """Return the cards of exactly this name, written in large or small letters."""
    wanted = _plain(name)
    if not wanted:
        return []
    rows = CustomerRow.select().where(CustomerRow.name.contains(" ".join(name.split()))).order_by(CustomerRow.id)
    return [_customer(row) for row in rows if _plain(row.name) == wanted]


def matters(customer_id: str) -> list[Matter]:
    """Return the calls of a customer and what came of them, the newest first."""
    found = [*_calls(customer_id), *_orders(customer_id), *_complaints(customer_id), *_follow_ups(customer_id)]
    return sorted(found, key=lambda matter: (matter.at, matter.id), reverse=True)


def _has(words: str) -> Expression:
    has: Expression = CustomerRow.name.contains(words) | CustomerRow.contact.contains(words)
    digits = _BEFORE_NUMBER.sub("", re.sub(r"\D", "", words))
    if len(digits) >= _FEWEST_DIGITS and not re.search(r"[^\W\d]", words):
        has |= CustomerRow.contact.contains(digits)
    number = words.upper()
    for table in (OrderRow, ComplaintRow):
        has |= CustomerRow.id.in_(table.select(table.customer).where(table.number == number))
    return has


def _calls(customer_id: str) -> list[Matter]:
    outcomes = {
        row.call: row
        for row in WrapUpRow.select().where(
            WrapUpRow.call.in_(CallRow.select(CallRow.id).where(CallRow.customer == customer_id))
        )
    }
    return [
        Matter(
            MatterKind.CALL,
            row.id,
            outcomes[row.id].reason if row.id in outcomes else "",
            (outcomes[row.id].summary if row.id in outcomes else "") or row.note,
            outcomes[row.id].outcome if row.id in outcomes else "",
            row.started,
        )
        for row in CallRow.select().where(CallRow.customer == customer_id)
    ]


def _orders(customer_id: str) -> list[Matter]:
    rows = OrderRow.select().where(OrderRow.customer == customer_id)
    return [Matter(MatterKind.ORDER, row.id, row.number, row.title, row.status, row.made, row.due) for row in rows]


def _complaints(customer_id: str) -> list[Matter]:
    rows = ComplaintRow.select().where(ComplaintRow.customer == customer_id)
    return [
        Matter(MatterKind.COMPLAINT, row.id, row.number, row.reason or row.words, row.status, row.changed, row.due)
        for row in rows
    ]


def _follow_ups(customer_id: str) -> list[Matter]:
    rows = FollowUpRow.select().where(FollowUpRow.customer == customer_id)
    return [Matter(MatterKind.FOLLOW_UP, row.id, "", row.promise, row.status, row.made, row.due) for row in rows]


def _consents(customer_id: str) -> tuple[Consent, ...]:
    rows = (
        ConsentRow.select()
        .where(ConsentRow.customer == customer_id)
        .order_by(ConsentRow.given, ConsentRow.purpose, ConsentRow.id)
    )
    return tuple(Consent(row.purpose, row.given, row.withdrawn) for row in rows)


def _customer(row: CustomerRow) -> Customer:
    return Customer(row.name, row.salutation, row.contact, row.lang, row.notes, _consents(row.id), row.id)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
