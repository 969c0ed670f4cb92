"""Types calls into the real window until it is killed, and tells on standard output what was typed when.

    python typist.py PHRASES SEED ARGUMENT…

PHRASES is a JSON file with a list of [words, secret]; at a ¦ in the words it thinks for a moment. The arguments are
those of kbassist. Each row that it prints is
JSON: the state of the call in front after a key, or `secret` once the words that make one are typed.
"""

import json
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kbassist import cli
from kbassist.gui.app import application
from kbassist.gui.window import AssistantWindow

_KEY_MS = 3
_THOUGHT = "¦"
_THOUGHT_KEYS = 120  # what could be typed meanwhile
_CONTROL = Qt.KeyboardModifier.ControlModifier


def tell(**words: object) -> None:
    os.write(1, (json.dumps({"t": time.monotonic(), **words}) + "\n").encode())


class Typist(QObject):
    """Presses a key at each tick of a timer, once the window keeps what is typed."""

    def __init__(self, phrases: list[tuple[str, str]], seed: str) -> None:
        super().__init__()
        self._random = random.Random(seed)
        self._steps = self._play(phrases)
        self._window: AssistantWindow | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(_KEY_MS)

    def _tick(self) -> None:
        if self._window is None:
            self._look_for_window()
        else:
            next(self._steps)
            flow = self._window._flow
            tell(id=flow.call.id, note=flow.call.note, cursor=flow._cursor, name=flow.call.name)

    def _look_for_window(self) -> None:
        for window in QApplication.topLevelWidgets():
            if not isinstance(window, AssistantWindow) or not window._flow.advice or window._flow._is_restoring:
                continue
            self._window = window
            window.activateWindow()
            for call in (*window._flow.held, window._flow.call):
                tell(id=call.id, note=call.note, cursor=None, name=call.name, restored=True)

    def _play(self, phrases: list[tuple[str, str]]) -> Iterator[None]:
        for words, secret in phrases:
            assert self._window
            place = self._random.choice(("note", "note", "note", "note", "name", "search"))
            if place == "name":
                yield from self._type(self._window.strip.name, words, secret)
                self._window.notepad.setFocus()
            elif place == "search":
                yield from self._press(Qt.Key.Key_K)
                yield from self._type(self._window.search, words, secret)
                QTest.keyClick(self._window.search, Qt.Key.Key_Return)
                QTest.keyClick(self._window, Qt.Key.Key_Escape)
            else:
                yield from self._type(self._window.notepad, words, secret)
            key = self._random.choice((None, None, None, Qt.Key.Key_1, Qt.Key.Key_H, Qt.Key.Key_Tab, Qt.Key.Key_N))
            if key:
                yield from self._press(key)
                QTest.keyClick(self._window, Qt.Key.Key_Escape)

    def _type(self, field: object, words: str, secret: str) -> Iterator[None]:
        for letter in f" {words}":  # a kill may have left half a word before it
            if letter == _THOUGHT:
                yield from (None for _key in range(_THOUGHT_KEYS))
            else:
                QTest.keyClick(field, letter)  # type: ignore[call-overload]
                yield
        if secret:
            tell(secret=secret)

    def _press(self, key: Qt.Key) -> Iterator[None]:
        assert self._window
        QTest.keyClick(self._window, key, _CONTROL)
        yield


def main() -> int:
    phrases, seed, *arguments = sys.argv[1:]
    application()
    typist = Typist(json.loads(Path(phrases).read_text(encoding="utf-8")), seed)
    assert typist
    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(main())
