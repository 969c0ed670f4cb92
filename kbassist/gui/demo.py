"""A sample call, typed into the real window: to watch, or for a picture."""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from kbassist.assistant import Assistant
from kbassist.desk.store import Store
from kbassist.gui.app import application, dock
from kbassist.gui.flow import CallFlow
from kbassist.gui.recorder import Recorder
from kbassist.gui.theme import Theme
from kbassist.gui.window import COLUMN, AssistantWindow
from kbassist.messages import _, mark

_HEIGHT = 860  # px, of a picture
_KEY_MS = 70
_SETTLE_MS = 400
_WIDE, _WIDEST = 1200, 1600  # px
_PLAYED_AT = timedelta(minutes=4, seconds=12)  # into the call


@dataclass(frozen=True, slots=True)
class Scene:
    """What is typed, about whom, which card is opened (to be written in the studio) and what is searched for."""

    note: str
    salutation: str = ""
    name: str = ""
    card: int = 0
    query: str = ""
    width: int = COLUMN
    studio: bool = False


SCENES = {
    "upset": Scene(mark("cust upset, card not arrived 2 wks, wants to close acct, called 3x"), "Bapak", "Hadi Santoso"),
    "offer": Scene(mark("asks about time deposit rates, wants to save monthly"), "Ibu", "Ratna Wulandari"),
    "reader": Scene(
        mark("cust upset, card not arrived 2 wks, wants to close acct, called 3x"),
        "Bapak",
        "Hadi Santoso",
        card=1,
        width=_WIDE,
    ),
    "search": Scene(
        mark("asks about time deposit rates, wants to save monthly"),
        "Ibu",
        "Ratna Wulandari",
        query=mark("savings initial deposit"),
    ),
    "studio": Scene(
        mark("cust upset, card not arrived 2 wks, wants to close acct, called 3x"),
        "Bapak",
        "Hadi Santoso",
        card=1,
        width=_WIDEST,
        studio=True,
    ),
    "empty": Scene(""),
}


class Typist(QObject):
    """Types a scene key by key into the window; `done` tells when the last key was pressed."""

    done = Signal()

    def __init__(self, window: AssistantWindow, scene: Scene, interval: int) -> None:
        """Prepare to type `scene`, a key each `interval` milliseconds."""
        super().__init__(window)
        self._window, self._scene = window, scene
        self._letters = self._typed()
        self._timer = QTimer(self)
        self._timer.setInterval(interval)
        self._timer.timeout.connect(self._press_next)

    def start(self) -> None:
        """Begin to type."""
        self._timer.start()

    def _typed(self) -> Iterator[tuple[QWidget, str]]:
        for field, text in ((self._window.notepad, self._scene.note), (self._window.search, self._scene.query)):
            if text:
                field.setFocus()
                yield from ((field, letter) for letter in _(text))

    def _press_next(self) -> None:
        field, letter = next(self._letters, (None, ""))
        if field:
            _send(field, letter)
            return
        self._timer.stop()
        if self._scene.card:
            self._window.cards.open_key(self._scene.card)
        side = self._window.side
        is_read = side.article_in_front is not None
        if self._scene.studio:
            side.open_studio()
        if side.studio and is_read:
            side.studio.shown.connect(self._settle)
        else:
            self._settle()

    def _settle(self) -> None:
        QTimer.singleShot(_SETTLE_MS, self, self.done.emit)


def _send(target: QWidget, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(target, event)


def play(
    assistant: Assistant,
    *,
    scene: str = "upset",
    screenshot: Path | None = None,
    theme: str | None = None,
    width: int | None = None,
) -> int:
    """Play a scene in the window until it is closed, or save a picture of its end; return the exit status.

    The assistant is ready to answer. Nothing is written to the agent's own call record.
    """
    app = application()
    colours = Theme(theme, app)
    colours.apply()
    played = SCENES[scene]
    with tempfile.TemporaryDirectory() as folder:
        flow = CallFlow(assistant, app)
        window = AssistantWindow(assistant, flow, colours)
        recorder = Recorder(Store(Path(folder) / "calls.sqlite3"), flow)
        window.complete(recorder)
        flow.keep(recorder)
        flow.awake()
        if played.name:
            flow.call.started = datetime.now(UTC) - _PLAYED_AT
            flow.set_name(played.name)
            flow.set_salutation(played.salutation)
        dock(window)
        window.resize(width or played.width, _HEIGHT)
        window.show()
        typist = Typist(window, played, 0 if screenshot else _KEY_MS)
        picture = _Picture(window, screenshot)
        if screenshot:
            typist.done.connect(picture.take)
        QTimer.singleShot(0, typist.start)
        status = app.exec()
        window.close()
        flow.close()
        for made in (window, flow, colours):
            made.deleteLater()
        # Now, in this thread: the garbage collector may run in another, where no widget may be destroyed.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return status or picture.status


class _Picture(QObject):
    """Saves what the window shows, and ends the application."""

    def __init__(self, window: AssistantWindow, path: Path | None) -> None:
        super().__init__(window)
        self._window, self._path = window, path
        self.status = 0

    def take(self) -> None:
        if self._path is not None and not self._window.grab().save(str(self._path)):
            print(_("The picture could not be saved: {path}").format(path=self._path), file=sys.stderr)  # noqa: T201
            self.status = 1
        QApplication.exit(0)
