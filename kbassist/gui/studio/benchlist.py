"""The lines that a note brings, as a list: what is said, its place, and what the draft does to it."""

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QTextCharFormat
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kbassist.assist.kinds import Change
from kbassist.assist.model import Suggestion
from kbassist.gui import quiet
from kbassist.gui.cards.face import BETWEEN, TextBlock, kind_of, said, span
from kbassist.gui.keys import ENTER
from kbassist.gui.places import units
from kbassist.gui.theme import GRID, SMALL_SIZE, Theme, font
from kbassist.messages import _
from kbassist.words import word

_ROW = Qt.ItemDataRole.UserRole
_BAR, _PLACE_WIDTH, _MOST_ROWS = 4, 3 * GRID, 2
_SIGNS = {Change.NEW: "+", Change.GONE: "−", Change.UP: "↑", Change.DOWN: "↓"}
_WRONG_KEYS = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


def told_of(change: Change) -> str:
    """Return what becomes of a line, with a sign; empty where nothing does."""
    return f"{_SIGNS[change]} {word(change)}" if change in _SIGNS else ""


class BenchRow(NamedTuple):
    """A line at its place, what becomes of it, and whether the editor calls it wrong here."""

    suggestion: Suggestion
    place: int
    change: Change
    lang: str
    is_wrong: bool = False

    @property
    def name(self) -> str:
        """Return the name of the line."""
        return self.suggestion.line

    @property
    def told(self) -> str:
        """Return what is told of it beside its words: what becomes of it, whether it waits or is wrong here."""
        waits, wrong = self.suggestion.locked and _("waits"), self.is_wrong and _("✗ wrong here")
        return BETWEEN.join(filter(None, (told_of(self.change), waits or "", wrong or "")))


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.width = 0

    def _blocks(self, row: BenchRow) -> tuple[TextBlock, TextBlock]:
        width, colours = self.width - 4 * GRID - _BAR - _PLACE_WIDTH, self._theme.colours
        told = QTextCharFormat()
        told.setForeground(QColor(colours.text))
        told.setFontWeight(QFont.Weight.DemiBold)
        words = BETWEEN.join(filter(None, (row.told, kind_of(row.suggestion, row.lang), row.name)))
        marked = [span(0, units(row.told, len(row.told)), told)]
        line = said(row.suggestion, width, colours, most_rows=_MOST_ROWS)
        return line, TextBlock(words, font(SMALL_SIZE), width, marked, most_rows=_MOST_ROWS)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: BenchRow = index.data(_ROW)
        line, below = self._blocks(row)
        colours, place = self._theme.colours, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(colours.selection))
        bar = QRect(place.left() + 2 * GRID, place.top() + GRID // 2, _BAR, place.height() - GRID)
        painter.fillRect(bar, QColor(colours.of_group(row.suggestion.group)))
        left = bar.right() + GRID
        is_faint = row.suggestion.locked or row.is_wrong or row.change is Change.GONE
        painter.setPen(QColor(colours.muted if is_faint else colours.text))
        TextBlock(str(row.place), font(SMALL_SIZE, bold=True), _PLACE_WIDTH).draw(painter, left, place.top() + GRID)
        line.draw(painter, left + _PLACE_WIDTH, place.top() + GRID // 2)
        painter.setPen(QColor(colours.muted))
        below.draw(painter, left + _PLACE_WIDTH, place.top() + GRID // 2 + line.height)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(0, round(sum(block.height for block in self._blocks(index.data(_ROW)))) + GRID)


class BenchList(QListWidget):
    """Shows lines in their order; none is chosen before the keys come.

    `asked(name)` tells that the reasons of a line are wanted, `marked(name)` that it is wrong for this note.
    """

    asked = Signal(str)
    marked = Signal(str)
    left = Signal()

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no lines; `name` is what a screen reader says."""
        super().__init__(parent)
        self._theme = theme
        self._delegate = _Delegate(theme, self)
        self._nothing = ""
        self.setItemDelegate(self._delegate)
        self.setObjectName("rows")
        quiet.set_up(self, name)
        self.itemClicked.connect(lambda _item: self._ask())
        self.currentRowChanged.connect(lambda _at: self._ask() if self.hasFocus() else None)
        theme.changed.connect(self.viewport().update)

    def show_lines(self, rows: Iterable[BenchRow], nothing: str) -> None:
        """Show other lines, the same one chosen where it is still there; a sentence where there are none."""
        chosen = self.chosen
        rows = tuple(rows)
        self._nothing = "" if rows else nothing
        if rows != self.rows:
            self.blockSignals(True)
            self.clear()
            for row in rows:
                item = QListWidgetItem(row.suggestion.text)
                item.setData(_ROW, row)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{row.place}. {row.suggestion.text} {row.told}")
                self.addItem(item)
            names = [row.name for row in rows]
            self.setCurrentRow(names.index(chosen) if chosen in names else -1)
            self.blockSignals(False)
        self.viewport().update()

    @property
    def rows(self) -> tuple[BenchRow, ...]:
        """Return what it shows."""
        return tuple(self.item(at).data(_ROW) for at in range(self.count()))

    @property
    def chosen(self) -> str:
        """Return the name of the line that is chosen, if any."""
        item = self.currentItem()
        return item.data(_ROW).name if item else ""

    def _ask(self) -> None:
        if self.chosen:
            self.asked.emit(self.chosen)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Ask for reasons, call a line wrong, or leave."""
        if event.key() in ENTER:
            self._ask()
        elif event.key() in _WRONG_KEYS and self.chosen:
            self.marked.emit(self.chosen)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Choose the first line where none is chosen."""
        super().focusInEvent(event)
        if self.currentRow() < 0 and self.count():
            self.setCurrentRow(0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint the lines, or say that there are none."""
        super().paintEvent(event)
        if self._nothing:
            quiet.say(self.viewport(), self._nothing, self._theme.colours)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the lines out for the new width."""
        self._delegate.width = self.viewport().width()
        super().resizeEvent(event)
