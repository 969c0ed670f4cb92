"""A year of a busy agent in the tables of the desk: opening, saving, searching; and how the window fares meanwhile.

    .venv/bin/python tests/benchmarks/desk.py --days 365 --calls 60

Calls, cards, wrap-ups and promises are made once, of the notes in `notes.txt` with numbers and names that differ. The
first table is the time of a job where it is done, which is never the window's thread; peers are the sqlite3 module with
the same rows and indexes, and FTS5 for the search. The second is the window's own: how long its event loop was away
from a timer of one millisecond, idle and while calls are searched, opened and typed.
"""

import gc
import os
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from common import Times, begin, parser, ready, show, spread
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtTest import QTest

from kbassist import resources
from kbassist.assistant import Assistant
from kbassist.desk import calls
from kbassist.desk.calls import Mood, Said, SavedCall
from kbassist.desk.store import Store
from kbassist.desk.tables import CustomerRow, FollowUpRow, WrapUpRow
from kbassist.gui.app import _SWITCH_INTERVAL, application
from kbassist.gui.flow import CallFlow
from kbassist.gui.recorder import Recorder
from kbassist.gui.records.calls import CallsRegister
from kbassist.gui.theme import Theme
from kbassist.gui.window import AssistantWindow

_NOTES = (Path(__file__).parent / "notes.txt").read_text(encoding="utf-8").splitlines()
_AGENT = "Rina"
_END = datetime(2026, 11, 27, 9, tzinfo=UTC)
_CUSTOMERS = 4000
_BATCH = 500
_FRAME = 1 / 60  # s
# From what every fourth call has to what none has.
_SEARCHES = ("kartu", "kartu hilang", "deposito penalti", "Sari", "nasabah 1234", "kwitansi bermaterai", "mundur")
_NAMES = ("Sari", "Budi", "Hadi", "Ratna", "Dewi", "Agus", "Wulan", "Joko")


def year(path: Path, days: int, a_day: int) -> None:
    """Write the calls of so many days, with what belongs to them."""
    draw = Random(7)
    store = Store(path)
    store.run(_write_customers)
    made = [_call(draw, number, days, a_day) for number in range(days * a_day)]
    for start in range(0, len(made), _BATCH):
        store.run(partial(_write, made[start : start + _BATCH]))
    store.run(lambda: calls.save(_open_call()))
    store.close()


