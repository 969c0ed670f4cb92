"""The list of articles: one is chosen, and shows the script line that answers."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from kbassist.assist.model import Suggestion
from kbassist.assistant import Assistant
from kbassist.gui import quiet
from kbassist.gui.finding.delegate import ASK_HEIGHT, HitDelegate
from kbassist.gui.finding.model import ROW, RowModel
from kbassist.gui.finding.rows import Row
from kbassist.gui.saying import LineSayer
from kbassist.gui.theme import GRID, Theme
from kbassist.librarian import Hit
from kbassist.messages import _

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ResultList(QListView):
    """Shows articles, one of them chosen; the keys come from the field.

    `chosen(Hit)` tells that another one is, `clicked_on(Hit)` that the mouse asked for one.
    """

    chosen = Signal(object)
    clicked_on = Signal(object)

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with an empty list."""
        super().__init__(parent)
        self._theme = theme
        self._calm_words = ""
        self._rows = RowModel(assistant, self)
        self._delegate = HitDelegate(theme, self)
        self.sayer = LineSayer(self.viewport())
        self.sayer.turned.connect(self._follow_question)
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.setObjectName("results")
        quiet.set_up(self, _("Articles found"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.clicked.connect(self._click)
        theme.changed.connect(self.viewport().update)

    @property
    def is_whole(self) -> bool:
        """Whether everything on the screen has been painted."""
        return not self._rows.is_behind

    @property
    def hit(self) -> Hit | None:
        """Return the article that is chosen."""
        row = self.currentIndex().data(ROW)
        return row.hit if row else None

    @property
    def line(self) -> Suggestion | None:
        """Return the script line that the chosen article shows."""
        return self._delegate.line

    def show_rows(self, rows: Sequence[Row], words: Collection[str], calm_words: str = "") -> None:
        """Show other rows, the first article chosen, words of these stems marked; `calm_words` where there are none."""
        self._calm_words = calm_words
        self.sayer.leave()
        self._rows.show(rows, words)
        self._choose(self._rows.step(0, 1))
        self.viewport().update()

    def forget(self) -> None:
        """Forget what was read of the articles: they may have changed."""
        self._rows.show((), ())

    def show_line(self, line: Suggestion | None) -> None:
        """Show the script line of the chosen article, or none."""
        self._delegate.line = line
        self.scheduleDelayedItemsLayout()

    def take_key(self, event: QKeyEvent) -> None:
        """Move by a key that the field was given."""
        self.sayer.leave()
        by = _STEPS.get(Qt.Key(event.key()), 0)
        if by:
            at = self._rows.step(self.currentIndex().row() + by, by)
            if at >= 0:
                self._choose(at)
            elif by < 0:
                self.scrollToTop()  # where the heading of the first one stands
        else:
            self._turn_page(-1 if event.key() == Qt.Key.Key_PageUp else 1)

    def _turn_page(self, by: int) -> None:
        """Choose the article a page further, or the last one that way."""
        here = self.visualRect(self.currentIndex())
        room, last = self.viewport().height(), self._rows.rowCount() - 1
        at = self.indexAt(here.center() + QPoint(0, by * room))
        wanted = at.row() if at.isValid() else last if by > 0 else 0
        found = self._rows.step(wanted, by)
        self._choose(found if found >= 0 else self._rows.step(wanted, -by))

    def _choose(self, at: int) -> None:
        index = self._rows.index(at) if at >= 0 else QModelIndex()
        row: Row | None = index.data(ROW)
        self._delegate.chosen = row
        self.chosen.emit(row.hit if row else None)  # its line is part of its height, so that all is laid out once
        self.setCurrentIndex(index)
        if at == self._rows.step(0, 1):
            self.scrollToTop()
        else:
            self.scrollTo(index)

    def _click(self, index: QModelIndex) -> None:
        if (row := index.data(ROW)) and row.hit:
            self._choose(index.row())
            self.clicked_on.emit(row.hit)

    def _follow_question(self) -> None:
        self._delegate.is_asking = bool(self.sayer.line)
        self.scheduleDelayedItemsLayout()
        self._place_question()

    def _place_question(self) -> None:
        if self.sayer.line:
            self.scrollTo(self.currentIndex())
            row = self.visualRect(self.currentIndex())
            place = QRect(row.left(), row.bottom() - ASK_HEIGHT - GRID, row.width(), ASK_HEIGHT)
            self.sayer.put(place.adjusted(5 * GRID, 0, -4 * GRID, -GRID // 2))

    def updateGeometries(self) -> None:  # noqa: N802
        """Keep the question on its line."""
        super().updateGeometries()
        self._place_question()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the rows out for the new width."""
        self._delegate.width = self.width()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint within a frame, what is left in the next one; say calmly so where there is nothing."""
        with self._rows.painting():
            super().paintEvent(event)
        if self._rows.is_behind:
            QTimer.singleShot(0, self.viewport(), self.viewport().update)
        if not self._rows.rowCount() and self._calm_words:
            quiet.say(self.viewport(), self._calm_words, self._theme.colours)
