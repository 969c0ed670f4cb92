"""What is due in the library: reviews that are late or come up, articles that begin or end."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kbassist.content.life import Due, Task
from kbassist.gui import labels
from kbassist.gui.keys import OwnKey, OwnKeys
from kbassist.gui.records.flowing import FlowingLayout
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _, in_context, mark, plural

_SIGNS = {Task.OVERDUE: "!!", Task.OVER: "!!"}
_NAMES = {
    Task.OVERDUE: mark("Overdue"),
    Task.REVIEW: mark("To review"),
    Task.STARTS: mark("Beginning"),
    Task.ENDS: mark("Ending"),
    Task.OVER: mark("Out of force"),
}
_SENTENCES = {
    Task.OVERDUE: mark("review was due {day}"),
    Task.REVIEW: mark("review due {day}"),
    Task.STARTS: mark("in force from {day}"),
    Task.ENDS: mark("in force until {day}"),
    Task.OVER: mark("was in force until {day}, still published"),
}


class DuePage(QWidget):
    """Lists what is due, the soonest first, all or of one kind; `chosen(path)` asks to open an article."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with nothing that is due."""
        super().__init__(parent)
        self._due: Sequence[Due] = ()
        self._today = date.today()  # noqa: DTZ011 - the desk's own day
        self.task: Task | None = None
        self._tasks: tuple[Task | None, ...] = (None, *Task)
        self._pills = [QPushButton(self) for _task in self._tasks]
        self.rows = RowList(_("Due"), theme, self)
        self._nothing, self._hint = QLabel(_("Nothing is due."), self), QLabel(_hint(), self)
        self._lay_out()
        self.rows.itemActivated.connect(self._choose)
        for number, (pill, task) in enumerate(zip(self._pills, self._tasks, strict=True), 1):
            pill.clicked.connect(partial(self.narrow, task))
            OwnKeys(self.rows, [OwnKey(str(number), partial(self.narrow, task))])
        OwnKeys(self.rows, [OwnKey("Left", partial(self._step, -1)), OwnKey("Right", partial(self._step, 1))])
        self.narrow(None)

    def show_due(self, found: Sequence[Due]) -> None:
        """Show what is due, given the soonest first."""
        self._due, self._today = found, date.today()  # noqa: DTZ011
        self.narrow(self.task)

    def narrow(self, task: Task | None) -> None:
        """Show what is due of one kind, or of all."""
        self.task = task
        counts = Counter[Task | None](one.task for one in self._due)
        counts[None] = len(self._due)
        for number, (pill, each) in enumerate(zip(self._pills, self._tasks, strict=True), 1):
            name = _(_NAMES[each]) if each else in_context("due", "All")
            pill.setText(f"{number} {name} · {counts[each]}")
            pill.setChecked(each is task)
        before = self.rows.chosen
        shown = [_row(one, self._today) for one in self._due if task in {None, one.task}]
        self.rows.show_rows(shown)
        names = [row.name for row in shown]
        if before and before.name in names:
            self.rows.setCurrentRow(names.index(before.name))
        self._nothing.setVisible(not shown)

    def _step(self, by: int) -> None:
        self.narrow(self._tasks[(self._tasks.index(self.task) + by) % len(self._tasks)])

    def _choose(self) -> None:
        if self.rows.chosen:
            self.chosen.emit(self.rows.chosen.name)

    def _lay_out(self) -> None:
        self.setFocusProxy(self.rows)
        for label in (self._nothing, self._hint):
            label.setObjectName("muted")
            label.setWordWrap(True)
        kinds = QWidget(self)
        row = FlowingLayout(kinds)
        for pill in self._pills:
            pill.setObjectName("pill")
            pill.setCheckable(True)
            pill.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(pill)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GRID, 0, GRID)
        column.setSpacing(GRID // 2)
        for widget, stretch in ((kinds, 0), (self._nothing, 0), (self.rows, 1), (self._hint, 0)):
            around = QVBoxLayout()
            margin = 0 if widget is self.rows else 2 * GRID
            around.setContentsMargins(margin, 0, margin, 0)
            around.addWidget(widget)
            column.addLayout(around, stretch)


def _hint() -> str:
    return _("Enter: open the article · ← →: another kind")


def _row(due: Due, today: date) -> TextRow:
    article = due.article
    sentence = _(_SENTENCES[due.task]).format(day=labels.short_day(due.day))
    told = (sentence, _distance((due.day - today).days), article.category, article.owner, article.lang.upper())
    return TextRow(article.title, " · ".join(filter(None, told)), _SIGNS.get(due.task, ""), article.path)


def _distance(days: int) -> str:
    if days < 0:
        return plural("{count} day ago", "{count} days ago", -days).format(count=-days)
    return plural("in {count} day", "in {count} days", days).format(count=days) if days else _("today")
