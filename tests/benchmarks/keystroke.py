"""What a key costs in the core: notes typed letter by letter over a library whose index is complete.

    .venv/bin/python tests/benchmarks/keystroke.py [--library DIR ...]

Prints how long the library took to load, and the median, 99th percentile and maximum of one suggestion.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from kbassist import paths
from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant

NOTES = (
    "cust marah2, kartu blm dtg 2 mgg, mw tutup rek. sdh telp 3x ke call center ga ada yg bs bantu, minta atasan",
    "asks how to raise the transfer limit in the app, wants to pay for a house next week and compare the fees",
    "nsbh tanya bunga deposito, mau menabung rutin tiap bulan utk sekolah anak, bingung pilih deposito atau tabungan",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--library", action="append", type=Path)
    folders = parser.parse_args().library or paths.library()
    with tempfile.TemporaryDirectory() as cache:
        with Assistant(folders, Path(cache)) as builder:
            builder.update()
            assert builder.wait()
        start = time.perf_counter()
        assistant = Assistant(folders, Path(cache))
        assert assistant.load()
        print(f"load {(time.perf_counter() - start) * 1e3:.0f} ms")
        times = []
        for note in NOTES:
            for length in range(1, len(note) + 1):
                start = time.perf_counter()
                assistant.suggest(CallNote(note[:length]))
                times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    last = times[int(len(times) * 0.99)]
    print(f"{len(times)} keys: median {statistics.median(times):.2f} ms, 99 % {last:.2f} ms, most {times[-1]:.1f} ms")


if __name__ == "__main__":
    main()
