"""The calls that wait on hold, as a row that is there only while one does."""

from datetime import UTC, datetime
from enum import StrEnum

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from kbassist.gui import icons
from kbassist.gui.call import Call
from kbassist.gui.flow import CallFlow
from kbassist.gui.keys import NEXT_CALL_KEY
from kbassist.gui.theme import GRID, Theme, set_state
from kbassist.messages import _

_MOST_SHOWN = 2
_TITLE_WIDTH = 13 * GRID
_LONG, _TOO_LONG = 2, 5  # minutes
_LOOK_MS = 5000


class Wait(StrEnum):
    """How long a call has been on hold, for its colour."""

    SHORT = "short"
    LONG = "long"
    TOO_LONG = "too-long"


class HoldRow(QWidget):
    """Says who waits and for how long; a click goes on with that call."""

    def __init__(self, flow: CallFlow, theme: Theme, parent: QWidget | None = None) -> None:
        """Show the calls of `flow` that are on hold."""
        super().__init__(parent)
        self._flow, self._theme = flow, theme
        self.setObjectName("holds")
        self._sign, self._more = QLabel(self), QLabel(self)
        self._more.setObjectName("muted")
        self._buttons = [QPushButton(self) for _place in range(_MOST_SHOWN)]
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._show_waits)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self._sign)
        for button in self._buttons:
            button.setObjectName("hold")
            button.clicked.connect(self._take)
            row.addWidget(button)
        row.addWidget(self._more)
        row.addStretch(1)
        flow.call_changed.connect(self._show_waits)
        theme.changed.connect(self._tint)
        self._tint()
        self._show_waits()

    @property
    def words(self) -> list[str]:
        """What the row says."""
        return [button.text() for button in self._buttons if not button.isHidden()]

    def _show_waits(self) -> None:
        held, now = self._flow.held, datetime.now(UTC)
        self.setVisible(bool(held))
        if held and not self._timer.isActive():
            self._timer.start()
        elif not held:
            self._timer.stop()
        for place, button in enumerate(self._buttons):
            button.setVisible(place < len(held))
            if place < len(held):
                self._show_wait(button, held[place], now)
        rest = len(held) - _MOST_SHOWN
        self._more.setText(f"+{rest}")
        self._more.setVisible(rest > 0)

    def _show_wait(self, button: QPushButton, call: Call, now: datetime) -> None:
        minutes = int((now - (call.held or now)).total_seconds() // 60)
        wait = Wait.SHORT if minutes < _LONG else Wait.LONG if minutes < _TOO_LONG else Wait.TOO_LONG
        time = _("{minutes} min").format(minutes=minutes) if minutes else _("now")
        title = " ".join(call.title.split())
        room = button.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, _TITLE_WIDTH)
        button.setText(f"{room.replace('&', '&&')} · {time}")
        words = _("On hold: {name}, {time}").format(name=title, time=time)
        button.setToolTip(f"{words} ({NEXT_CALL_KEY})")
        button.setAccessibleName(words)
        set_state(button, "wait", wait.value)

    def _take(self) -> None:
        self._flow.take(self._flow.held[self._buttons.index(self.sender())])  # type: ignore[arg-type]

    def _tint(self) -> None:
        self._sign.setPixmap(icons.icon("pause", self._theme.colours.muted).pixmap(icons.SIZE, icons.SIZE))
