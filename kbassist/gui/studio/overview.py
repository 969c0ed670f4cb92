"""All articles in force, with what is counted of each: its problems, and what agents reported."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kbassist.gui.aside import Aside

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kbassist.editing import Editing, Entry

# The problems of more articles than this are counted when they are asked for: that takes seconds.
_COUNTED_AT_ONCE = 1000


class Overview(QObject):
    """Lists the library; `read` tells that it was looked at again, `changed` that the list is another one."""

    read = Signal()
    changed = Signal()

    def __init__(self, editing: Editing, aside: Aside, parent: QObject | None = None) -> None:
        """Begin with nothing; problems are counted in a thread of their own."""
        super().__init__(parent)
        self._editing, self._aside, self._counting = editing, aside, Aside("counting of problems", self)
        self._entries: tuple[Entry, ...] = ()
        self._problems: Counter[str] = Counter()
        self._reports: Mapping[tuple[str, str], int] = {}

    @property
    def entries(self) -> list[Entry]:
        """Return all articles, with what is counted by now."""
        return [
            entry._replace(problems=self._problems[entry.path], reports=self._reports.get((entry.id, entry.lang), 0))
            for entry in self._entries
        ]

    @property
    def langs(self) -> set[str]:
        """Return the languages of all articles."""
        return {entry.lang for entry in self._entries}

    @property
    def categories(self) -> set[str]:
        """Return the categories of all articles."""
        return {entry.category for entry in self._entries if entry.category}

    def path_of(self, article: str, lang: str) -> str:
        """Return the file of an article, rather in a language than in another; empty where it has gone."""
        found = [entry for entry in self._entries if entry.id == article]
        return min(found, key=lambda entry: entry.lang != lang).path if found else ""

    def load(self) -> None:
        """Look at the library again."""
        self._aside.newest("overview", self._editing.overview, self._take)

    def count_problems(self) -> None:
        """Count the problems of all articles."""
        self._counting.newest("problems", self._editing.problems, self._take_problems)

    def count_reports(self, counted: Mapping[tuple[str, str], int]) -> None:
        """Know how many open reports of agents the articles have, by their ids and languages."""
        self._reports = counted
        self.changed.emit()

    def _take(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        self.changed.emit()
        self.read.emit()
        if len(entries) <= _COUNTED_AT_ONCE:
            self.count_problems()

    def _take_problems(self, counted: Counter[str]) -> None:
        self._problems = counted
        self.changed.emit()
