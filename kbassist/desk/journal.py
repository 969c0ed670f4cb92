"""The journal of calls: each note is on disk while it is typed, masked, and survives a crash.

One SQLite file. The rollback journal, not a write-ahead log, and secure deletion see to it that no earlier wording
stays in any file once it is replaced. A file in which SQLite meets damage is set aside and a new one begun; it is not
searched for damage, which takes long in a large file.
"""

import json
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TypeVar

from kbassist.text.privacy import mask

_VERSION = 1
_SCHEMA = f"""
    CREATE TABLE calls (
        id TEXT PRIMARY KEY, started TEXT NOT NULL, ended TEXT, note TEXT NOT NULL, channel TEXT NOT NULL,
        salutation TEXT NOT NULL, name TEXT NOT NULL, lang TEXT NOT NULL, phase TEXT NOT NULL, used TEXT NOT NULL
    );
    CREATE INDEX open_calls ON calls (started) WHERE ended IS NULL;
    PRAGMA user_version = {_VERSION};
"""
_SAVE = """
    INSERT INTO calls (id, started, note, channel, salutation, name, lang, phase, used)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        ended = NULL, note = excluded.note, channel = excluded.channel, salutation = excluded.salutation,
        name = excluded.name, lang = excluded.lang, phase = excluded.phase, used = excluded.used
"""
_OPEN_CALL = """
    SELECT id, started, note, channel, salutation, name, lang, phase, used
    FROM calls WHERE ended IS NULL ORDER BY started DESC, rowid DESC LIMIT 1
"""
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SavedCall:
    """A call as the journal keeps it; `started` is aware, `used` holds line names, empty text means unknown."""

    id: str
    started: datetime
    note: str
    channel: str
    salutation: str
    name: str
    lang: str
    phase: str
    used: tuple[str, ...]


class _UnreadableError(Exception):
    """The file is damaged, or another program's."""


class Journal:
    """The calls in one file, which is opened when it is first needed; its methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Keep the calls in `path`; missing folders are made."""
        self._path = path
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    def save(self, call: SavedCall) -> None:
        """Write a call that is new, changed or open again, and return when it is on disk.

        Raise OSError or sqlite3.Error when it can't be written.
        """
        row = (
            call.id,
            call.started.astimezone(UTC).isoformat(),
            mask(call.note),
            call.channel,
            call.salutation,
            mask(call.name),
            call.lang,
            call.phase,
            json.dumps(call.used),
        )
        self._run(lambda connection: connection.execute(_SAVE, row))

    def end(self, call_id: str, when: datetime) -> None:
        """Mark a call as over."""
        row = (when.astimezone(UTC).isoformat(), call_id)
        self._run(lambda connection: connection.execute("UPDATE calls SET ended = ? WHERE id = ?", row))

    def open_call(self) -> SavedCall | None:
        """Return the newest call that has not ended; None also when it can't be read."""
        try:
            row = self._run(lambda connection: connection.execute(_OPEN_CALL).fetchone())
            return _saved_call(*row) if row else None
        except (OSError, ValueError, sqlite3.Error):
            return None

    def close(self) -> None:
        """Close the file; the next call of a method opens it again."""
        with self._lock:
            self._disconnect()

    def _run(self, action: Callable[[sqlite3.Connection], T]) -> T:
        """Run an action in a transaction; when the file turns out to be damaged, on a new one."""
        with self._lock:
            try:
                return self._attempt(action)
            except _UnreadableError:
                self._set_aside()
                return self._attempt(action)

    def _attempt(self, action: Callable[[sqlite3.Connection], T]) -> T:
        try:
            self._connection = self._connection or _connect(self._path)
            with self._connection:
                return action(self._connection)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                raise _UnreadableError from error
            raise

    def _disconnect(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None

    def _set_aside(self) -> None:
        self._disconnect()
        names = (self._path.with_name(f"{self._path.name}.damaged-{number}") for number in count(1))
        aside = next(name for name in names if not name.exists())
        self._path.rename(aside)
        rollback = self._path.with_name(self._path.name + "-journal")
        if rollback.exists():
            rollback.rename(aside.with_name(aside.name + "-journal"))


def _saved_call(call_id: str, started: str, *rest: str) -> SavedCall:
    note, channel, salutation, name, lang, phase, used = rest
    when = datetime.fromisoformat(started)
    return SavedCall(call_id, when, note, channel, salutation, name, lang, phase, tuple(json.loads(used)))


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, check_same_thread=False)
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: sqlite3.Connection) -> None:
    for pragma in ("journal_mode = DELETE", "synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if version == 0 and tables == 0:
        connection.executescript(f"BEGIN; {_SCHEMA} COMMIT;")
    elif version != _VERSION:
        raise _UnreadableError
