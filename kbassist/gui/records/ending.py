"""What is known of a call when it comes to its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from kbassist import messages, summary, topics
from kbassist.content.guides import Mark
from kbassist.content.kinds import Group, LineKind
from kbassist.content.model import Line
from kbassist.content.placeholders import FROM_CALL
from kbassist.desk.feedback import FeedbackKind
from kbassist.gui.call import OWN_SIGN, Call
from kbassist.gui.records.front import Front
from kbassist.summary import Record
from kbassist.words import word

_STEP = re.compile(rf"([{''.join(Mark)}]) (.+)")
_TAKEN = {Mark.DONE, Mark.TAKEN}


class Ending:
    """Reads the call once, when its wrap-up begins; `ended` is a local moment."""

    def __init__(self, call: Call, front: Front, read: Sequence[str] = (), ended: datetime | None = None) -> None:
        """Take a call as it is; `read` are the articles that were read in it, it ends now unless it has `ended`."""
        self.call = call
        self.ended = (ended or datetime.now(UTC)).astimezone()
        advice = front.assistant.suggest(call.as_note())
        self._lines = list(_lines(call, front, call.lang or advice.lang))
        librarian = front.assistant.librarian
        found = [suggestion.article for suggestion in advice.suggestions]
        said = [used.line.partition("#")[0] for used in call.used]
        self.topics = topics.find(librarian, [*said, *read, *found], messages.language())
        offers = [(name, title) for name, title, line in self._lines if line and line.kind.group is Group.OFFER]
        self.offer, self.offer_title = offers[-1] if offers else ("", "")
        self.offer_refused = self.offer.partition("#")[0] in advice.refused
        self._moods = [level for _second, level in call.moods] or [advice.mood_level]
        units = [line.to for _n, _t, line in self._lines if line and line.kind is LineKind.ESCALATE and line.to]
        numbers = [value for name, value in call.values.items() if FROM_CALL.get(name) == "ticket" and value]
        self.handed_over = ", ".join(dict.fromkeys([*units, *numbers]))

    @property
    def customer(self) -> str:
        """The customer as one says the name."""
        return f"{self.call.salutation} {self.call.name}".strip() if self.call.name.strip() else ""

    @property
    def about(self) -> str:
        """What tells the call from others."""
        started = (self.call.started or self.ended).astimezone()
        return " · ".join(filter(None, (self.customer, word(self.call.channel), summary.moment(started))))

    def record(self, values: Mapping[str, Any], due: datetime | None) -> Record:
        """Return all that is known together with what was filled in."""
        rows = self.call.note.splitlines()
        own = [row.removeprefix(OWN_SIGN) for row in rows if row.startswith(OWN_SIGN)]
        steps = [found for row in own for part in row.split("; ") if (found := _STEP.fullmatch(part))]
        return Record(
            channel=self.call.channel,
            started=(self.call.started or self.ended).astimezone(),
            ended=self.ended,
            customer=self.customer,
            note="\n".join(row for row in rows if not row.startswith(OWN_SIGN)),
            moods=self._moods,
            said=[title for _name, title, line in self._lines if not (line and line.kind.group is Group.OFFER)],
            done=[step[2] for step in steps if step[1] in _TAKEN],
            offer=self.offer_title,
            handed_over=self.handed_over,
            promise=values["promise"],
            due=due,
            kind=FeedbackKind(values["kind"]) if values["kind"] else None,
            words=values["words"],
        )


def _lines(call: Call, front: Front, lang: str) -> Iterator[tuple[str, str, Line | None]]:
    """Yield the name, the title and the line of all that was said, as far as it is known."""
    librarian = front.assistant.librarian
    for used in call.used:
        line = librarian.line(used.line, lang)
        title = used.title or (line.title if line else "") or librarian.title_of(used.line.partition("#")[0], lang)
        yield used.line, title or used.line, line
