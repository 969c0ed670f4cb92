"""What is only read on a page of the desk: words, and facts beside their names."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from kbassist.gui.theme import GRID


def label(name: str, words: str = "") -> QLabel:
    """Return words that are only read, styled by a name."""
    made = QLabel(words)
    made.setObjectName(name)
    made.setIndent(0)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    return made


def table(rows: Iterable[tuple[str, str]], parent: QWidget) -> QWidget:
    """Return facts beside their names; one without words is left out."""
    made = QWidget(parent)
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setColumnStretch(1, 1)
    for row, (name, words) in enumerate(filter(lambda row: row[1], rows)):
        grid.addWidget(label("muted", name), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label("fact", words), row, 1)
    return made
