"""The process that brings an index up to date: `python -m kbassist.search.worker`.

The first line of standard input is the job, {"folders": [...], "root": "..."}. What happens is told on standard
output, one JSON object a line: {"event": "progress", "done": n, "total": m}, in the end {"event": "done",
"changed": n, "generation": g} or {"event": "failed", "reason": code, "detail": words} with exit status 1.
Standard input stays open for as long as the process that asked lives; when it closes, the worker stops at once, which
at no point does harm.
"""

import os
import sys
import threading
import time
from pathlib import Path

import msgspec

_NICENESS = 10
_SECONDS_BETWEEN_REPORTS = 0.05


class Job(msgspec.Struct, frozen=True):
    """What to bring up to date: the folders of a library, and the folder of its index."""

    folders: list[str]
    root: str


class Progress(msgspec.Struct, frozen=True, tag_field="event", tag="progress"):
    """So many articles of so many are done."""

    done: int
    total: int


class Done(msgspec.Struct, frozen=True, tag_field="event", tag="done"):
    """The index is up to date: how many articles changed, and the generation in force."""

    changed: int
    generation: int


class Failed(msgspec.Struct, frozen=True, tag_field="event", tag="failed"):
    """The index could not be brought up to date; `reason` is "busy", "cache" (it can't be written) or "internal"."""

    reason: str
    detail: str = ""


def main() -> int:
    """Do one job; return the exit status."""
    job = msgspec.json.decode(sys.stdin.buffer.readline(), type=Job)
    threading.Thread(target=_stop_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    outcome = _update(job)
    _tell(outcome)
    return int(isinstance(outcome, Failed))


def _stop_with_parent() -> None:
    # Not through sys.stdin: its lock, held here, would trouble the interpreter's end.
    while os.read(0, 1):
        pass
    os._exit(1)


def _update(job: Job) -> Done | Failed:
    from kbassist.search import builder  # noqa: PLC0415 - the parent may be gone before Whoosh is imported

    last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal last
        if (now := time.monotonic()) - last >= _SECONDS_BETWEEN_REPORTS:
            last = now
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


def _tell(event: Progress | Done | Failed) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(event) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
