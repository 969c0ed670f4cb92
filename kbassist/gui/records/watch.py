"""Looks once a minute whether a promise is due soon or late, and says so quietly, once for each."""

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kbassist import moments
from kbassist.desk import follow_ups
from kbassist.desk.follow_ups import FollowUp, Status, Turn
from kbassist.gui.records.front import Front
from kbassist.messages import plural

_LOOK_MS = 60_000
_LONGEST_NAME = 14  # what a narrow window has room for


class Watch(QObject):
    """Looks at once and every minute; `told(str)` has what is due, empty for nothing.

    What was told is not told again once `be_seen` says that the agent has looked at it, unless it becomes late.
    """

    told = Signal(str)

    def __init__(self, front: Front, parent: QObject | None = None) -> None:
        """Begin to look once `start` is called."""
        super().__init__(parent)
        self._front = front
        self._ahead = timedelta(minutes=front.rules.reminder_minutes)
        self._due: frozenset[tuple[str, bool]] = frozenset()
        self._seen: frozenset[tuple[str, bool]] = frozenset()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.VeryCoarseTimer)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Look now and from now on."""
        self._timer.start()
        self.look()

    def look(self) -> None:
        """Look whether something is due."""
        self._front.clerk.ask(follow_ups.to_do, self._tell)

    def be_seen(self) -> None:
        """Know that the agent has looked at what is due."""
        self._seen = self._due
        self.told.emit("")

    def _tell(self, found: list[FollowUp]) -> None:
        now = datetime.now().astimezone()
        near = [each for each in found if each.status is Status.OPEN and each.due <= now + self._ahead]
        late = {each.id for each in near if each.turn(now) is Turn.LATE}
        self._due = frozenset((each.id, each.id in late) for each in near)
        new = [each for each in near if (each.id, each.id in late) not in self._seen]
        self.told.emit(_words(new, late, now))


def _words(new: list[FollowUp], late: set[str], now: datetime) -> str:
    late_ones = sum(each.id in late for each in new)
    soon = next((each for each in new if each.id not in late), None)
    late_words = plural("{count} late", "{count} late", late_ones).format(count=late_ones) if late_ones else ""
    if soon is None:
        return late_words
    when = moments.clock(soon.due.astimezone(now.tzinfo))
    whom = (soon.name or soon.promise)[:_LONGEST_NAME]
    return f"{late_words} · {when}" if late_words else f"{when} {whom}"
