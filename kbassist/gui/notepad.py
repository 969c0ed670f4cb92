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
    from collections.abc import Set as AbstractSet

    from kbassist.assist.model import Advice
    from kbassist.gui.discretion import Notice

_FEWEST_ROWS, _MOST_ROWS = 5, 8
_MOST_CHARACTERS = 20_000
_LOOKS_AWAY = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}


class Notepad(QPlainTextEdit):
    """`noted(text, cursor)` tells of every change in the same turn; `left` that the focus went away.

    `cursor` counts code points. `noticed` tells that `notice`, the word about private things at the cursor, changed.
    """

    noted = Signal(str, int)
    left = Signal()
    noticed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with an empty note."""
        super().__init__(parent)
        self._theme = theme
        self._advice: Advice | None = None
        self._text = ""
        self._kept: frozenset[str] = frozenset()
        self.notice: Notice | None = None
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
        self.cursorPositionChanged.connect(self._notice)
        theme.changed.connect(self._underline)
        self._grow()

    def show_note(self, text: str, place: int, kept: AbstractSet[str] = frozenset()) -> None:
        """Put another call's note here without telling of it; typing goes on at a code-point place.

        `kept` are its numbers that are not masked.
        """
        self._kept = frozenset(kept)
        if text != self._text:
            self._text = text
            self._advice = None
            self.setPlainText(text)
            cursor = QTextCursor(self.document())
            cursor.setPosition(units(text, place))
            self.setTextCursor(cursor)
        self._underline()
        self._notice()

    @property
    def place(self) -> int:
        """Return where one types, in code points."""
        return code_points(self._text, self.textCursor().position())

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
        self._notice()

    def _tell(self) -> None:
        text = self.toPlainText()
        if text != self._text:
            self._text = text
            self._underline()
            self._notice()
            self.noted.emit(text, self.place)

    def _notice(self) -> None:
        """Know what is to be said of the place at the cursor; the cursor moves before the text is told."""
        if self._advice is None or self._text != self.toPlainText():
            return
        from kbassist.gui.discretion import notice  # noqa: PLC0415 - with its lists, which the advice has read

        now = notice(self._text, self.place, self._kept)
        if now != self.notice:
            self.notice = now
            self.setAccessibleDescription(now.words)
            self.noticed.emit()

    def _underline(self) -> None:
        self.setExtraSelections([*self._reasons(), *self._private()])

    def _private(self) -> list[QTextEdit.ExtraSelection]:
        if self._advice is None:
            return []
        from kbassist.gui.discretion import look  # noqa: PLC0415
        from kbassist.text.privacy import find  # noqa: PLC0415

        looks = look(find(self._text, self._kept), self._theme.colours)
        return [self._mark(finding.start, finding.end, form) for finding, form in looks]

    def _reasons(self) -> list[QTextEdit.ExtraSelection]:
        advice, colours = self._advice, self._theme.colours
        if advice is None or len(advice.note) != len(self._text):
            return []
        mood_colour = colours.alarm if advice.mood_level is MoodLevel.FURIOUS else colours.calm
        marks = dict.fromkeys(advice.mood_reasons, mood_colour)
        for suggestion in advice.suggestions:
            if not suggestion.locked:
                for reason in suggestion.because:
                    marks.setdefault(reason, colours.of_group(suggestion.group))
        return [self._mark(reason.start, reason.end, _underlined(marks[reason])) for reason in apart(marks)]

    def _mark(self, start: int, end: int, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        cursor = QTextCursor(self.document())
        cursor.setPosition(units(self._text, start))
        cursor.setPosition(units(self._text, end), QTextCursor.MoveMode.KeepAnchor)
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

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """Copy, cut and drag what may leave the notes, and no more."""
        from kbassist.text.privacy import excerpt  # noqa: PLC0415

        cursor, made = self.textCursor(), QMimeData()
        start, end = (code_points(self._text, place) for place in (cursor.selectionStart(), cursor.selectionEnd()))
        made.setText(excerpt(self._text, start, end, self._kept))
        return made

    def insertFromMimeData(self, source: QMimeData) -> None:  # noqa: N802
        """Paste plain text, as much as a note may hold."""
        self.insertPlainText(source.text()[: max(0, _MOST_CHARACTERS - len(self._text))])


def _underlined(colour: str) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    form.setUnderlineColor(QColor(colour))
    return form
