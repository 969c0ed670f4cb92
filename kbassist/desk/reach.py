"""Past calls, and how their customers may be reached now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kbassist.desk.follow_ups import Whom
from kbassist.desk.outbound import Consent
from kbassist.desk.tables import CallRow, ConsentRow, CustomerRow

_COLUMNS = (
    CallRow.id,
    CallRow.started,
    CallRow.note,
    CallRow.name,
    CallRow.channel,
    CallRow.customer,
    CallRow.salutation,
    CallRow.lang,
)


@dataclass(frozen=True, slots=True)
class PastCall:
    """What is kept of a call that ended, how its customer is addressed, and what they agreed to."""

    id: str
    started: datetime
    note: str
    name: str
    channel: str
    customer: str
    whom: Whom
    consents: tuple[Consent, ...] = ()


def past_calls(since: datetime) -> list[PastCall]:
    """Return the calls that began after a moment and have ended, the newest first."""
    ended = (CallRow.started >= since) & CallRow.ended.is_null(is_null=False)
    rows = list(CallRow.select(*_COLUMNS).where(ended).order_by(CallRow.started.desc(), CallRow.id))
    customers = {row.customer for row in rows if row.customer}
    consents = _consents(customers)
    cards = {row.id: row for row in CustomerRow.select().where(CustomerRow.id.in_(list(customers)))}
    return [
        PastCall(
            id=row.id,
            started=row.started,
            note=row.note,
            name=row.name,
            channel=row.channel,
            customer=row.customer,
            whom=_whom(cards.get(row.customer, row)),
            consents=tuple(consents.get(row.customer, ())),
        )
        for row in rows
    ]


def _whom(row: CallRow | CustomerRow) -> Whom:
    return Whom(row.salutation, row.name, row.lang)


def _consents(customers: Iterable[str]) -> dict[str, list[Consent]]:
    found = defaultdict(list)
    for row in ConsentRow.select().where(ConsentRow.customer.in_(list(customers))):
        found[row.customer].append(Consent(row.purpose, row.given, row.withdrawn))
    return found
