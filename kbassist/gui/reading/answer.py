"""One of several answers: a button as wide as its place, with its digit, words that wrap, and where it leads."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kbassist.gui.cards.face import TextBlock
from kbassist.gui.theme import GRID, LINE_SIZE, RADIUS, SMALL_SIZE, Theme, font

_DIGIT_WIDTH = 3 * GRID
_ROOM = 2  # px, to the border of what has the keys


class AnswerButton(QAbstractButton):
    """Looks like a card; `clicked` tells that it was chosen."""

    def __init__(self, digit: int, words: str, below: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Show `words` and, quietly, what is `below` them."""
        super().__init__(parent)
        self._digit, self._below, self._theme = digit, below, theme
        self.setText(words)
        self.setAccessibleName(f"{digit}. {words}")
        self.setAccessibleDescription(below)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.update)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """Return the height that its words need."""
        return round(sum(block.height for block in self._blocks(width))) + 2 * GRID

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return a size for a narrow window."""
        width = 40 * GRID
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the least size: words wrap."""
        return QSize(16 * GRID, 4 * GRID)

    def _blocks(self, width: int) -> tuple[TextBlock, ...]:
        inner = width - _DIGIT_WIDTH - 3 * GRID
        words = TextBlock(self.text(), font(LINE_SIZE), inner)
        return (words, TextBlock(self._below, font(SMALL_SIZE), inner)) if self._below else (words,)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the card."""
        colours, painter = self._theme.colours, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = self.rect().adjusted(_ROOM // 2, _ROOM // 2, -_ROOM // 2, -_ROOM // 2)
        has_keys = self.hasFocus()
        painter.setPen(QPen(QColor(colours.calm if has_keys else colours.rule), _ROOM if has_keys else 1))
        touched = self.underMouse() or self.isDown()
        painter.setBrush(QColor(colours.selection if has_keys else colours.hover if touched else colours.surface))
        painter.drawRoundedRect(card, RADIUS, RADIUS)
        blocks = self._blocks(self.width())
        painter.setPen(QColor(colours.calm))
        painter.setFont(font(LINE_SIZE, bold=True))
        place = QRect(GRID, GRID, _DIGIT_WIDTH, round(LINE_SIZE * 1.3))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(self._digit))
        y = float(GRID)
        for block, colour in zip(blocks, (colours.text, colours.muted), strict=False):
            painter.setPen(QColor(colour))
            block.draw(painter, 2 * GRID + _DIGIT_WIDTH, y)
            y += block.height
        painter.end()
