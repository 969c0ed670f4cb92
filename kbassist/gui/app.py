"""Start the window: shown first, then everything else is loaded behind it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from kbassist import paths
from kbassist.gui.flow import CallFlow
from kbassist.gui.theme import Theme
from kbassist.gui.window import COLUMN, AssistantWindow

if TYPE_CHECKING:
    from kbassist.assistant import Assistant

_TITLE_BAR = 32  # px, about
_FIRST_WORDS = "kartu hilang, marah"  # are read in advance where nothing is noted yet
_SWITCH_INTERVAL = 2e-4  # s; with Python's own 5 ms a busy thread slows every Qt call


class Start(QObject):
    """What follows the first paint: the rest of the window, the call that was open, the library.

    `loaded` tells, from another thread, that the assistant can be asked, and `warm` that nothing is left to load.
    """

    loaded = Signal()
    warm = Signal()

    def __init__(
        self,
        window: AssistantWindow,
        flow: CallFlow,
        assistant: Assistant,
        journal: Path,
        rules: Path | None = None,
        *,
        restore: bool,
    ) -> None:
        """Prepare to go on, with the call record in `journal` and the bank's own rules of the desk in `rules`."""
        super().__init__(window)
        self._window, self._flow, self._assistant = window, flow, assistant
        self._journal, self._rules, self._restore = journal, rules, restore
        self._thread = threading.Thread(target=self._load, name="loader", daemon=True)
        self._answered = threading.Event()
        window.notepad.viewport().installEventFilter(self)

    def go_on(self) -> None:
        """Complete the window, then load the library in a thread of its own."""
        from kbassist.desk import rules  # noqa: PLC0415 - this and the database come after the first paint
        from kbassist.desk.store import Store  # noqa: PLC0415
        from kbassist.gui.recorder import Recorder  # noqa: PLC0415

        self.loaded.connect(self._awake, Qt.ConnectionType.QueuedConnection)
        self.warm.connect(self._sweep, Qt.ConnectionType.QueuedConnection)
        self._thread.start()
        recorder = Recorder(Store(self._journal), self._flow)
        self._window.complete(recorder, rules.load(self._rules))
        door = self._window.records.door
        is_open = not door.knows_people() or door.begin(recorder.people())
        self._flow.keep(recorder, restore=self._restore and is_open)
        if not door.knows_people():
            door.look()

    def wait(self) -> None:
        """Wait for the thread, so that nothing is loaded into a window that is gone."""
        self._answered.set()
        if self._thread.ident is not None:
            self._thread.join()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Go on once the notes have been painted; a timer alone may come first."""
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.go_on)
        return False

    def _awake(self) -> None:
        self._flow.awake()
        self._answered.set()

    def _sweep(self) -> None:
        from kbassist.gui.sweeper import Sweeper  # noqa: PLC0415 - what is needed last comes last

        Sweeper(self._flow)

    def _load(self) -> None:
        from kbassist.assist.model import CallNote  # noqa: PLC0415 - in this thread, like all that is heavy
        from kbassist.text import privacy  # noqa: PLC0415

        self._assistant.load()
        self._assistant.habits.load()
        privacy.warm()
        # The first answer finds every module and word list at hand, and no work beside it.
        self._assistant.suggest(CallNote(self._flow.call.note or _FIRST_WORDS))
        self.loaded.emit()
        self._answered.wait()
        self._assistant.warm()
        self.warm.emit()
        self._assistant.watch()


def application() -> QApplication:
    """Return the application with our name and style."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication([*sys.argv[:1], "-style", "fusion"])
    app.setApplicationName("kbassist")
    app.setOrganizationName("kbassist")
    return app


def run(assistant: Assistant, journal: Path, settings: Mapping[str, Any], *, restore: bool = True) -> int:
    """Show the window until it is closed; return the exit status.

    `journal` is the file of the call record, `settings` those of the user. Without `restore` the call that was open
    stays where it is.
    """
    sys.setswitchinterval(_SWITCH_INTERVAL)
    app = application()
    theme = Theme(settings["theme"], app, reduced_motion=settings["reduced_motion"])
    theme.apply()
    flow = CallFlow(assistant, app)
    window = AssistantWindow(
        assistant,
        flow,
        theme,
        breath=settings["breath"],
        learns=settings["learning"],
        follows_note=settings["search_follows_note"],
    )
    dock(window)
    window.show()
    start = Start(window, flow, assistant, journal, paths.desk_rules(settings["desk_rules"]), restore=restore)
    status = app.exec()
    flow.close()
    start.wait()
    assistant.close()
    return status


def dock(window: AssistantWindow) -> None:
    """Put the window where it was last, else at the right edge of the screen, over its full height."""
    kept = QSettings().value("window/geometry")
    if kept is not None and window.restoreGeometry(kept):
        return
    room = window.screen().availableGeometry()
    window.resize(COLUMN, room.height() - _TITLE_BAR)
    window.move(room.right() - COLUMN + 1, room.top())
