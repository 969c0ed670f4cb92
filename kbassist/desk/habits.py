"""What is read at this desk, and what was looked for in vain.

A small SQLite file beside the call record. It names articles and holds words of searches, nothing of any call: whoever
asks for words to be kept has masked them. Words looked for in vain are nobody's, they are for the editors.
"""

import sqlite3
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from kbassist.desk.database import Database

_ARTICLES = """
    CREATE TABLE articles (
        agent TEXT NOT NULL, article TEXT NOT NULL, lang TEXT NOT NULL, opened INTEGER NOT NULL DEFAULT 0,
        last TEXT NOT NULL DEFAULT '', pinned INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (agent, article, lang)
    ) WITHOUT ROWID
"""
_MISSES = """
    CREATE TABLE misses (words TEXT PRIMARY KEY, count INTEGER NOT NULL, last_day TEXT NOT NULL) WITHOUT ROWID
"""
_VERSION = 1
_OPEN = """
    INSERT INTO articles (agent, article, lang, opened, last) VALUES (?, ?, ?, 1, ?)
    ON CONFLICT DO UPDATE SET opened = opened + 1, last = excluded.last
"""
_PIN = """
    INSERT INTO articles (agent, article, lang, pinned) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET pinned = excluded.pinned
"""
_MISS = """
    INSERT INTO misses (words, count, last_day) VALUES (?, 1, ?)
    ON CONFLICT DO UPDATE SET count = count + 1, last_day = excluded.last_day
"""


class Used(NamedTuple):
    """An article in a language: how often it was opened, when last (None for never), and whether it is pinned."""

    article: str
    lang: str
    opened: int = 0
    last: datetime | None = None
    pinned: bool = False


class Miss(NamedTuple):
    """Words that were looked for in vain, how often, and on which day last."""

    words: str
    times: int
    last_day: date


class HabitStore:
    """Both in one file, which several windows may share; its methods may be called from any thread.

    All of them raise OSError or sqlite3.Error when the file can't be used; a damaged one is set aside.
    """

    def __init__(self, path: Path) -> None:
        """Keep everything in `path`, which is opened when it is first needed."""
        self._database = Database(path, _VERSION, (_ARTICLES, _MISSES))

    def open(self, agent: str, article: str, lang: str, when: datetime) -> None:
        """Count that an agent opened an article."""
        values = (agent, article, lang, when.isoformat(timespec="seconds"))
        self._database.run(lambda connection: connection.execute(_OPEN, values))

    def pin(self, agent: str, article: str, lang: str, *, pinned: bool) -> None:
        """Know whether an agent has pinned an article."""
        self._database.run(lambda connection: connection.execute(_PIN, (agent, article, lang, pinned)))

    def articles(self, agent: str) -> list[Used]:
        """Return what an agent has opened or pinned, in the order of their names."""
        query = "SELECT article, lang, opened, last, pinned FROM articles WHERE agent = ? ORDER BY article, lang"

        def read(connection: sqlite3.Connection) -> list[Used]:
            return [
                Used(article, lang, opened, datetime.fromisoformat(last) if last else None, bool(pinned))
                for article, lang, opened, last, pinned in connection.execute(query, (agent,))
            ]

        return self._database.run(read)

    def forget_before(self, day: date) -> None:
        """Forget what anybody last read before a day, unless it is pinned, and what was last missed before it."""

        def delete(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM articles WHERE last < ? AND NOT pinned", (day.isoformat(),))
            connection.execute("DELETE FROM misses WHERE last_day < ?", (day.isoformat(),))

        self._database.run(delete)

    def miss(self, words: str, day: date) -> None:
        """Count that words were looked for in vain."""
        self._database.run(lambda connection: connection.execute(_MISS, (words, day.isoformat())))

    def misses(self) -> list[Miss]:
        """Return what was looked for in vain, most often first."""
        query = "SELECT words, count, last_day FROM misses ORDER BY count DESC, last_day DESC, words"

        def read(connection: sqlite3.Connection) -> list[Miss]:
            rows = connection.execute(query)
            return [Miss(words, count, date.fromisoformat(last_day)) for words, count, last_day in rows]

        return self._database.run(read)

    def forget_misses(self) -> int:
        """Forget what was looked for in vain alone, and return how many searches that was."""
        return self._database.run(lambda connection: connection.execute("DELETE FROM misses").rowcount)

    def close(self) -> None:
        """Close the file; the next call of a method opens it again."""
        self._database.close()
