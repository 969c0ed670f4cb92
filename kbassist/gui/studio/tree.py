"""All articles by language and category, with what is left of them once they are searched and filtered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from kbassist.content.kinds import Status
from kbassist.gui.choice import ChoiceButton, Option
from kbassist.gui.keys import ENTER
from kbassist.gui.theme import GRID, NOTE_SIZE, SMALL_SIZE, Theme, font
from kbassist.messages import _, in_context, language, plural
from kbassist.words import LANGUAGES, word

if TYPE_CHECKING:
    from kbassist.editing import Entry

    _Index = QModelIndex | QPersistentModelIndex

_PATH = Qt.ItemDataRole.UserRole
_SIGNS = _PATH + 1
_PAUSE_MS = 80
_ROW_HEIGHT = 3 * GRID
# So many articles are unfolded at once; of more, the languages alone.
_UNFOLDED = 200


class Sieve(StrEnum):
    """Which articles are shown."""

    ALL = "all"
    DRAFT = "draft"
    REVIEW = "review"
    RETIRED = "retired"
    OVERDUE = "overdue"
    UNTRANSLATED = "untranslated"
    PROBLEMS = "problems"
    REPORTED = "reported"


_LETS_THROUGH: dict[Sieve, Callable[[Entry], bool]] = {
    Sieve.ALL: lambda entry: entry.status is not Status.RETIRED,
    Sieve.DRAFT: lambda entry: entry.status is Status.DRAFT,
    Sieve.REVIEW: lambda entry: entry.status is Status.REVIEW,
    Sieve.RETIRED: lambda entry: entry.status is Status.RETIRED,
    Sieve.OVERDUE: lambda entry: entry.is_overdue,
    Sieve.UNTRANSLATED: lambda entry: not entry.is_translated,
    Sieve.PROBLEMS: lambda entry: entry.problems > 0,
    Sieve.REPORTED: lambda entry: entry.reports > 0,
}


def _sieves() -> tuple[Option, ...]:
    return (
        Option(Sieve.ALL, in_context("articles", "All")),
        Option(Sieve.DRAFT, word(Status.DRAFT)),
        Option(Sieve.REVIEW, word(Status.REVIEW)),
        Option(Sieve.OVERDUE, _("Review overdue")),
        Option(Sieve.UNTRANSLATED, _("No translation")),
        Option(Sieve.PROBLEMS, _("With problems")),
        Option(Sieve.REPORTED, _("Reported by agents")),
        Option(Sieve.RETIRED, word(Status.RETIRED)),
    )


class _Delegate(QStyledItemDelegate):
    """Writes the signs of an article at the right of its title."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:  # noqa: N802
        """Leave room for the signs."""
        super().initStyleOption(option, index)
        signs = index.data(_SIGNS)
        if signs:
            room = max(option.rect.width() - self._width(signs), 0)
            option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint the title, and the signs over the room that it leaves."""
        super().paint(painter, option, index)
        signs = index.data(_SIGNS)
        if signs:
            painter.save()
            painter.setFont(font(SMALL_SIZE))
            painter.setPen(QColor(self._theme.colours.offer))
            where = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(option.rect.adjusted(0, 0, -GRID, 0), where, signs)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:  # noqa: N802
        """Give every row room to be aimed at."""
        return QSize(super().sizeHint(option, index).width(), _ROW_HEIGHT)

    def _width(self, signs: str) -> int:
        return QFontMetrics(font(SMALL_SIZE)).horizontalAdvance(signs) + 3 * GRID


class _View(QTreeView):
    """A tree in which Enter tells the row, whatever the style thinks of it."""

    taken = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take the row with Enter."""
        if event.key() in ENTER and self.currentIndex().isValid():
            self.taken.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class ArticleTree(QWidget):
    """Shows the articles that fit what is typed and the filter.

    `chosen(path)` tells which one is wanted, `problems_wanted` that those with problems are to be shown.
    """

    chosen = Signal(str)
    problems_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no articles."""
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._sieve = Sieve.ALL
        self._open = ""
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Title, tag or category"))
        self.search.setAccessibleName(_("Search the articles to edit"))
        self.search.setClearButtonEnabled(True)
        self.sieve = ChoiceButton(in_context("articles", "Filter"), _sieves(), theme, self)
        self.sieve.setObjectName("chip")
        self.sieve.show_value(Sieve.ALL)
        self._count = QLabel(self)
        self._count.setObjectName("muted")
        self._model = QStandardItemModel(self)
        self.view = _View(self)
        self.view.setObjectName("rows")
        self.view.setModel(self._model)
        self.view.setHeaderHidden(True)
        self.view.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.view.setUniformRowHeights(True)
        self.view.setIndentation(2 * GRID)
        self.view.setFont(font(NOTE_SIZE))
        self.view.setItemDelegate(_Delegate(theme, self.view))
        self.view.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.view.viewport().update)
        self.view.setAccessibleName(_("Articles"))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._show)
        self.search.textChanged.connect(self._soon.start)
        self.search.returnPressed.connect(self._take_first)
        self.sieve.chosen.connect(self.filter)
        self.view.taken.connect(self._take)
        self.view.doubleClicked.connect(self._take)
        filters = QHBoxLayout()
        filters.addWidget(self.sieve)
        filters.addStretch(1)
        filters.addWidget(self._count)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.addWidget(self.search)
        column.addLayout(filters)
        column.addWidget(self.view, 1)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other articles; the one that is open stays marked."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._show()

    def mark(self, path: str) -> None:
        """Mark the article that is open."""
        self._open = path
        for at in range(self._model.rowCount()):
            self._mark_below(self._model.item(at))

    def filter(self, sieve: Sieve) -> None:
        """Show the articles of a filter alone."""
        self._sieve = sieve
        self.sieve.show_value(sieve, by_hand=sieve is not Sieve.ALL)
        self._show()
        if sieve is Sieve.PROBLEMS:
            self.problems_wanted.emit()

    def _fitting(self) -> Iterator[Entry]:
        lets_through = _LETS_THROUGH[self._sieve]
        words = self.search.text().casefold().split()
        for entry in self._entries:
            text = f"{entry.title} {entry.id} {entry.category} {' '.join(entry.tags)}".casefold()
            if lets_through(entry) and all(each in text for each in words):
                yield entry

    def _show(self) -> None:
        self._soon.stop()
        own = language()
        fitting = sorted(
            self._fitting(),
            key=lambda entry: (entry.lang != own, entry.lang, entry.category, entry.title.casefold()),
        )
        self._model.clear()
        heads: dict[tuple[str, ...], QStandardItem] = {}
        for entry in fitting:
            self._head(heads, entry).appendRow(_item(entry))
        for key, head in heads.items():
            if len(fitting) <= _UNFOLDED or len(key) == 1:
                self.view.expand(head.index())
        count = len(fitting)
        self._count.setText(plural("{count} article", "{count} articles", count).format(count=count))
        self.mark(self._open)

    def _head(self, heads: dict[tuple[str, ...], QStandardItem], entry: Entry) -> QStandardItem:
        top = heads.get((entry.lang,))
        if top is None:
            top = heads[(entry.lang,)] = _group(LANGUAGES.get(entry.lang, entry.lang))
            self._model.appendRow(top)
        key = entry.lang, entry.category
        if key not in heads:
            heads[key] = _group(entry.category or _("Without a category"))
            top.appendRow(heads[key])
        return heads[key]

    def _mark_below(self, parent: QStandardItem) -> None:
        for at in range(parent.rowCount()):
            item = parent.child(at)
            if item.hasChildren():
                self._mark_below(item)
                continue
            is_open = item.data(_PATH) == self._open
            font = item.font()
            if font.bold() != is_open:
                font.setBold(is_open)
                item.setFont(font)
            if is_open:
                self.view.setCurrentIndex(item.index())

    def _take(self, index: QModelIndex) -> None:
        path = index.data(_PATH)
        if path:
            self.chosen.emit(path)
        else:
            self.view.setExpanded(index, not self.view.isExpanded(index))

    def _take_first(self) -> None:
        """Open the only one that is left, else go to the list."""
        self._show()
        fitting = list(self._fitting())
        if len(fitting) == 1:
            self.chosen.emit(fitting[0].path)
        else:
            self.view.setFocus()


def _group(words: str) -> QStandardItem:
    item = QStandardItem(words)
    item.setSelectable(False)
    item.setFont(font(SMALL_SIZE, bold=True))
    return item


def _item(entry: Entry) -> QStandardItem:
    signs = [word(entry.status)] if entry.status is not Status.PUBLISHED else []
    if entry.is_overdue:
        signs.append(_("overdue"))
    if entry.reports:
        signs.append(plural("{count} report", "{count} reports", entry.reports).format(count=entry.reports))
    if entry.problems:
        signs.append(plural("{count} problem", "{count} problems", entry.problems).format(count=entry.problems))
    item = QStandardItem(entry.title)
    item.setData(entry.path, _PATH)
    item.setData(" · ".join(signs), _SIGNS)
    item.setData(". ".join((entry.title, *signs)), Qt.ItemDataRole.AccessibleTextRole)
    item.setToolTip("\n".join((entry.title, *signs, entry.path)))
    return item
