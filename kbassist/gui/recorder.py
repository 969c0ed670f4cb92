"""Keeping the calls: every change is on disk within half a second, and never in the way of typing."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal

from kbassist.assist.kinds import MoodLevel, Phase
from kbassist.content.kinds import Channel
from kbassist.desk import calls, people
from kbassist.desk.calls import Mood, Said, SavedCall
from kbassist.desk.people import Person
from kbassist.desk.store import Store, StoreError
from kbassist.gui.call import Call, UsedLine
from kbassist.text.privacy import unsettled

_DELAY_MS = 300
_RETRY = 2.0  # s
_PAUSE = 0.1  # s
_log = logging.getLogger(__name__)


class Recorder(QObject):
    """Writes calls in a thread of its own, in the order in which they came; what fails is tried until it works.

    What a change replaced leaves every file at once. Several windows may write to one file, each its own calls; the
    first of them goes on with those that were open.
    `due` asks the owner to hand over the call as it is now; `saved(datetime)` and `failed()` tell how it went,
    `restored(agent, list)` brings the calls of an agent that were open, `closing` tells that the tables will be closed.
    """

    restored = Signal(str, object)
    due = Signal()
    closing = Signal()
    saved = Signal(object)
    failed = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        """Start the thread that writes to the tables of a file."""
        super().__init__(parent)
        assert isinstance(store.place, Path)
        self._lock = _lock(store.place)
        self.store = store
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._closing = threading.Event()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ask)
        self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)
        self._thread.start()

    def restore(self, agent: str) -> None:
        """Bring the calls of an agent that were open when last written, none where another window may have them."""
        if self._lock.isLocked():
            self._jobs.put(partial(self._read, agent))
        else:
            self.restored.emit(agent, [])

    def people(self) -> list[Person]:
        """Return the people of this account; nobody also when they can't be read."""
        try:
            return self.store.run(people.everyone)
        except StoreError:
            _log.exception("the people of the account can't be read")
            return []

    def touch(self) -> None:
        """Ask for a save soon; a save that is already on its way is not put off by more keys."""
        if not self._timer.isActive():
            self._timer.start(_DELAY_MS)

    def save(self, call: Call, cursor: int | None) -> None:
        """Write a call as it is now; a number that touches `cursor` is not yet part of it."""
        self._timer.stop()
        self._jobs.put(partial(self._write, call.copy(), cursor))

    def end(self, call: Call) -> None:
        """Write a call for the last time."""
        self.save(call, None)
        self.then(partial(calls.end, call.id, datetime.now(UTC)))

    def reopen(self, call: Call) -> None:
        """Know that a call goes on that was over."""
        self.then(partial(calls.reopen, call.id))

    def then(self, job: Callable[[], object]) -> None:
        """Do a job at the tables once all before it is written, in a transaction of its own."""
        self._jobs.put(partial(self._run, job))

    def remove(self, call: Call) -> None:
        """Take out a call of which nothing is left."""
        self.then(partial(calls.remove, call.id))

    def close(self) -> None:
        """Finish what is to be written, trying each once more, and let the file go."""
        self._timer.stop()
        self.closing.emit()
        self._jobs.put(None)
        self._closing.set()
        self._thread.join()
        self.store.close()
        self._lock.unlock()

    def _ask(self) -> None:
        """Ask for the call as it is, or later while an earlier state of it still waits."""
        if self._jobs.empty():
            self.due.emit()
        else:
            self.touch()

    def _run(self, job: Callable[[], object]) -> None:
        self.store.run(job)

    def _read(self, agent: str) -> None:
        found: list[SavedCall] = []
        try:
            found = self.store.run(partial(calls.open_calls, agent))
        except StoreError:
            _log.exception("the calls that were open can't be read")
        self.restored.emit(agent, list(map(restored, found)))

    def _write(self, call: Call, cursor: int | None) -> None:
        self.store.run(partial(calls.save, _to_save(call, cursor)))
        self.saved.emit(datetime.now().astimezone())

    def _work(self) -> None:
        while (job := self._next_job()) is not None:
            while not self._works(job) and not self._closing.is_set():
                self._closing.wait(_RETRY)

    def _next_job(self) -> Callable[[], None] | None:
        """Take what was replaced out of every file, as soon as no other process holds it, and wait for a job."""
        while not self._is_tidy():
            with suppress(Empty):
                return self._jobs.get(timeout=_PAUSE)
        return self._jobs.get()

    def _is_tidy(self) -> bool:
        try:
            return self.store.tidy()
        except StoreError:  # which the next note will meet and tell
            return True

    def _works(self, job: Callable[[], None]) -> bool:
        try:
            job()
        except Exception as error:  # noqa: BLE001 - what the disk refuses is tried again, and the agent told
            _log.exception("the call could not be saved")
            self.failed.emit()
            return not isinstance(error, StoreError)  # what no disk refuses never works, and others wait behind it
        return True


def _lock(place: Path) -> QLockFile:
    """Return the lock beside the file of the tables, taken unless a process that lives has it."""
    with suppress(OSError):  # which the store will meet and tell
        place.parent.mkdir(parents=True, exist_ok=True)
    lock = QLockFile(f"{place}.lock")
    lock.setStaleLockTime(0)
    lock.tryLock(0)
    return lock


def _to_save(call: Call, cursor: int | None) -> SavedCall:
    return SavedCall(
        id=call.id,
        started=call.started or datetime.now(UTC),
        note=call.note if cursor is None else unsettled(call.note, cursor),
        channel=call.channel.value,
        salutation=call.salutation,
        name=unsettled(call.name, len(call.name)),
        lang=call.lang or "",
        phase=call.phase.value if call.phase else "",
        agent=call.agent,
        customer=call.customer,
        held=call.held,
        said=tuple(Said(*said) for said in call.used),
        dismissed=tuple(call.dismissed),
        seen=tuple(sorted(call.seen)),
        values=call.values,
        moods=tuple(Mood(second, level.value) for second, level in call.moods),
        kept=tuple(sorted(call.kept)),
        behind=len(call.note) - call.cursor,
    )


def restored(saved: SavedCall) -> Call:
    """Return a call as it was when it was kept."""
    return Call(
        id=saved.id,
        started=saved.started,
        note=saved.note,
        cursor=max(0, len(saved.note) - saved.behind),
        lang=saved.lang or None,
        phase=Phase(saved.phase) if saved.phase else None,
        channel=Channel(saved.channel) if saved.channel else Channel.PHONE,
        salutation=saved.salutation,
        name=saved.name,
        used=[UsedLine(*said) for said in saved.said],
        dismissed=[*saved.dismissed],
        seen=set(saved.seen),
        moods=[(mood.second, MoodLevel(mood.level)) for mood in saved.moods],
        values=dict(saved.values),
        agent=saved.agent,
        customer=saved.customer,
        kept=frozenset(saved.kept),
        held=saved.held,
    )
