"""The process that keeps an index up to date: `python -m kbassist.search.worker`.

Each line of standard input asks for an update, {"folders": [...], "root": "...", "patch": true}, of one library; with
"watch" its files are watched from then on. What happens is told on standard output, one JSON object a line: {"event":
"progress", "done": n, "total": m}, at the end of an update {"event": "done", "changed": n, "generation": g, "patch":
"…"} or {"event": "failed", "reason": code, "detail": words}; and {"event": "settled", "generation": g, "patch": "…"}
when something is in force that nobody asked for: files that are watched have changed, or it was quiet and a patch has
become a generation. The heavy work is done by a second process, `… worker build JOB`, whose memory goes with it. When
standard input closes, the worker stops at once, which at no point does harm.
"""

import os
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from kbassist.content.watching import Watcher

_NICENESS = 10
_SECONDS_BETWEEN_REPORTS = 0.05
_QUIET_SECONDS = 2.0
# On Windows: no console window, and the low priority that the worker gives itself elsewhere.
NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)


class Job(msgspec.Struct, frozen=True):
    """What to bring up to date: the folders of a library, and the folder of its index.

    With `patch` a few changes come as a patch, at once, and the rest of the work follows when it is quiet. With `watch`
    the files are watched from then on.
    """

    folders: list[str]
    root: str
    patch: bool = False
    watch: bool = False


class Progress(msgspec.Struct, frozen=True, tag_field="event", tag="progress"):
    """So many articles of so many are done."""

    done: int
    total: int


class Done(msgspec.Struct, frozen=True, tag_field="event", tag="done"):
    """The index is up to date: how many articles changed, the generation in force, and the patch over it, if any."""

    changed: int
    generation: int
    patch: str = ""


class Settled(msgspec.Struct, frozen=True, tag_field="event", tag="settled"):
    """A new generation is in force that nobody asked for, and perhaps a patch over it."""

    generation: int
    patch: str = ""


class Changed(msgspec.Struct, frozen=True):
    """Files that are watched have changed."""


class Failed(msgspec.Struct, frozen=True, tag_field="event", tag="failed"):
    """The index could not be brought up to date; `reason` is "busy", "cache" (it can't be written) or "internal"."""

    reason: str
    detail: str = ""


Told = Progress | Done | Settled | Failed
# glibc gives large arrays back as soon as they are done with; by itself it would keep ever larger ones for later.
_THRIFTY = {"MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144"}
# What comes in: a job from whoever asks, word of the watcher, or what a builder of ours tells.
_News = tuple["subprocess.Popen[bytes] | None", Job | Changed | Told]


def main() -> None:
    """Work until standard input closes."""
    inbox: queue.SimpleQueue[_News] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(inbox,), daemon=True).start()
    worker = None
    while True:
        try:
            builder, news = inbox.get(timeout=_QUIET_SECONDS if worker and worker.idle_with_patch else None)
        except queue.Empty:
            if worker:
                worker.settle()
            continue
        if isinstance(news, Job):
            if worker is None:
                if hasattr(os, "nice"):
                    os.nice(_NICENESS)
                worker = _Worker(news, inbox)
            worker.do(news)
        elif isinstance(news, Changed):
            if worker:
                worker.look()
        elif worker:
            worker.hear(builder, news)


def _listen(inbox: "queue.SimpleQueue[_News]") -> None:
    # Not through sys.stdin: its lock, held here, would trouble the interpreter's end.
    with os.fdopen(os.dup(0), "rb") as lines:
        for line in lines:
            inbox.put((None, msgspec.json.decode(line, type=Job)))
    os._exit(0)


