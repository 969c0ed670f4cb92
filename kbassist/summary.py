"""The summary of a call, in the form that a note in the bank's CRM has: the same record gives the same words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from kbassist.assist.kinds import MoodLevel
from kbassist.content.kinds import Channel
from kbassist.desk.feedback import FeedbackKind
from kbassist.desk.rules import Rules
from kbassist.desk.wrapups import WrapUp
from kbassist.deskwords import code_word
from kbassist.deskwords import word as desk_word
from kbassist.messages import _, in_context, plural
from kbassist.text.privacy import clean
from kbassist.words import word

_LONGEST_NOTE, _LONGEST_LIST, _MOST_MOODS = 300, 6, 4
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Record:
    """What a call leaves behind besides its wrap-up; moments are local, empty text means unknown.

    `customer` is the name as one says it, `said` has the titles of lines, `done` the steps that were taken, `offer` the
    title of the offer that was made, `words` those of the customer.
    """

    channel: Channel
    started: datetime
    ended: datetime
    customer: str = ""
    note: str = ""
    moods: Sequence[MoodLevel] = ()
    said: Sequence[str] = ()
    done: Sequence[str] = ()
    offer: str = ""
    handed_over: str = ""
    promise: str = ""
    due: datetime | None = None
    kind: FeedbackKind | None = None
    words: str = ""


def compose(record: Record, wrap_up: WrapUp, rules: Rules) -> str:
    """Return what the record tells, row by row, without anything private; a call of which little is known has one."""
    told = ((label, " ".join(words.split())) for label, words in _rows(record, wrap_up, rules))
    return clean("\n".join([_head(record), *(f"{label}: {words}" for label, words in told if words)]))


def moment(when: datetime) -> str:
    """Return a moment as it is written: day and hour."""
    return when.strftime(in_context("date and time", "%Y-%m-%d %H:%M"))


def _head(record: Record) -> str:
    minutes = int((record.ended - record.started).total_seconds()) // _MINUTE
    lasted = plural("{count} minute", "{count} minutes", minutes).format(count=minutes)
    who = record.customer or _("Customer unknown")
    return " · ".join((who, word(record.channel), moment(record.started), lasted if minutes else _("under a minute")))


def _rows(record: Record, wrap_up: WrapUp, rules: Rules) -> Iterator[tuple[str, str]]:
    yield _("Reason"), " – ".join(filter(None, (wrap_up.reason, wrap_up.product)))
    note = " ".join(clean(record.note).split())  # before it is cut short: what tells a secret may stand further on
    yield in_context("summary", "Note"), textwrap.shorten(note, _LONGEST_NOTE, placeholder=" …")
    yield _("Mood"), _moods(record.moods)
    yield in_context("summary", "Said"), _list(record.said)
    yield in_context("summary", "Done"), _list(record.done)
    yield in_context("summary", "Offer"), _offer(record.offer, wrap_up, rules)
    yield _("Handed over to"), record.handed_over
    yield _("Promised"), " – ".join(filter(None, (record.promise, moment(record.due) if record.due else "")))
    yield _("Outcome"), code_word(wrap_up.outcome, rules) if wrap_up.outcome else ""
    yield _("Satisfaction"), _("{mark} of {most}").format(mark=wrap_up.csat, most=5) if wrap_up.csat else ""
    recommends = "" if wrap_up.nps is None else _("{mark} of {most}").format(mark=wrap_up.nps, most=10)
    yield _("Would recommend"), recommends
    if record.kind:
        yield desk_word(record.kind), f"“{record.words}”" if record.words else ""


def _moods(moods: Sequence[MoodLevel]) -> str:
    """Return how the customer felt, in turn; of many turns the first, the worst and the last."""
    turns = [level for level, _again in groupby(moods)]
    if len(turns) > _MOST_MOODS:
        worst = max(turns, key=list(MoodLevel).index)
        turns = [level for level, _again in groupby((turns[0], worst, turns[-1]))]
    return " → ".join(map(word, turns))


def _list(names: Sequence[str]) -> str:
    more = len(names) - _LONGEST_LIST
    rest = [plural("{count} more", "{count} more", more).format(count=more)] if more > 0 else []
    return "; ".join([*names[:_LONGEST_LIST], *rest])


def _offer(title: str, wrap_up: WrapUp, rules: Rules) -> str:
    if not title:
        return ""
    result = code_word(wrap_up.offer_result, rules).lower() if wrap_up.offer_result else ""
    why = code_word(wrap_up.offer_reason, rules).lower() if wrap_up.offer_reason else ""
    answer = f"{result} ({why})" if result and why else result
    return " – ".join(filter(None, (title, answer)))
