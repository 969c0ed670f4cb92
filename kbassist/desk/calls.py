"""The calls: each note is on disk while it is typed, masked, and survives a crash."""

from dataclasses import dataclass
from datetime import datetime

from kbassist.desk.tables import CallRow
from kbassist.text.privacy import mask


@dataclass(frozen=True, slots=True)
class SavedCall:
    """A call as it is kept; `started` is aware, `used` holds line names, empty text means unknown."""

    id: str
    started: datetime
    note: str
    channel: str
    salutation: str
    name: str
    lang: str
    phase: str
    used: tuple[str, ...]


def save(call: SavedCall) -> None:
    """Write a call that is new, changed or open again."""
    row = {
        CallRow.id: call.id,
        CallRow.started: call.started,
        CallRow.note: mask(call.note),
        CallRow.channel: call.channel,
        CallRow.salutation: call.salutation,
        CallRow.name: mask(call.name),
        CallRow.lang: call.lang,
        CallRow.phase: call.phase,
        CallRow.used: list(call.used),
    }
    CallRow.insert(row).on_conflict(
        conflict_target=[CallRow.id],
        preserve=[field for field in row if field is not CallRow.id],
        update={CallRow.ended: None},
    ).execute()


def end(call_id: str, when: datetime) -> None:
    """Mark a call as over."""
    CallRow.update({CallRow.ended: when}).where(CallRow.id == call_id).execute()


def wrap(call_id: str, when: datetime) -> None:
    """Mark a call as wrapped up."""
    CallRow.update({CallRow.wrapped: when}).where(CallRow.id == call_id).execute()


def reopen(call_id: str) -> None:
    """Mark a call as open again, and not wrapped up."""
    CallRow.update({CallRow.ended: None, CallRow.wrapped: None}).where(CallRow.id == call_id).execute()


def open_call() -> SavedCall | None:
    """Return the newest call that has not ended."""
    row = CallRow.select().where(CallRow.ended.is_null()).order_by(CallRow.started.desc()).first()
    return _saved(row) if row else None


def recent(most: int = 200) -> list[SavedCall]:
    """Return the newest calls."""
    return [_saved(row) for row in CallRow.select().order_by(CallRow.started.desc()).limit(most)]


def _saved(row: CallRow) -> SavedCall:
    return SavedCall(
        id=row.id,
        started=row.started,
        note=row.note,
        channel=row.channel,
        salutation=row.salutation,
        name=row.name,
        lang=row.lang,
        phase=row.phase,
        used=tuple(row.used),
    )
