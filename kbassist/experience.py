"""What this desk has learned: outcomes and refusals as they are kept, and the weights that come of them.

Nobody waits for it: what happens is written by a thread of its own, and what the engine needs lies in memory. A file
that can't be used means to work without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kbassist.assist.learning import Learned, factors
from kbassist.desk.keeper import Keeper

if TYPE_CHECKING:
    from kbassist.assist.kinds import Outcome
    from kbassist.desk.history import Forgotten, History, Refusals


class Experience:
    """Joins what is kept in a file with the engine: `factors` has the weight of each line that something is known of.

    `learned` and `forget` raise OSError or sqlite3.Error when the file can't be used; the others tell the log.
    """

    def __init__(self, path: Path | None, *, agent: str, learns: bool, refusal_days: int) -> None:
        """Keep in `path` outcomes for `agent`, if it `learns`, and refusals for some days; nothing without a path."""
        self.factors: Mapping[str, float] = {}
        self._agent, self._learns, self._refusal_days = agent, learns, refusal_days
        self._refusals: Refusals | None = None
        self._keeper = Keeper(path, _history)

    def load(self) -> None:
        """Read what is kept, by other windows too."""
        if self._keeper.is_kept():
            self._keeper.do(self._read)

    def become(self, agent: str) -> None:
        """Learn from now on from what another agent does."""
        self._keeper.close()
        self._agent, self.factors = agent, {}
        self.load()

    def record(self, outcome: Outcome, lines: Sequence[str], by: int = 1) -> None:
        """Count an outcome of some lines, or with a negative `by` take it back; returns at once."""
        if self._learns:
            self._keeper.put(lambda history: self._count(history, outcome, lines, by))

    def refuse(self, name: str, articles: Sequence[str]) -> None:
        """Remember the offers that a customer refused today; returns at once."""
        if self._refusal_days and name.strip() and articles:
            self._keeper.put(lambda history: self._refuse(history, name, articles))

    def refused_by(self, name: str) -> tuple[str, ...]:
        """Return the articles whose offers the customer of this name has refused."""
        return self._refusals.of(name) if self._refusals else ()

    def learned(self) -> tuple[Learned, ...]:
        """Return what is known of each line, in the order of their names."""
        return self._keeper.ask(lambda history: tuple(map(Learned._make, history.counts(self._agent))), ())

    def forget(self) -> Forgotten:
        """Forget all of it, and return how much that was."""
        from kbassist.desk.history import Forgotten  # noqa: PLC0415 - with the database

        forgotten = self._keeper.ask(lambda history: history.forget(self._agent), Forgotten(0, 0))
        self.load()
        return forgotten

    def close(self) -> None:
        """Write what is to be written, and let the file go until it is needed again."""
        self._keeper.close()

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


def _history(path: Path) -> History:
    from kbassist.desk.history import History  # noqa: PLC0415 - with the database, once there is something to keep

    return History(path)