class _Worker:
    """Does the jobs of one library: patches itself, has anything larger built by a process of its own."""

    def __init__(self, job: Job, inbox: "queue.SimpleQueue[_News]") -> None:
        # The parent may be gone before Whoosh is imported.
        from kbassist.search.patcher import Patcher  # noqa: PLC0415

        self._job = job
        self._inbox = inbox
        self._patcher = Patcher([Path(folder) for folder in job.folders], Path(job.root))
        self._builder: subprocess.Popen[bytes] | None = None
        self._learner: subprocess.Popen[bytes] | None = None
        self._watcher: Watcher | None = None
        self._asked = self._patched = False
        self._told: tuple[int, str] | None = None

    @property
    def idle_with_patch(self) -> bool:
        """Whether nothing is under way and a patch waits to become part of a generation."""
        return self._patched and self._builder is None

    def do(self, job: Job) -> None:
        """Bring the index up to date, by a patch where one is wanted and will do."""
        self._job = job
        if job.watch and self._watcher is None:
            self._watch()
        done = self._patch() if job.patch else None
        if done:
            self._tell(done)
        else:
            self._asked = True
            if self._builder is None:
                self._build(job)

    def _watch(self) -> None:
        from kbassist.content.watching import Watcher  # noqa: PLC0415

        self._watcher = Watcher([Path(folder) for folder in self._job.folders], self._hear_of_change)

    def _hear_of_change(self) -> None:
        self._inbox.put((None, Changed()))

    def look(self) -> None:
        """Take up what has changed; tell where it changes what is in force."""
        found = self._patch()
        if isinstance(found, Done):
            if (found.generation, found.patch) != self._told:
                self._tell(Settled(found.generation, found.patch))
        elif found:
            _tell(found)
        elif self._builder is None:
            self.settle()

    def _patch(self) -> Done | Failed | None:
        try:
            found = self._patcher.patch()
        except OSError as error:
            return Failed("cache", str(error))
        except Exception as error:  # noqa: BLE001 - whoever asked must hear of it, whatever it is
            return Failed("internal", repr(error))
        self._patched = bool(found and found.patch)
        return Done(found.changed, found.generation, found.patch) if found else None

    def settle(self) -> None:
        """Have the patch taken into a new generation."""
        self._build(msgspec.structs.replace(self._job, patch=True))

    def _build(self, job: Job) -> None:
        """Start a process that makes a new generation; what it tells comes to the inbox."""
        if self._learner:
            # What it learns from is about to change.
            self._learner.kill()
        self._patched = False
        self._patcher.forget()
        command = [sys.executable, "-m", "kbassist.search.worker", "build", msgspec.json.encode(job).decode()]
        self._builder = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=NO_WINDOW, env=_THRIFTY | os.environ
        )
        threading.Thread(target=self._follow, args=(self._builder,), daemon=True).start()

    def _follow(self, builder: "subprocess.Popen[bytes]") -> None:
        with builder:
            for line in builder.stdout or ():
                self._inbox.put((builder, msgspec.json.decode(line, type=Told)))
        self._inbox.put((builder, Failed("died", f"exit status {builder.returncode}")))

    def hear(self, builder: "subprocess.Popen[bytes] | None", told: Told) -> None:
        """Pass on what a builder tells, to whom it concerns."""
        if isinstance(told, Settled):
            self._tell_settled(told)
        elif builder is not self._builder:
            # It has told its outcome already, or another one has taken its place.
            pass
        elif isinstance(told, Progress):
            if self._asked:
                _tell(told)
        else:
            self._builder, self._learner = None, builder
            asked, self._asked = self._asked, False
            if not asked and isinstance(told, Done):
                self._tell_settled(Settled(told.generation))
            elif asked:
                patch = self._patch() if isinstance(told, Done) and self._job.patch else None
                self._tell(msgspec.structs.replace(told, patch=patch.patch) if isinstance(patch, Done) else told)

    def _tell_settled(self, told: Settled) -> None:
        # What changed while the generation was being made comes as a patch of it.
        now = self._patch()
        self._tell(Settled(told.generation, now.patch if isinstance(now, Done) else ""))

    def _tell(self, told: Done | Settled | Failed) -> None:
        if not isinstance(told, Failed):
            self._told = told.generation, told.patch
        _tell(told)


def build(job: Job) -> int:
    """Make a new generation and tell how it goes; return the exit status."""
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    outcome = _built(job)
    if job.patch:
        # Who waits for the articles need not wait for what is learned from them.
        _tell(outcome)
    if isinstance(outcome, Done) and _learned(job) and job.patch:
        _tell(Settled(outcome.generation))
    if not job.patch:
        _tell(outcome)
    return 0


def _learned(job: Job) -> bool:
    """Learn from the examples, if they are others than before; tell whether."""
    try:
        from kbassist.search import builder  # noqa: PLC0415

        return builder.learn(Path(job.root))
    except Exception as error:  # noqa: BLE001 - the articles serve without it
        print(repr(error), file=sys.stderr)  # noqa: T201
        return False


def _built(job: Job) -> Done | Failed:
    from kbassist.search import builder  # noqa: PLC0415

    reported = 0.0

    def report(done: int, total: int) -> None:
        nonlocal reported
        if (now := time.monotonic()) - reported >= _SECONDS_BETWEEN_REPORTS:
            reported = now
            _tell(Progress(done, total))

    try:
        outcome = builder.update([Path(folder) for folder in job.folders], Path(job.root), report)
    except builder.Busy:
        return Failed("busy")
    except OSError as error:
        return Failed("cache", str(error))
    except Exception as error:  # noqa: BLE001 - whoever asked must hear of it, whatever it is
        return Failed("internal", repr(error))
    return Done(outcome.changed, outcome.generation)


def _stop_with_parent() -> None:
    while os.read(0, 1):
        pass
    os._exit(1)


def _tell(event: Told) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(event) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["build"]:
        threading.Thread(target=_stop_with_parent, daemon=True).start()
        sys.exit(build(msgspec.json.decode(sys.argv[2], type=Job)))
    main()
