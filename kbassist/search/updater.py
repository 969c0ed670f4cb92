"""Has a process of its own bring an index up to date, and tells what becomes of it."""

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
from kbassist.search.worker import Done, Failed, Job, Progress

# On Windows: no console window, and the low priority that the worker gives itself elsewhere.
_FLAGS: int = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


class Updater:
    """One update of the index of a library, from `start` to its outcome.

    The callbacks are called in a thread of the updater: `on_progress(done, total)` any number of times, then either
    `on_done(changed, generation)` or `on_failed(reason, detail)`, once; neither after `cancel`.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        cache: Path,
        on_progress: Callable[[int, int], None] | None = None,
        on_done: Callable[[int, int], None] | None = None,
        on_failed: Callable[[str, str], None] | None = None,
    ) -> None:
        """Prepare the update of the index that `folders` have in `cache`."""
        found = [folder.resolve() for folder in folders]
        self.root = store.place(found, cache.resolve())
        self._job = msgspec.json.encode(Job([str(folder) for folder in found], str(self.root)))
        self._on_progress = on_progress
        self._on_done = on_done
        self._on_failed = on_failed
        self._cancelled = False
        self._process: subprocess.Popen[bytes] | None = None
        self._thread: threading.Thread | None = None
        self.outcome: Done | Failed | None = None

    def start(self) -> None:
        """Start the worker; returns at once. An updater starts once."""
        # The worker must find our modules where we did, never in a folder that happens to be the current one.
        home = Path(kbassist.__file__).parents[1]
        command = [sys.executable, "-m", "kbassist.search.worker"]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=home, creationflags=_FLAGS
        )
        self._thread = threading.Thread(target=self._follow, args=(self._process,), name="index updater", daemon=True)
        self._thread.start()

    def wait(self, timeout: float | None = None) -> Done | Failed | None:
        """Wait for the outcome and return it; None when it has not come within `timeout` seconds or was cancelled."""
        if self._thread:
            self._thread.join(timeout)
        return self.outcome

    def cancel(self) -> None:
        """Stop the worker; the index stays as it last was."""
        self._cancelled = True
        if self._process and self._thread:
            self._process.kill()
            self._thread.join()

    def _follow(self, process: subprocess.Popen[bytes]) -> None:
        try:
            outcome = self._outcome(process)
        except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
            outcome = Failed("internal", repr(error))
        if self._cancelled:
            return
        self.outcome = outcome
        if isinstance(outcome, Done):
            if self._on_done:
                self._on_done(outcome.changed, outcome.generation)
        elif self._on_failed:
            self._on_failed(outcome.reason, outcome.detail)

    def _outcome(self, process: subprocess.Popen[bytes]) -> Done | Failed:
        """Give the worker its job and follow it to its end."""
        outcome: Done | Failed | None = None
        # A worker killed before it takes its job breaks the pipe.
        with suppress(BrokenPipeError), process:
            asked, told = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
            asked.write(self._job + b"\n")
            asked.flush()
            for line in told:
                event = msgspec.json.decode(line, type=Progress | Done | Failed)
                if not isinstance(event, Progress):
                    outcome = event
                elif self._on_progress and not self._cancelled:
                    self._on_progress(event.done, event.total)
        return outcome or Failed("died", f"exit status {process.returncode}")
