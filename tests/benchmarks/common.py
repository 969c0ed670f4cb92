"""What the benchmarks share: the machine in one line, tables, times, rows of a file, an assistant that is ready."""

import argparse
import csv
import json
import os
import platform
import signal
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from kbassist.assistant import Assistant

Result = TypeVar("Result")
CACHE = Path(tempfile.gettempdir()) / "kbassist-benchmarks"


def parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser with what every benchmark takes: a folder for what is made once, and how long it may run."""
    made = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--cache", type=Path, default=CACHE, help="folder for libraries and indexes, made once")
    made.add_argument("--minutes", type=int, default=60, help="give up after so long")
    return made


def begin(options: argparse.Namespace) -> None:
    """Say what machine this is, and see that nothing hangs (where the system has alarms)."""
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, _give_up)
        signal.alarm(options.minutes * 60)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(f"{platform.system()} {platform.machine()}, {cores} cores, Python {platform.python_version()}", flush=True)


def _give_up(*_signal: object) -> None:
    raise TimeoutError("--minutes are over")


def rows_of(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSONL file, or of a TSV file whose first row names its columns."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".tsv":
            names = next(file).lstrip("# ").rstrip("\r\n").split("\t")
            return list(csv.DictReader(file, names, delimiter="\t", quoting=csv.QUOTE_NONE))
        return [json.loads(row) for row in file if row.strip()]


def show(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table that is Markdown too."""
    texts = [list(columns), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[at]) for row in texts) for at in range(len(columns))]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in texts]
    rule = "|".join("-" * (width + 2) for width in widths)
    print(f"\n{title}\n\n| {lines[0]} |\n|{rule}|", *(f"| {line} |" for line in lines[1:]), sep="\n", flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which a share of the values lies."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def spread(seconds: Sequence[float]) -> tuple[str, str, str]:
    """Return median, 99th percentile and maximum in milliseconds."""
    if not seconds:
        return ("", "", "")
    values = (statistics.median(seconds), percentile(seconds, 0.99), max(seconds))
    return tuple(f"{value * 1e3:.2f}" for value in values)  # type: ignore[return-value]


class Times:
    """Seconds of many calls: by the clock, and of the processor, which others at work on the machine do not prolong."""

    def __init__(self) -> None:
        self.clock: list[float] = []
        self.processor: list[float] = []

    def of(self, call: Callable[[], Result]) -> Result:
        """Call and return what the call returns."""
        start, used = time.perf_counter(), time.thread_time()
        result = call()
        self.processor.append(time.thread_time() - used)
        self.clock.append(time.perf_counter() - start)
        return result


def ratio(one: float, other: float) -> str:
    """Return how often one goes into the other."""
    return f"{one / other:.2f}" if other else ""


@contextmanager
def ready(folder: Path, cache: Path) -> Iterator[Assistant]:
    """Yield an assistant over a folder of articles whose index is up to date."""
    with Assistant((folder,), cache) as assistant:
        assistant.update()
        if not assistant.wait():
            raise RuntimeError(f"{assistant.failure}: {assistant.failure_detail}")
        yield assistant
