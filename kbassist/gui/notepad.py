"""Where the agent types: grows with the note, and underlines the words that matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QTextEdit, QWidget

from kbassist.assist.kinds import MoodLevel
from kbassist.gui.call import OWN_SIGN
from kbassist.gui.places import apart, code_points, units
from kbassist.gui.theme import GRID, NOTE_SIZE, Theme, font
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.assist.model import Advice

_FEWEST_ROWS, _MOST_ROWS = 5, 8
_MOST_CHARACTERS = 20_000
_LOOKS_AWAY = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}


class Notepad(QPlainTextEdit):
    """`noted(text, cursor)` tells of every change in the same turn; `left` that the focus went away.

    `cursor` counts code points.
    """

    noted = Signal(str, int)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with an empty note."""
        super().__init__(parent)
        self._theme = theme
        self._advice: Advice | None = None
        self._text = ""
        self.setObjectName("notepad")
        self.setFont(font(NOTE_SIZE))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(2 * GRID, GRID, GRID, GRID)
        self.setPlaceholderText(_("e.g. card not arrived 2 wks, upset, called 3x"))
        self.setAccessibleName(_("Notes"))
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self.textChanged.connect(self._tell)
        theme.changed.connect(self._underline)
        self._grow()

    def show_note(self, text: str, place: int) -> None:
        """Put another call's note here without telling of it; typing goes on at a code-point place."""
        if text != self._text:
            self._text = text
            self._advice = None
            self.setPlainText(text)
            cursor = QTextCursor(self.document())
            cursor.setPosition(units(text, place))
            self.setTextCursor(cursor)

    def add_rows(self, text: str) -> None:
        """Add rows at the end as if they were typed, so that it can be undone, with the sign of what is ours."""
        text = OWN_SIGN + text.replace("\n", f"\n{OWN_SIGN}")
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        self.setTextCursor(cursor)
        self.insertPlainText(text if not self._text or self._text.endswith("\n") else f"\n{text}")

    def show_advice(self, advice: Advice) -> None:
        """Underline the words that an advice stands on."""
        self._advice = advice
        self._underline()

    def _tell(self) -> None:
        text = self.toPlainText()
        if text != self._text:
            self._text = text
            self.noted.emit(text, code_points(text, self.textCursor().position()))

    def _underline(self) -> None:
        advice, colours = self._advice, self._theme.colours
        if advice is None or len(advice.note) != len(self._text):
            self.setExtraSelections([])
            return
        mood_colour = colours.alarm if advice.mood_level is MoodLevel.FURIOUS else colours.calm
        marks = dict.fromkeys(advice.mood_reasons, mood_colour)
        for suggestion in advice.suggestions:
            if not suggestion.locked:
                for reason in suggestion.because:
                    marks.setdefault(reason, colours.of_group(suggestion.group))
        self.setExtraSelections([self._mark(reason.start, reason.end, marks[reason]) for reason in apart(marks)])

    def _mark(self, start: int, end: int, colour: str) -> QTextEdit.ExtraSelection:
        cursor, form = QTextCursor(self.document()), QTextCharFormat()
        cursor.setPosition(units(self._text, start))
        cursor.setPosition(units(self._text, end), QTextCursor.MoveMode.KeepAnchor)
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        form.setUnderlineColor(QColor(colour))
        marked = QTextEdit.ExtraSelection()
        marked.cursor, marked.format = cursor, form
        return marked

    def _grow(self) -> None:
        rows = min(max(int(self.document().documentLayout().documentSize().height()), _FEWEST_ROWS), _MOST_ROWS)
        self.setFixedHeight(rows * self.fontMetrics().lineSpacing() + 2 * GRID + 2)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell that typing is over; a look at another window is no end, a number may be half typed."""
        super().focusOutEvent(event)
        if event.reason() not in _LOOKS_AWAY:
            self.left.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste plain text, as much as a note may hold."""
        self.insertPlainText(source.text()[: max(0, _MOST_CHARACTERS - len(self._text))])
