"""From key to painted cards in the real window, beside a bare editor with a list; then while articles are indexed.

    .venv/bin/python tests/benchmarks/typing_notes.py --window --articles 10000

The time runs from the delivery of the key event until the event loop has painted the list, frame included.
"processor" is what the window's thread used of it, median and 99th percentile. Both windows live in one process and
take turns note by note. Afterwards 500 articles are changed on disk, and keys go on being measured until the library
with the changes serves and the index has had time to take them in.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import library
from common import percentile, ready, show, spread

from kbassist.assistant import Assistant, Event

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_FRAME = 1 / 60  # s
_REVISED = 500
_PULSE = 50  # ms
_LONGEST_WAIT = 0.25  # s; a key after which nothing is painted
_AFTERWARDS = 20.0  # s, in which the index takes in what serves already
_GIVE_UP = 600.0  # s


def measure(articles: int, cache: Path, notes: Sequence[str], gap: int) -> None:
    """Run both windows in a process of their own and print the table of one size."""
    folder = library.make(cache / f"library-{articles}", articles)
    with ready(folder, cache):
        pass
    with TemporaryDirectory() as home:
        places = dict.fromkeys(("XDG_DATA_HOME", "XDG_CONFIG_HOME"), home)
        environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **places}
        job = json.dumps({"folder": str(folder), "cache": str(cache), "notes": notes, "gap": gap})
        command = [sys.executable, __file__]
        done = subprocess.run(command, input=job, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    found = json.loads(done.stdout.splitlines()[-1])
    rows = [
        (
            name,
            len(times),
            *spread(times),
            f"{sum(one > _FRAME for one in times) / len(times):.2%}",
            *spread(used)[:2],
            unpainted,
        )
        for name, (times, used, unpainted) in found["times"].items()
    ]
    title = f"{articles} articles: ms from key to painted list ({environment['QT_QPA_PLATFORM']})"
    columns = ("", "keys", "median", "99 %", "most", "over a frame", "processor", "99 %", "not painted")
    show(title, columns, rows)
    times = found["times"]
    print(
        f"\n99 %: {_last(times['window']) / _last(times['bare']):.2f} x bare;"
        f" {_REVISED} changed articles served after {found['indexed']:.1f} s",
        flush=True,
    )


def _last(found: tuple[list[float], list[float], int]) -> float:
    return percentile(found[0], 0.99)


class Keys:
    """Types into an editor and waits for the list to be painted.

    `answered` is to be called once the list knows what to show.
    """

    def __init__(self, editor: "QWidget", painted: "QWidget") -> None:
        from PySide6.QtCore import QEvent, QObject, QTimer

        keys = self

        class Watch(QObject):
            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
                if event.type() is QEvent.Type.Paint and keys._answered:
                    keys._painted = True
                return False

        self._editor, self._answered, self._painted = editor, False, False
        self._watch = Watch(painted)
        painted.installEventFilter(self._watch)
        self._pulse = QTimer(painted)  # so that waiting for the next event comes to an end
        self._pulse.start(_PULSE)
        self._times: list[float] = []
        self._used: list[float] = []
        self._unpainted = 0

    def answered(self, *_values: object) -> None:
        """Take the next painting for the answer."""
        self._answered = True

    def press(self, character: str) -> None:
        """Type a character and take the time until its answer has been painted."""
        from PySide6.QtCore import QCoreApplication, QEventLoop
        from PySide6.QtTest import QTest

        wait = QEventLoop.ProcessEventsFlag.WaitForMoreEvents
        self._answered = self._painted = False
        start, used = time.perf_counter(), time.thread_time()
        QTest.keyClicks(self._editor, character)
        handled = time.perf_counter() - start
        while not self._painted and time.perf_counter() - start < _LONGEST_WAIT:
            QCoreApplication.processEvents(wait)
        self._unpainted += not self._painted
        self._times.append(time.perf_counter() - start if self._painted else handled)
        self._used.append(time.thread_time() - used)

    def type_note(self, note: str, gap: int) -> None:
        """Clear the editor and type a note, `gap` ms between two keys."""
        from PySide6.QtTest import QTest

        self._editor.clear()  # type: ignore[attr-defined]
        for character in note:
            QTest.qWait(gap)
            self.press(character)

    def result(self) -> tuple[list[float], list[float], int]:
        """Return the seconds by the clock and of the processor, and how many keys were not painted; begin anew."""
        found = (self._times, self._used, self._unpainted)
        self._times, self._used, self._unpainted = [], [], 0
        return found


def _bare_keys() -> "tuple[QWidget, Keys]":
    """Return a bare window of the same size: an editor, and a list whose nine rows change with every key."""
    from PySide6.QtWidgets import QListWidget, QPlainTextEdit, QVBoxLayout, QWidget

    window = QWidget()
    column = QVBoxLayout(window)
    editor, rows = QPlainTextEdit(), QListWidget()
    rows.addItems([""] * 9)
    column.addWidget(editor)
    column.addWidget(rows)
    keys = Keys(editor, rows.viewport())

    def answer() -> None:
        for number in range(rows.count()):
            rows.item(number).setText(f"{number} {editor.toPlainText()[-40:]}")
        keys.answered()

    editor.textChanged.connect(answer)
    return window, keys


def _drive(assistant: Assistant, folder: Path, notes: Sequence[str], gap: int) -> dict[str, object]:
    """Type into the open window and into a bare one; return what was measured."""
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from kbassist.gui.flow import CallFlow
    from kbassist.gui.window import AssistantWindow

    app = QApplication.instance()
    assert app
    window = next(found for found in QApplication.topLevelWidgets() if isinstance(found, AssistantWindow))
    flow = app.findChild(CallFlow)
    assert flow
    window.resize(420, 860)
    bare, bare_keys = _bare_keys()
    bare.resize(window.size())
    bare.show()
    ours = Keys(window.notepad, window.cards.viewport())
    flow.advised.connect(ours.answered)
    assistant.wait()
    QTest.qWait(1000)
    for keys in (ours, bare_keys):
        keys.type_note(notes[-1][:40], gap)
        keys.result()
    for note in notes:
        for widget, keys in ((window, ours), (bare, bare_keys)):
            widget.activateWindow()
            keys.type_note(note, gap)
    times = {"bare": bare_keys.result(), "window": ours.result()}
    window.activateWindow()
    changed: list[float] = []
    assistant.subscribe(Event.LIBRARY_CHANGED, lambda: changed.append(time.perf_counter()))
    with library.changing(folder) as revised:
        for number in range(_REVISED):
            revised.append(number)
            library.revise(folder, number, 1)
        start = time.perf_counter()
        assistant.update(patch=True)
        for character in " ".join([*notes] * 20):
            QTest.qWait(gap)
            ours.press(character)
            now = time.perf_counter()
            if now - start > _GIVE_UP or (changed and now - changed[0] > _AFTERWARDS):
                break
            if len(window.notepad.toPlainText()) > len(notes[0]):
                window.notepad.clear()
    times["window, indexing"] = ours.result()
    bare.close()
    window.close()
    return {"times": times, "indexed": changed[0] - start if changed else float("nan")}


def main() -> None:
    """Open both windows over the library given on standard input, and print what was measured."""
    from PySide6.QtCore import QTimer

    from kbassist import paths, settings
    from kbassist.gui import app
    from kbassist.gui.window import AssistantWindow

    job = json.load(sys.stdin)
    folder = Path(job["folder"])
    assistant = Assistant((folder,), Path(job["cache"]))
    application = app.application()
    found: dict[str, object] = {}

    def begin() -> None:
        windows = [one for one in application.topLevelWidgets() if isinstance(one, AssistantWindow)]
        if windows and hasattr(windows[0], "cards") and assistant.articles():
            timer.stop()
            found.update(_drive(assistant, folder, job["notes"], job["gap"]))

    timer = QTimer()
    timer.timeout.connect(begin)
    timer.start(100)
    app.run(assistant, paths.journal(), settings.load(Path("none")))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
