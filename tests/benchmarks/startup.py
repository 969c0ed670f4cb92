"""Start-up against a bare PySide6 window: interleaved rounds of whole processes, medians and ratios.

    .venv/bin/python tests/benchmarks/startup.py [--pairs 15]
    .venv/bin/python tests/benchmarks/startup.py --articles 100 10000

"keys" is the time from the start of the process until the window has been painted and the event loop takes the next
event; "answer" until a note typed then has brought its first card, index warm, over the starter library, or over
libraries of the sizes given.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict

import library
from common import begin, parser, show

WATCH = """
import os, sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

def tell(word):
    os.write(1, word)

class FirstPaint(QObject):
    def __init__(self, app, after):
        super().__init__(app)
        self._after = after
        app.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched.parent(), QPlainTextEdit):
            QApplication.instance().removeEventFilter(self)
            editor = watched.parent()
            QTimer.singleShot(0, lambda: self._after(editor))
        return False
"""

BARE = (
    WATCH
    + """
def after(editor):
    tell(b"k")
    QApplication.quit()

app = QApplication([])
watch = FirstPaint(app, after)
editor = QPlainTextEdit()
editor.show()
app.exec()
"""
)

# An agent's install has no driver for a server; where it is installed, Peewee imports it.
OURS = (
    """
import sys
sys.modules["psycopg"] = None
from kbassist.gui import app as window
"""
    + WATCH
    + """
def after(editor):
    tell(b"k")
    QTimer.singleShot(20_000, QApplication.instance().quit)
    from PySide6.QtTest import QTest
    QTest.keyClicks(editor, "kartu hilang")
    def ask():
        cards = getattr(editor.window(), "cards", None)
        if cards and cards.model().rowCount():
            tell(b"a")
            editor.window().close()
    timer = QTimer(editor)
    timer.timeout.connect(ask)
    timer.start(1)

app = window.application()
watch = FirstPaint(app, after)
from kbassist import cli
sys.exit(cli.main(sys.argv[1:]))
"""
)


def run(code: str, environment: dict[str, str], *arguments: str) -> list[float]:
    """Run one process and return the seconds from its start to each of its marks."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    assert process.stdout
    marks = []
    while process.stdout.read(1):
        marks.append(time.perf_counter() - start)
    _out, errors = process.communicate()
    if process.returncode:
        sys.exit(errors.decode())
    return marks


def main() -> None:
    """Measure and print."""
    made = parser(__doc__)
    made.add_argument("--pairs", type=int, default=15)
    made.add_argument("--articles", type=int, nargs="+", default=[], help="sizes of libraries; else the starter one")
    options = made.parse_args()
    begin(options)
    libraries: dict[str, tuple[str, ...]] = {"": ()}
    if options.articles:
        folders = {f"{size}": library.make(options.cache / f"library-{size}", size) for size in options.articles}
        libraries = {f", {size} articles": ("--library", str(folder)) for size, folder in folders.items()}
    times: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        environment |= dict.fromkeys(("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), home)
        environment["LANG"] = "id_ID.UTF-8"
        # pip compiles what it installs; an editable tree is compiled by the first run.
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for arguments in libraries.values():
            command = [sys.executable, "-m", "kbassist", *arguments, "index"]
            subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
            run(OURS, environment, *arguments)
        for _ in range(options.pairs):
            times["bare"] += run(BARE, environment)[:1]
            for name, arguments in libraries.items():
                keys, answer = run(OURS, environment, *arguments)[:2]
                times[f"keys{name}"].append(keys)
                times[f"answer{name}"].append(answer)
    firsts = {"bare": times["bare"], "answer": times[f"answer{next(iter(libraries))}"]}
    rows = [
        (
            name,
            f"{statistics.median(one) * 1e3:.0f}",
            f"{max(one) * 1e3:.0f}",
            *(_paired(one, first) for first in firsts.values()),
        )
        for name, one in times.items()
    ]
    show("Start, ratios as medians of rounds", ("", "median ms", "most ms", "x bare", "x first answer"), rows)


def _paired(times: list[float], others: list[float]) -> str:
    return f"{statistics.median(one / other for one, other in zip(times, others, strict=True)):.2f}"


if __name__ == "__main__":
    main()
