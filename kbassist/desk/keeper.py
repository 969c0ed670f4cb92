"""A file of the desk that nobody waits for."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import Generic, Protocol, TypeVar

_log = logging.getLogger(__name__)


class _Closable(Protocol):
    def close(self) -> None: ...


File = TypeVar("File", bound=_Closable)
T = TypeVar("T")


class Keeper(Generic[File]):
    """Does jobs on a file one after another in a thread of its own, which begins with the first of them.

    What goes wrong in a job is told to the log, and the call goes on. Without a path there is nothing to do.
    """

    def __init__(self, path: Path | None, open_file: Callable[[Path], File]) -> None:
        """Keep the file at `path`, opened when it is first needed."""
        self._path, self._open_file = path, open_file
        self._file: File | None = None
        self._jobs: SimpleQueue[Callable[[File], object] | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting, self._working = threading.Lock(), threading.Lock()

    def is_kept(self) -> bool:
        """Whether there is a file to read."""
        return self._path is not None and self._path.exists()

    def put(self, job: Callable[[File], object]) -> None:
        """Have a job done; returns at once."""
        if self._path is None:
            return
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name=self._path.stem, daemon=True)
                self._thread.start()
        self._jobs.put(job)

    def do(self, job: Callable[[File], object]) -> None:
        """Do a job now, beside no other."""
        try:
            with self._working:
                job(self._opened())
        except Exception:  # noqa: BLE001 - whatever the disk says, the call goes on
            _log.warning("nothing is kept: %s can not be used", self._path, exc_info=True)

    def ask(self, job: Callable[[File], T], otherwise: T) -> T:
        """Return what a job returns once the others are done, `otherwise` where there is no file; may raise."""
        self.close()
        return job(self._opened()) if self.is_kept() else otherwise

    def close(self) -> None:
        """Do what is to be done, end the thread, and let the file go until there is more."""
        with self._starting:
            if self._thread:
                self._jobs.put(None)
                self._thread.join()
                self._thread = None
        if self._file:
            self._file.close()

    def _opened(self) -> File:
        assert self._path
        self._file = self._file or self._open_file(self._path)
        return self._file

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            self.do(job)
