"""A thin bar that shows a share; the number or the words stand beside it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kbassist.gui.theme import GRID, Theme

_THICK = 6
_TICK = 2


class Bar(QWidget):
    """Shows a share from 0 to 1, and with `tick` a place that it should reach; `filled` names its colour."""

    def __init__(self, theme: Theme, filled: str, share: float = 0.0, *, tick: float | None = None) -> None:
        """Show a share."""
        super().__init__()
        self._theme, self._filled, self._share, self._tick = theme, filled, share, tick
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self.update)

    def show_share(self, share: float) -> None:
        """Show another share."""
        self._share = share
        self.update()

    @property
    def share(self) -> float:
        """Return what it shows."""
        return self._share

    def sizeHint(self) -> QSize:  # noqa: N802
        """Return the least room that it needs."""
        return QSize(6 * GRID, 2 * GRID)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the whole, the share of it, and the tick."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - _THICK) / 2
        for share, name in ((1.0, "rule"), (min(max(self._share, 0.0), 1.0), self._filled)):
            if share:
                painter.setBrush(QColor(getattr(colours, name)))
                painter.drawRoundedRect(
                    QRectF(0, top, max(share * self.width(), _THICK), _THICK), _THICK / 2, _THICK / 2
                )
        if self._tick is not None:
            painter.setBrush(QColor(colours.text))
            painter.drawRect(QRectF(self._tick * self.width() - _TICK / 2, top - 3, _TICK, _THICK + 6))
        painter.end()
