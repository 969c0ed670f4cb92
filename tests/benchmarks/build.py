"""How long building the index takes and how much memory, beside the obvious Whoosh writer.

    .venv/bin/python tests/benchmarks/build.py --articles 1000 10000

Each build runs in a process of its own, at the same low priority. Ours reads and checks the
Markdown, indexes articles, lines and examples, compiles the arrays and loads the result; the obvious Whoosh writer
(StemmingAnalyzer, body stored), FTS5 and tantivy only take in each file as one text. Memory is what all processes hold
together (PSS, sampled), of ours while a window over the library is open: at rest, while the index is built again from
nothing, and afterwards. Memory and processor time are measured on Linux only, by looking 20 times a second.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import library
from common import begin, parser, percentile, ratio, show

_BETWEEN = 0.05  # s, between two looks at the memory
_REST = 3.0  # s, until a process is taken to be at rest
_MEMORY = Path("/proc/self/smaps_rollup").exists()

# Our worker gives itself this priority too.
_TEXTS = """
import os, sys
os.nice(10)
from pathlib import Path
library, place = Path(sys.argv[1]), Path(sys.argv[2])
place.mkdir()
texts = ((str(path), path.read_text(encoding="utf-8")) for path in sorted(library.rglob("artikel-*.md")))
"""

OURS = """
import sys
from pathlib import Path
from kbassist.assistant import Assistant
with Assistant((Path(sys.argv[1]),), Path(sys.argv[2])) as assistant:
    assistant.update()
    sys.exit(not assistant.wait())
"""

WHOOSH = (
    _TEXTS
    + """
from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.index import create_in
schema = Schema(path=ID(stored=True, unique=True), body=TEXT(analyzer=StemmingAnalyzer(), stored=True))
writer = create_in(str(place), schema).writer()
for path, text in texts:
    writer.add_document(path=path, body=text)
writer.commit()
"""
)

FTS5 = (
    _TEXTS
    + """
import sqlite3
base = sqlite3.connect(place / "index.sqlite3")
base.execute("CREATE VIRTUAL TABLE articles USING fts5(path UNINDEXED, body, tokenize='porter unicode61')")
base.executemany("INSERT INTO articles VALUES (?, ?)", texts)
base.commit()
"""
)

TANTIVY = (
    _TEXTS
    + """
import tantivy
builder = tantivy.SchemaBuilder().add_text_field("path", stored=True, tokenizer_name="raw")
index = tantivy.Index(builder.add_text_field("body", stored=True, tokenizer_name="en_stem").build(), str(place))
writer = index.writer()
for path, text in texts:
    writer.add_document(tantivy.Document(path=path, body=text))
writer.commit()
writer.wait_merging_threads()
"""
)

# Says "rest" when the library serves, builds the index again, says "rest" when that is over, and closes.
WINDOW = """
import sys, threading
from pathlib import Path
from PySide6.QtCore import QTimer
from kbassist import paths, settings
from kbassist.assistant import Assistant
from kbassist.gui import app

assistant = Assistant((Path(sys.argv[1]),), Path(sys.argv[2]))
rest = int(float(sys.argv[3]) * 1000)
application = app.application()
changed = []

def say(word):
    print(word, flush=True)

def begin():
    if not assistant.articles():
        return
    started.stop()
    assistant.wait()
    QTimer.singleShot(rest, build)

def build():
    say("building")
    assistant.forget()
    assistant.update()
    threading.Thread(target=wait, daemon=True).start()
    over.start(50)

def wait():
    assistant.wait()
    changed.append(1)

def end():
    if changed:
        over.stop()
        say("built")
        QTimer.singleShot(rest, application.closeAllWindows)

