"""Searching as one types, in a thread, so that no key waits."""

import threading
from collections.abc import Callable
from contextlib import suppress

from PySide6.QtCore import QObject, Qt, QTimer, Signal

_PAUSE_MS = 60


class _Door:
    """Lets answers through as long as there is somebody to tell, and is shut only between two of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open = True

    def pass_through(self, tell: Callable[[], None]) -> None:
        with self._lock:
            if self._open:
                tell()

    def shut(self) -> None:
        with self._lock:
            self._open = False


class DebouncedSearch(QObject):
    """Looks for one query at a time, a moment after the last key; `found(answer)` answers the newest query alone."""

    found = Signal(object)
    _done = Signal(int, object)

    def __init__(self, find: Callable[[str], object], parent: QObject | None = None) -> None:
        """Answer queries with `find`, which is called in another thread."""
        super().__init__(parent)
        self._find = find
        self._query = ""
        self._asked = self._answered = 0  # the numbers of two queries
        self._one_at_a_time = threading.Lock()
        # An emission while the object goes would bring the process down.
        self._door = _Door()
        self.destroyed.connect(self._door.shut)
        self._done.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._begin)

    @property
    def is_busy(self) -> bool:
        """Whether the newest query has no answer yet."""
        return self._answered != self._asked

    def ask(self, query: str) -> None:
        """Look soon for a query, in the place of any before."""
        self._query = query
        self._asked += 1
        self._soon.start()

    def _begin(self) -> None:
        threading.Thread(target=self._look, args=(self._door, self._asked, self._query), name="search").start()

    def _look(self, door: _Door, number: int, query: str) -> None:
        with self._one_at_a_time:
            if number == self._asked:
                answer = self._find(query)
                with suppress(RuntimeError):  # the window is gone
                    door.pass_through(lambda: self._done.emit(number, answer))

    def _tell(self, number: int, answer: object) -> None:
        if number == self._asked:
            self._answered = number
            self.found.emit(answer)