def _call(draw: Random, number: int, days: int, a_day: int) -> SavedCall:
    day, of_day = divmod(number, a_day)
    started = _END - timedelta(days=days - day) + timedelta(minutes=8 * of_day)
    words = draw.choice(_NOTES).split()
    first = draw.randrange(len(words) // 2)
    customer = draw.randrange(_CUSTOMERS)
    return SavedCall(
        f"{number:016x}",
        started,
        f"{' '.join(words[first : first + draw.randint(15, 60)])} nasabah {number}",
        channel=draw.choice(("phone", "phone", "phone", "chat", "email")),
        salutation=draw.choice(("Bapak", "Ibu")),
        name=f"{draw.choice(_NAMES)} {customer}",
        lang="id",
        agent=_AGENT,
        customer=f"c{customer}",
        ended=started + timedelta(minutes=draw.randint(2, 12)),
        said=tuple(Said(f"kartu#{each}", "Empati", "Saya paham, menunggu tentu lama.", "answer") for each in "abc"),
        seen=tuple(f"kartu#{each}" for each in "abcdefgh"),
        moods=(Mood(4, "upset"), Mood(90, "calm")),
    )


def _open_call() -> SavedCall:
    return SavedCall("open", _END, _NOTES[0], channel="phone", name="Sari 17", agent=_AGENT)


def _write_customers() -> None:
    texts = {"salutation": "Ibu", "contact": "+6281234567890", "lang": "id", "notes": "", "made": _END, "changed": _END}
    for number in range(_CUSTOMERS):
        CustomerRow.create(id=f"c{number}", name=f"{_NAMES[number % len(_NAMES)]} {number}", **texts)


def _write(made: list[SavedCall]) -> None:
    texts = dict.fromkeys(("outcome", "reason", "product", "offer", "offer_result", "offer_reason"), "x")
    names = {"agent": _AGENT, "promise": "hubungi kembali", "bulletin": "", "status": "done"}
    for call in made:
        calls.save(call)
        calls.wrap(call.id, _END)
        WrapUpRow.create(call=call.id, at=_END, summary=call.note[:200], **texts)
        if int(call.id, 16) % 10 == 0:
            FollowUpRow.create(
                call=call.id, customer=call.customer, name=call.name, due=_END, made=_END, changed=_END, **names
            )


class Plain:
    """The same rows by the sqlite3 module alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.open()
        self.connection.executescript(
            "CREATE VIRTUAL TABLE fts USING fts5 (note, name, content=calls);"
            "INSERT INTO fts (fts) VALUES ('rebuild'); INSERT INTO fts (fts) VALUES ('optimize');"
        )

    def open(self) -> None:
        self.connection = sqlite3.connect(self._path)
        self.connection.executescript("PRAGMA journal_mode = wal; PRAGMA synchronous = full")

    def reopen(self) -> None:
        self.connection.close()
        self.open()
        self.rows("SELECT * FROM calls WHERE agent = ? AND ended IS NULL ORDER BY started", _AGENT)

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        return self.connection.execute(query, values).fetchall()

    def save(self, note: str) -> None:
        self.connection.execute("UPDATE calls SET note = ? WHERE id = 'open'", (note,))
        self.connection.commit()

    def find(self, words: str) -> list[tuple[object, ...]]:
        parts = words.split()
        has = " AND ".join(["(note LIKE ? OR name LIKE ?)"] * len(parts))
        values = [f"%{part}%" for part in parts for _place in range(2)]
        return self.rows(
            f"SELECT * FROM calls WHERE agent = ? AND {has} ORDER BY started DESC LIMIT 100", _AGENT, *values
        )

    def match(self, words: str) -> list[tuple[object, ...]]:
        query = "SELECT calls.* FROM fts JOIN calls ON calls.rowid = fts.rowid WHERE fts MATCH ? ORDER BY started DESC"
        return self.rows(f"{query} LIMIT 100", " ".join(f'"{word}"' for word in words.split()))


def _times(job: Callable[[int], object], count: int) -> list[float]:
    times = Times()
    for number in range(count):
        times.of(partial(job, number))
    return times.clock


def jobs(path: Path, peer: Plain, count: int) -> None:
    """Print how long each job takes where it is done."""
    store = Store(path)

    def reopen(_number: int) -> None:
        store.close()
        store.run(partial(calls.open_calls, _AGENT))

    def save(number: int) -> None:
        store.run(partial(calls.save, SavedCall("open", _END, _NOTES[0][: 20 + number % 200], agent=_AGENT)))
        store.scrub()

    def search(number: int) -> None:
        store.run(partial(calls.find, _SEARCHES[number % len(_SEARCHES)], agent=_AGENT))

    def cards(number: int) -> str:
        return f"c{number * 37 % _CUSTOMERS}"

    mine = {
        "opening the file, open calls": reopen,
        "open calls": lambda _number: store.run(partial(calls.open_calls, _AGENT)),
        "saving a note, its old words gone from the log": save,
        "searching calls": search,
        "calls of a customer": lambda number: store.run(partial(calls.of_customer, cards(number))),
    }
    is_open = "SELECT * FROM calls WHERE agent = ? AND ended IS NULL ORDER BY started"
    of_card = "SELECT * FROM calls WHERE customer = ? ORDER BY started DESC"
    peers: dict[str, dict[str, Callable[[int], object]]] = {
        "opening the file, open calls": {"sqlite3": lambda _number: peer.reopen()},
        "open calls": {"sqlite3": lambda _number: peer.rows(is_open, _AGENT)},
        "saving a note, its old words gone from the log": {
            "sqlite3, old words stay": lambda number: peer.save(_NOTES[0][: 20 + number % 200])
        },
        "searching calls": {
            "sqlite3": lambda number: peer.find(_SEARCHES[number % len(_SEARCHES)]),
            "FTS5, whole words alone": lambda number: peer.match(_SEARCHES[number % len(_SEARCHES)]),
        },
        "calls of a customer": {"sqlite3": lambda number: peer.rows(of_card, cards(number))},
    }
    rows = []
    for name, job in mine.items():
        rows.append((name, "kbassist", *spread(_times(job, count))))
        rows += [("", other, *spread(_times(peer_job, count))) for other, peer_job in peers[name].items()]
    show("ms of a job, in the thread that does it", ("job", "by", "median", "99 %", "most"), rows)
    store.close()


class Pulse(QObject):
    """Ticks each millisecond, and knows how long it had to wait."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self._gaps: list[float] = []

    def of(self, seconds: float, act: Callable[[], object] | None = None, every_ms: int = 100) -> list[float]:
        """Return the gaps of some seconds in which something is done every so often."""
        loop, acting = QEventLoop(), QTimer()
        if act:
            acting.timeout.connect(act)
            acting.start(every_ms)
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        self._gaps, self._last = [], time.perf_counter()
        self._timer.start(1)
        loop.exec()
        self._timer.stop()
        acting.stop()
        return self._gaps

    def _beat(self) -> None:
        now = time.perf_counter()
        self._gaps.append(now - self._last)
        self._last = now


def window(path: Path, assistant: Assistant, seconds: float) -> None:
    """Print how long the event loop of the real window was away while the desk works."""
    sys.setswitchinterval(_SWITCH_INTERVAL)
    app = application()
    flow = CallFlow(assistant, app)
    flow.call.agent = _AGENT
    made = AssistantWindow(assistant, flow, Theme("light", app))
    recorder = Recorder(Store(path), flow)
    made.complete(recorder)
    flow.awake()
    made.resize(1200, 860)
    made.show()
    made.activateWindow()
    pulse, draw = Pulse(), Random(3)
    pulse.of(2)
    gc.collect()
    gc.freeze()
    letters = iter(" ".join(_NOTES * 50))
    measured = {"nothing": pulse.of(seconds), "typing, kept nowhere": pulse.of(seconds, lambda: _type(made, letters))}
    made.notepad.clear()
    start = time.perf_counter()
    flow.keep(recorder)
    kept = time.perf_counter() - start
    made.notepad.clear()
    measured["typing, saved"] = pulse.of(seconds, lambda: _type(made, letters))
    made.records.open_registers()
    register = made.findChild(CallsRegister)
    assert isinstance(register, CallsRegister)
    pulse.of(1)
    clerk = made.records._front.clerk
    search = partial(calls.find, agent=_AGENT)
    measured["calls searched, the list as it is"] = pulse.of(
        seconds, lambda: clerk.ask(partial(search, draw.choice(_SEARCHES)), lambda _found: None)
    )
    measured["calls searched and listed"] = pulse.of(
        seconds, lambda: register.search.setText(draw.choice(_SEARCHES)), every_ms=300
    )
    measured["calls of a customer asked for"] = pulse.of(
        seconds, lambda: clerk.ask(partial(calls.of_customer, f"c{draw.randrange(_CUSTOMERS)}"), lambda _found: None)
    )
    flow.close()
    made.close()
    columns = ("while", "median", "99 %", "most", "ticks over a frame")
    over = {name: f"{sum(gap > _FRAME for gap in gaps) / len(gaps):.2%}" for name, gaps in measured.items()}
    show("ms between two ticks of the window", columns, [(n, *spread(g), over[n]) for n, g in measured.items()])
    print(f"\nOpening the file and bringing back the open call took {kept * 1e3:.1f} ms.")


def _type(made: AssistantWindow, letters: object) -> None:
    QTest.keyClick(made.notepad, next(letters))  # type: ignore[call-overload]


def main() -> None:
    """Make the year once, and measure on copies of it."""
    made = parser(__doc__)
    made.add_argument("--days", type=int, default=365)
    made.add_argument("--calls", type=int, default=60, help="calls a day")
    made.add_argument("--count", type=int, default=300, help="how often each job is done")
    made.add_argument("--seconds", type=float, default=10, help="how long the window is watched at each work")
    options = made.parse_args()
    begin(options)
    whole = options.cache / f"desk-{options.days}-{options.calls}.sqlite3"
    if not whole.exists():
        whole.parent.mkdir(parents=True, exist_ok=True)
        year(whole, options.days, options.calls)
    with TemporaryDirectory() as folder:
        mine, plain, seen = (Path(shutil.copy(whole, Path(folder) / name)) for name in ("mine", "plain", "seen"))
        print(f"{options.days * options.calls} calls, {mine.stat().st_size / 1e6:.1f} MB")
        jobs(mine, Plain(plain), options.count)
        with ready(resources.starter_library(), options.cache) as assistant:
            window(seen, assistant, options.seconds)


if __name__ == "__main__":
    main()
