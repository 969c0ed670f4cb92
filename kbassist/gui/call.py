"""The call in front of the agent: everything known of it, without a widget."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from kbassist.assist.kinds import Phase
from kbassist.content.kinds import Channel
from kbassist.content.placeholders import FROM_CALL

if TYPE_CHECKING:
    from kbassist.assist.model import CallNote, Suggestion

# Before what the app put into the notes: words of the agent, which say nothing of the customer.
OWN_SIGN = "» "
_OWN_ROWS = re.compile(f"^{OWN_SIGN}.*$", re.MULTILINE)
SALUTATIONS = ("", "Bapak", "Ibu", "Kak")
LANGUAGES = (None, "id", "en")
_LASTING = {"agent", "branch", "bank"}


def new_id() -> str:
    """Return a name for a call that no other has."""
    return os.urandom(8).hex()


class UsedLine(NamedTuple):
    """A line that was said in this call; title and text may be unknown after a restart."""

    line: str
    title: str = ""
    text: str = ""


@dataclass(slots=True)
class Call:
    """One call, from the first word noted to Ctrl+N.

    `shown` are the cards on the screen in their order, `seen` those that rested there in all the call; `was_furious` is
    whether the customer ever was. `agent` is the name of who takes it, `customer` the id of the customer's card.
    """

    id: str = field(default_factory=new_id)
    started: datetime | None = None
    note: str = ""
    lang: str | None = None
    phase: Phase | None = None
    channel: Channel = Channel.PHONE
    salutation: str = ""
    name: str = ""
    used: list[UsedLine] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)
    shown: tuple[str, ...] = ()
    seen: set[str] = field(default_factory=set)
    was_furious: bool = False
    values: dict[str, str] = field(default_factory=dict)
    agent: str = ""
    customer: str = ""

    @classmethod
    def following(cls, before: Call) -> Call:
        """Return a fresh call that keeps what belongs to the agent: channel, own name, branch."""
        values = {name: value for name, value in before.values.items() if FROM_CALL.get(name) in _LASTING}
        return cls(channel=before.channel, values=values, agent=before.agent)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing yet to keep."""
        return not (self.note.strip() or self.name.strip() or self.used)

    def start(self) -> None:
        """Start the clock at the first word."""
        if self.started is None and not self.is_blank:
            self.started = datetime.now(UTC)

    def joined_by(self, later: Call) -> Call:
        """Return this call with what was noted in a later one; where both say something the later one is right."""
        said = [used.line for used in self.used]
        return replace(
            self,
            started=self.started or later.started,
            note="\n".join(note for note in (self.note, later.note) if note.strip()),
            lang=later.lang or self.lang,
            phase=later.phase or self.phase,
            channel=self.channel if later.channel is Channel.PHONE else later.channel,
            salutation=later.salutation or self.salutation,
            name=later.name or self.name,
            used=[*self.used, *(used for used in later.used if used.line not in said)],
            dismissed=[*self.dismissed, *later.dismissed],
            seen=self.seen | later.seen,
            was_furious=self.was_furious or later.was_furious,
            values={**self.values, **later.values},
        )

    def use(self, suggestion: Suggestion, text: str) -> None:
        """Remember a line as said in these words."""
        if suggestion.line not in [said.line for said in self.used]:
            self.used.append(UsedLine(suggestion.line, suggestion.title, text))

    def as_note(self) -> CallNote:
        """Return what the assistant is asked about."""
        from kbassist.assist.model import CallNote  # noqa: PLC0415 - nobody is asked before the first paint

        return CallNote(
            note=_OWN_ROWS.sub(lambda row: " " * len(row[0]), self.note),
            lang=self.lang,
            phase=self.phase,
            used=tuple(said.line for said in self.used),
            dismissed=tuple(self.dismissed),
            shown=self.shown,
            channel=self.channel,
            salutation=self.salutation,
            name=self.name.strip(),
            values=dict(self.values),
        )

    @property
    def own_rows(self) -> tuple[str, ...]:
        """What the app put into the note, row by row, without its sign."""
        return tuple(row.removeprefix(OWN_SIGN) for row in _OWN_ROWS.findall(self.note))

    def copy(self) -> Call:
        """Return a copy that later changes do not reach."""
        return replace(
            self, used=[*self.used], dismissed=[*self.dismissed], seen=set(self.seen), values=dict(self.values)
        )
