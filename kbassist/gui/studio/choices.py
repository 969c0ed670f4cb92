"""A short list at the cursor to choose from while one goes on typing: completions, or cures with their numbers."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kbassist.gui import quiet
from kbassist.gui.keys import DIGITS, OwnKey
from kbassist.gui.studio.offers import Offer
from kbassist.gui.theme import GRID, NOTE_SIZE, SMALL_SIZE, Theme, font
from kbassist.messages import _

_OFFER = Qt.ItemDataRole.UserRole
_MOST_ROWS, _WIDEST, _ROW = 8, 380, 26  # rows, px, px


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        offer: Offer = index.data(_OFFER)
        colours, place = self._theme.colours, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(colours.selection))
        inner = place.adjusted(GRID, 0, -GRID, 0)
        for text, size, colour in ((offer.text, NOTE_SIZE, colours.text), (offer.about, SMALL_SIZE, colours.muted)):
            painter.setFont(font(size))
            painter.setPen(QColor(colour))
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            inner.setLeft(inner.left() + metrics.horizontalAdvance(shown) + 2 * GRID)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        return QSize(0, _ROW)


class Choices(QListWidget):
    """Takes its keys from the field it lies over, which keeps the focus."""

    def __init__(self, theme: Theme, field: QWidget) -> None:
        """Begin hidden, over a field."""
        super().__init__(field)
        self._field = field
        self._pick: Callable[[int], object] = int
        self._is_numbered = False
        quiet.set_up(self, _("Choose"))
        self.setObjectName("completions")
        self.setItemDelegate(_Delegate(theme, self))
        self.setFrameShape(QFrame.Shape.Box)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.itemClicked.connect(self._take)
        self.hide()

    def offer(self, offers: Sequence[Offer], cursor: QRect, pick: Callable[[int], object], *, numbered: bool) -> None:
        """Show offers at the place of a cursor in the field; `pick` is called with the number of the one chosen.

        While they are `numbered`, digits choose as well.
        """
        self.clear()
        self._pick, self._is_numbered = pick, numbered
        for number, offer in enumerate(offers, 1):
            item = QListWidgetItem()
            item.setData(_OFFER, Offer(f"{number}   {offer.text}", offer.about) if numbered else offer)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ". ".join(filter(None, offer)))
            self.addItem(item)
        self.setCurrentRow(0)
        self._fit(offers, cursor)
        self.setVisible(bool(offers))
        self.raise_()

    def keys(self) -> list[OwnKey]:
        """Return the keys that the field takes for it while it is there."""
        moves = {"Down": 1, "Up": -1, "PgDown": _MOST_ROWS - 1, "PgUp": 1 - _MOST_ROWS}
        return [
            *(OwnKey(key, partial(self._move, by), self.isVisible) for key, by in moves.items()),
            *(OwnKey(key, self._take_current, self.isVisible) for key in ("Return", "Enter", "Tab")),
            OwnKey("Esc", self.hide, self.isVisible),
            *(OwnKey(str(digit), partial(self._take_numbered, digit), self._takes_digits) for digit in DIGITS),
        ]

    @property
    def offered(self) -> list[Offer]:
        """Return what is offered now."""
        return [self.item(row).data(_OFFER) for row in range(self.count())] if self.isVisible() else []

    def _move(self, by: int) -> None:
        last = self.count() - 1
        row = self.currentRow() + by
        self.setCurrentRow((0 if by > 0 else last) if abs(by) == 1 and not 0 <= row <= last else min(max(row, 0), last))

    def _takes_digits(self) -> bool:
        return self.isVisible() and self._is_numbered

    def _take_current(self) -> None:
        self._take(self.currentItem())

    def _take_numbered(self, number: int) -> None:
        self._take(self.item(number - 1))

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.hide()
            self._pick(self.row(item))

    def _fit(self, offers: Sequence[Offer], cursor: QRect) -> None:
        field = self._field.rect()
        whole, small = QFontMetrics(font(NOTE_SIZE)), QFontMetrics(font(SMALL_SIZE))
        needed = (whole.horizontalAdvance(offer.text) + small.horizontalAdvance(offer.about) for offer in offers)
        width = min(max(needed, default=0) + 9 * GRID, _WIDEST, field.width() - GRID)
        height = min(len(offers), _MOST_ROWS) * _ROW + 2 * self.frameWidth()
        below = cursor.bottom() + 2
        top = below if below + height <= field.height() else max(cursor.top() - height - 2, 0)
        self.setGeometry(min(cursor.left(), field.width() - width), top, width, height)
