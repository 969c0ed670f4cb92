"""The voice of the customer: suggestions, complaints and praise by product and reason, for the units that own them.

Nothing here is told by agent, and marks are never a ranking of people.
"""

import csv
import io
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from kbassist.desk import exports, marks, steps, wrapups
from kbassist.desk.marks import Estimate
from kbassist.desk.tables import FeedbackRow
from kbassist.text.privacy import clean


class FeedbackKind(StrEnum):
    """What a customer's words are."""

    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"
    PRAISE = "praise"


class FeedbackStatus(StrEnum):
    """How far the unit is with it."""

    NEW = "new"
    PASSED_ON = "passed-on"
    IN_WORK = "in-work"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Feedback:
    """Words of a customer in a call, masked; `answer` is what the unit said to them."""

    id: str
    call: str
    day: date
    kind: FeedbackKind
    product: str
    reason: str
    words: str
    status: FeedbackStatus = FeedbackStatus.NEW
    answer: str = ""
    customer: str = ""
    agent: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """What was said of a product for a reason, the newest first, and the marks of its calls."""

    product: str
    reason: str
    said: tuple[Feedback, ...]
    csat: Estimate | None
    nps: Estimate | None

    def count(self, kind: FeedbackKind) -> int:
        """Return how many words of a kind there are."""
        return sum(one.kind is kind for one in self.said)


@dataclass(frozen=True, slots=True)
class Register:
    """The groups of a month, those with most words first, and all products that it has."""

    groups: tuple[Group, ...]
    products: tuple[str, ...]


def save(feedback: Feedback, now: datetime) -> None:
    """Write a customer's words, in the place of what was noted before; how far the unit is stays."""
    row = {
        FeedbackRow.id: feedback.id,
        FeedbackRow.call: feedback.call,
        FeedbackRow.customer: feedback.customer,
        FeedbackRow.agent: feedback.agent,
        FeedbackRow.day: feedback.day,
        FeedbackRow.kind: feedback.kind,
        FeedbackRow.product: clean(feedback.product),
        FeedbackRow.reason: clean(feedback.reason),
        FeedbackRow.words: clean(feedback.words),
        FeedbackRow.status: feedback.status,
        FeedbackRow.answer: clean(feedback.answer),
        FeedbackRow.changed: now,
    }
    kept = {FeedbackRow.id, FeedbackRow.status, FeedbackRow.answer}
    changed = [column for column in row if column not in kept]
    FeedbackRow.insert(row).on_conflict(conflict_target=[FeedbackRow.id], preserve=changed).execute()


def remove(feedback: str) -> None:
    """Take words back that were noted by mistake, unless the unit has them already."""
    is_new = FeedbackRow.status == FeedbackStatus.NEW
    if FeedbackRow.delete().where((FeedbackRow.id == feedback) & is_new).execute():
        steps.forget(feedback)


def answer(feedback: str, status: FeedbackStatus, words: str, at: datetime, agent: str) -> None:
    """Say how far the unit is with it, and what it answered."""
    changes = {FeedbackRow.status: status, FeedbackRow.answer: clean(words), FeedbackRow.changed: at}
    if FeedbackRow.update(changes).where(FeedbackRow.id == feedback).execute():  # it may be erased by now
        steps.add(feedback, at, agent, status, words)


def find(month: date | None = None, product: str = "") -> list[Feedback]:
    """Return customers' words of a month, named by any of its days, and of a product; the newest first."""
    query = FeedbackRow.select().order_by(FeedbackRow.day.desc(), FeedbackRow.id)
    if month:
        first, end = _month(month)
        query = query.where((FeedbackRow.day >= first) & (FeedbackRow.day < end))
    if product:
        query = query.where(FeedbackRow.product == product)
    return [_feedback(row) for row in query]


def register(month: date, product: str = "") -> Register:
    """Return the table of a month, of one product or of all."""
    said, csat, nps = defaultdict(list), defaultdict(list), defaultdict(list)
    for one in find(month):
        said[one.product, one.reason].append(one)
    start, end = (datetime.combine(day, time()).astimezone() for day in _month(month))
    for wrap_up in wrapups.between(start, end):
        of = wrap_up.product, wrap_up.reason
        if wrap_up.csat is not None:
            csat[of].append(wrap_up.csat)
        if wrap_up.nps is not None:
            nps[of].append(wrap_up.nps)
    groups = [
        Group(*of, tuple(said[of]), marks.satisfied(csat[of]), marks.promoters(nps[of])) for of in {*said, *csat, *nps}
    ]
    groups.sort(key=lambda group: (-len(group.said), group.product, group.reason))
    shown = tuple(group for group in groups if product in {"", group.product})
    return Register(shown, tuple(sorted({group.product for group in groups if group.product})))


def rows(month: date | None = None, product: str = "") -> list[dict[str, str]]:
    """Return what the owning unit gets, without agent and customer, the oldest first and always in the same order."""
    found = sorted(find(month, product), key=lambda one: (one.day, one.id))
    return [
        {
            "id": one.id,
            "day": one.day.isoformat(),
            "kind": one.kind.value,
            "product": one.product,
            "reason": one.reason,
            "words": one.words,
            "status": one.status.value,
            "answer": one.answer,
        }
        for one in found
    ]


def as_csv(found: list[dict[str, str]]) -> str:
    """Return rows as CSV, in which no spreadsheet finds a formula."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(found[0]) if found else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: exports.cell(value) for name, value in row.items()} for row in found)
    return text.getvalue()


def _month(day: date) -> tuple[date, date]:
    """Return the first day of a month and that of the next."""
    first = day.replace(day=1)
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _feedback(row: FeedbackRow) -> Feedback:
    return Feedback(
        id=row.id,
        call=row.call,
        day=row.day,
        kind=FeedbackKind(row.kind),
        product=row.product,
        reason=row.reason,
        words=row.words,
        status=FeedbackStatus(row.status),
        answer=row.answer,
        customer=row.customer,
        agent=row.agent,
    )
