"""Saying a line: what is open in it is asked for first, one placeholder after another, where the line stands."""

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QWidget

from kbassist.assist.model import Suggestion
from kbassist.content import placeholders
from kbassist.gui.cards.gap import GapField


class LineSayer(QObject):
    """Asks for the gaps of one line at a time.

    `said(suggestion, text)` brings the line with every placeholder filled, `filled(name, value)` each thing that the
    agent told. `turned` says that a question came up or went, for which the owner makes room and then calls `put`.
    `left` tells that the question was cancelled.
    """

    said = Signal(object, str)
    filled = Signal(str, str)
    turned = Signal()
    left = Signal()

    def __init__(self, place: QWidget) -> None:
        """Ask within `place`."""
        super().__init__(place)
        self._line: Suggestion | None = None
        self._name = ""
        self._answers: dict[str, str] = {}
        self._field = GapField(place)
        self._field.answered.connect(self._take_answer)
        self._field.cancelled.connect(self.leave)

    @property
    def line(self) -> str:
        """Return the name of the line that is asked about, empty for none."""
        return self._line.line if self._line else ""

    def say(self, suggestion: Suggestion) -> None:
        """Hand a line out, once everything in it is known."""
        self._line, self._answers = suggestion, {}
        self._go_on()

    def put(self, place: QRect) -> None:
        """Show the question at a place."""
        self._field.setGeometry(place)

    def leave(self) -> None:
        """Give up the question, if there is one."""
        if self._line:
            self._end()
            self.left.emit()

    def _go_on(self) -> None:
        if self._line is None:
            return
        suggestion = self._line
        text, gaps = placeholders.fill(suggestion.text, self._answers)
        if gaps:
            self._name = gaps[0]
            self._field.ask(self._name)
            self.turned.emit()
            return
        self._end()
        self.said.emit(suggestion, text)

    def _take_answer(self, value: str) -> None:
        self._answers[self._name] = value
        self.filled.emit(self._name, value)
        self._go_on()

    def _end(self) -> None:
        self._line = None
        self._field.hide()
        self.turned.emit()
