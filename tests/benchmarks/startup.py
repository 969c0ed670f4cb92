"""Start-up against a bare PySide6 window: interleaved pairs of whole processes, medians and ratios.

    .venv/bin/python tests/benchmarks/startup.py [--pairs 15]

"keys" is the time from the start of the process until the window has been painted and the event loop takes the next
event; "answer" until a note typed then has brought its first card, index warm, over the starter library.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time

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

OURS = (
    """
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
sys.exit(cli.main([]))
"""
)


def run(code: str, environment: dict[str, str]) -> list[float]:
    """Run one process and return the seconds from its start to each of its marks."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
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
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=15)
    pairs = parser.parse_args().pairs
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        environment |= dict.fromkeys(("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), home)
        environment["LANG"] = "id_ID.UTF-8"
        subprocess.run(
            [sys.executable, "-m", "kbassist", "index"], env=environment, check=True, stdout=subprocess.DEVNULL
        )
        run(OURS, environment)
        bare, keys, answer = [], [], []
        for _ in range(pairs):
            bare += run(BARE, environment)[:1]
            first, second = run(OURS, environment)[:2]
            keys.append(first)
            answer.append(second)
    print(f"{'':8}{'median ms':>10}{'max ms':>8}{'x bare (median of pairs)':>26}")
    for name, times in (("bare", bare), ("keys", keys), ("answer", answer)):
        ratio = statistics.median(one / other for one, other in zip(times, bare, strict=True))
        print(f"{name:8}{statistics.median(times) * 1e3:10.0f}{max(times) * 1e3:8.0f}{ratio:26.2f}")


if __name__ == "__main__":
    main()
