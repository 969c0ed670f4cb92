"""Types into the real window while a meddler edits its library; tells on standard output how it went.

    python live_typist.py FOLDER PLACE SEED NOTES EDITS CHECKS

NOTES is a JSON file with notes; of EDITS so many are made between two checks. The last row that is printed is JSON: the
pauses of the window's loop in seconds, by the clock and of the processor (of all threads of this process), of quiet
typing first and then while files are edited, and of each check how long it took until the suggestions were those of
an index built from nothing, or what differs for good.
"""

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kbassist import settings
from kbassist.assist.model import CallNote
from kbassist.assistant import Assistant
from kbassist.gui import app
from kbassist.gui.window import AssistantWindow

_BEAT_MS = 4
_KEY_MS = 60  # some two hundred words a minute
_KEYS_OF_NOTE = 200
_FIRST_KEYS = 100
_QUIET_KEYS = 150
_PATIENCE = 60.0  # s, until a check must hold
_BETWEEN_LOOKS_MS = 50


class Pause(NamedTuple):
    """How long the loop did not turn, and what this process used of the processors meanwhile."""

    clock: float
    processor: float


class Heart(QObject):
    """Beats in the window's loop; what lies between two beats is a pause."""

    def __init__(self) -> None:
        super().__init__()
        self.pauses: list[Pause] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def begin(self) -> None:
        self._last = time.perf_counter(), time.process_time()
        self._timer.start(_BEAT_MS)

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now = time.perf_counter(), time.process_time()
        self.pauses.append(Pause(now[0] - self._last[0] - _BEAT_MS / 1000, now[1] - self._last[1]))
        self._last = now


def wait(milliseconds: int) -> None:
    """Let the window's loop turn as its own does, which lets other threads work meanwhile; QTest.qWait does not."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def suggested(assistant: Assistant, notes: list[str]) -> list[list[tuple[str, str, float]]]:
    """Return what is suggested for each note."""
    answers = (assistant.suggest(CallNote(note)) for note in notes)
    return [[(line.line, line.text, round(line.score, 3)) for line in answer.suggestions] for answer in answers]


class Session:
    """Types, has the library edited, and checks."""

    def __init__(self, assistant: Assistant, arguments: list[str]) -> None:
        folder, place, seed, notes, edits, checks = arguments
        self._assistant, self._place = assistant, Path(place)
        self._notes: list[str] = json.loads(Path(notes).read_text(encoding="utf-8"))
        self._edits, self._checks = int(edits), int(checks)
        self._ideal = self._place / "ideal"
        command = [sys.executable, str(Path(__file__).with_name("meddler.py")), folder, str(self._ideal), seed]
        self._meddler = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._meddler.stdout
        os.set_blocking(self._meddler.stdout.fileno(), False)
        self._heart = Heart()

    def run(self, window: AssistantWindow) -> dict[str, Any]:
        self._assistant.wait()
        wait(1000)
        letters = "".join(self._notes)
        self._type(window, letters[:_FIRST_KEYS])  # cards, fonts and words are there from then on
        self._heart.begin()
        self._type(window, letters[_FIRST_KEYS : _FIRST_KEYS + _QUIET_KEYS])
        self._heart.stop()
        quiet, self._heart.pauses = self._heart.pauses, []
        checks = []
        for check in range(self._checks):
            self._heart.begin()
            self._meddle(window, letters[check * 1000 :] + letters)
            self._heart.stop()
            checks.append(self._check(check))
        self._meddler.communicate()
        return {"quiet": quiet, "pauses": self._heart.pauses, "checks": checks}

    def _meddle(self, window: AssistantWindow, letters: str) -> None:
        assert self._meddler.stdin
        assert self._meddler.stdout
        self._meddler.stdin.write(f"{self._edits}\n".encode())
        self._meddler.stdin.flush()
        for letter in letters:
            self._type(window, letter)
            if self._meddler.stdout.readline():
                return

    def _type(self, window: AssistantWindow, letters: str) -> None:
        for letter in letters:
            QTest.keyClicks(window.notepad, letter)
            wait(_KEY_MS)
            if len(window.notepad.toPlainText()) > _KEYS_OF_NOTE:
                window.notepad.clear()

    def _check(self, number: int) -> dict[str, Any]:
        begun = time.monotonic()
        with Assistant((self._ideal,), self._place / f"ideal-{number}") as fresh:
            fresh.update()
            fresh.wait()
            wanted = suggested(fresh, self._notes)
        while (found := suggested(self._assistant, self._notes)) != wanted:
            if time.monotonic() - begun > _PATIENCE:
                pairs = zip(self._notes, found, wanted, strict=True)
                return {"differs": [pair for pair in pairs if pair[1] != pair[2]]}
            wait(_BETWEEN_LOOKS_MS)
        return {"took": time.monotonic() - begun, "lines": sum(map(len, wanted))}


def main() -> None:
    gc.disable()  # as the command that opens the window does
    folder, place = Path(sys.argv[1]), Path(sys.argv[2])
    assistant = Assistant((folder,), place / "cache")
    application = app.application()
    session = Session(assistant, sys.argv[1:])
    told: dict[str, Any] = {}

    def begin() -> None:
        windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, AssistantWindow)]
        if windows and windows[0]._flow.advice and assistant.articles():
            timer.stop()
            told.update(session.run(windows[0]))
            windows[0].close()
            application.quit()

    timer = QTimer()
    timer.timeout.connect(begin)
    timer.start(100)
    app.run(assistant, place / "calls.sqlite3", settings.load(Path("none")))
    print(json.dumps(told))


if __name__ == "__main__":
    main()
