"""Once a day what has been kept for long enough goes, off the window's thread."""

from __future__ import annotations

import logging
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from kbassist.desk.exports import Table
    from kbassist.gui.records.front import Front


_FIRST_LOOK = 60_000  # ms; until then the window has better things to do
_NEXT_LOOK = 3_600_000  # ms
_log = logging.getLogger(__name__)


class Purger(QObject):
    """Purges at the first look of each day; only counts go to the log."""

    def __init__(self, front: Front, parent: QObject | None = None) -> None:
        """Look soon, then from hour to hour."""
        super().__init__(parent)
        self._front = front
        self._last: date | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_FIRST_LOOK)

    def look(self) -> None:
        """Purge, unless that was done today."""
        from kbassist.desk import erasing  # noqa: PLC0415 - with every table, long after the start

        self._timer.setInterval(_NEXT_LOOK)
        today = date.today()  # noqa: DTZ011 - the desk's own day
        if today != self._last:
            self._last = today
            self._front.clerk.ask(partial(erasing.purge, self._front.rules.retention, today), self._tell)

    def _tell(self, gone: dict[Table, int]) -> None:
        if gone:
            _log.info("purged: %s", ", ".join(f"{table} {count}" for table, count in gone.items()))
            self._front.clerk.tidy()
