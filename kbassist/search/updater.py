"""Has a process of its own keep an index up to date, and tells what becomes of it."""

import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import msgspec

import kbassist
from kbassist.search import store
from kbassist.search.worker import NO_WINDOW, Done, Failed, Job, Progress, Told


class Updater:
    """The worker of one library, started when it is first asked; it stays, so that the next update is quick.

    Callbacks are called in a thread of the updater: `on_progress(done, total)` any number of times, then either
    `on_done(outcome)` or `on_failed(reason, detail)`, once for each `ask`; `on_settled(patch)` when a new state is in
    force that nobody asked for. None after `close`.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        cache: Path,
        *,
        on_progress: Callable[[int, int], None] | None = None,
        on_done: Callable[[Done], None] | None = None,
        on_failed: Callable[[str, str], None] | None = None,
        on_settled: Callable[[str], None] | None = None,
    ) -> None:
        """Prepare for the index that `folders` have in `cache`."""
        found = [folder.resolve() for folder in folders]
        self.root = store.place(found, cache.resolve())
        self._folders = [str(folder) for folder in found]
        self._on_progress = on_progress
        self._on_done = on_done
        self._on_failed = on_failed
        self._on_settled = on_settled
        self._closed = self._watches = False
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        # Between whoever asks and whoever sees the worker end: one of them knows that nothing will answer.
        self._lock = threading.Lock()
        self._answered = threading.Event()
        self.outcome: Done | Failed | None = None

    def ask(self, *, patch: bool = False, watch: bool = False) -> None:
        """Ask for an update; returns at once. The next one may be asked for when this one has its outcome.

        With `patch` a few changes come as a patch, at once, and the rest of the work follows when it is quiet. With
        `watch` the files are watched from then on, by a worker that is started anew too: each change settles unasked.
        """
        with self._lock:
            self._watches = self._watches or watch
            self._answered = threading.Event()
            self.outcome = None
            if self._process is None or self._process.poll() is not None:
                self._process = self._started()
                self._thread = threading.Thread(
                    target=self._follow, args=(self._process,), name="index updater", daemon=True
                )
                self._thread.start()
            job = Job(self._folders, str(self.root), patch, self._watches)
            # A worker that was just killed breaks the pipe, or has closed it; whoever follows it tells.
            with suppress(BrokenPipeError, ValueError):
                asked = cast("IO[bytes]", self._process.stdin)
                asked.write(msgspec.json.encode(job) + b"\n")
                asked.flush()

    @staticmethod
    def _started() -> subprocess.Popen[bytes]:
        # The worker must find our modules where we did, never in a folder that happens to be the current one.
        home = Path(kbassist.__file__).parents[1]
        command = [sys.executable, "-m", "kbassist.search.worker"]
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=home, creationflags=NO_WINDOW
        )

    def wait(self, timeout: float | None = None) -> Done | Failed | None:
        """Wait for the outcome of what was asked and return it; None when it has not come within `timeout` seconds."""
        self._answered.wait(timeout)
        return self.outcome

    def close(self) -> None:
        """Stop the worker; the index stays as it last was."""
        self._closed = True
        if self._process and self._thread:
            self._process.kill()
            self._thread.join()
        self._answered.set()

    def _follow(self, process: subprocess.Popen[bytes]) -> None:
        try:
            with suppress(BrokenPipeError), process:
                for line in cast("IO[bytes]", process.stdout):
                    self._hear(msgspec.json.decode(line, type=Told))
            detail = f"exit status {process.returncode}"
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
            process.kill()
            detail = repr(error)
        with self._lock:
            missed = self._process is process and (self._watches or not self._answered.is_set())
        if missed:
            self._hear(Failed("died", detail))

    def _hear(self, event: Told) -> None:
        if self._closed:
            return
        if isinstance(event, Progress):
            if self._on_progress:
                self._on_progress(event.done, event.total)
        elif isinstance(event, Done | Failed):
            answered, self.outcome = self._answered, event
            if isinstance(event, Failed):
                if self._on_failed:
                    self._on_failed(event.reason, event.detail)
            elif self._on_done:
                self._on_done(event)
            answered.set()
        elif self._on_settled:
            self._on_settled(event.patch)
