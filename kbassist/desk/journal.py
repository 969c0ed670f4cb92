"""The journal of calls: each note is on disk while it is typed, masked, and survives a crash.

One SQLite file, in which no earlier wording stays once it is replaced. It is set aside and a new one begun when SQLite
meets damage; it is not searched for damage, which takes long in a large file.
"""

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kbassist.desk.database import Database
from kbassist.text.privacy import mask

_CALLS = """
    CREATE TABLE calls (
        id TEXT PRIMARY KEY, started TEXT NOT NULL, ended TEXT, note TEXT NOT NULL, channel TEXT NOT NULL,
        salutation TEXT NOT NULL, name TEXT NOT NULL, lang TEXT NOT NULL, phase TEXT NOT NULL, used TEXT NOT NULL
    )
"""
_VERSION = 1
_SCHEMA = (_CALLS, "CREATE INDEX open_calls ON calls (started) WHERE ended IS NULL")
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


class Journal:
    """The calls in one file, which is opened when it is first needed; its methods may be called from any thread."""

    def __init__(self, path: Path) -> None:
        """Keep the calls in `path`; missing folders are made."""
        self._database = Database(path, _VERSION, _SCHEMA)

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
        self._database.run(lambda connection: connection.execute(_SAVE, row))

    def end(self, call_id: str, when: datetime) -> None:
        """Mark a call as over."""
        row = (when.astimezone(UTC).isoformat(), call_id)
        self._database.run(lambda connection: connection.execute("UPDATE calls SET ended = ? WHERE id = ?", row))

    def open_call(self) -> SavedCall | None:
        """Return the newest call that has not ended; None also when it can't be read."""
        try:
            row = self._database.run(lambda connection: connection.execute(_OPEN_CALL).fetchone())
            return _saved_call(*row) if row else None
        except (OSError, ValueError, sqlite3.Error):
            return None

    def close(self) -> None:
        """Close the file; the next call of a method opens it again."""
        self._database.close()


def _saved_call(call_id: str, started: str, *rest: str) -> SavedCall:
    note, channel, salutation, name, lang, phase, used = rest
    when = datetime.fromisoformat(started)
    return SavedCall(call_id, when, note, channel, salutation, name, lang, phase, tuple(json.loads(used)))
