"""What the header's form is filled in with beside plain texts and choices: lists of words, rows, days, facts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from kbassist.content import facts
from kbassist.content.fields import read_date
from kbassist.content.header import Value
from kbassist.gui import labels
from kbassist.gui.records.entries import Entry, TextEntry, long_field
from kbassist.gui.theme import GRID
from kbassist.messages import _
from kbassist.text import fieldchecks
from kbassist.text.fieldtypes import FieldError
from kbassist.words import field_error

ABOUT = " · "  # between what is proposed and a word about it
_FEWEST_ROWS, _MOST_ROWS = 2, 10
_COLUMNS = ("name", "value", "label", "valid_from", "valid_until")
_DAYS = frozenset({"valid_from", "valid_until"})
_KEYS = {"value": "value", "label": "label", "valid_from": "from", "valid_until": "until"}
Index = QModelIndex | QPersistentModelIndex


class _WordCompleter(QCompleter):
    """Proposes words for the last one of a row with commas."""

    def __init__(self, words: QStringListModel, field: QLineEdit) -> None:
        super().__init__(words, field)
        self._field = field
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setFilterMode(Qt.MatchFlag.MatchContains)

    def splitPath(self, path: str) -> list[str]:  # noqa: N802
        """Look for what stands behind the last comma."""
        return [path.rpartition(",")[2].strip()]

    def pathFromIndex(self, index: Index) -> str:  # noqa: N802
        """Return the row with the chosen word at its end."""
        before, comma, _last = self._field.text().rpartition(",")
        chosen = str(index.data()).partition(ABOUT)[0]
        return f"{before}{comma} {chosen}" if comma else chosen


class WordsEntry(TextEntry):
    """Some words in one row, with commas between them."""

    def offer(self, words: Sequence[str]) -> None:
        """Propose words from now on; what stands behind a dot tells about one."""
        self._offered.setStringList(list(words))
        if self.field.completer() is None:
            completer = _WordCompleter(self._offered, self.field)
            self.field.setMaxLength(2_000)
            completer.activated.connect(self.changed)
            self.field.setCompleter(completer)

    def value(self) -> list[str]:  # type: ignore[override]
        """Return the words."""
        return [word.strip() for word in self.field.text().split(",") if word.strip()]

    def show_value(self, value: Sequence[str]) -> None:
        """Show some words."""
        super().show_value(", ".join(value))


class RowsEntry(Entry):
    """Sentences below each other, one in each row; Tab goes on."""

    def __init__(self, placeholder: str = "", parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.field = long_field(self, placeholder)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)
        self.field.textChanged.connect(self._fit)
        self.field.textChanged.connect(self.changed)
        self._fit()

    def value(self) -> list[str]:
        """Return the sentences."""
        return [row.strip() for row in self.field.toPlainText().split("\n") if row.strip()]

    def show_value(self, value: Sequence[str]) -> None:
        """Show some sentences; the cursor stays in its place where it can."""
        place = self.field.textCursor().position()
        with QSignalBlocker(self.field):
            self.field.setPlainText("\n".join(value))
        cursor = self.field.textCursor()
        cursor.setPosition(min(place, self.field.document().characterCount() - 1))
        self.field.setTextCursor(cursor)
        self._fit()

    def _fit(self) -> None:
        """Be as high as there are rows."""
        rows = min(max(self.field.blockCount(), _FEWEST_ROWS), _MOST_ROWS)
        self.field.setFixedHeight(rows * self.field.fontMetrics().lineSpacing() + 2 * GRID)


class DayEntry(TextEntry):
    """A day as people write it, or none; `changed` is told once it is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a day."""
        super().__init__(_("31 Mar 2027, or empty"), parent=parent)
        self.field.textEdited.disconnect(self.changed)
        self.field.textEdited.connect(self._tell)
        self.field.editingFinished.connect(self._write_out)

    @property
    def fault(self) -> str:
        """Return what is wrong with what was written, empty for a day and for none."""
        text = self.field.text().strip()
        try:
            fieldchecks.read_day(text, _today())
        except FieldError as error:
            return field_error(error) if text else ""
        return ""

    def value(self) -> str:
        """Return the day as a header has it, else what was written."""
        return _as_written(self.field.text())

    def show_value(self, value: str) -> None:
        """Show a day as a header has it."""
        super().show_value(_as_read(value))

    def _tell(self) -> None:
        if not self.field.text().strip() or _is_day(self.value()):
            self.changed.emit()

    def _write_out(self) -> None:
        shown = _as_read(self.value())
        if shown != self.field.text():
            self.field.setText(shown)
        self.changed.emit()


class _Fact(NamedTuple):
    """A row of the table: a name, the values by column, and the keys that the header has for them."""

    name: str = ""
    values: Mapping[str, str] = {}
    keys: Mapping[str, str] = {}


class FactsEntry(Entry):
    """Named values in a small table; one writes into its last row to add one, and empties a name to take one out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without facts."""
        super().__init__(parent)
        self.table = table = QTableWidget(0, len(_COLUMNS), self)
        self._facts: list[_Fact] = []
        table.setObjectName("facts")
        table.setHorizontalHeaderLabels([_("Name"), _("Value"), _("Label"), _("From"), _("Until")])
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusProxy(table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(table)
        table.cellChanged.connect(self._take)
        self.show_value({})

    def value(self) -> dict[str, Value]:
        """Return the facts as a header has them."""
        return {fact.name: _written(fact) for fact in self._facts if fact.name and fact.values}

    def show_value(self, value: Mapping[str, Value]) -> None:
        """Show the facts of a header."""
        self._facts = [_read(name, each) for name, each in value.items()]
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Empty a cell with Delete."""
        item = self.table.currentItem()
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace} and item:
            item.setText("")
        else:
            super().keyPressEvent(event)

    def _show(self) -> None:
        place = self.table.currentRow(), self.table.currentColumn()
        with QSignalBlocker(self.table):
            self.table.setRowCount(len(self._facts) + 1)
            for row, fact in enumerate([*self._facts, _Fact()]):
                for column, name in enumerate(_COLUMNS):
                    words = fact.name if name == "name" else fact.values.get(name, "")
                    item = QTableWidgetItem(_as_read(words) if name in _DAYS else words)
                    item.setToolTip(item.text())
                    self.table.setItem(row, column, item)
        self.table.setCurrentCell(*place)
        rows = self.table.rowCount() * self.table.rowHeight(0)
        self.table.setFixedHeight(rows + self.table.horizontalHeader().sizeHint().height() + 4)

    def _take(self, row: int, column: int) -> None:
        """Take what was written into a cell."""
        item, name = self.table.item(row, column), _COLUMNS[column]
        words = " ".join(item.text().split()) if item else ""
        fact = self._facts[row] if row < len(self._facts) else _Fact()
        if name == "name":
            fact = fact._replace(name=words)
        else:
            written = _as_written(words) if name in _DAYS else words
            values = {**fact.values, name: written}
            fact = fact._replace(values={key: each for key, each in values.items() if each})
        self._facts[row : row + 1] = [fact]
        if (name == "name" and not words) or fact == _Fact():
            del self._facts[row]
        self._show()
        self.changed.emit()


