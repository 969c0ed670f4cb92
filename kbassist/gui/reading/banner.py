"""What an agent must know before saying anything from an article: a date that has passed, a draft."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kbassist.content.kinds import Status
from kbassist.content.model import Article
from kbassist.gui import labels
from kbassist.gui.theme import GRID
from kbassist.messages import _


def cautions(article: Article, today: date) -> list[str]:
    """Return what speaks against an article on a day, the gravest first."""
    found = []
    if article.status is Status.RETIRED:
        found.append(_("Retired: do not use it any more."))
    elif article.status is not Status.PUBLISHED:
        found.append(_("Not released yet: say nothing of it to customers."))
    if article.valid_until and article.valid_until < today:
        found.append(_("No longer in force after {day}.").format(day=labels.day(article.valid_until)))
    if article.valid_from and article.valid_from > today:
        found.append(_("In force from {day} on.").format(day=labels.day(article.valid_from)))
    if article.review_by and article.review_by < today:
        found.append(_("Review was due on {day}: check before you promise.").format(day=labels.day(article.review_by)))
    return found


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

    def show_cautions(self, words: list[str]) -> None:
        """Say these sentences, each on a row."""
        self._words.setText("\n".join(words))
        self.setVisible(bool(words))
