"""What a customer has here: calls, and what came of them."""

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from kbassist import deskwords
from kbassist.desk.customers import Matter, MatterKind
from kbassist.gui import labels
from kbassist.gui.records.front import Front
from kbassist.gui.theme import GRID
from kbassist.messages import _

_MOST_SHOWN = 8
_TOP = Qt.AlignmentFlag.AlignTop


class MatterList(QWidget):
    """Calls and what came of them, below a heading; takes no room where there are none."""

    def __init__(self, heading: str, front: Front, parent: QWidget | None = None) -> None:
        """Begin with none."""
        super().__init__(parent)
        self._front, self._heading = front, heading
        self._rows = QWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        title = label("entryLabel", heading)
        self._column.addWidget(title)
        self._column.addWidget(self._rows)
        self.hide()

    def show_matters(self, matters: Iterable[Matter]) -> None:
        """Show some of them, the newest first."""
        rows = QWidget(self)
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setColumnStretch(1, 1)
        shown = list(matters)[:_MOST_SHOWN]
        for row, matter in enumerate(shown):
            grid.addWidget(label("muted", labels.short_day(matter.at.astimezone().date())), row, 0, _TOP)
            grid.addWidget(label("fact", _matter_words(matter, self._front)), row, 1)
        self._column.replaceWidget(self._rows, rows)
        self._rows.deleteLater()
        self._rows = rows
        self.setVisible(bool(shown))


def _matter_words(matter: Matter, front: Front) -> str:
    code_word, words = deskwords.code_word, matter.words.strip().replace("\n", " ")
    what = deskwords.word(matter.kind) if matter.kind is not MatterKind.CALL else ""
    status = code_word(matter.status, front.rules) if matter.kind is MatterKind.CALL and matter.status else ""
    due = ""
    if matter.is_open and matter.due:
        day = matter.due.astimezone().date() if isinstance(matter.due, datetime) else matter.due
        due = _("by {day}").format(day=labels.short_day(day))
    head = " · ".join(filter(None, (what, matter.title, status, due)))
    return "\n".join(filter(None, (head, words)))


def label(name: str, words: str = "") -> QLabel:
    """Return words that are only read, styled by a name."""
    made = QLabel(words)
    made.setObjectName(name)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made
