"""What pages beside or over the list have in common: a title and a way to close them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from kbassist.gui import icons
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _, in_context


class PageHead(QWidget):
    """The title of a page, a word about it, and a button; `closed` tells that the agent has seen enough."""

    closed = Signal()

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Show a title, with nothing more about it yet."""
        super().__init__(parent)
        self._theme = theme
        self._title, self._about, self._close = QLabel(title, self), QLabel(self), QToolButton(self)
        self._title.setObjectName("articleTitle")
        self._about.setObjectName("muted")
        for label in (self._title, self._about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._close.setToolTip(_("Close ({key})").format(key="Esc"))
        self._close.setAccessibleName(in_context("button", "Close"))
        self._close.clicked.connect(self.closed)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._about)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        theme.changed.connect(self._tint)
        self.show_title(title)
        self._tint()

    def show_title(self, title: str, about: str = "") -> None:
        """Show another title and a word about it."""
        self._title.setText(title)
        self._about.setText(about)
        self._about.setVisible(bool(about))

    def _tint(self) -> None:
        self._close.setIcon(icons.icon("close", self._theme.colours.muted))
