"""What this desk has learned: outcomes and refusals as they are kept, and the weights that come of them.

Nobody waits for it: what happens is written by a thread of its own, and what the engine needs lies in memory. A file
that can't be used means to work without it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kbassist.assist.learning import Learned, factors
from kbassist.desk.writer import Writer

if TYPE_CHECKING:
    from kbassist.assist.kinds import Outcome
    from kbassist.desk.history import Forgotten, History, Refusals

_log = logging.getLogger(__name__)


class Experience:
    """Joins what is kept in a file with the engine: `factors` has the weight of each line that something is known of.

    `learned` and `forget` raise OSError or sqlite3.Error when the file can't be used; the others tell the log.
    """

    def __init__(self, path: Path | None, *, agent: str, learns: bool, refusal_days: int) -> None:
        """Keep in `path` outcomes for `agent`, if it `learns`, and refusals for some days; nothing without a path."""
        self.factors: Mapping[str, float] = {}
        self._path, self._agent, self._learns, self._refusal_days = path, agent, learns, refusal_days
        self._refusals: Refusals | None = None
        self._opened: History | None = None
        self._lock = threading.Lock()
        self._writer = Writer("history")

    def load(self) -> None:
        """Read what is kept, by other windows too."""
        if self._is_kept():
            self._try(self._read)

    def record(self, outcome: Outcome, lines: Sequence[str], by: int = 1) -> None:
        """Count an outcome of some lines, or with a negative `by` take it back; returns at once."""
        if self._learns:
            self._put(lambda history: self._count(history, outcome, lines, by))

    def refuse(self, name: str, articles: Sequence[str]) -> None:
        """Remember the offers that a customer refused today; returns at once."""
        if self._refusal_days and name.strip() and articles:
            self._put(lambda history: self._refuse(history, name, articles))

    def refused_by(self, name: str) -> tuple[str, ...]:
        """Return the articles whose offers the customer of this name has refused."""
        return self._refusals.of(name) if self._refusals else ()

    def learned(self) -> tuple[Learned, ...]:
        """Return what is known of each line, in the order of their names."""
        self.close()
        return tuple(map(Learned._make, self._history().counts(self._agent))) if self._is_kept() else ()

    def forget(self) -> Forgotten:
        """Forget all of it, and return how much that was."""
        from kbassist.desk.history import Forgotten  # noqa: PLC0415 - with the database

        self.close()
        forgotten = self._history().forget(self._agent) if self._is_kept() else Forgotten(0, 0)
        self.load()
        return forgotten

    def close(self) -> None:
        """Write what is to be written, and let the file go until it is needed again."""
        self._writer.close()
        if self._opened:
            self._opened.close()

    def _is_kept(self) -> bool:
        return self._path is not None and self._path.exists()

    def _history(self) -> History:
        from kbassist.desk.history import History  # noqa: PLC0415 - with the database, once there is something to keep

        assert self._path
        self._opened = self._opened or History(self._path)
        return self._opened

    def _put(self, job: Callable[[History], None]) -> None:
        if self._path is not None:
            self._writer.put(lambda: self._try(job))

    def _try(self, job: Callable[[History], None]) -> None:
        try:
            with self._lock:
                job(self._history())
        except Exception:  # noqa: BLE001 - whatever the disk says, the call goes on
            _log.warning("nothing is learned: %s can not be used", self._path, exc_info=True)

    def _read(self, history: History) -> None:
        self.factors = factors(map(Learned._make, history.counts(self._agent))) if self._learns else {}
        self._read_refusals(history)

    def _read_refusals(self, history: History) -> None:
        today = date.today()  # noqa: DTZ011 - the desk's own day
        self._refusals = history.refusals(today - timedelta(days=self._refusal_days - 1))

    def _count(self, history: History, outcome: Outcome, lines: Sequence[str], by: int) -> None:
        known = history.add(self._agent, lines, outcome, by)
        self.factors = {**self.factors, **dict.fromkeys(lines, 1.0), **factors(map(Learned._make, known))}

    def _refuse(self, history: History, name: str, articles: Sequence[str]) -> None:
        history.refuse(name, articles, date.today())  # noqa: DTZ011
        self._read_refusals(history)
