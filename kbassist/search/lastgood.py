"""The last good version of every article file, so that one that is half saved or broken keeps serving as it was.

It is one small database beside the index, written by whoever reads a file well; of several processes the one that read
last has the say. What is lost with it are the last good versions of the files that are broken at that moment.
"""

import sqlite3
from collections.abc import Container
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import msgspec

from kbassist.content.model import Article

_FILE = "good.sqlite3"
_PATIENCE = 2.0  # s, while another process writes
_TABLE = """
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists good (path text primary key, read integer not null, article blob not null);
"""
_PUT = """
insert into good values (?, ?, ?)
on conflict (path) do update set read = excluded.read, article = excluded.article where excluded.read >= good.read
"""


class LastGood:
    """The database of one library; a context manager. One that cannot be used keeps nothing and says nothing."""

    def __init__(self, root: Path) -> None:
        """Open it in the folder of an index."""
        self._path = root / _FILE
        self._database: sqlite3.Connection | None = None
        try:
            self._database = self._opened()
        except sqlite3.OperationalError:
            return  # whoever wants to write here hears of it elsewhere
        except sqlite3.DatabaseError:
            with suppress(OSError, sqlite3.Error):
                self._path.unlink()
                self._database = self._opened()

    def _opened(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, timeout=_PATIENCE, isolation_level=None)
        try:
            database.executescript(_TABLE)
        except sqlite3.Error:
            database.close()
            raise
        return database

    def __enter__(self) -> Self:
        """Return the database."""
        return self

    def __exit__(self, *_exception: object) -> None:
        """Close it."""
        if self._database:
            self._database.close()

    def put(self, path: str, article: bytes, read: int) -> None:
        """Keep an encoded article that was read from its file at a moment, in ns."""
        self._run(_PUT, (path, read, article))

    def find(self, path: str) -> tuple[bytes, Article] | None:
        """Return the last good version of a file, encoded and as an article."""
        for (article,) in self._run("select article from good where path = ?", (path,)):
            with suppress(msgspec.DecodeError):
                return article, msgspec.msgpack.decode(article, type=Article)
        return None

    def forget_all_but(self, paths: Container[str], seen: int) -> None:
        """Forget the files that were not there at a moment, in ns; one that comes back has to be good first."""
        for (path,) in self._run("select path from good where read < ?", (seen,)):
            if path not in paths:
                self._run("delete from good where path = ? and read < ?", (path, seen))

    def _run(self, statement: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        if self._database:
            with suppress(sqlite3.Error):
                return self._database.execute(statement, values).fetchall()
        return []
