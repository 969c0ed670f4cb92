"""What the binding to Qt must not do to us."""

import sys

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QVBoxLayout, QWidget


class Sized(QWidget):
    def sizeHint(self):  # noqa: N802
        return QSize(1, 1)


def test_an_overridden_method_costs_no_reference_to_none(qtbot):
    """PySide6 6.12.0 loses one at each call; on Python 3.11 that ends the process after some thousand calls."""
    outer, inner = QWidget(), Sized()
    qtbot.addWidget(outer)
    layout = QVBoxLayout(outer)
    layout.addWidget(inner)
    before = sys.getrefcount(None)
    for _call in range(500):
        layout.invalidate()
        layout.sizeHint()
    assert sys.getrefcount(None) > before - 100
