"""Work that the window does not wait for."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, NamedTuple, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

_log = logging.getLogger(__name__)
T = TypeVar("T")


class _Answer(NamedTuple):
    then: Callable[[Any], object] | None
    future: Future[Any]


class Aside(QObject):
    """Does jobs one after another in a thread of its own, and brings back what comes of them in the window's thread.

    `failed(str)` has the reason of a job that could not be done.
    """

    failed = Signal(str)
    _answered = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        """Work in a thread of a name."""
        super().__init__(parent)
        self._name = name
        self._thread = ThreadPoolExecutor(1, name)
        self._is_open = True
        self._newest: dict[str, int] = {}
        self._answered.connect(self._bring, Qt.ConnectionType.QueuedConnection)

    def begin(self, job: Callable[[], T], then: Callable[[T], object] | None = None) -> None:
        """Have a job done and its result given to `then`; returns at once.

        Once it is closed nothing is done: a timer may still ask.
        """
        if self._is_open:
            with suppress(RuntimeError):  # the interpreter is on its way out
                self._thread.submit(job).add_done_callback(partial(self._answer, then))

    def newest(self, name: str, job: Callable[[], T | None], then: Callable[[T], object]) -> None:
        """As `begin`, for jobs of one name of which the newest alone counts; None is nothing to bring."""
        number = self._newest[name] = self._newest.get(name, 0) + 1

        def is_newest() -> bool:
            return self._newest[name] == number

        def do() -> T | None:
            return job() if is_newest() else None

        def bring(found: T | None) -> None:
            if found is not None and is_newest():
                then(found)

        self.begin(do, bring)

    def forget(self, name: str) -> None:
        """Do not bring what jobs of a name come to any more."""
        self._newest[name] = self._newest.get(name, 0) + 1

    def close(self) -> None:
        """Do what is to be done, and end the thread."""
        self._is_open = False
        self._thread.shutdown()

    def _answer(self, then: Callable[[Any], object] | None, future: Future[Any]) -> None:
        with suppress(RuntimeError):  # the window has gone meanwhile
            self._answered.emit(_Answer(then, future))

    def _bring(self, answer: _Answer) -> None:
        error = answer.future.exception()
        if error:
            _log.error("the %s could not do its work", self._name, exc_info=error)
            self.failed.emit(str(error))
        elif answer.then:
            answer.then(answer.future.result())