started, over = QTimer(), QTimer()
started.timeout.connect(begin)
over.timeout.connect(end)
started.start(50)
app.run(assistant, paths.journal(), settings.load(Path("none")))
"""


class Sample(NamedTuple):
    """What a process and all that it started hold: seconds since the start, MB."""

    at: float
    held: float


class Run(NamedTuple):
    """One process and all it started: seconds it took, processor seconds, memory, when it said a word."""

    seconds: float
    processor: float
    samples: list[Sample]
    words: dict[str, float]

    def most(self, after: str = "", until: str = "") -> float:
        """Return the most memory held between two words, in MB."""
        first, last = self.words.get(after, 0.0), self.words.get(until, self.seconds)
        return max((held for at, held in self.samples if first <= at <= last), default=float("nan"))

    def resting(self, before: float) -> float:
        """Return the memory held in the last second before a time, in MB: the middle of the samples."""
        held = [held for at, held in self.samples if before - 1 <= at < before - _BETWEEN]
        return percentile(held, 0.5) if held else float("nan")


def run(code: str, *arguments: object, environment: dict[str, str] | None = None) -> Run:
    """Run Python code in a process of its own and follow it."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(environment or {})},
        text=True,
    )
    words: dict[str, float] = {}

    def listen() -> None:
        assert process.stdout
        for line in process.stdout:
            words[line.strip()] = time.perf_counter() - start

    listener = threading.Thread(target=listen)
    listener.start()
    samples, ticks = [], dict[int, int]()
    try:
        while process.poll() is None:
            now = time.perf_counter() - start
            if _MEMORY:
                family = list(_family(process.pid))
                samples.append(Sample(now, sum(map(_held, family)) / 1024))
                ticks.update((pid, used) for pid in family if (used := _ticks(pid)))
            time.sleep(_BETWEEN)
    finally:
        process.kill()
    seconds = time.perf_counter() - start
    listener.join()
    assert process.stderr
    if process.returncode:
        sys.exit(process.stderr.read())
    process.stderr.close()
    return Run(seconds, sum(ticks.values()) / os.sysconf("SC_CLK_TCK") if ticks else 0.0, samples, words)


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in " ".join(children).split():
        yield from _family(int(child))


def _held(pid: int) -> int:
    """Return the proportional set size of a process in kB; 0 when it is gone."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in rows if row.startswith("Pss:")), 0)


def _ticks(pid: int) -> int:
    """Return the processor time of a process in ticks of the clock; 0 when it is gone."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(after_name[11]) + int(after_name[12])


def builds(folder: Path, articles: int) -> None:
    """Print what each build takes."""
    with TemporaryDirectory() as home:
        runs = {
            name: run(code, folder, Path(home, str(number)))
            for number, (name, code) in enumerate(
                {"kbassist": OURS, "Whoosh, obvious": WHOOSH, "SQLite FTS5": FTS5, "tantivy": TANTIVY}.items()
            )
        }
    obvious = runs["Whoosh, obvious"]
    rows = [
        (
            name,
            f"{one.seconds:.1f}",
            f"{one.processor:.1f}",
            f"{articles / one.seconds:.0f}",
            ratio(obvious.seconds, one.seconds),
            ratio(obvious.processor, one.processor),
            f"{one.most():.0f}",
        )
        for name, one in runs.items()
    ]
    columns = ("", "s", "processor s", "articles/s", "x faster than Whoosh", "by processor time", "most MB")
    show(f"Index of {articles} articles", columns, rows)


def memory(folder: Path, articles: int) -> None:
    """Print what the window and its worker hold."""
    with TemporaryDirectory() as home:
        environment = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        environment |= dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME"), home)
        environment["OPENBLAS_NUM_THREADS"] = "1"  # as the app's entry point has it
        cache = Path(home, "cache")
        run(OURS, folder, cache)
        found = run(WINDOW, folder, cache, _REST, environment=environment)
    building, built = found.words["building"], found.words["built"]
    figures = (found.resting(building), found.most("building", "built"), found.resting(built + _REST))
    columns = ("articles", "at rest", "most while building", "at rest afterwards", "built in s")
    row = (articles, *(f"{figure:.0f}" for figure in figures), f"{built - building:.1f}")
    show("MB held by window and worker together", columns, [row])


def main() -> None:
    """Measure each size."""
    made = parser(__doc__)
    made.add_argument("--articles", type=int, nargs="+", default=[1_000, 10_000])
    options = made.parse_args()
    begin(options)
    folders: Sequence[tuple[int, Path]] = [
        (articles, library.make(options.cache / f"library-{articles}", articles)) for articles in options.articles
    ]
    for articles, folder in folders:
        builds(folder, articles)
        if _MEMORY:
            memory(folder, articles)


if __name__ == "__main__":
    main()
