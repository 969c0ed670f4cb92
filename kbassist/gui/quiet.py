"""What all lists have in common: no frame, smooth scrolling, and a calm sentence where there is nothing to show."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QFrame, QListView, QWidget

from kbassist.gui.theme import GRID, NOTE_SIZE, Colours, font


def set_up(view: QListView, name: str) -> None:
    """Give a list its look, and the name that a screen reader says."""
    view.setAccessibleName(name)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setResizeMode(QListView.ResizeMode.Adjust)


def say(place: QWidget, words: str, colours: Colours) -> None:
    """Write a sentence at the top of a widget; called while it is painted."""
    painter = QPainter(place)
    painter.setFont(font(NOTE_SIZE))
    painter.setPen(QColor(colours.muted))
    room = place.rect().adjusted(4 * GRID, 3 * GRID, -4 * GRID, 0)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    painter.drawText(room, flags, words)
    painter.end()
