"""The list of what is wrong in the articles: where, what, and what would be right."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QToolButton, QVBoxLayout, QWidget

from kbassist.content.kinds import Severity
from kbassist.content.model import Problem
from kbassist.gui import icons
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _, in_context
from kbassist.words import describe

_MOST_SHOWN = 500


class ProblemList(QWidget):
    """Shows problems, errors first; `closed` tells that the agent has seen enough."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with an empty list."""
        super().__init__(parent)
        self._theme = theme
        self._list = QListWidget(self)
        self._list.setObjectName("problems")
        self._list.setWordWrap(True)
        self._list.setAccessibleName(_("Problems in the articles"))
        self._list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        title = QLabel(_("Problems in the articles"), self)
        title.setObjectName("articleTitle")
        self._close = QToolButton(self)
        self._close.setToolTip(_("Close ({key})").format(key="Esc"))
        self._close.setAccessibleName(in_context("button", "Close"))
        self._close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        head.addWidget(title, 1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        theme.changed.connect(self._tint)
        self._tint()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these."""
        self._list.clear()
        for problem in sorted(problems, key=_order)[:_MOST_SHOWN]:
            what, cure = describe(problem)
            path = Path(problem.path)
            item = QListWidgetItem(f"{path.parent.name}/{path.name}:{problem.line}\n{what} {cure}")
            item.setToolTip(problem.path)
            self._list.addItem(item)

    def _tint(self) -> None:
        self._close.setIcon(icons.icon("close", self._theme.colours.muted))


def _order(problem: Problem) -> tuple[bool, str, int]:
    return problem.severity is not Severity.ERROR, problem.path, problem.line
