"""The rows of the list of articles, with what only their painting asks for."""

import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from math import inf

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kbassist.assistant import Assistant
from kbassist.gui import labels
from kbassist.gui.finding.rows import Row
from kbassist.librarian import Hit, Passage
from kbassist.messages import _
from kbassist.words import word

ROW = Qt.ItemDataRole.UserRole
PASSAGE, PINNED, DOUBT = ROW + 1, ROW + 2, ROW + 3
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_READING = 0.002  # s of a painting, after which the passages that are left wait for the next one


class RowModel(QAbstractListModel):
    """Headings, which can't be chosen, and articles."""

    def __init__(self, assistant: Assistant, parent: QObject | None = None) -> None:
        """Begin with no rows; `assistant` knows passages and pins."""
        super().__init__(parent)
        self._assistant = assistant
        self._rows: Sequence[Row] = ()
        self._words: Collection[str] = ()
        self._passages: dict[Hit, Passage] = {}
        self._doubts: dict[Hit, str] = {}
        self._read_until = inf
        self.is_behind = False

    def show(self, rows: Sequence[Row], words: Collection[str]) -> None:
        """Show other rows, with the words of these stems marked."""
        if rows != self._rows or words != self._words:
            self.beginResetModel()
            self._rows, self._words, self._passages, self._doubts = rows, words, {}, {}
            self.endResetModel()

    @contextmanager
    def painting(self) -> Iterator[None]:
        """Read passages for no longer than a frame has room for; `is_behind` tells whether some were left out."""
        self._read_until, self.is_behind = time.perf_counter() + _READING, False
        yield
        self._read_until = inf

    def step(self, start: int, by: int) -> int:
        """Return the place of the nearest article from `start` on in one direction, -1 for none."""
        places = range(start, len(self._rows)) if by > 0 else range(start, -1, -1)
        return next((place for place in places if self._rows[place].hit), -1)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:  # noqa: N802
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return whether a row can be chosen."""
        return super().flags(index) if index.isValid() and self._rows[index.row()].hit else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a row, its words, what is spoken of it, and what its painting asks for."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        return self._of_hit(row.hit, role) if row.hit else None

    def _of_hit(self, hit: Hit, role: int) -> object:
        if role == PASSAGE:
            return self._passage(hit)
        if role == DOUBT:
            return self._doubt(hit)
        if role == PINNED:
            return self._assistant.habits.is_pinned(hit.article, hit.lang)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            pinned = _("pinned") if self._assistant.habits.is_pinned(hit.article, hit.lang) else ""
            passage = self._passage(hit).text if self._words else ""
            return ". ".join(filter(None, (hit.title, word(hit.kind), hit.lang.upper(), pinned, passage)))
        return None

    def _doubt(self, hit: Hit) -> str:
        if hit not in self._doubts:
            doubts = self._assistant.librarian.doubts(hit)
            self._doubts[hit] = labels.short_doubt(doubts[0]) if doubts else ""
        return self._doubts[hit]

    def _passage(self, hit: Hit) -> Passage:
        known = self._passages.get(hit)
        if known is None:
            if time.perf_counter() > self._read_until:
                self.is_behind = True
                return Passage("", ())
            known = self._passages[hit] = self._assistant.librarian.passage(hit, self._words)
        return known
