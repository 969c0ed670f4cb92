"""The one set of icons: 16 px drawings in the colour of the moment."""

from functools import lru_cache

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from kbassist import resources

SIZE = 16
_SCALES = (1, 2)


@lru_cache(maxsize=128)
def icon(name: str, colour: str) -> QIcon:
    """Return `icons/<name>.svg` in a colour."""
    drawn = QIcon(str(resources.path(f"icons/{name}.svg")))
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(_tinted(drawn.pixmap(QSize(SIZE, SIZE), scale), colour))
    return made


def paint(painter: QPainter, name: str, colour: str, place: QRect) -> None:
    """Draw an icon in the middle of a place."""
    icon(name, colour).paint(painter, place)


def _tinted(pixmap: QPixmap, colour: str) -> QPixmap:
    painter = QPainter(pixmap)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(pixmap.rect(), QColor(colour))
    painter.end()
    return pixmap
