"""What is told when a matter is handed to a unit: the hand-over text, and the words for the customer.

Composed from what is known, the same each time, in the language in use.
"""

from collections.abc import Collection, Iterator
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import NamedTuple

from kbassist import deskwords, moments
from kbassist.assist.kinds import MoodLevel
from kbassist.content.kinds import Channel
from kbassist.desk.complaints import Action, Complaint
from kbassist.desk.rules import ComplaintRules
from kbassist.desk.workdays import Workdays
from kbassist.messages import _, in_context
from kbassist.text.privacy import clean
from kbassist.words import word

_ROW = "\n"


class Account(NamedTuple):
    """What is known of a call: who, where, the customer's matter in the words of the note, and what was done."""

    day: date
    channel: Channel
    customer: str = ""
    matter: str = ""
    mood: MoodLevel | None = None
    done: tuple[str, ...] = ()
    agent: str = ""


class Task(NamedTuple):
    """What a unit is asked to do, by when in words, and the documents that it needs, with those that are there."""

    unit: str
    request: str = ""
    by: str = ""
    documents: tuple[str, ...] = ()
    ready: Collection[str] = ()


def compose(account: Account, task: Task, kept: AbstractSet[str] = frozenset()) -> str:
    """Return the hand-over text, with nothing private in it; `kept` are numbers that the agent called harmless."""
    matter = clean(account.matter, kept)  # as it was noted, which tells what is secret
    told = _rows(account._replace(matter=matter), task)
    rows = (f"{name}:{words if words[0] == _ROW else f' {words}'}" for name, words in told if words)
    return clean("\n".join(rows), kept)


def by(sla: str, now: datetime, workdays: Workdays) -> str:
    """Return in words by when a unit answers that has been given so long, such as `5wd`; empty without a time."""
    if not sla:
        return ""
    when = workdays.due(now, sla)
    if sla[-1] in "hm":
        return _("{day}, {time}").format(day=deskwords.day(when.date()), time=moments.clock(when))
    return deskwords.due(workdays.between(now.date(), when.date()), when.date())


def to_say(action: Action, complaint: Complaint, day: date, rules: ComplaintRules) -> str:
    """Return what the customer is told with an action, empty where nothing is; `day` is the one to tell."""
    words = {
        Action.ANSWER: _("We have the answer to your complaint {number}."),
        Action.ASK_DOCUMENTS: _("For your complaint {number} we still need: {documents}. Please send them by {day}."),
        Action.TAKE_DOCUMENTS: _(
            "All documents for your complaint {number} are here. You will have our answer by {day}."
        ),
        Action.EXTEND: _("Your complaint {number} needs more time. You will have our answer by {day}."),
        Action.ASK_WRITING: _(
            "To look further into your complaint {number}, we ask you to send it in writing, with its documents."
            " Once it is here, you will have our answer within {count} working days."
        ),
        Action.TAKE_WRITING: _("Your written complaint {number} is here. You will have our answer by {day}."),
    }.get(action, "")
    documents = ", ".join(complaint.documents) or _("the documents that belong to it")
    return words.format(number=complaint.number, documents=documents, day=deskwords.day(day), count=rules.written)


def _rows(account: Account, task: Task) -> Iterator[tuple[str, str]]:
    yield in_context("hand-over", "For"), task.unit
    where = f"{word(account.channel)}, {deskwords.day(account.day)}"
    customer = account.customer or _("not named")
    yield _("Customer"), f"{customer} ({where})"
    yield _("Matter"), " / ".join(filter(None, map(str.strip, account.matter.splitlines())))
    yield _("Mood"), word(account.mood) if account.mood else ""
    yield in_context("hand-over", "Done so far"), "".join(f"{_ROW}- {done}" for done in account.done)
    yield _("Documents"), "".join(f"{_ROW}- {name}: {_state(name, task)}" for name in task.documents)
    yield in_context("hand-over", "Asked for"), task.request or _("look into it, and tell the customer the answer")
    yield in_context("hand-over", "Due"), task.by
    yield in_context("hand-over", "From"), account.agent


def _state(document: str, task: Task) -> str:
    return in_context("document", "there") if document in task.ready else in_context("document", "still to come")
