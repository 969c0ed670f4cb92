"""How calls went, as the agent says at the end of each."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from kbassist.desk import calls
from kbassist.desk.tables import WrapUpRow
from kbassist.text.privacy import clean


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What is known of a call once it is over; `offer` is a line name, `outcome` and what is of offers are codes.

    `csat` is a mark from 1 to 5, `nps` one from 0 to 10; empty text and None mean unknown.
    """

    call: str
    at: datetime
    outcome: str = ""
    reason: str = ""
    product: str = ""
    offer: str = ""
    offer_result: str = ""
    offer_reason: str = ""
    csat: int | None = None
    nps: int | None = None
    summary: str = ""


def save(wrap_up: WrapUp) -> None:
    """Write how a call went, in the place of what was said of it before, and know that it is wrapped up."""
    masked = replace(
        wrap_up, reason=clean(wrap_up.reason), product=clean(wrap_up.product), summary=clean(wrap_up.summary)
    )
    _put({field.name: getattr(masked, field.name) for field in fields(masked)})
    calls.wrap(wrap_up.call, wrap_up.at)


def keep_draft(call: str, at: datetime, values: Mapping[str, Any]) -> None:
    """Keep what was filled in at a call, as the page has it; only `save` makes it a wrap-up."""
    masked = {name: clean(value) if isinstance(value, str) else value for name, value in values.items()}
    _put({"call": call, "draft": masked}, at)


def draft(call: str) -> dict[str, Any]:
    """Return what was filled in at a call."""
    row = WrapUpRow.get_or_none(WrapUpRow.call == call)
    return dict(row.draft) if row else {}


def find(call: str) -> WrapUp | None:
    """Return how a call went, None while nobody has said."""
    row = WrapUpRow.get_or_none(WrapUpRow.call == call)
    return _wrap_up(row) if row and row.outcome else None


def between(start: datetime, end: datetime) -> list[WrapUp]:
    """Return how calls went that were wrapped up from a moment on and before another, the newest first."""
    rows = WrapUpRow.select().where((WrapUpRow.at >= start) & (WrapUpRow.at < end) & (WrapUpRow.outcome != ""))
    return [_wrap_up(row) for row in rows.order_by(WrapUpRow.at.desc(), WrapUpRow.call)]


def _put(values: Mapping[str, Any], at: datetime | None = None) -> None:
    empty = {"at": at, "outcome": "", "reason": "", "product": "", "offer": "", "offer_result": "", "offer_reason": ""}
    row = {**empty, "summary": "", **values}
    changed = [getattr(WrapUpRow, name) for name in values if name != "call"]
    WrapUpRow.insert(**row).on_conflict(conflict_target=[WrapUpRow.call], preserve=changed).execute()


def _wrap_up(row: WrapUpRow) -> WrapUp:
    return WrapUp(**{field.name: getattr(row, field.name) for field in fields(WrapUp)})
