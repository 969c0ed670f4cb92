"""From a key in the notepad to advice: the call in front and those on hold, the assistant asked, all of it kept."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from kbassist.assist.kinds import Outcome, Phase
from kbassist.content.kinds import Channel
from kbassist.content.placeholders import FROM_CALL
from kbassist.gui.call import Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kbassist.assist.model import Advice, CallNote, Suggestion
    from kbassist.assistant import Assistant
    from kbassist.gui.recorder import Recorder

_SOON_MS = 30  # more than a frame


class Step(StrEnum):
    """What the agent did last that can be taken back."""

    NONE = ""
    CALL = "call"
    USED = "used"
    DISMISSED = "dismissed"


class CallFlow(QObject):
    """Owns the open calls, and asks the assistant at every change of the one in front.

    `agent` is the name of who takes the calls, None until somebody does.
    `advised(Advice)` brings the answer, `call_changed()` tells that another call or a changed form stands in front,
    `settled()` that the last step can no longer be undone.
    """

    advised = Signal(object)
    settled = Signal()
    call_changed = Signal()

    def __init__(self, assistant: Assistant, parent: QObject | None = None) -> None:
        """Begin with a blank call that is kept nowhere yet."""
        super().__init__(parent)
        self._assistant = assistant
        self._recorder: Recorder | None = None
        self.call = Call()
        self.held: list[Call] = []
        self.agent: str | None = None
        self.advice: Advice | None = None
        self._before: Call | None = None
        self._step = Step.NONE
        self._cursor: int | None = None
        self._awake = self._is_restoring = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self.refresh)

    def keep(self, recorder: Recorder, *, restore: bool = True) -> None:
        """Keep calls with `recorder` from now on, what is noted already too, and go on with those that were open."""
        self._recorder = recorder
        recorder.due.connect(self._save)
        recorder.restored.connect(self._restore)
        if restore:
            self._begin_as(self._assistant.agent)
        elif self.call.started:
            recorder.touch()

    def become(self, agent: str) -> None:
        """Let another agent take the calls: theirs come back, and the others' wait until these return."""
        if agent == self.agent:
            return
        self._settle()
        self.leave_note()
        if agent != self._assistant.agent:
            self._assistant.become(agent)
        self.held = []
        self._put(Call())
        self._begin_as(agent)

    def awake(self) -> None:
        """Begin to ask the assistant: what it needs is loaded."""
        self._awake = True
        self.refresh()

    def refresh_soon(self) -> None:
        """Ask the assistant in a moment, unless the next key does so first: one turn of the loop has room for one."""
        self._soon.start()

    def refresh(self) -> None:
        """Ask the assistant about the call as it stands."""
        self._soon.stop()
        if self._awake:
            self.advice = self._assistant.suggest(self.call.as_note())
            self.call.feel(self.advice.mood_level)
            self.advised.emit(self.advice)

    def as_note(self) -> CallNote:
        """Return what is known of the call in front."""
        return self.call.as_note()

    def type_note(self, text: str, cursor: int) -> None:
        """Take the note as it stands; `cursor` is a code-point place."""
        self._cursor = self.call.cursor = cursor
        if text != self.call.note:
            self.call.note = text
            if self._step is Step.CALL:
                # What is noted now is about the next customer: two must never share a call.
                self._settle()
            self._changed()

    def toggle_kept(self, number: str) -> None:
        """Keep a number of the note as it is typed, or mask it again."""
        self.call.kept ^= {number}
        self._changed_form()

    def leave_note(self) -> None:
        """Know that nobody is typing: what stands there is whole."""
        self._cursor = None
        self._save()

    def set_name(self, name: str) -> None:
        """Take the customer's name."""
        self.call.name = name
        self._changed()

    def set_customer(self, customer: str, name: str, salutation: str) -> None:
        """Take the customer whose card has this id; an empty one means that nobody's card is meant."""
        self.call.customer, self.call.name, self.call.salutation = customer, name, salutation
        self._changed_form()

    def set_salutation(self, salutation: str) -> None:
        """Take the form of address that the agent chose."""
        self.call.salutation = salutation
        self._changed_form()

    def set_channel(self, channel: Channel) -> None:
        """Take the channel."""
        self.call.channel = Channel(channel)  # a signal brings an enumerated text as a plain one
        self._changed_form()

    def set_lang(self, lang: str | None) -> None:
        """Take the language of the lines; None follows the note."""
        self.call.lang = lang
        self._changed_form()

    def set_phase(self, phase: Phase | None) -> None:
        """Take the phase; None lets the assistant infer it."""
        self.call.phase = Phase(phase) if phase else None
        self._changed_form()

    def give(self, name: str, value: str) -> None:
        """Take what the agent said for a placeholder; it is asked once a call."""
        match FROM_CALL.get(name):
            case "name":
                self.call.name = value
            case "salutation":
                self.call.salutation = value
            case _:
                self.call.values[name] = value
        self._changed_form()

    def use(self, suggestion: Suggestion, text: str) -> None:
        """Know that a line was said in these words."""
        self._remember(Step.USED)
        self.call.use(suggestion, text)
        self._assistant.record(Outcome.COPIED, suggestion.line)
        self._changed()

    def insert(self, suggestion: Suggestion) -> None:
        """Know that a line was put into the notes."""
        self._assistant.record(Outcome.INSERTED, suggestion.line)

    def dismiss(self, suggestion: Suggestion) -> None:
        """Keep a line away for the rest of the call."""
        self._remember(Step.DISMISSED)
        self.call.dismissed.append(suggestion.line)
        self._assistant.record(Outcome.DISMISSED, suggestion.line)
        self._changed()

    def show(self, lines: tuple[str, ...]) -> None:
        """Know which cards are on the screen, in their order."""
        self.call.shown = lines

    def see(self, lines: Iterable[str]) -> None:
        """Know that lines have rested on the screen."""
        self.call.seen.update(lines)

    def new_call(self) -> None:
        """End this call, which then waits to be wrapped up, and begin another; one that is blank goes on."""
        if self.call.is_blank:
            return
        self._remember(Step.CALL)
        if self._recorder:
            self._recorder.end(self.call)
        self._assistant.record(Outcome.SHOWN, *self.call.seen)
        if self.advice:
            self._assistant.remember_refusals(self.call.name, self.advice.refused)
        self._put(Call.following(self.call))

    def record(self, job: Callable[[], object]) -> None:
        """Have a job done at the tables once the calls are written there."""
        if self._recorder:
            self._recorder.then(job)

    def hold(self) -> None:
        """Put this call on hold and begin another; one that is blank gives way to the call that waits longest."""
        if not self.call.is_blank:
            self._leave()
            self._put(Call.following(self.call))
        elif self.held:
            self.take(self.held[0])

    def take(self, call: Call) -> None:
        """Go on with a call that is on hold; the one in front is on hold instead."""
        self._leave()
        self.held.remove(call)
        call.held = None
        self._put(call)
        self._save()

    def turn(self, by: int) -> None:
        """Go on with the open call that began after this one, or before it with `by` -1, round and round."""
        calls = sorted([*self.held, self.call], key=_began)
        call = calls[(calls.index(self.call) + by) % len(calls)]
        if call is not self.call:
            self.take(call)

    def take_back(self) -> None:
        """Undo the last step that can be undone."""
        before, step, self._step = self._before, self._step, Step.NONE
        if before is None:
            return
        match step:
            case Step.CALL:
                self._assistant.withdraw(Outcome.SHOWN, *before.seen)
                self._put(before)
                self._save()
                if self._recorder:
                    self._recorder.reopen(before)
            case Step.USED:
                self._assistant.withdraw(Outcome.COPIED, *(said.line for said in self.call.used[len(before.used) :]))
                self.call.used = before.used
                self._changed()
            case Step.DISMISSED:
                self._assistant.withdraw(Outcome.DISMISSED, *self.call.dismissed[len(before.dismissed) :])
                self.call.dismissed = before.dismissed
                self._changed()

    def close(self) -> None:
        """Keep what is not kept yet."""
        self._is_restoring = False
        self.leave_note()
        if self._recorder:
            self._recorder.close()
            self._recorder = None

    def _begin_as(self, agent: str) -> None:
        self.agent = self.call.agent = agent
        if self._recorder:
            self._is_restoring = True
            self._recorder.restore(agent)

    def _restore(self, agent: str, calls: list[Call]) -> None:
        if not self._recorder or agent != self.agent:
            return
        self._is_restoring = False
        for call in calls:
            call.agent = agent
        front = next((call for call in reversed(calls) if not call.held), None)
        self.held = sorted([*self.held, *(call for call in calls if call is not front)], key=_waits_since)
        if front:
            typing = self._cursor is not None
            self._put(front.joined_by(self.call))
            self._cursor = self.call.cursor if typing else None
        elif calls:
            self.call_changed.emit()
        if self.call.started:
            self._recorder.touch()

    def _leave(self) -> None:
        """Let the call in front wait, unless there is nothing in it."""
        self._settle()
        if not self.call.is_blank:
            self.call.held, self._cursor = datetime.now(UTC), None
            self.held.append(self.call)
            if self._recorder:
                self._recorder.save(self.call, None)
        elif self.call.started and self._recorder:
            self._recorder.remove(self.call)

    def _settle(self) -> None:
        if self._step:
            self._step = Step.NONE
            self.settled.emit()

    def _put(self, call: Call) -> None:
        self.call, self._cursor = call, None
        self.call_changed.emit()
        self.refresh()

    def _remember(self, step: Step) -> None:
        self._before, self._step = self.call.copy(), step

    def _changed_form(self) -> None:
        self._changed()
        self.call_changed.emit()

    def _changed(self) -> None:
        self.call.start()
        if self._recorder:
            self._recorder.touch()
        self.refresh()

    def _save(self) -> None:
        if self._recorder and self.call.started and not self._is_restoring:
            self._recorder.save(self.call, self._cursor)


def _began(call: Call) -> datetime:
    return call.started or datetime.now(UTC)


def _waits_since(call: Call) -> datetime:
    return call.held or _began(call)