def _read(name: str, value: Value) -> _Fact:
    entries = value if isinstance(value, Mapping) else {"value": value}
    known = {key: each for key, each in entries.items() if key in facts.KEYS and isinstance(each, str)}
    keys = {facts.KEYS[key]: key for key in known} if isinstance(value, Mapping) else {}
    return _Fact(name, {facts.KEYS[key]: each for key, each in known.items() if each}, keys)


def _written(fact: _Fact) -> Value:
    """Return a fact as a header has it: a value alone, or what belongs to it by the keys that are there already."""
    if not fact.keys and set(fact.values) == {"value"}:
        return fact.values["value"]
    names = [*fact.keys, *(name for name in _KEYS if name not in fact.keys)]
    return {fact.keys.get(name, _KEYS[name]): fact.values[name] for name in names if name in fact.values}


def _is_day(text: str) -> bool:
    try:
        read_date(text)
    except ValueError:
        return False
    return True


def _as_read(text: str) -> str:
    """Return a day of a header as people write it; whatever else it is stays."""
    return labels.short_day(read_date(text)) if _is_day(text) else text


def _as_written(text: str) -> str:
    """Return a day that somebody wrote as a header has it; whatever else it is stays."""
    try:
        return fieldchecks.read_day(text, _today()).isoformat()
    except FieldError:
        return text.strip()


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the desk's own day
