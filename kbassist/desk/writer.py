"""Writing to a file of the desk without anybody waiting for it."""

import threading
from collections.abc import Callable
from queue import SimpleQueue


class Writer:
    """Does jobs one after another in a thread of its own, which begins with the first of them."""

    def __init__(self, name: str) -> None:
        """Call the thread `name`."""
        self._name = name
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None

    def put(self, job: Callable[[], None]) -> None:
        """Have a job done, which must not raise; returns at once."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
            self._thread.start()
        self._jobs.put(job)

    def close(self) -> None:
        """Do what is to be done, and end the thread until there is more."""
        if self._thread:
            self._jobs.put(None)
            self._thread.join()
            self._thread = None

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()
