"""The mood of the customer at a glance: five blocks and a word."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kbassist.assist.kinds import MoodLevel
from kbassist.assist.model import Advice
from kbassist.gui.theme import GRID, NOTE_SIZE, Theme, font
from kbassist.messages import _
from kbassist.words import word

_BLOCKS = 5
# The fewest and the most blocks of each level.
_OF_LEVEL = {
    MoodLevel.CALM: (1, 2),
    MoodLevel.UNEASY: (2, 3),
    MoodLevel.UPSET: (3, 4),
    MoodLevel.FURIOUS: (4, 5),
}
_WIDTH, _HEIGHT, _GAP = 7, 14, 3


class MoodBar(QWidget):
    """Shows how upset the customer sounds; the words that tell stand in the tooltip."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with an empty bar."""
        super().__init__(parent)
        self._theme = theme
        self._level = MoodLevel.CALM
        self._filled = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setFont(font(NOTE_SIZE, bold=True))
        theme.changed.connect(self.update)

    def show_advice(self, advice: Advice) -> None:
        """Show the mood of an advice; an empty note has none."""
        fewest, most = _OF_LEVEL[advice.mood_level]
        filled = min(max(int(advice.mood * _BLOCKS) + 1, fewest), most) if advice.note.strip() else 0
        if (filled, advice.mood_level) != (self._filled, self._level):
            self._filled, self._level = filled, advice.mood_level
            self.updateGeometry()
            self.update()
        words = ", ".join(dict.fromkeys(reason.words for reason in advice.mood_reasons))
        mood = _("Mood: {mood}").format(mood=word(self._level) if filled else "–")
        self.setToolTip(f"{mood} · {words}" if words else mood)
        self.setAccessibleName(mood)

    @property
    def words(self) -> str:
        """Return the word beside the blocks."""
        return word(self._level) if self._filled else ""

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the room for blocks and word."""
        words = self.fontMetrics().horizontalAdvance(self.words)
        return QSize(_BLOCKS * (_WIDTH + _GAP) + (GRID + words if words else 0), 3 * GRID)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Return the same room: the word is never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the blocks and the word."""
        colours = self._theme.colours
        colour = QColor(colours.of_mood(self._level))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - _HEIGHT) // 2
        for block in range(_BLOCKS):
            painter.setBrush(colour if block < self._filled else QColor(colours.rule))
            painter.drawRoundedRect(QRect(block * (_WIDTH + _GAP), top, _WIDTH, _HEIGHT), 2, 2)
        painter.setPen(colour)
        place = self.rect().adjusted(_BLOCKS * (_WIDTH + _GAP) + GRID - _GAP, 0, 0, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.words)
        painter.end()
