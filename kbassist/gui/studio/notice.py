"""A row of the studio that tells one thing and offers one action."""

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from kbassist.gui.theme import GRID
from kbassist.messages import in_context


class Notice(QFrame):
    """Hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to tell."""
        super().__init__(parent)
        self.setObjectName("banner")
        self._words, self.action = QLabel(self), QPushButton(self)
        self._words.setWordWrap(True)
        self._act: Callable[[], object] | None = None
        self.action.clicked.connect(self._take)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self._words, 1)
        row.addWidget(self.action)
        self.hide()

    @property
    def words(self) -> str:
        """Return what is told, empty for nothing."""
        return "" if self.isHidden() else self._words.text()

    def tell(self, words: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Tell something, with what can be done about it; else it can be put away."""
        self._words.setText(words)
        self.action.setText(action or in_context("button", "Close"))
        self._act = act
        self.show()

    def _take(self) -> None:
        act, self._act = self._act, None
        self.hide()
        if act:
            act()
