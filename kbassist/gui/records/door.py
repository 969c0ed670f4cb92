"""Who is at the desk: asked at the start where there are several, and after a lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QCoreApplication, QEvent, QObject, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from kbassist.desk import people

if TYPE_CHECKING:
    from kbassist.desk.people import Person
    from kbassist.gui.records.front import Front
    from kbassist.gui.records.people import PeoplePage

_LAST = "desk/agent"
_MINUTE = 60_000  # ms
_SIGNS_OF_LIFE = {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel}


class Door(QObject):
    """Covers the window until somebody has come in; `opened(name)` tells who, `closing` that it closes.

    It closes by itself after the idle minutes of the rules while somebody with a passphrase is there.
    """

    opened = Signal(str)
    closing = Signal()

    def __init__(self, front: Front, window: QWidget) -> None:
        """Stand before the parts of `window`."""
        super().__init__(window)
        self._front = front
        self._parts: list[QWidget] = []
        self._page: PeoplePage | None = None
        self._present = ""
        self._shortcuts: list[QShortcut] = []
        self._before: QWidget | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(front.rules.lock_minutes * _MINUTE)
        self._idle.timeout.connect(self.close)

    @property
    def _window(self) -> QWidget:
        window = self.parent()
        assert isinstance(window, QWidget)
        return window

    @property
    def is_closed(self) -> bool:
        """Whether nobody is in."""
        return self._page is not None and not self._page.isHidden()

    @staticmethod
    def knows_people() -> bool:
        """Whether somebody has come in here before, so that nothing may be seen until it is known who is there."""
        return bool(QSettings().value(_LAST, ""))

    def look(self) -> None:
        """Find out soon whether there is anybody to ask for."""
        self._front.clerk.ask(people.everyone, self.begin)

    def begin(self, listed: Sequence[Person]) -> bool:
        """Let in the only one who is listed without a passphrase, else ask; tell whether it is open.

        It stays open while nobody is listed.
        """
        self._present = str(QSettings().value(_LAST, "")) or self._front.assistant.agent
        if len(listed) == 1 and not listed[0].has_passphrase:
            self._present = listed[0].name
            self.opened.emit(self._present)
        elif listed:
            self.close()
        return not self.is_closed

    def close(self) -> None:
        """Close the window to everyone until somebody has said who it is."""
        if self.is_closed:
            return
        self._watch(False)
        self.closing.emit()
        if self._page is None:
            from kbassist.gui.records.people import PeoplePage  # noqa: PLC0415 - many desks have one agent

            self._page = PeoplePage(self._front.clerk, self._front.theme, self._window)
            self._page.entered.connect(self._open)
        self._parts = [
            part
            for part in self._window.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            if part is not self._page and part.isEnabled()
        ]
        self._shortcuts = [each for each in self._window.findChildren(QShortcut) if each.isEnabled()]
        self._before = QApplication.focusWidget()
        self._enable(False)
        self._window.installEventFilter(self)
        self._page.ask(self._present)

    def _open(self, name: str, has_passphrase: bool) -> None:
        self._present = name
        QSettings().setValue(_LAST, name)
        self._window.removeEventFilter(self)
        self._enable(True)
        self._watch(has_passphrase)
        self.opened.emit(name)
        if self._before:
            self._before.setFocus()

    def _enable(self, enabled: bool) -> None:
        for part in self._parts:
            part.setEnabled(enabled)
        for shortcut in self._shortcuts:
            shortcut.setEnabled(enabled)

    def _watch(self, watches: bool) -> None:
        """Wait for an idle while, or no longer."""
        self._idle.stop()
        app = QCoreApplication.instance()
        assert app
        app.removeEventFilter(self)
        if watches and self._idle.interval():
            app.installEventFilter(self)
            self._idle.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Begin the idle while anew at every sign of life, and cover a window that grows."""
        if event.type() in _SIGNS_OF_LIFE and not self.is_closed:
            self._idle.start()
        elif watched is self._window and self._page and self.is_closed:
            if isinstance(event, QChildEvent) and event.added():
                self._shut_out(event.child())
            elif event.type() is QEvent.Type.Resize:
                self._page.cover()
        return False

    def _shut_out(self, part: QObject) -> None:
        """Cover a part that the window takes in while nobody is in: what is read comes beside a column that grows."""
        if self._page and isinstance(part, QWidget) and part is not self._page:
            part.setEnabled(False)
            self._parts.append(part)
            self._page.raise_()
