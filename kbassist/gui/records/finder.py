"""Finding one thing of the desk: a field, and rows that follow what is typed in it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbassist.gui import quiet
from kbassist.gui.finding.field import FindField
from kbassist.gui.page import PageHead
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID, Theme


class _Rows(RowList):
    """Rows, or a calm sentence where there are none."""

    calm_words = ""

    def __init__(self, name: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(name, theme, parent)
        self._theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if self.count() == 0 and self.calm_words:
            quiet.say(self.viewport(), self.calm_words, self._theme.colours)


class Finder(QWidget):
    """Asks by `asked(words)` for what to show, and tells by `taken(name)` which row the agent means."""

    asked = Signal(str)
    taken = Signal(str)
    closed = Signal()

    def __init__(self, title: str, placeholder: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with nothing found."""
        super().__init__(parent)
        self.head = PageHead(title, theme, self)
        self.field = FindField(title, placeholder, theme, self)
        self.rows = _Rows(title, theme, self)
        self.setFocusProxy(self.field)
        inner = QVBoxLayout()
        inner.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        inner.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(inner)
        column.addWidget(self.rows, 1)
        self.head.closed.connect(self.closed)
        self.field.textEdited.connect(self.asked)
        self.field.returnPressed.connect(self._take)
        self.field.moved.connect(self.rows.keyPressEvent)
        self.rows.itemActivated.connect(self._take)

    def ask(self, words: str) -> None:
        """Look for words, ready to be typed over."""
        self.field.setText(words)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.asked.emit(words)

    def show_found(self, words: str, rows: Sequence[TextRow], calm_words: str) -> None:
        """Show what was found for words, unless others are asked for by now; `calm_words` where that is nothing."""
        if words == self.field.text():
            self.rows.calm_words = calm_words
            self.rows.show_rows(list(rows))

    def _take(self) -> None:
        if self.rows.chosen:
            self.taken.emit(self.rows.chosen.name)
