"""Gestures of goodwill: whether one may be made, who agrees, and which were made before."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from peewee import fn

from kbassist.desk.rules import GoodwillRules
from kbassist.desk.tables import FavourRow
from kbassist.text.privacy import clean


class Answer(StrEnum):
    """Whether a gesture may be made."""

    YES = "yes"
    WITH_APPROVAL = "with-approval"
    TOO_SOON = "too-soon"
    TOO_MUCH = "too-much"


@dataclass(frozen=True, slots=True)
class Favour:
    """A gesture to a customer, known by the id of the card or else by name; one without `amount` costs no money."""

    gesture: str
    day: date
    amount: int | None = None
    currency: str = "IDR"
    customer: str = ""
    name: str = ""
    call: str = ""
    agent: str = ""
    line: str = ""
    approver: str = ""


class Terms(NamedTuple):
    """What a line says of its gesture: its limit, who agrees to it, and in how many days it is made once."""

    limit: int | None = None
    approve: str = ""
    once: int = 0


class Judgement(NamedTuple):
    """Whether a gesture may be made.

    `approver` is who agrees where that is needed: a role of the rules or the words of the line. `last` is the gesture
    before, `free_on` the first day on which another is possible, `most` the most that anybody may give.
    """

    answer: Answer
    approver: str = ""
    last: Favour | None = None
    free_on: date | None = None
    most: int | None = None


def judge(favour: Favour, terms: Terms, rules: GoodwillRules) -> Judgement:
    """Judge a gesture on its day."""
    customer, name = favour.customer, favour.name
    last = last_of(customer, name)
    for before, days in ((last, rules.days), (last_of(customer, name, favour.line), terms.once)):
        if before and favour.day < (free_on := before.day + timedelta(days=days)):
            return Judgement(Answer.TOO_SOON, last=before, free_on=free_on)
    approver = _approver(favour, terms, rules)
    if approver is None:
        most = max((limits.get(favour.currency, 0) for limits in rules.limits.values()), default=0)
        return Judgement(Answer.TOO_MUCH, last=last, most=most)
    return Judgement(Answer.WITH_APPROVAL if approver else Answer.YES, approver, last)


def give(favour: Favour, terms: Terms, rules: GoodwillRules) -> Judgement:
    """Judge a gesture once more and, where it may be made and whoever must agree is named, enter it."""
    judgement = judge(favour, terms, rules)
    if judgement.answer is Answer.YES or (judgement.answer is Answer.WITH_APPROVAL and favour.approver.strip()):
        FavourRow.create(
            customer=favour.customer,
            name=clean(favour.name),
            call=favour.call,
            agent=favour.agent,
            line=favour.line,
            gesture=clean(favour.gesture),
            amount=favour.amount,
            currency=favour.currency,
            approver=clean(favour.approver),
            day=favour.day,
        )
    return judgement


def last_of(customer: str, name: str, line: str = "") -> Favour | None:
    """Return the last gesture to a customer, of one line where it is named; None where nobody is known.

    What was given before there was a card is found by the name.
    """
    name = clean(name).strip().lower()
    of_name = (FavourRow.customer == "") & (FavourRow.name != "") & (fn.LOWER(FavourRow.name) == name)
    query = FavourRow.select().where((FavourRow.customer == customer) & (FavourRow.customer != "") | of_name)
    if line:
        query = query.where(FavourRow.line == line)
    row = query.order_by(FavourRow.day.desc()).first()
    return _favour(row) if row else None


def _approver(favour: Favour, terms: Terms, rules: GoodwillRules) -> str | None:
    """Return who agrees, "" for nobody, None where nobody may make the gesture."""
    if favour.amount is None:
        return terms.approve
    needed = rules.approver(favour.amount, favour.currency)
    if needed != "":
        return needed
    is_above = terms.limit is not None and favour.amount > terms.limit
    return terms.approve or (_next_role(favour.currency, rules) if is_above else "")


def _next_role(currency: str, rules: GoodwillRules) -> str | None:
    """Return the role that may give least of those that may give more than an agent."""
    most = {role: limits.get(currency, -1) for role, limits in rules.limits.items()}
    return min((role for role in most if most[role] > most.get("agent", -1)), key=most.__getitem__, default=None)


def _favour(row: FavourRow) -> Favour:
    return Favour(
        gesture=row.gesture,
        day=row.day,
        amount=row.amount,
        currency=row.currency,
        customer=row.customer,
        name=row.name,
        call=row.call,
        agent=row.agent,
        line=row.line,
        approver=row.approver,
    )
