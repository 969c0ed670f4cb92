"""Work on the desk's tables that the window does not wait for."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from kbassist.desk.store import Store

_log = logging.getLogger(__name__)
T = TypeVar("T")
U = TypeVar("U")


class _Answer(NamedTuple):
    then: Callable[[Any], object] | None
    future: Future[Any]


class Clerk(QObject):
    """Does jobs one after another in a thread of its own, each in a transaction, and brings back what comes of them.

    `failed(str)` has the reason of a job that could not be done.
    """

    failed = Signal(str)
    _answered = Signal(object)

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        """Work on the tables of `store`."""
        super().__init__(parent)
        self._store = store
        self._thread = ThreadPoolExecutor(1, "clerk")
        self._is_open = True
        self._answered.connect(self._bring, Qt.ConnectionType.QueuedConnection)

    def ask(self, job: Callable[[], T], then: Callable[[T], object] | None = None) -> None:
        """Have a job done and its result given to `then` in the window's thread; returns at once.

        Once it is closed nothing is done: a timer may still ask.
        """
        self._begin(partial(self._store.run, job), then)

    def work(self, read: Callable[[], T], work: Callable[[T], U], then: Callable[[U], object]) -> None:
        """As `ask`, for what takes long: what was read is worked on while the tables are free for others."""
        self._begin(lambda: work(self._store.run(read)), then)

    def tidy(self) -> None:
        """See to it that no bytes of what was deleted stay in the file; returns at once."""
        if self._is_open:
            self._thread.submit(self._store.rebuild)

    def close(self) -> None:
        """Do what is to be done, and end the thread."""
        self._is_open = False
        self._thread.shutdown()

    def _begin(self, job: Callable[[], T], then: Callable[[T], object] | None) -> None:
        if self._is_open:
            self._thread.submit(job).add_done_callback(partial(self._answer, then))

    def _answer(self, then: Callable[[Any], object] | None, future: Future[Any]) -> None:
        self._answered.emit(_Answer(then, future))

    def _bring(self, answer: _Answer) -> None:
        error = answer.future.exception()
        if error:
            _log.error("the desk could not do its work", exc_info=error)
            self.failed.emit(str(error))
        elif answer.then:
            answer.then(answer.future.result())
