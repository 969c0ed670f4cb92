"""The article, rendered, beside or over the list."""

import re
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from kbassist.assistant import Assistant
from kbassist.content import placeholders
from kbassist.content.kinds import LineKind
from kbassist.gui import icons, labels
from kbassist.gui.reading.page import Page
from kbassist.gui.theme import GRID, Colours, Theme
from kbassist.messages import _, in_context
from kbassist.words import word

BACK_KEY = "Alt+Left"
_QUOTES = re.compile(r"(<blockquote\b[^>]*>|</blockquote>)")
_LINE = re.compile(rf'class="line (?P<kind>{"|".join(LineKind)})"(?:\s+id="(?P<anchor>[^"]*)")?')
_TASK = re.compile(r'<li class="task-list-item"><input type="checkbox"([^>]*)>\s*')  # Qt knows boxes by their class
_CARD_START = (
    '<table width="100%" cellspacing="0" cellpadding="8" style="margin-top: 8px">'
    '<tr><td width="4" bgcolor="{colour}" style="padding: 0px"></td>'
    '<td bgcolor="{ground}"><a name="{anchor}"></a>'
)
_CARD_END = "</td></tr></table>"


class Place(NamedTuple):
    """Where one reads: an article, its language, and an anchor in it."""

    article: str
    lang: str
    anchor: str = ""


class Reader(QWidget):
    """Title, page and a way back; `closed` tells that the agent is done reading.

    `turned_to(article, lang)` tells which article is in front.
    """

    closed = Signal()
    turned_to = Signal(str, str)

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Read articles of `assistant`."""
        super().__init__(parent)
        self._assistant, self._theme = assistant, theme
        self._place: Place | None = None
        self._past: list[Place] = []
        self._allowed: set[str] = set()
        self._asked = QUrl()
        self.setObjectName("reader")
        self.page = Page(self)
        self._title, self._about = QLabel(self), QLabel(self)
        self._back, self._close = QToolButton(self), QToolButton(self)
        self._question, self._question_words = QFrame(self), QLabel(self)
        self._yes, self._no = QPushButton(in_context("button", "Open"), self), QPushButton(_("Cancel"), self)
        self._set_up()
        self._lay_out()
        self._connect()
        self._tint()

    def read(self, place: Place) -> None:
        """Show an article, scrolled to its anchor; the one read before can be gone back to."""
        if self._place and self._place != place:
            self._past.append(self._place)
        self._show(place)

    def go_back(self) -> None:
        """Return to the article before."""
        if self._past:
            self._show(self._past.pop())

    def _show(self, place: Place) -> None:
        self._place = place
        self._question.hide()
        self._back.setEnabled(bool(self._past))
        article = self._assistant.librarian.article(place.article, place.lang)
        if article is None:
            self._title.setText(place.article)
            self._about.setText(_("This article is not in the library."))
            self.page.clear()
            return
        self._title.setText(article.title)
        self._about.setText(" · ".join(filter(None, (word(article.kind), article.category))))
        self.page.folder, self.page.roots = Path(article.path).parent, self._assistant.folders
        self.page.document().setDefaultStyleSheet(self._theme.fill("article.css"))
        lines = {line.id for line in article.lines}
        anchor = f"line-{place.anchor}" if place.anchor in lines else place.anchor
        html = _TASK.sub(_as_box, self._assistant.librarian.html(article))
        self.page.setHtml(_with_cards(html, anchor, self._theme.colours))
        self._go_to(anchor)
        self.turned_to.emit(article.id, article.lang)

    def _go_to(self, anchor: str) -> None:
        self.page.verticalScrollBar().setValue(0)
        self.page.scrollToAnchor(anchor)
        self.page.verticalScrollBar().setValue(self.page.verticalScrollBar().value() - 2 * GRID)

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == "kbassist" and self._place:
            lang = self._place.lang
            self.read(Place(url.path() or self._place.article, lang, url.fragment()))
        elif url.scheme() in {"http", "https", "mailto"}:
            self._ask(url)
        elif url.hasFragment() and not url.path():
            self._go_to(url.fragment())

    def _ask(self, url: QUrl) -> None:
        """Open a site that was agreed to in this session; ask once for another."""
        if url.host() in self._allowed:
            QDesktopServices.openUrl(url)
            return
        self._asked = url
        self._question_words.setText(_("Open {site} in the browser?").format(site=url.host() or url.path()))
        self._question.show()
        self._yes.setFocus(Qt.FocusReason.PopupFocusReason)

    def _agree(self) -> None:
        self._allowed.add(self._asked.host())
        self._question.hide()
        QDesktopServices.openUrl(self._asked)

    def _set_up(self) -> None:
        self._title.setObjectName("articleTitle")
        self._title.setWordWrap(True)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._about.setObjectName("muted")
        self._about.setTextFormat(Qt.TextFormat.PlainText)
        self._question.setObjectName("question")
        self._question_words.setWordWrap(True)
        self._question.hide()
        self._back.setToolTip(_("Back ({key})").format(key=BACK_KEY))
        self._back.setAccessibleName(_("Back"))
        self._back.setShortcut(BACK_KEY)
        self._close.setToolTip(_("Close ({key})").format(key="Esc"))
        self._close.setAccessibleName(in_context("button", "Close"))

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._about)
        head = QHBoxLayout()
        head.setContentsMargins(GRID, GRID, GRID, GRID)
        head.setSpacing(GRID)
        head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        asked = QHBoxLayout(self._question)
        asked.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        asked.addWidget(self._question_words, 1)
        asked.addWidget(self._yes)
        asked.addWidget(self._no)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._question)
        column.addWidget(self.page, 1)

    def _connect(self) -> None:
        self.page.link_followed.connect(self._follow)
        self._back.clicked.connect(self.go_back)
        self._close.clicked.connect(self.closed)
        self._yes.clicked.connect(self._agree)
        self._no.clicked.connect(self._question.hide)
        self._theme.changed.connect(self._tint)

    def _tint(self) -> None:
        colour = self._theme.colours.muted
        self._back.setIcon(icons.icon("back", colour))
        self._close.setIcon(icons.icon("close", colour))
        if self._place:
            self._show(self._place)


def _as_box(task: re.Match[str]) -> str:
    return f'<li class="{"checked" if "checked" in task[1] else "unchecked"}">'


def _with_cards(html: str, target: str, colours: Colours) -> str:
    """Give script lines the look of cards, and let `target` stand out.

    Qt's rich text paints bars and backgrounds in tables alone.
    """
    ends: list[str] = []
    pieces = _QUOTES.split(html)
    for at in range(1, len(pieces), 2):
        tag = pieces[at]
        if tag.startswith("</"):
            pieces[at] = ends.pop() if ends else tag
            continue
        line = _LINE.search(tag)
        ends.append(_CARD_END if line else "</blockquote>")
        if line:
            colour = colours.of_group(LineKind(line["kind"]).group)
            ground = colours.selection if target and line["anchor"] == target else colours.window
            pieces[at] = _CARD_START.format(colour=colour, ground=ground, anchor=line["anchor"] or "")
            pieces[at + 1] = _with_gaps(pieces[at + 1], colours)
    return "".join(pieces)


def _with_gaps(html: str, colours: Colours) -> str:
    """Fill defaults, and mark what an agent will be asked for."""
    filled, gaps = placeholders.fill(html, {})
    for name in gaps:
        words = labels.gap(name).replace(" ", "&nbsp;")
        marked = f'<span style="background-color: {colours.gap}">&nbsp;{words}&nbsp;</span>'
        filled = filled.replace(f"{{{name}}}", marked)
    return filled
