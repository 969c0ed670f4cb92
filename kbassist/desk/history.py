"""What became of the lines at this desk, and which offers a customer has refused.

A small SQLite file beside the call record. Customers' names are not in it: a refusal is kept under a keyed hash of the
name. The key lies in the same file, so that this protects against reading names, not against somebody who has the file
and tries a name that they know; it is thrown away with the refusals.
"""

import hashlib
import os
import sqlite3
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kbassist.desk.database import Database

# So many outcomes of a line, and they all count half: what agents do now weighs more than what they did long ago.
_FADE_ABOVE = 200
_HASH_BYTES = 16
_LINES = """
    CREATE TABLE lines (
        agent TEXT NOT NULL, line TEXT NOT NULL, shown INTEGER NOT NULL DEFAULT 0, copied INTEGER NOT NULL DEFAULT 0,
        inserted INTEGER NOT NULL DEFAULT 0, dismissed INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (agent, line)
    ) WITHOUT ROWID
"""
_REFUSALS = """
    CREATE TABLE refusals (
        customer BLOB NOT NULL, article TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (customer, article)
    ) WITHOUT ROWID
"""
_VERSION = 1
_SCHEMA = (_LINES, _REFUSALS, "CREATE TABLE secret (id INTEGER PRIMARY KEY CHECK (id = 1), key BLOB NOT NULL)")
_ADD = """
    UPDATE lines SET
        shown = max(0, shown + ?), copied = max(0, copied + ?),
        inserted = max(0, inserted + ?), dismissed = max(0, dismissed + ?)
    WHERE agent = ? AND line = ?
"""
_FADE = """
    UPDATE lines SET shown = shown / 2, copied = copied / 2, inserted = inserted / 2, dismissed = dismissed / 2
    WHERE agent = ? AND line = ? AND copied + inserted + dismissed > ?
"""
_CLEAN = "DELETE FROM lines WHERE agent = ? AND line = ? AND shown + copied + inserted + dismissed = 0"
_COUNTS = "SELECT line, shown, copied, inserted, dismissed FROM lines WHERE agent = ?"


class Counts(NamedTuple):
    """In how many calls a line was shown, how often it was used and how often taken away."""

    line: str
    shown: int = 0
    copied: int = 0
    inserted: int = 0
    dismissed: int = 0


class Refusals(NamedTuple):
    """The articles whose offers each customer has refused, under the hashes of their names."""

    key: bytes
    articles: Mapping[bytes, tuple[str, ...]]

    def of(self, name: str) -> tuple[str, ...]:
        """Return the articles that the customer of this name has refused."""
        return self.articles.get(_customer(name, self.key), ()) if self.articles else ()


class Forgotten(NamedTuple):
    """How much was forgotten."""

    lines: int
    refusals: int


class History:
    """Outcomes and refusals in one file, which several windows may share; its methods may be called from any thread.

    All of them raise OSError or sqlite3.Error when the file can't be used; a damaged one is set aside.
    """

    def __init__(self, path: Path) -> None:
        """Keep everything in `path`, which is opened when it is first needed."""
        self._database = Database(path, _VERSION, _SCHEMA)

    def add(self, agent: str, lines: Iterable[str], outcome: str, by: int = 1) -> list[Counts]:
        """Count an outcome of some lines with an agent, named as in Counts; a negative `by` takes it back.

        Return what is known of these lines now, without those that nothing is known of.
        """

        def write(connection: sqlite3.Connection) -> list[Counts]:
            known: list[Counts] = []
            for line in lines:
                _line, *change = Counts(line, **{outcome: by})
                connection.execute("INSERT OR IGNORE INTO lines (agent, line) VALUES (?, ?)", (agent, line))
                connection.execute(_ADD, (*change, agent, line))
                connection.execute(_FADE, (agent, line, _FADE_ABOVE))
                connection.execute(_CLEAN, (agent, line))
                known += map(Counts._make, connection.execute(f"{_COUNTS} AND line = ?", (agent, line)))
            return known

        return self._database.run(write)

    def counts(self, agent: str) -> list[Counts]:
        """Return what is known of each line with an agent, in the order of their names."""
        query = f"{_COUNTS} ORDER BY line"
        return self._database.run(lambda connection: list(map(Counts._make, connection.execute(query, (agent,)))))

    def refuse(self, name: str, articles: Iterable[str], day: date) -> None:
        """Remember that a customer refused the offers of some articles on a day."""

        def write(connection: sqlite3.Connection) -> None:
            key = os.urandom(hashlib.blake2b.MAX_KEY_SIZE)
            connection.execute("INSERT OR IGNORE INTO secret (id, key) VALUES (1, ?)", (key,))
            (key,) = connection.execute("SELECT key FROM secret").fetchone()
            customer = _customer(name, key)
            rows = [(customer, article, day.isoformat()) for article in articles]
            connection.executemany("INSERT OR REPLACE INTO refusals (customer, article, day) VALUES (?, ?, ?)", rows)

        self._database.run(write)

    def refusals(self, since: date) -> Refusals:
        """Return the refusals from a day on; earlier ones are gone for good."""

        def read(connection: sqlite3.Connection) -> Refusals:
            (first,) = connection.execute("SELECT min(day) FROM refusals").fetchone()
            if first and first < since.isoformat():
                connection.execute("DELETE FROM refusals WHERE day < ?", (since.isoformat(),))
            (key,) = connection.execute("SELECT key FROM secret").fetchone() or (b"",)
            found: dict[bytes, tuple[str, ...]] = {}
            for customer, article in connection.execute("SELECT customer, article FROM refusals"):
                found[customer] = (*found.get(customer, ()), article)
            return Refusals(key, found)

        return self._database.run(read)

    def forget_refusals(self, name: str) -> int:
        """Forget what a customer refused, and return how many articles' offers that were."""

        def delete(connection: sqlite3.Connection) -> int:
            (key,) = connection.execute("SELECT key FROM secret").fetchone() or (b"",)
            return connection.execute("DELETE FROM refusals WHERE customer = ?", (_customer(name, key),)).rowcount

        return self._database.run(delete)

    def forget(self, agent: str) -> Forgotten:
        """Forget the outcomes of an agent and every refusal."""

        def delete(connection: sqlite3.Connection) -> Forgotten:
            lines = connection.execute("DELETE FROM lines WHERE agent = ?", (agent,)).rowcount
            refusals = connection.execute("DELETE FROM refusals").rowcount
            connection.execute("DELETE FROM secret")
            return Forgotten(lines, refusals)

        return self._database.run(delete)

    def close(self) -> None:
        """Close the file; the next call of a method opens it again."""
        self._database.close()


def _customer(name: str, key: bytes) -> bytes:
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return hashlib.blake2b(plain.encode(errors="surrogatepass"), digest_size=_HASH_BYTES, key=key).digest()
