"""The calls: each note is on disk while it is typed, masked, and survives a crash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from peewee import Expression

from kbassist.desk import scrubbing
from kbassist.desk.tables import CallRow, ComplaintRow, OrderRow, WrapUpRow, ask_for_rebuild
from kbassist.text.privacy import clean, withdrawn
from kbassist.text.privacy import find as find_private


class Said(NamedTuple):
    """A line that was said, in these words; title, text and kind may be unknown."""

    line: str
    title: str = ""
    text: str = ""
    kind: str = ""


class Mood(NamedTuple):
    """How the customer felt from some seconds into the call on."""

    second: int
    level: str


@dataclass(frozen=True, slots=True)
class SavedCall:
    """A call as it is kept; moments are aware, empty text means unknown.

    It is open until it `ended`, on hold while it is `held`, and done once it was `wrapped` up. `kept` are numbers that
    the agent called harmless, `behind` is how many letters of the note stand behind the cursor.
    """

    id: str
    started: datetime
    note: str = ""
    channel: str = ""
    salutation: str = ""
    name: str = ""
    lang: str = ""
    phase: str = ""
    agent: str = ""
    customer: str = ""
    held: datetime | None = None
    ended: datetime | None = None
    wrapped: datetime | None = None
    said: tuple[Said, ...] = ()
    dismissed: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    moods: tuple[Mood, ...] = ()
    kept: tuple[str, ...] = ()
    behind: int = 0


def save(call: SavedCall) -> None:
    """Write a call that is new, changed or open again; whether it was wrapped up stays as it is.

    Where this hides what could be read, the file is to be rebuilt.
    """
    kept = _harmless(call)
    before = CallRow.get_or_none(CallRow.id == call.id)
    row = {
        CallRow.id: call.id,
        CallRow.started: call.started,
        CallRow.ended: call.ended,
        CallRow.held: call.held,
        CallRow.note: clean(call.note, kept),
        CallRow.channel: call.channel,
        CallRow.salutation: clean(call.salutation),
        CallRow.name: clean(call.name),
        CallRow.lang: call.lang,
        CallRow.phase: call.phase,
        CallRow.used: [said.line for said in call.said],
        CallRow.agent: call.agent,
        CallRow.customer: call.customer,
        CallRow.state: _state(call, kept),
    }
    preserved = [column for column in row if column is not CallRow.id]
    CallRow.insert(row).on_conflict(conflict_target=[CallRow.id], preserve=preserved).execute()
    if before and (withdrawn(before.note, call.note, kept) or withdrawn(before.name, call.name)):
        scrubbing.scrub(call.id, call.note)
        ask_for_rebuild()


def remove(call_id: str) -> None:
    """Take out a call of which nothing is left."""
    CallRow.delete().where(CallRow.id == call_id).execute()


def end(call_id: str, when: datetime) -> None:
    """Mark a call as over; it waits to be wrapped up."""
    CallRow.update({CallRow.ended: when, CallRow.held: None}).where(CallRow.id == call_id).execute()


def wrap(call_id: str, when: datetime) -> None:
    """Mark a call as wrapped up."""
    CallRow.update({CallRow.wrapped: when}).where(CallRow.id == call_id).execute()


def reopen(call_id: str) -> None:
    """Mark a call as open again, and not wrapped up."""
    CallRow.update({CallRow.ended: None, CallRow.wrapped: None}).where(CallRow.id == call_id).execute()


def get(call_id: str) -> SavedCall | None:
    """Return a call."""
    row = CallRow.get_or_none(CallRow.id == call_id)
    return _saved(row) if row else None


def summary(call_id: str) -> str:
    """Return the summary of a call, empty before it was wrapped up."""
    row = WrapUpRow.get_or_none(WrapUpRow.call == call_id)
    return row.summary if row else ""


def open_calls(agent: str) -> list[SavedCall]:
    """Return the calls of an agent, and of nobody yet, that have not ended, the oldest first."""
    is_open = CallRow.agent.in_([agent, ""]) & CallRow.ended.is_null()
    return [_saved(row) for row in CallRow.select().where(is_open).order_by(CallRow.started)]


def to_wrap_up(agent: str, most: int = 50) -> list[SavedCall]:
    """Return the newest calls of an agent that ended and wait to be wrapped up."""
    waits = (CallRow.agent == agent) & CallRow.wrapped.is_null() & CallRow.ended.is_null(is_null=False)
    return [_saved(row) for row in CallRow.select().where(waits).order_by(CallRow.started.desc()).limit(most)]


def of_customer(customer: str) -> list[SavedCall]:
    """Return the calls of the customer whose card has this id, the newest first."""
    rows = CallRow.select().where(CallRow.customer == customer).order_by(CallRow.started.desc())
    return [_saved(row) for row in rows]


def find(
    words: str = "", *, agent: str | None = None, since: datetime | None = None, most: int | None = 100
) -> list[SavedCall]:
    """Return the newest calls that have every word in their note, name, or number of an order or a complaint.

    They are those of one `agent`, if one is given.
    """
    rows = CallRow.select().order_by(CallRow.started.desc()).limit(most)
    if agent is not None:
        rows = rows.where(CallRow.agent == agent)
    if since:
        rows = rows.where(CallRow.started >= since)
    if words.strip():
        rows = rows.where(reduce(and_, map(_has, words.split())))
    return [_saved(row) for row in rows]


def _has(word: str) -> Expression:
    of_number = [table.select(table.call).where(table.number.contains(word)) for table in (OrderRow, ComplaintRow)]
    places = CallRow.note.contains(word), CallRow.name.contains(word), *map(CallRow.id.in_, of_number)
    return reduce(or_, places)


def _state(call: SavedCall, kept: frozenset[str]) -> dict[str, Any]:
    return {
        "said": [said._replace(text=clean(said.text, kept)) for said in call.said],
        "dismissed": call.dismissed,
        "seen": call.seen,
        "values": {name: _value(name, value, kept) for name, value in call.values.items()},
        "moods": call.moods,
        "kept": sorted(kept),
        "behind": call.behind,
    }


def _harmless(call: SavedCall) -> frozenset[str]:
    """Return the numbers that may be kept as typed: those of the note that no word makes a secret by now."""
    found = find_private(call.note)
    secrets = [_digits(call.note[finding.start : finding.end]) for finding in found if finding.is_secret]
    numbers = {finding.value for finding in found if not finding.is_secret}
    return frozenset(value for value in numbers.intersection(call.kept) if not any(value in each for each in secrets))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _value(name: str, value: str, kept: frozenset[str]) -> str:
    """Return a value as it may be kept; what is asked for tells which number it is."""
    asked = f"{name.replace('_', ' ')}: "
    return clean(asked + value, kept).removeprefix(asked)


def _saved(row: CallRow) -> SavedCall:
    state = row.state
    return SavedCall(
        id=row.id,
        started=row.started,
        note=row.note,
        channel=row.channel,
        salutation=row.salutation,
        name=row.name,
        lang=row.lang,
        phase=row.phase,
        agent=row.agent,
        customer=row.customer,
        held=row.held,
        ended=row.ended,
        wrapped=row.wrapped,
        said=tuple(Said(*said) for said in state.get("said", [[line] for line in row.used])),
        dismissed=tuple(state.get("dismissed", ())),
        seen=tuple(state.get("seen", ())),
        values=state.get("values", {}),
        moods=tuple(Mood(*mood) for mood in state.get("moods", ())),
        kept=tuple(state.get("kept", ())),
        behind=state.get("behind", 0),
    )
