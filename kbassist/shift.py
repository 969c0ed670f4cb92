"""The hand-over to the next shift, composed from the tables in the language in use."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from html import escape
from typing import NamedTuple

from kbassist import deskwords, moments
from kbassist.desk.follow_ups import FollowUp, Turn
from kbassist.desk.shift import DueComplaint, HeldCall, Shift
from kbassist.messages import _
from kbassist.text.privacy import clean

_LONGEST_NOTE = 120


class Section(NamedTuple):
    """What is left of one kind."""

    title: str
    rows: tuple[str, ...]


def title(now: datetime) -> str:
    """Return the title of a hand-over made at a local time."""
    return _("Hand-over, {moment}").format(moment=moments.moment(now, now))


def text(shift: Shift, now: datetime) -> str:
    """Return the hand-over as plain text."""
    parts = ("\n".join((part.title, *(f"- {row}" for row in part.rows))) for part in sections(shift, now))
    return "\n\n".join((title(now), *parts)) + "\n"


def rows(shift: Shift, now: datetime) -> list[str]:
    """Return the rows of what is left as a list for a terminal, each kind below its title."""
    if shift == Shift():
        return []
    return [row for part in sections(shift, now) for row in (part.title, *(f"  {each}" for each in part.rows))]


def as_json(shift: Shift, now: datetime) -> str:
    """Return what is left as JSON, the same each time, with moments in the time zone of `now`."""

    def plain(value: object) -> object:
        return value.astimezone(now.tzinfo).isoformat() if isinstance(value, datetime) else str(value)

    left = asdict(shift)
    for row, each in zip(left["follow_ups"], shift.follow_ups, strict=True):
        row["turn"] = each.turn(now)
    return json.dumps(left, default=plain, ensure_ascii=False, indent=2, sort_keys=True)


def html(shift: Shift, now: datetime) -> str:
    """Return the hand-over for paper, without its title."""
    return "".join(
        f"<h2>{escape(part.title)}</h2><ul>{''.join(f'<li>{escape(row)}</li>' for row in part.rows)}</ul>"
        for part in sections(shift, now)
    )


def sections(shift: Shift, now: datetime) -> tuple[Section, ...]:
    """Return what is left at a local time, the most pressing first."""
    found = tuple(Section(f"{name} ({len(rows)})", rows) for name, rows in _sections(shift, now) if rows)
    return found or (Section(_("Nothing is left to hand over."), ()),)


def follow_up_row(follow_up: FollowUp, now: datetime) -> str:
    """Return a promise in one row."""
    when = moments.moment(follow_up.due, now)
    return _joined((when, follow_up.name, follow_up.promise, follow_up.agent))


def _sections(shift: Shift, now: datetime) -> Iterator[tuple[str, tuple[str, ...]]]:
    for turn in Turn:
        of_turn = (each for each in shift.follow_ups if each.turn(now) is turn)
        yield deskwords.word(turn), tuple(follow_up_row(each, now) for each in of_turn)
    yield _("Complaints that are due"), tuple(_complaint_row(each, now) for each in shift.complaints)
    yield _("Calls on hold"), tuple(_held_row(each, now) for each in shift.held)


def _complaint_row(complaint: DueComplaint, now: datetime) -> str:
    return _joined((moments.day(complaint.due, now.date()), complaint.number, complaint.name, complaint.unit))


def _held_row(held: HeldCall, now: datetime) -> str:
    since = _("since {time}").format(time=moments.moment(held.since, now))
    note = " ".join(held.note.split())
    short = note if len(note) <= _LONGEST_NOTE else f"{note[:_LONGEST_NOTE].rsplit(' ', 1)[0]} …"
    return _joined((since, held.name, short, held.agent))


def _joined(parts: Iterable[str]) -> str:
    return clean(" · ".join(filter(None, parts)))
