"""Past calls, and how their customers may be reached now."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kbassist.desk.outbound import Consent
from kbassist.desk.tables import CallRow, ConsentRow


@dataclass(frozen=True, slots=True)
class PastCall:
    """What is kept of a call that ended, and what its customer agreed to."""

    id: str
    started: datetime
    note: str
    name: str
    channel: str
    customer: str
    consents: tuple[Consent, ...] = ()


def past_calls(since: datetime) -> list[PastCall]:
    """Return the calls that began after a moment and have ended, the newest first."""
    ended = (CallRow.started >= since) & CallRow.ended.is_null(is_null=False)
    rows = list(CallRow.select().where(ended).order_by(CallRow.started.desc(), CallRow.id))
    consents = _consents({row.customer for row in rows})
    return [
        PastCall(
            row.id, row.started, row.note, row.name, row.channel, row.customer, tuple(consents.get(row.customer, ()))
        )
        for row in rows
    ]


def _consents(customers: Iterable[str]) -> dict[str, list[Consent]]:
    found = defaultdict(list)
    for row in ConsentRow.select().where(ConsentRow.customer.in_(list(customers))):
        found[row.customer].append(Consent(row.purpose, row.given, row.withdrawn))
    return found
