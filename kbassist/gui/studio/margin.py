"""What stands around a text that is written: the numbers of its rows with their signs, and a quiet row below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from kbassist.gui import icons
from kbassist.gui.theme import GRID, SMALL_SIZE, Theme, font
from kbassist.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from PySide6.QtGui import QTextBlock

    from kbassist.gui.studio.editor import MarkdownEditor

_LEAST_DIGITS = 2
_WIDE = 560  # px, from which on words take fewer rows


class Margin(QWidget):
    """Numbers the rows that are seen; `asked(row)` tells that the sign of a row was clicked."""

    asked = Signal(int)

    def __init__(self, theme: Theme, editor: MarkdownEditor) -> None:
        """Stand at the left of an editor."""
        super().__init__(editor)
        self._editor, self._theme = editor, theme
        self._signs: Mapping[int, str] = {}
        self.setFont(font(SMALL_SIZE))
        editor.updateRequest.connect(self._follow)

    def show_signs(self, signs: Mapping[int, str]) -> None:
        """Show a lamp in a colour at some rows, counted from 0."""
        self._signs = signs
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the width that the numbers take."""
        digits = max(_LEAST_DIGITS, len(str(self._editor.blockCount())))
        return QSize(icons.SIZE + 2 * GRID + digits * self.fontMetrics().horizontalAdvance("0"), 0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Paint numbers and signs."""
        painter = QPainter(self)
        colours = self._theme.colours
        painter.fillRect(event.rect(), QColor(colours.window))
        current = self._editor.textCursor().blockNumber()
        for block, place in self._editor.rows_seen():
            row = block.blockNumber()
            first = QRect(0, place.top(), self.width(), self._editor.fontMetrics().lineSpacing())
            painter.setPen(QColor(colours.text if row == current else colours.muted))
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(first.adjusted(0, 0, -GRID, 0), flags, str(row + 1))
            if row in self._signs:
                sign = QRect(GRID // 2, first.top(), icons.SIZE, first.height())
                icons.paint(painter, "hint", self._signs[row], sign)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Ask for what a sign stands for."""
        block = self._block_at(event.position().toPoint())
        if block is not None and block.blockNumber() in self._signs:
            self.asked.emit(block.blockNumber())

    def _block_at(self, point: QPoint) -> QTextBlock | None:
        seen: Iterator[tuple[QTextBlock, QRect]] = self._editor.rows_seen()
        return next((block for block, place in seen if place.top() <= point.y() <= place.bottom()), None)

    def _follow(self, _rect: QRect, _scrolled: int) -> None:
        self.update()


class Foot(QWidget):
    """Says what is at the cursor, and where in the text that is."""

    def __init__(self, parent: QWidget) -> None:
        """Begin with nothing to say."""
        super().__init__(parent)
        self._words, self._place = QLabel(self), QLabel(self)
        self.setObjectName("editorFoot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._place.setObjectName("muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.setSpacing(2 * GRID)
        row.addWidget(self._words, 1)
        row.addWidget(self._place, 0, Qt.AlignmentFlag.AlignVCenter)
        self.fit(_WIDE)

    @property
    def words(self) -> str:
        """Return what it says of the place at the cursor."""
        return self._words.text()

    @property
    def place(self) -> str:
        """Return how it tells the place."""
        return self._place.text()

    def fit(self, width: int) -> None:
        """Take the height that two or three rows of words need."""
        rows = 2 if width >= _WIDE else 3
        self.setFixedHeight(rows * self._words.fontMetrics().lineSpacing() + GRID)

    def show_words(self, words: str) -> None:
        """Say something of the place at the cursor."""
        self._words.setText(words)
        self._words.setToolTip(words)

    def show_place(self, row: int, column: int, count: int) -> None:
        """Tell where the cursor is, both counted from 1, and how many words there are."""
        self._place.setText(_("{row}:{column} · {count} words").format(row=row, column=column, count=count))
