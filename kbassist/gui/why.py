"""Why a line is suggested, and why another is not: its score sheet, and a field to ask about any line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kbassist.gui.debounce import DebouncedSearch
from kbassist.gui.finding.field import FindField
from kbassist.gui.page import PageHead
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.sheet import SheetBody
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _
from kbassist.words import word

if TYPE_CHECKING:
    from kbassist.assist.model import CallNote
    from kbassist.assist.sheet import Sheet
    from kbassist.assistant import Assistant
    from kbassist.content.model import Line

_MOST_ARTICLES, _MOST_LINES = 8, 40
_PAUSE_MS = 250  # after the last key in the notes
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class WhyPage(QWidget):
    """Shows the sheet of one line for a call; `closed` tells that the agent has seen enough."""

    closed = Signal()

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no line."""
        super().__init__(parent)
        self._assistant, self._theme = assistant, theme
        self._call: CallNote | None = None
        self._line = ""
        self._sheet: Sheet | None = None
        self._beside: tuple[str, ...] = ()
        self._opens = False
        self._head = PageHead("", theme, self)
        self.field = FindField(_("Ask about a line"), _("Another line: its title, or article#line"), theme, self)
        self._search = DebouncedSearch(self._find, self)
        self.found = RowList(_("Lines found"), theme, self)
        self.view = QScrollArea(self)
        self._nothing = _quiet(_("No line bears these words. Try fewer or other ones."))
        self._pages = QStackedWidget(self)
        self._way = QLabel(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._show_again)
        self.setFocusProxy(self.field)
        self._lay_out()
        self._connect()

    def ask(self, call: CallNote, line: str) -> None:
        """Show the sheet of a line for a call, empty to ask for one."""
        self._call = call
        self.field.clear()
        self._show(line)

    def follow(self, call: CallNote) -> None:
        """Show the sheet soon for the call as it is now, once the keys rest."""
        self._call = call
        self._soon.start()

    def _show(self, line: str) -> None:
        assert self._call
        self._line = line
        sheet = self._sheet = self._assistant.explain(self._call, line) if line else None
        if sheet is None:
            missing = _("There is no such line in the library: {line}").format(line=line)
            self._head.show_title(_("Why, and why not"))
            self.view.setWidget(_quiet(missing if line else _("Type the title of a line to see why it is not shown.")))
        else:
            title = self._assistant.librarian.title_of(sheet.article, sheet.lang)
            self._head.show_title(sheet.title, f"{word(sheet.kind)} · {title}\n{sheet.line}")
            self.view.setWidget(SheetBody(sheet, self._theme))
        self._show_way()

    def _show_again(self) -> None:
        """Show the same line anew where somebody can see it."""
        if self.isVisible() and self._line:
            read_to = self.view.verticalScrollBar().value()
            self._show(self._line)
            self.view.verticalScrollBar().setValue(read_to)

    def _show_way(self) -> None:
        """Tell which of its article's lines this is."""
        sheet = self._sheet
        article = self._assistant.librarian.article(sheet.article, sheet.lang) if sheet else None
        self._beside = tuple(dict.fromkeys(line.name for line in article.lines)) if article else ()
        if sheet and sheet.line in self._beside and len(self._beside) > 1:
            place = self._beside.index(sheet.line) + 1
            words = _("↑ ↓ the lines of this article: {place} of {count}")
            self._way.setText(words.format(place=place, count=len(self._beside)))
        else:
            self._way.clear()

    def _find(self, query: str) -> list[Line]:
        """Return lines whose articles hold the query, those that bear it in their title or name before the others."""
        hits = self._assistant.librarian.search(query.replace("#", " "), limit=_MOST_ARTICLES).hits
        lang = self._sheet.lang if self._sheet else ""
        lines: dict[str, Line] = {}
        for hit in sorted(hits, key=lambda hit: hit.lang != lang):
            article = self._assistant.librarian.article(hit.article, hit.lang)
            for line in article.lines if article else ():
                lines.setdefault(line.name, line)
        words = query.lower().split()

        def is_named(line: Line) -> bool:
            return all(part in f"{line.title} {line.name}".lower() for part in words)

        return sorted(lines.values(), key=is_named, reverse=True)[:_MOST_LINES]

    def _show_found(self, lines: list[Line]) -> None:
        self.found.show_rows(
            [TextRow(line.title, f"{word(line.kind)} · {line.name}", name=line.name) for line in lines]
        )
        self._pages.setCurrentWidget(self.found if lines else self._nothing)
        if self._opens:
            self._choose()

    def _type(self, text: str) -> None:
        self._opens = False
        query = text.strip()
        if query:
            self._search.ask(query)
        else:
            self._pages.setCurrentWidget(self.view)

    def _choose(self) -> None:
        """Show the line that was named, or that is chosen among those found."""
        typed, chosen = self.field.text().strip(), self.found.chosen
        if "#" in typed:
            self._take(typed)
        elif typed and self._search.is_busy:
            self._opens = True
        elif typed and chosen:
            self._take(chosen.name)

    def _take(self, line: str) -> None:
        self.field.clear()
        self._show(line)
        self.field.setFocus()

    def _move(self, event: QKeyEvent) -> None:
        """Move among what was found, else among the lines of the article; pages scroll the sheet."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if self.field.text().strip():
            self.found.keyPressEvent(event)
        elif step and self._sheet and self._sheet.line in self._beside:
            at = self._beside.index(self._sheet.line) + step
            self._show(self._beside[at % len(self._beside)])
        elif not step:
            self.view.keyPressEvent(event)

    def _lay_out(self) -> None:
        self.field.setObjectName("ask")
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setObjectName("sheetScroll")
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setWidgetResizable(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._way.setObjectName("way")
        self._pages.addWidget(self.view)
        self._pages.addWidget(self.found)
        self._pages.addWidget(self._nothing)
        asked = QVBoxLayout()
        asked.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        asked.addWidget(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addLayout(asked)
        column.addWidget(self._pages, 1)
        column.addWidget(self._way)

    def _connect(self) -> None:
        self._head.closed.connect(self.closed)
        self._search.found.connect(self._show_found)
        self.field.textChanged.connect(self._type)
        self.field.returnPressed.connect(self._choose)
        self.field.moved.connect(self._move)
        self.found.itemClicked.connect(self._choose)
        self._theme.changed.connect(self._show_again)


def _quiet(words: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName("nothing")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
    return label
