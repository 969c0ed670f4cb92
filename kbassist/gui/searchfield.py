"""The field at the top that searches the articles."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from kbassist.gui import icons
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _

SEARCH_KEY = "Ctrl+K"


class SearchField(QLineEdit):
    """The field; `moved(key)` hands arrows on to the results."""

    moved = Signal(object)
    key = SEARCH_KEY

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Show an empty field with its key."""
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("search")
        self.setAccessibleName(_("Search articles"))
        self.setPlaceholderText(_("Search articles, fees, procedures"))
        self.setToolTip(_("Search articles ({key})").format(key=SEARCH_KEY))
        self._sign = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._hint = QLabel(SEARCH_KEY, self)
        self._hint.setObjectName("keyHint")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GRID, 0)
        row.addStretch(1)
        row.addWidget(self._hint)
        self.textChanged.connect(self._show_hint)
        theme.changed.connect(self._tint)
        QTimer.singleShot(0, self, self._tint)  # drawings come after the first paint

    def _tint(self) -> None:
        self._sign.setIcon(icons.icon("search", self._theme.colours.muted))

    def _show_hint(self, text: str) -> None:
        self._hint.setVisible(not text)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Hand the arrows on."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.moved.emit(event)
        else:
            super().keyPressEvent(event)
