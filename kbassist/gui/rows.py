"""A list of rows with a title, quiet words below it, and a word at the right; rows may stand under heads."""

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

from kbassist.gui import icons, quiet
from kbassist.gui.cards.face import TextBlock
from kbassist.gui.theme import GRID, NOTE_SIZE, SMALL_SIZE, Theme, font

_ROW = Qt.ItemDataRole.UserRole
_SIDE_WIDTH, _ICON_WIDTH = 9 * GRID, 3 * GRID


class TextRow(NamedTuple):
    """What a row says, the `name` of what it stands for, and that of an icon before it; a head has a title alone."""

    title: str
    below: str = ""
    side: str = ""
    name: str = ""
    icon: str = ""
    is_head: bool = False


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self.width = 0

    def _blocks(self, row: TextRow) -> tuple[TextBlock, TextBlock]:
        width = self.width - 4 * GRID - (_SIDE_WIDTH if row.side else 0) - (_ICON_WIDTH if row.icon else 0)
        title = font(SMALL_SIZE, bold=True) if row.is_head else font(NOTE_SIZE)
        return TextBlock(row.title, title, width), TextBlock(row.below, font(SMALL_SIZE), width)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: TextRow = index.data(_ROW)
        title, below = self._blocks(row)
        colours, place = self._theme.colours, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(colours.selection))
        left = place.left() + 2 * GRID
        if row.icon:
            icons.paint(painter, row.icon, colours.muted, QRect(left, place.top() + GRID, icons.SIZE, icons.SIZE + 3))
            left += _ICON_WIDTH
        painter.setPen(QColor(colours.muted if row.is_head else colours.text))
        title.draw(painter, left, place.top() + GRID)
        painter.setFont(font(NOTE_SIZE, bold=True))
        side = QRect(place.left(), place.top(), self.width - 2 * GRID, place.height())
        painter.drawText(side, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.side)
        painter.setPen(QColor(colours.muted))
        below.draw(painter, left, place.top() + GRID + title.height)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        row: TextRow = index.data(_ROW)
        blocks = self._blocks(row)[: 2 if row.below else 1]
        return QSize(0, round(sum(block.height for block in blocks)) + 2 * GRID)


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
        """Show other rows, the first one that is no head chosen."""
        self.clear()
        for row in rows:
            item = QListWidgetItem(row.title)
            item.setData(_ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(filter(None, row[:3])))
            if row.is_head:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        self.setCurrentRow(next((at for at, row in enumerate(rows) if not row.is_head), -1))

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
