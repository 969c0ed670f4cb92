"""Collects garbage while nobody types: Python would do so at any moment, and the window would stand still for it."""

import gc

from PySide6.QtCore import QObject, QTimer

from kbassist.gui.flow import CallFlow

_REST_MS = 2000
# So many objects more than after the last time make it worth while.
_MANY = 20_000


class Sweeper(QObject):
    """Waits for a rest after each answer; Python's own collector is to be off."""

    def __init__(self, flow: CallFlow) -> None:
        """Begin; what is there already lasts as long as the window and is never looked through."""
        super().__init__(flow)
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self.sweep)
        flow.advised.connect(self._timer.start)
        self._timer.start()

    def sweep(self) -> None:
        """Collect what there is, if it is much."""
        if gc.get_count()[0] >= _MANY:
            gc.collect()
