"""The keys for calls: begin, end, hold and take; what each changes round the notes, and what a call leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from kbassist.gui import keys, labels
from kbassist.gui.flow import CallFlow
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.gui.breath import Breath
    from kbassist.gui.theme import Theme
    from kbassist.gui.window import AssistantWindow


class Switchboard(QObject):
    """Puts calls through: one stands in front, others wait on hold, those that ended wait to be wrapped up.

    `reminder` says what was left unsaid in the call before, until something is known of the next.
    """

    def __init__(self, flow: CallFlow, window: AssistantWindow, theme: Theme, *, breath: bool) -> None:
        """Change the calls of `flow` in a window; `breath` is whether a minute is offered after a hard call."""
        super().__init__(window)
        self._flow, self._theme, self._offers_breath = flow, theme, breath
        self._front = flow.call.id
        self.reminder = ""
        self._breath: Breath | None = None
        flow.call_changed.connect(self._clear_desk)
        flow.advised.connect(self._go_on)

    @property
    def _window(self) -> AssistantWindow:
        return cast("AssistantWindow", self.parent())  # which a reference would keep alive

    def shortcuts(self) -> Iterator[tuple[str, Callable[[], None]]]:
        """Yield the keys for calls, and what each does."""
        yield keys.NEW_CALL_KEY, self.new_call
        yield keys.HOLD_KEY, self.hold
        yield keys.NEXT_CALL_KEY, self.next_call
        yield keys.PREVIOUS_CALL_KEY, self.previous_call
        yield keys.UNDO_KEY, self.take_back

    def wrap_up(self, call: str, job: Callable[[], object]) -> None:
        """Have the wrap-up of a call kept; where it stood in front, another begins."""
        if call == self._flow.call.id:
            self.new_call(_("Wrapped up. New call"))
        else:
            self._window.status.say(_("Wrapped up"))
        self._flow.record(job)

    def new_call(self, told: str = "") -> None:
        """End the call, and begin another; it says what was left unsaid, and lets one breathe after a hard one."""
        call, advice = self._flow.call, self._flow.advice
        self._window.back_to_notes()
        if call.is_blank:
            return
        self._flow.new_call()
        self._window.status.offer_back(told or _("New call"))
        unsaid = labels.unsaid(len(advice.unsaid)) if advice else ""
        self.reminder = _("Last call: {words}").format(words=unsaid) if unsaid else ""
        self._window.hint.remind(self.reminder)
        if call.was_furious and self._offers_breath:
            self._begin_breath()

    def hold(self) -> None:
        """Put the call on hold and begin another, or from a blank one go on with the one that waits longest."""
        self._window.back_to_notes()
        call = self._flow.call
        self._flow.hold()
        if call.held:
            self._window.status.say(_("On hold: {name}").format(name=call.title))

    def next_call(self) -> None:
        """Go on with the open call that began after this one."""
        self._window.back_to_notes()
        self._flow.turn(1)

    def previous_call(self) -> None:
        """Go on with the open call that began before this one."""
        self._window.back_to_notes()
        self._flow.turn(-1)

    def take_back(self) -> None:
        """Undo what was just done."""
        self._window.status.withdraw()
        self._flow.take_back()
        self._window.notepad.setFocus()

    def end_breath(self) -> None:
        """Let no minute to breathe be in the way."""
        if self._breath:
            self._breath.leave()

    def _begin_breath(self) -> None:
        from kbassist.gui.breath import Breath  # noqa: PLC0415 - few calls need it

        self._breath = self._breath or Breath(self._theme, self._window.cards.viewport())
        self._breath.begin()

    def _clear_desk(self) -> None:
        """Put away all that belongs to the call before, once another stands in front."""
        if self._flow.call.id != self._front:
            self._front = self._flow.call.id
            self._window.cards.cards.clear()
            self._window.side.begin_call()

    def _go_on(self) -> None:
        """Let go of the call before, once something is known of the next."""
        if not self._flow.call.is_blank:
            self.reminder = ""
            self.end_breath()
