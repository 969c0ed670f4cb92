"""Saying a line: what is open in it is asked for first, one placeholder after another, where the line stands."""

from PySide6.QtCore import QObject, QRect, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from kbassist.assist.model import Suggestion
from kbassist.content import placeholders
from kbassist.gui.cards.gap import GapField


class LineSayer(QObject):
    """Asks for the gaps of one line at a time.

    `filled(name, value)` brings each thing that the agent told. `turned` says that a question came up or went, for
    which the owner makes room and then calls `put`. `left` tells that a question is over, answered or not.
    """

    filled = Signal(str, str)
    turned = Signal()
    left = Signal()

    def __init__(self, place: QWidget) -> None:
        """Ask within `place`."""
        super().__init__(place)
        self._line: Suggestion | None = None
        self._then: SignalInstance | None = None
        self._name = ""
        self._answers: dict[str, str] = {}
        self._field = GapField(place)
        self._field.answered.connect(self._take_answer)
        self._field.cancelled.connect(self.leave)

    @property
    def line(self) -> str:
        """Return the name of the line that is asked about, empty for none."""
        return self._line.line if self._line else ""

    def say(self, suggestion: Suggestion, then: SignalInstance) -> None:
        """Emit `then` with a line and its text, once everything in it is known."""
        self._line, self._then, self._answers = suggestion, then, {}
        self._go_on()

    def put(self, place: QRect) -> None:
        """Show the question at a place."""
        self._field.setGeometry(place)

    def leave(self) -> None:
        """Give up the question, if there is one."""
        if self._line:
            self._end()

    def _go_on(self) -> None:
        suggestion, then = self._line, self._then
        if suggestion is None or then is None:
            return
        text, gaps = placeholders.fill(suggestion.text, self._answers)
        if gaps:
            self._name = gaps[0]
            self._field.ask(self._name)
            self.turned.emit()
            return
        self._end()
        then.emit(suggestion, text)

    def _take_answer(self, value: str) -> None:
        self._answers[self._name] = value
        self.filled.emit(self._name, value)
        self._go_on()

    def _end(self) -> None:
        was_asking = not self._field.isHidden()
        self._line = self._then = None
        self._field.hide()
        self.turned.emit()
        if was_asking:
            self.left.emit()
