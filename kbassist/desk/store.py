"""Where the desk keeps its tables: one SQLite file of the user's, or a PostgreSQL server for a head office.

The file has a write-ahead log. Secure deletion and `scrub` see to it that nothing stays in file or log once it is
replaced. A file in which SQLite meets damage is set aside and a new one begun.
"""

import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import RLock
from typing import TypeVar

import peewee

from kbassist import resources
from kbassist.desk.database import open_for_owner
from kbassist.desk.tables import REBUILD, TABLES, ChoreRow

VERSION = 3
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PRAGMAS = {"journal_mode": "wal", "synchronous": "full", "secure_delete": "on", "temp_store": "memory"}
_PATIENCE = 10.0  # s
_PAUSE = 0.02  # s
_BESIDE = ("-wal", "-shm", "-journal")
_UPDATE_LOCK = 5_226_001  # any number that is ours on the server
_binding = RLock()  # tables know one database at a time

T = TypeVar("T")


class StoreError(Exception):
    """The tables can't be read or written; its words are the system's."""


class _UnreadableError(Exception):
    """The file is damaged, or another program's."""


class Store:
    """The tables in one place; its methods may be called from any thread, and wait for each other."""

    def __init__(self, place: Path | str) -> None:
        """Keep the tables in a file, made with its folders when first needed, or at a `postgresql://` address."""
        self.place = place
        self._database: peewee.Database | None = None

    def run(self, action: Callable[[], T]) -> T:
        """Run an action in a transaction; when the file turns out to be damaged, on a new one.

        Raise StoreError when it can't be done.
        """
        with _binding:
            try:
                try:
                    return self._attempt(action)
                except _UnreadableError:
                    self._set_aside()
                    return self._attempt(action)
            except (OSError, peewee.PeeweeException, sqlite3.Error, _UnreadableError) as error:
                raise StoreError(str(error) or repr(error)) from error

    def scrub(self) -> bool:
        """Take what was replaced out of the log too; false while another process holds it."""
        with _binding:
            if not isinstance(self._database, peewee.SqliteDatabase):
                return True
            with suppress(peewee.PeeweeException):
                (busy, _frames, _moved) = self._database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                return not busy
            return False

    def rebuild(self) -> bool:
        """Write the file anew without the room of what was deleted; false while another process holds it.

        A page that was split may keep what has moved out of it, which secure deletion does not reach.
        """
        with _binding:
            if not isinstance(self._database, peewee.SqliteDatabase):
                return True
            with suppress(peewee.PeeweeException):
                self._database.execute_sql("VACUUM")
                self._database.execute_sql("DELETE FROM chores WHERE name = ?", (REBUILD,))
                return self.scrub()
            return False

    def tidy(self) -> bool:
        """Take what was hidden or replaced out of file and log; false while another process holds them."""
        with _binding:
            is_due = isinstance(self._database, peewee.SqliteDatabase) and self.run(_is_to_be_rebuilt)
            return self.rebuild() if is_due else self.scrub()

    def close(self) -> None:
        """Close the connection; the next run opens it again."""
        with _binding:
            if self._database:
                self._database.close()
                self._database = None

    def _attempt(self, action: Callable[[], T]) -> T:
        try:
            database = self._database = self._database or self._connect()
            database.bind(TABLES, bind_refs=False, bind_backrefs=False)
            with _atomic(database):
                return action()
        except (peewee.DatabaseError, sqlite3.DatabaseError) as error:  # the latter while rows are read
            if _sqlite_code(error) in _DAMAGED:
                raise _UnreadableError from error
            raise

    def _connect(self) -> peewee.Database:
        if isinstance(self.place, str):
            database: peewee.Database = peewee.PostgresqlDatabase(
                self.place, prefer_psycopg3=True, autoconnect=False, thread_safe=False
            )
            database.connect()
        else:
            database = _open_file(self.place)
        try:
            _bring_up_to_date(database)
        except BaseException:
            database.close()
            raise
        if isinstance(database, peewee.SqliteDatabase):
            database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")  # a crash may have left replaced notes there
        return database

    def _set_aside(self) -> None:
        self.close()
        if isinstance(self.place, str):
            return
        names = (self.place.with_name(f"{self.place.name}.damaged-{number}") for number in count(1))
        aside = next(name for name in names if not name.exists())
        self.place.rename(aside)
        for ending in _BESIDE:
            beside = self.place.with_name(self.place.name + ending)
            if beside.exists():
                beside.rename(aside.with_name(aside.name + ending))


def _is_to_be_rebuilt() -> bool:
    return ChoreRow.get_or_none(ChoreRow.name == REBUILD) is not None


def _open_file(path: Path) -> peewee.SqliteDatabase:
    open_for_owner(path)
    database = peewee.SqliteDatabase(
        str(path), pragmas=_PRAGMAS, timeout=_PATIENCE, autoconnect=False, thread_safe=False, check_same_thread=False
    )
    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            database.connect()
        except peewee.OperationalError as error:
            # Two processes that turn on the log at once do not wait for each other as they do for tables.
            if _sqlite_code(error) not in _BUSY or time.monotonic() > patience:
                raise
            database.close()
            time.sleep(_PAUSE)
        else:
            return database


def _bring_up_to_date(database: peewee.Database) -> None:
    """Run the statements of every version that the tables have not had."""
    if _version(database) == VERSION:
        return
    with _atomic(database):  # another process may be at it at this moment
        if not isinstance(database, peewee.SqliteDatabase):
            database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_UPDATE_LOCK,))
        version = _version(database)
        if version == VERSION:
            return
        if not 0 <= version <= VERSION or (version == 0 and database.get_tables()):
            raise _UnreadableError("the tables are of a newer release, or another program's")
        for number in range(version + 1, VERSION + 1):
            for statement in _statements(number):
                database.execute_sql(statement)
        _set_version(database)


def _statements(version: int) -> list[str]:
    rows = resources.read_text(f"desk/{version}.sql").splitlines()
    text = "\n".join(row for row in rows if not row.startswith("--"))
    return [statement for statement in text.split(";") if statement.strip()]


def _version(database: peewee.Database) -> int:
    if isinstance(database, peewee.SqliteDatabase):
        (version,) = database.execute_sql("PRAGMA user_version").fetchone()
        return int(version)
    if "versions" not in database.get_tables():
        return 0
    (version,) = database.execute_sql("SELECT max(version) FROM versions").fetchone()
    return int(version or 0)


def _set_version(database: peewee.Database) -> None:
    if isinstance(database, peewee.SqliteDatabase):
        database.execute_sql(f"PRAGMA user_version = {VERSION}")
        return
    database.execute_sql("CREATE TABLE IF NOT EXISTS versions (version INTEGER PRIMARY KEY)")
    database.execute_sql("INSERT INTO versions (version) VALUES (%s)", (VERSION,))


def _atomic(database: peewee.Database) -> peewee._atomic:
    return database.atomic("IMMEDIATE") if isinstance(database, peewee.SqliteDatabase) else database.atomic()


def _sqlite_code(error: Exception) -> int:
    cause = error.__cause__ or error.__context__ or (error.args[0] if error.args else None)
    codes = (getattr(each, "sqlite_errorcode", 0) for each in (error, cause))
    return next(filter(None, codes), 0) & 0xFF
