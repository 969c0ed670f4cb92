"""Two or three products side by side: chosen from a list, told row by row."""

from __future__ import annotations

import html
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from kbassist.content.comparison import NOTHING, Row, Table, as_text
from kbassist.content.standing import doubts
from kbassist.gui import labels
from kbassist.gui.finding.field import FindField
from kbassist.gui.keys import COPY_KEY, ENTER
from kbassist.gui.page import PageHead
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID, NOTE_SIZE, Theme, font
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.librarian import Librarian

_FEWEST, _MOST = 2, 3
_NARROW = 560  # px; below it a row's label stands over its values
_DIGITS = [Qt.Key(Qt.Key.Key_1 + at) for at in range(_MOST)]
_MARK = "✓"


class ComparePage(QWidget):
    """A list of products to mark, then their table.

    `article_requested(article, lang)` asks for the article of a column; `closed` tells that the agent has seen enough.
    """

    article_requested = Signal(str, str)
    closed = Signal()

    def __init__(self, librarian: Librarian, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with nothing marked."""
        super().__init__(parent)
        self._librarian, self._theme = librarian, theme
        self._langs: dict[str, str] = {}
        self._products: list[TextRow] = []
        self._marked: list[str] = []
        self._table = Table((), ())
        self._head = PageHead(_("Compare products"), theme, self)
        self.field = FindField(_("Find a product"), _("Product"), theme, self)
        self.list = RowList(_("Products"), theme, self)
        self.view = QTextBrowser(self)
        self._choice, self._pages = QWidget(self), QStackedWidget(self)
        self._keys = QLabel(self)
        self._lay_out()
        self._head.closed.connect(self.closed)
        self.field.textChanged.connect(self._show_list)
        self.field.moved.connect(self._enter_list)
        self.field.returnPressed.connect(self._compare)
        self.list.itemClicked.connect(self._mark)
        self.view.anchorClicked.connect(self._open)
        theme.changed.connect(self._show_table)
        for watched in (self.list, self.view):
            watched.installEventFilter(self)

    def choose(self, lang: str, marked: tuple[str, ...] = ()) -> None:
        """Offer the products, in a language where they have it; those `marked` by id are compared at once."""
        products = self._librarian.products(lang)
        self._langs = {product.id: product.lang for product in products}
        self._marked = [name for name in marked if name in self._langs][:_MOST]
        alike = {product.category for product in products if product.id in self._marked}
        near = sorted(products, key=lambda each: (each.id not in self._marked, each.category not in alike))
        self._products = [TextRow(each.title, each.category, name=each.id) for each in near]
        self.field.clear()
        self._show_list()
        if len(self._marked) >= _FEWEST:
            self._compare()
        else:
            self._return_to_list()

    def _show_list(self) -> None:
        """Show the products that bear what is typed in their titles, the marked ones with their sign."""
        words = self.field.text().lower().split()
        shown = [row for row in self._products if all(word in row.title.lower() for word in words)]
        chosen = self.list.chosen
        self.list.show_rows([row._replace(side=_MARK if row.name in self._marked else "") for row in shown])
        names = [row.name for row in shown]
        first = next((at for at, name in enumerate(names) if name not in self._marked), 0)
        self.list.setCurrentRow(names.index(chosen.name) if chosen and chosen.name in names else first)
        self._say_keys()

    def _mark(self) -> None:
        """Mark the chosen product, or take its mark away; a fourth one takes the place of the last."""
        chosen = self.list.chosen
        if chosen is None:
            return
        if chosen.name in self._marked:
            self._marked.remove(chosen.name)
        else:
            self._marked = [*self._marked[: _MOST - 1], chosen.name]
        self._show_list()

    def _compare(self) -> None:
        """Show the table of what is marked; to a single one the chosen product comes."""
        chosen = self.list.chosen
        if len(self._marked) == 1 and chosen and chosen.name not in self._marked:
            self._mark()
        if len(self._marked) < _FEWEST:
            self._head.show_title(_("Compare products"), _("Mark two or three products first."))
            return
        self._table = self._librarian.compare([(name, self._langs[name]) for name in self._marked])
        self._pages.setCurrentWidget(self.view)
        about = "" if self._table.rows else _("Their articles have no table of terms.")
        self._head.show_title(_("Compare products"), "\n".join((*self._doubts(), about)).strip())
        self._show_table()
        self._say_keys()
        self.view.setFocus()

    def _doubts(self) -> Iterator[str]:
        """Yield what speaks against saying what is compared."""
        for name in self._marked:
            if article := self._librarian.article(name, self._langs[name]):
                for doubt in doubts(article, date.today()):  # noqa: DTZ011 - the desk's own day
                    yield f"{article.title}: {labels.doubt(doubt)}"

    def _return_to_list(self) -> None:
        self._pages.setCurrentWidget(self._choice)
        self._head.show_title(_("Compare products"))
        self._say_keys()
        self.list.setFocus()

    def _show_table(self) -> None:
        if self._table.titles:
            self.view.document().setDefaultStyleSheet(self._theme.fill("compare.css"))
            is_narrow = self.width() < _NARROW
            self.view.setHtml(_stacked(self._table) if is_narrow else _side_by_side(self._table))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._table))
        self._head.show_title(_("Compare products"), _("The table is copied."))

    def _open(self, column: QUrl) -> None:
        self._open_column(int(column.path()))

    def _open_column(self, at: int) -> None:
        if at < len(self._marked):
            self.article_requested.emit(self._marked[at], self._langs[self._marked[at]])

    def _say_keys(self) -> None:
        is_table = self._pages.currentWidget() is self.view
        last = len(self._marked)
        table = (_("1 … {last} open").format(last=last), _("{key} copy").format(key=COPY_KEY), _("← other products"))
        marked = _("{count} marked").format(count=last) if last else ""
        choice = (marked, _("Space mark"), _("Enter compare") if last else "")
        self._keys.setText("   ".join(filter(None, table if is_table else choice)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the keys of the list and of the table."""
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self._take_in_list(event) if watched is self.list else self._take_in_table(event)

    def _take_in_list(self, event: QKeyEvent) -> bool:
        """Mark and compare; letters go into the field."""
        key = event.key()
        if key == Qt.Key.Key_Space:
            self._mark()
        elif key in ENTER:
            self._compare()
        elif key == Qt.Key.Key_Up and self.list.currentRow() <= 0:
            self.field.setFocus()
        elif event.text().isprintable() and event.text():
            self.field.setFocus()
            self.field.insert(event.text())
        else:
            return False
        return True

    def _take_in_table(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy) and not self.view.textCursor().hasSelection():
            self._copy()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Backspace}:
            self._return_to_list()
        elif event.key() in _DIGITS:
            self._open_column(_DIGITS.index(Qt.Key(event.key())))
        else:
            return False
        return True

    def _enter_list(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the table out anew where it becomes narrow or wide."""
        super().resizeEvent(event)
        if (event.oldSize().width() < _NARROW) is not (self.width() < _NARROW):
            self._show_table()

    def _lay_out(self) -> None:
        self.setFocusProxy(self.list)
        self.view.setObjectName("compare")
        self.view.setAccessibleName(_("Products side by side"))
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setFont(font(NOTE_SIZE))
        self.view.setOpenLinks(False)
        self.view.document().setDocumentMargin(2 * GRID)
        self._keys.setObjectName("way")
        self._keys.setWordWrap(True)
        asked = QVBoxLayout()
        asked.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        asked.addWidget(self.field)
        choice = QVBoxLayout(self._choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.setSpacing(0)
        choice.addLayout(asked)
        choice.addWidget(self.list, 1)
        self._pages.addWidget(self._choice)
        self._pages.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._pages, 1)
        column.addWidget(self._keys)


def _side_by_side(table: Table) -> str:
    """Return the table with its labels in a column of their own."""
    share = 100 // (len(table.titles) + 1)
    rows = "".join(f'<tr><td class="label">{html.escape(row.label)}</td>{_cells(row)}</tr>' for row in table.rows)
    titles = _titles(table, share)
    return f'<table width="100%" cellspacing="0" cellpadding="8"><tr><th></th>{titles}</tr>{rows}</table>'


def _stacked(table: Table) -> str:
    """Return the table with each label over its values."""
    columns = len(table.titles)
    rows = "".join(
        f'<tr><td class="over" colspan="{columns}">{html.escape(row.label)}</td></tr><tr>{_cells(row)}</tr>'
        for row in table.rows
    )
    titles = _titles(table, 100 // columns)
    return f'<table width="100%" cellspacing="0" cellpadding="4"><tr>{titles}</tr>{rows}</table>'


def _titles(table: Table, share: int) -> str:
    return "".join(
        f'<th width="{share}%"><a href="{at}">{at + 1} · {html.escape(title)}</a></th>'
        for at, title in enumerate(table.titles)
    )


def _cells(row: Row) -> str:
    look = "differs" if row.differs else "same"
    return "".join(
        f'<td class="{"nothing" if cell == NOTHING else look}">{html.escape(cell)}</td>' for cell in row.cells
    )
