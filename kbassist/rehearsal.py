"""Replays in a process of its own: what drafts change, for the tests of all articles and for the calls of this desk.

`python -m kbassist.rehearsal` takes one job as a row of JSON on standard input. What happens is told on standard
output, one JSON object a row: {"event": "progress", "done": n, "total": m}, at the end {"event": "done", "replay": …}
or {"event": "failed", "detail": words}. When standard input closes it stops at once.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, cast

import msgspec

import kbassist
from kbassist.assist.bench import Ground
from kbassist.assist.model import CallNote
from kbassist.assist.replay import Replay, replay
from kbassist.content.kinds import Channel
from kbassist.content.model import Article
from kbassist.search import learned, parts, store
from kbassist.search.compiled import Compiled, Part
from kbassist.search.worker import NO_WINDOW, Progress
from kbassist.text import privacy

_NICENESS = 10
_SECONDS_BETWEEN_REPORTS = 0.05
_MOST_CALLS = 2000


class Job(msgspec.Struct, frozen=True):
    """Which library: the folder of its index and the patch over it; which drafts, and where the calls are kept."""

    root: str
    patch: str
    drafts: tuple[Article, ...]
    calls: str = ""


class Done(msgspec.Struct, frozen=True, tag_field="event", tag="done"):
    """All notes were put to the library."""

    replay: Replay


class Failed(msgspec.Struct, frozen=True, tag_field="event", tag="failed"):
    """The library or the calls could not be read."""

    detail: str


Told = Progress | Done | Failed


class Rehearsal:
    """A replay under way; its callbacks are called in a thread of its own, none after `close`."""

    def __init__(
        self,
        job: Job,
        *,
        on_progress: Callable[[int, int], None],
        on_done: Callable[[Replay], None],
        on_failed: Callable[[str], None],
    ) -> None:
        """Begin; `on_progress(done, total)` comes any number of times, then one of the others once."""
        self._on_progress, self._on_done, self._on_failed = on_progress, on_done, on_failed
        self._lock = threading.Lock()
        self._closed = False
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._follow, args=(job,), name="replay", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End it, wherever it stands."""
        with self._lock:
            self._closed = True
            if self._process:
                self._process.kill()
        self._thread.join()

    def _follow(self, job: Job) -> None:
        with self._lock:
            if self._closed:
                return
            process = self._process = _started()
        outcome: Told = Failed("")
        with suppress(BrokenPipeError), process:
            asked = cast("IO[bytes]", process.stdin)
            with suppress(BrokenPipeError):  # it was killed, or ended by itself
                asked.write(msgspec.json.encode(job) + b"\n")
                asked.flush()
            for row in cast("IO[bytes]", process.stdout):
                outcome = msgspec.json.decode(row, type=Told)
                if isinstance(outcome, Progress) and not self._closed:
                    self._on_progress(outcome.done, outcome.total)
        if self._closed:
            return
        if isinstance(outcome, Done):
            self._on_done(outcome.replay)
        else:
            detail = outcome.detail if isinstance(outcome, Failed) else ""
            self._on_failed(detail or f"exit status {process.returncode}")


def _started() -> "subprocess.Popen[bytes]":
    # It must find our modules where we did, never in a folder that happens to be the current one.
    home = Path(kbassist.__file__).parents[1]
    command = [sys.executable, "-m", "kbassist.rehearsal"]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=home, creationflags=NO_WINDOW
    )


def recorded(path: Path) -> list[CallNote]:
    """Return the notes of the newest calls that are kept in a file, masked; raises StoreError."""
    from kbassist.desk import calls  # noqa: PLC0415 - the desk's tables cost more than a replay of tests
    from kbassist.desk.store import Store  # noqa: PLC0415

    if not path.exists():
        return []
    tables = Store(path)
    try:
        found = tables.run(lambda: calls.find(most=_MOST_CALLS))
    finally:
        tables.close()
    channels = {channel.value: channel for channel in Channel}
    return [
        CallNote(privacy.mask(call.note), lang=call.lang or None, channel=channels.get(call.channel)) for call in found
    ]


def main() -> None:
    """Do one job."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    # Not through sys.stdin: its lock, held by who watches it, would trouble the interpreter's end.
    given = os.fdopen(os.dup(0), "rb")
    job = msgspec.json.decode(given.readline(), type=Job)
    threading.Thread(target=_stop_with_parent, args=(given,), daemon=True).start()
    try:
        _tell(Done(_replayed(job)))
    except Exception as error:  # noqa: BLE001 - whoever waits must hear of it, whatever it is
        _tell(Failed(str(error) or repr(error)))


def _replayed(job: Job) -> Replay:
    reported = 0.0

    def report(done: int, total: int) -> None:
        nonlocal reported
        if (now := time.monotonic()) - reported >= _SECONDS_BETWEEN_REPORTS:
            reported = now
            _tell(Progress(done, total))

    root = Path(job.root)
    manifest = store.read_manifest(root)
    if manifest is None:
        raise store.Damaged(job.root)
    patch = Part.of_patch(root / job.patch) if job.patch else None
    library = Compiled(Part.of_generation(root, manifest), patch, learned.load(root, manifest))
    drafted = Ground(library, parts.known_of(root, manifest)).drafted(job.drafts)
    return replay(library, drafted, recorded(Path(job.calls)) if job.calls else (), report)


def _stop_with_parent(given: "IO[bytes]") -> None:
    given.read()
    os._exit(1)


def _tell(event: Told) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(event) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
