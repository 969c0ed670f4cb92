"""What registers have in common that list rows and open one of them in their place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from kbassist.gui.records.front import Front
from kbassist.gui.records.page import EntryPage
from kbassist.gui.records.registers import Register
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID


class ListedRegister(Register):
    """A word above rows; Enter opens the chosen one on a page, and closing the page leads back to them."""

    def __init__(self, name: str, page: EntryPage, front: Front, parent: QWidget | None = None) -> None:
        """List rows by their `name` for a screen reader, and open one of them on `page`."""
        super().__init__(parent)
        self._front, self.page = front, page
        self.message = QLabel(self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        self.rows = RowList(name, front.theme, self)
        listed = QWidget(self)
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.message)
        inner.addWidget(self.rows, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(listed)
        self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.rows.itemActivated.connect(self._open_chosen)
        page.closed.connect(self._leave)

    def take_focus(self) -> None:
        """Take the keys, on the rows."""
        self.rows.setFocus()

    @property
    def is_open(self) -> bool:
        """Whether one of the rows is open."""
        return self._stack.currentWidget() is self.page

    def show_list(self) -> None:
        """Turn to the rows."""
        self._stack.setCurrentIndex(0)

    def show_page(self) -> None:
        """Turn to the page."""
        self._stack.setCurrentWidget(self.page)

    def show_rows(self, rows: list[TextRow]) -> None:
        """Show other rows; the one that was chosen stays so, if it is among them."""
        chosen, names = self.rows.chosen, [row.name for row in rows]
        self.rows.show_rows(rows)
        if chosen and chosen.name in names:
            self.rows.setCurrentRow(names.index(chosen.name))

    def open(self, name: str) -> None:
        """Open what a row stands for."""
        raise NotImplementedError

    def _open_chosen(self) -> None:
        if self.rows.chosen:
            self.open(self.rows.chosen.name)

    def _leave(self) -> None:
        self.show_list()
        self.show_again()
        self.rows.setFocus()
