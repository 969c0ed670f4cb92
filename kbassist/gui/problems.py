"""The list of what is wrong in the articles: where, what, and what would be right."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kbassist.content.kinds import Severity
from kbassist.content.model import Problem
from kbassist.gui.page import PageHead
from kbassist.gui.theme import Theme
from kbassist.messages import _
from kbassist.words import describe

_MOST_SHOWN = 500


class ProblemList(QWidget):
    """Shows problems, errors first; `closed` tells that the agent has seen enough."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with an empty list."""
        super().__init__(parent)
        self._list = QListWidget(self)
        self._list.setObjectName("problems")
        self._list.setWordWrap(True)
        self._list.setAccessibleName(_("Problems in the articles"))
        self._list.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = PageHead(_("Problems in the articles"), theme, self)
        head.closed.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._list, 1)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show these."""
        self._list.clear()
        for problem in sorted(problems, key=_order)[:_MOST_SHOWN]:
            what, cure = describe(problem)
            path = Path(problem.path)
            item = QListWidgetItem(f"{path.parent.name}/{path.name}:{problem.line}\n{what} {cure}")
            item.setToolTip(problem.path)
            self._list.addItem(item)


def _order(problem: Problem) -> tuple[bool, str, int]:
    return problem.severity is not Severity.ERROR, problem.path, problem.line
