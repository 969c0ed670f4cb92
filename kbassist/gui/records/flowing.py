"""Widgets side by side, as many in a row as there is room for."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from kbassist.gui.theme import GRID


class FlowingLayout(QLayout):
    """Lays widgets out like words in a paragraph."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)

    def _arrange(self, room: QRect, *, move: bool) -> int:
        """Place the items in a room, and return the height that they take."""
        left, top, tallest = room.left(), room.top(), 0
        for item in self._items:
            size = item.sizeHint()
            if left > room.left() and left + size.width() > room.right() + 1:
                left, top, tallest = room.left(), top + tallest + GRID // 2, 0
            if move:
                item.setGeometry(QRect(left, top, min(size.width(), room.width()), size.height()))
            left += size.width() + GRID // 2
            tallest = max(tallest, size.height())
        return top + tallest - room.top()

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Take another item."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:  # noqa: N802
        """Return an item."""
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:  # noqa: N802
        """Take an item out."""
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        """Grow in no direction."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Be the taller the narrower it is."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height for a width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, room: QRect) -> None:  # noqa: N802
        """Place the items."""
        super().setGeometry(room)
        self._arrange(room, move=True)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the least size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the height of the tallest item; one that is wider than the room is cut, and widens nothing."""
        return QSize(0, max((item.minimumSize().height() for item in self._items), default=0))
