"""A list of rows with a title, quiet words below it, and a word at the right."""

from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kbassist.gui import quiet
from kbassist.gui.cards.face import TextBlock
from kbassist.gui.theme import GRID, NOTE_SIZE, SMALL_SIZE, Theme, font

_ROW = Qt.ItemDataRole.UserRole
_SIDE_WIDTH = 9 * GRID


class TextRow(NamedTuple):
    """What a row says, and the `name` of what it stands for."""

    title: str
    below: str
    side: str = ""
    name: str = ""


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.width = 0

    def _blocks(self, row: TextRow) -> tuple[TextBlock, TextBlock]:
        width = self.width - 4 * GRID - (_SIDE_WIDTH if row.side else 0)
        return TextBlock(row.title, font(NOTE_SIZE), width), TextBlock(row.below, font(SMALL_SIZE), width)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: TextRow = index.data(_ROW)
        title, below = self._blocks(row)
        colours, place = self._theme.colours, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(colours.selection))
        painter.setPen(QColor(colours.text))
        title.draw(painter, place.left() + 2 * GRID, place.top() + GRID)
        painter.setFont(font(NOTE_SIZE, bold=True))
        side = QRect(place.left(), place.top(), self.width - 2 * GRID, place.height())
        painter.drawText(side, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.side)
        painter.setPen(QColor(colours.muted))
        below.draw(painter, place.left() + 2 * GRID, place.top() + GRID + title.height)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(0, round(sum(block.height for block in self._blocks(index.data(_ROW)))) + 2 * GRID)


class RowList(QListWidget):
    """Shows rows, one of them chosen."""

    def __init__(self, name: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no rows; `name` is what a screen reader says."""
        super().__init__(parent)
        self._delegate = _Delegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setObjectName("rows")
        quiet.set_up(self, name)
        theme.changed.connect(self.viewport().update)

    def show_rows(self, rows: list[TextRow]) -> None:
        """Show other rows, the first one chosen."""
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.title)
            item.setData(_ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(filter(None, row[:3])))
            self.addItem(item)
        self.setCurrentRow(0)

    @property
    def rows(self) -> list[TextRow]:
        """Return what it shows."""
        return [self.item(at).data(_ROW) for at in range(self.count())]

    @property
    def chosen(self) -> TextRow | None:
        """Return the row that is chosen, if any."""
        item = self.currentItem()
        return item.data(_ROW) if item else None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the rows out for the new width."""
        self._delegate.width = self.width()
        super().resizeEvent(event)
