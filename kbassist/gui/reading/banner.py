"""What an agent must know before saying anything from an article: a date that has passed, a draft."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kbassist.content.standing import Doubt
from kbassist.gui import labels
from kbassist.gui.theme import GRID


class Banner(QFrame):
    """Says plainly what an agent must know of the article; away while there is nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to say."""
        super().__init__(parent)
        self.setObjectName("banner")
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.addWidget(self._words)
        self.hide()

    @property
    def text(self) -> str:
        """Return what it says."""
        return self._words.text()

    def show_doubts(self, doubts: Sequence[Doubt]) -> None:
        """Say what speaks against an article, each thing on a row."""
        self._words.setText("\n".join(map(labels.doubt, doubts)))
        self.setVisible(bool(doubts))
