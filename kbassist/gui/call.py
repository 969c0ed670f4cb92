"""The call in front of the agent: everything known of it, without a widget."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from kbassist.assist.kinds import MoodLevel, Phase
from kbassist.content.kinds import Channel, Group, LineKind
from kbassist.content.placeholders import FROM_CALL

if TYPE_CHECKING:
    from kbassist.assist.model import CallNote, Suggestion

# Before what the app put into the notes: words of the agent, which say nothing of the customer.
OWN_SIGN = "» "
_OWN_ROWS = re.compile(f"^{OWN_SIGN}.*$", re.MULTILINE)
SALUTATIONS = ("", "Bapak", "Ibu", "Kak")
LANGUAGES = (None, "id", "en")
_TITLE_WORDS = 5
_LASTING = {"agent", "branch", "bank"}


def new_id() -> str:
    """Return a name for a call that no other has."""
    return os.urandom(8).hex()


def title_of(name: str, note: str) -> str:
    """Return what tells a call from others: the customer's name, else the first words noted."""
    words = note.split()
    return name.strip() or " ".join(words[:_TITLE_WORDS]) + (" …" if len(words) > _TITLE_WORDS else "")


def duration(time: timedelta) -> str:
    """Return a length of time as a clock shows it: 04:12, 1:02:30."""
    hours, rest = divmod(max(0, int(time.total_seconds())), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60:02}:{rest % 60:02}"


class UsedLine(NamedTuple):
    """A line that was said in this call; all but its name may be unknown after a restart."""

    line: str
    title: str = ""
    text: str = ""
    kind: str = ""


@dataclass(slots=True)
class Call:
    """One call, from the first word noted to Ctrl+N.

    `cursor` is where the agent noted last, a code-point place. `shown` are the cards on the screen in their order,
    `seen` those that rested there in all the call; `moods` is how the customer felt from which second on. `agent` is
    the name of who takes it, `customer` the id of the customer's card, `kept` are numbers that the agent called
    harmless. It is on hold since `held`.
    """

    id: str = field(default_factory=new_id)
    started: datetime | None = None
    note: str = ""
    cursor: int = 0
    lang: str | None = None
    phase: Phase | None = None
    channel: Channel = Channel.PHONE
    salutation: str = ""
    name: str = ""
    used: list[UsedLine] = field(default_factory=list)
    dismissed: list[str] = field(default_factory=list)
    shown: tuple[str, ...] = ()
    seen: set[str] = field(default_factory=set)
    moods: list[tuple[int, MoodLevel]] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    agent: str = ""
    customer: str = ""
    kept: frozenset[str] = frozenset()
    held: datetime | None = None

    @classmethod
    def following(cls, before: Call) -> Call:
        """Return a fresh call that keeps what belongs to the agent: channel, own name, branch."""
        values = {name: value for name, value in before.values.items() if FROM_CALL.get(name) in _LASTING}
        return cls(channel=before.channel, values=values, agent=before.agent)

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing yet to keep."""
        return not (self.note.strip() or self.name.strip() or self.used)

    @property
    def was_furious(self) -> bool:
        """Whether the customer ever was."""
        return any(level is MoodLevel.FURIOUS for _second, level in self.moods)

    @property
    def offers(self) -> list[UsedLine]:
        """The offers that were made."""
        return [said for said in self.used if said.kind and LineKind(said.kind).group is Group.OFFER]

    @property
    def title(self) -> str:
        """What tells it from others."""
        return title_of(self.name, self.note)

    def feel(self, level: MoodLevel) -> None:
        """Know how the customer feels now."""
        if self.started and level is not (self.moods[-1][1] if self.moods else MoodLevel.CALM):
            self.moods.append((int((datetime.now(UTC) - self.started).total_seconds()), level))

    def start(self) -> None:
        """Start the clock at the first word."""
        if self.started is None and not self.is_blank:
            self.started = datetime.now(UTC)

    def joined_by(self, later: Call) -> Call:
        """Return this call with what was noted in a later one; where both say something the later one is right."""
        said = [used.line for used in self.used]
        note = "\n".join(note for note in (self.note, later.note) if note.strip())
        return replace(
            self,
            started=self.started or later.started,
            note=note,
            cursor=len(note) if later.note.strip() else self.cursor,
            lang=later.lang or self.lang,
            phase=later.phase or self.phase,
            channel=self.channel if later.channel is Channel.PHONE else later.channel,
            salutation=later.salutation or self.salutation,
            name=later.name or self.name,
            used=[*self.used, *(used for used in later.used if used.line not in said)],
            dismissed=[*self.dismissed, *later.dismissed],
            seen=self.seen | later.seen,
            moods=[*self.moods, *later.moods],
            values={**self.values, **later.values},
            kept=self.kept | later.kept,
        )

    def use(self, suggestion: Suggestion, text: str) -> None:
        """Remember a line as said in these words."""
        if suggestion.line not in [said.line for said in self.used]:
            self.used.append(UsedLine(suggestion.line, suggestion.title, text, suggestion.kind.value))

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
            self,
            used=[*self.used],
            dismissed=[*self.dismissed],
            seen=set(self.seen),
            moods=[*self.moods],
            values=dict(self.values),
        )
