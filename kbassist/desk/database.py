"""One SQLite file of the desk: opened when it is first needed, and set aside when SQLite meets damage in it.

The rollback journal, not a write-ahead log, and secure deletion see to it that nothing stays in any file once it is
replaced; and several windows may make the file at the same moment, which fails at times with a write-ahead log.
"""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Lock
from typing import TypeVar

_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_OWNER_ONLY = 0o600
_PRAGMAS = ("journal_mode = DELETE", "synchronous = FULL", "secure_delete = ON", "temp_store = MEMORY")

T = TypeVar("T")


class _UnreadableError(Exception):
    """The file is damaged, or another program's."""


class Database:
    """A file of one version; its methods may be called from any thread."""

    def __init__(self, path: Path, version: int, schema: Sequence[str]) -> None:
        """Keep the data in `path`, made with the statements of `schema`; missing folders are made too."""
        self._path, self._version, self._schema = path, version, schema
        self._lock = Lock()
        self._connection: sqlite3.Connection | None = None

    def run(self, action: Callable[[sqlite3.Connection], T]) -> T:
        """Run an action in a transaction; when the file turns out to be damaged, on a new one.

        Raise OSError or sqlite3.Error when it can't be done.
        """
        with self._lock:
            try:
                return self._attempt(action)
            except _UnreadableError:
                self._set_aside()
                return self._attempt(action)

    def close(self) -> None:
        """Close the file; the next run opens it again."""
        with self._lock:
            self._disconnect()

    def _attempt(self, action: Callable[[sqlite3.Connection], T]) -> T:
        try:
            self._connection = self._connection or self._connect()
            with self._connection:
                return action(self._connection)
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGED:
                raise _UnreadableError from error
            raise

    def _connect(self) -> sqlite3.Connection:
        open_for_owner(self._path)
        connection = sqlite3.connect(self._path, check_same_thread=False)
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        if _version(connection) == self._version:
            return
        with connection:
            connection.execute("BEGIN IMMEDIATE")  # another process may be making the tables at this moment
            version = _version(connection)
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if version == 0 and tables == 0:
                for statement in (*self._schema, f"PRAGMA user_version = {self._version}"):
                    connection.execute(statement)
            elif version != self._version:
                raise _UnreadableError

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


def open_for_owner(path: Path) -> None:
    """Make a file with its folders, or see to it that of those who use the computer its owner alone reads it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, _OWNER_ONLY))
    with suppress(OSError):  # another's file, which SQLite may still be able to use
        path.chmod(_OWNER_ONLY)


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
