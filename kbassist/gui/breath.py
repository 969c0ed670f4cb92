"""A minute's breath after a hard call; it holds nobody up."""

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kbassist.gui.bar import Bar
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _

MINUTE = 60_000  # ms
_STEP = 200  # ms; the bar moves by about a pixel


class Breath(QWidget):
    """Covers the empty list until the minute is over or `leave` is called."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        """Prepare, hidden, over all of `parent`."""
        super().__init__(parent)
        self._theme = theme
        self._begun = QElapsedTimer()
        self._second = QTimer(self)
        self._second.setInterval(_STEP)
        self._second.timeout.connect(self._go_on)
        self.setObjectName("breath")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = QLabel(_("Take a breath. That was a hard call."), self)
        self.words.setObjectName("breathWords")
        self._how = QLabel(_("Esc or typing goes on at once."), self)
        self._how.setObjectName("muted")
        for label in (self.words, self._how):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
        self.bar = Bar(theme, "calm")
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 6 * GRID, 4 * GRID, 0)
        column.setSpacing(GRID)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addWidget(self._how)
        column.addStretch(1)
        self.setAccessibleName(self.words.text())
        self.hide()
        cover = QVBoxLayout(parent)
        cover.setContentsMargins(0, 0, 0, 0)
        cover.addWidget(self)

    def begin(self) -> None:
        """Show the notice for a minute; the bar only where things may move."""
        self.bar.show_share(0.0)
        self.bar.setVisible(self._theme.moves)
        self._begun.start()
        self._second.start()
        self.show()

    def leave(self) -> None:
        """Go on."""
        self._second.stop()
        self.hide()

    def _go_on(self) -> None:
        passed = self._begun.elapsed() / MINUTE
        self.bar.show_share(passed)
        if passed >= 1:
            self.leave()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Stand before everything else in the list."""
        super().showEvent(event)
        self.raise_()
