"""The article, rendered, beside or over the list."""

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
from kbassist.gui import icons
from kbassist.gui.reading.find import FindBar
from kbassist.gui.reading.page import Page
from kbassist.gui.reading.ticks import Ticks
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _, in_context
from kbassist.words import word

BACK_KEY = "Alt+Left"


class Place(NamedTuple):
    """Where one reads: an article, its language, and an anchor in it."""

    article: str
    lang: str
    anchor: str = ""


class Reader(QWidget):
    """Title, page and a way back; `closed` tells that the agent is done reading."""

    closed = Signal()

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Read articles of `assistant`."""
        super().__init__(parent)
        self._assistant, self._theme = assistant, theme
        self._place: Place | None = None
        self._past: list[Place] = []
        self._allowed: set[str] = set()
        self._asked = QUrl()
        self.setObjectName("reader")
        self.page = Page(theme, Ticks(), self)
        self.find_bar = FindBar(self.page, theme, self)
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
            self.page.show_nothing()
            return
        self._title.setText(article.title)
        self._about.setText(" · ".join(filter(None, (word(article.kind), article.category))))
        self.page.folder, self.page.roots = Path(article.path).parent, self._assistant.folders
        lines = {line.id for line in article.lines}
        anchor = f"line-{place.anchor}" if place.anchor in lines else place.anchor
        self.page.show_rendering(self._assistant.librarian.rendering(article), anchor)

    def _follow(self, url: QUrl) -> None:
        if url.scheme() == "kbassist" and self._place:
            lang = self._place.lang
            self.read(Place(url.path() or self._place.article, lang, url.fragment()))
        elif url.scheme() in {"http", "https", "mailto"}:
            self._ask(url)
        elif url.hasFragment() and not url.path():
            self.page.go_to(url.fragment())

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
        column.addWidget(self.find_bar)

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
