"""One article as it is read: what it is, what speaks against it, its page, and the ways on from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from PySide6.QtCore import Qt, QUrl, Signal, SignalInstance
from PySide6.QtGui import QAction, QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from kbassist.assistant import Assistant
from kbassist.content import guides
from kbassist.content.model import Article
from kbassist.content.standing import doubts
from kbassist.gui import icons, labels
from kbassist.gui.desk import Desk
from kbassist.gui.keys import BACK_KEY, CLOSE_KEY, CONTENTS_KEY, FORWARD_KEY, GUIDE_KEY
from kbassist.gui.reading import paper
from kbassist.gui.reading.banner import Banner
from kbassist.gui.reading.find import FindBar
from kbassist.gui.reading.outline import Outline, Way
from kbassist.gui.reading.page import Page
from kbassist.gui.reading.permission import Permission
from kbassist.gui.reading.place import Place, Stop, Trail, twin_anchor
from kbassist.gui.saying import LineSayer
from kbassist.gui.theme import GRID, Theme
from kbassist.librarian import Reference
from kbassist.messages import _, in_context

_QUESTION_HEIGHT = 6 * GRID


class Reader(QWidget):
    """Title, page and the ways on.

    `turned_to(article, lang)` tells what is read now, `closed` that the agent is done, `guide_asked` is the wish to be
    led through the steps.
    """

    turned_to = Signal(str, str)
    closed = Signal()
    guide_asked = Signal()

    def __init__(self, assistant: Assistant, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        """Read articles of `assistant` in the call of `desk`."""
        super().__init__(parent)
        self._assistant, self._theme, self._desk = assistant, theme, desk
        self.article: Article | None = None
        self.place: Place | None = None
        self._trail = Trail()
        self.setObjectName("reader")
        self.page = Page(theme, desk.ticks, self)
        self.find_bar = FindBar(self.page, theme, self)
        self.outline = Outline(self.page)
        self._title, self._about = QLabel(self), QLabel(self)
        self._banner, self._permission = Banner(self), Permission(desk.sites, self)
        self._guide = QPushButton(self)
        self._sayer = LineSayer(self)
        self._buttons = [QToolButton(self) for _button in _buttons()]
        self._back, self._forward, self._contents, self._more, self._close = self._buttons
        self._set_up()
        self._lay_out()
        self._connect()

    def offer(self, actions: Sequence[QAction]) -> None:
        """Offer actions in the menu."""
        menu = QMenu(self)
        menu.addActions(actions)
        self._more.setMenu(menu)

    def read(self, place: Place) -> None:
        """Show an article, scrolled to its anchor; the one read before can be gone back to."""
        if self.place and self.place != place:
            self._trail.leave(self.stop)
        self._turn_to(Stop(place))

    @property
    def stop(self) -> Stop:
        """Return where one is now; raises AssertionError before anything was read."""
        assert self.place
        return Stop(self.place, self.page.top)

    def go_back(self) -> None:
        """Return to the article before, where one had come to."""
        if self._trail.goes_back:
            self._turn_to(self._trail.back(self.stop))

    def go_forward(self) -> None:
        """Go again where one came back from."""
        if self._trail.goes_forward:
            self._turn_to(self._trail.forward(self.stop))

    def translate(self) -> None:
        """Turn to the same place of the same article in the other language."""
        twin = self._twin()
        if twin and self.article:
            anchor = twin_anchor(self.article, twin, self.page.anchor_here())
            self.read(Place(twin.id, twin.lang, anchor))
        elif self.article:
            self._desk.told.emit(_("Not in another language yet"))

    def open_find(self) -> None:
        """Look for words in the article."""
        self.find_bar.open()

    def show_contents(self) -> None:
        """Show the ways on from here, or put them away."""
        if self.outline.isVisible():
            self.outline.hide()
            self.page.setFocus()
        elif self.article:
            self.outline.open_with(self._ways(self.article), self.page.anchor_here())

    def paper(self) -> paper.Paper | None:
        """Return the article set for paper."""
        if self.article is None:
            return None
        html = self._assistant.librarian.rendering(self.article).whole()
        return paper.of_article(self.article, html, self._theme, self._assistant.folders)

    def show_again(self) -> None:
        """Show what is read as the library has it now, at the same place, where it has changed."""
        if self.place and self._assistant.librarian.article(*self.place[:2]) != self.article:
            self._show(self.stop)

    def clear(self) -> None:
        """Read nothing any more, and forget the way that one came."""
        self.place, self.article, self._trail = None, None, Trail()
        self.find_bar.hide()
        self.page.show_nothing()

    def _turn_to(self, stop: Stop) -> None:
        self._show_trail()
        self._show(stop)
        if self.article:
            self.turned_to.emit(self.article.id, self.article.lang)

    def _show_trail(self) -> None:
        self._back.setEnabled(self._trail.goes_back)
        self._forward.setEnabled(self._trail.goes_forward)

    def _show(self, stop: Stop) -> None:
        place, librarian = stop.place, self._assistant.librarian
        self.place = place
        self._permission.hide()
        self.outline.hide()
        article = self.article = librarian.article(place.article, place.lang)
        self._contents.setEnabled(article is not None)
        if article is None:
            self._title.setText(place.article)
            self._about.setText(_("This article is not in the library."))
            self._banner.show_doubts(())
            self._guide.hide()
            self.page.show_nothing()
            return
        self._title.setText(article.title)
        self._about.setText(labels.about(article))
        self._guide.setVisible(guides.branches(article))
        self._banner.show_doubts(doubts(article, date.today()))  # noqa: DTZ011 - the desk's own day
        self.page.folder, self.page.roots = Path(article.path).parent, self._assistant.folders
        anchor = article.anchor_of(place.anchor) if stop.position is None else ""
        self.page.values = self._desk.values()
        self.page.show_rendering(librarian.rendering(article), anchor, place.words)
        if stop.position is not None:
            self.page.go_to_place(stop.position)

    def _twin(self) -> Article | None:
        librarian = self._assistant.librarian
        twin = librarian.translation(self.article) if self.article else None
        return librarian.article(twin.article, twin.lang) if twin else None

    def _ways(self, article: Article) -> list[tuple[str, list[Way]]]:
        librarian = self._assistant.librarian
        here = Place(article.id, article.lang)
        top = min((heading.level for heading in article.headings), default=1)
        headings = [
            Way(heading.text, here._replace(anchor=heading.anchor), heading.level - top) for heading in article.headings
        ]
        twin = librarian.translation(article)
        related, linking = librarian.related(article), librarian.linking(article)
        alike = (found for found in librarian.similar(article) if found not in (*related, *linking))
        return [
            (_("In this article"), headings),
            (_("In the other language"), _ways_to([twin] if twin else [])),
            (_("Related"), _ways_to(related)),
            (_("Pointing here"), _ways_to(linking)),
            (_("More like this"), _ways_to(alike)),
        ]

    def _follow(self, url: QUrl) -> None:
        if self.place is None:
            return
        if url.scheme() == "kbassist":
            self.read(Place(url.path() or self.place.article, self.place.lang, url.fragment()))
        elif url.scheme() in {"http", "https", "mailto"}:
            self._permission.ask(url)
        elif not self._follow_path(url):
            self._desk.told.emit(_("This link leads out of the library"))

    def _follow_path(self, url: QUrl) -> bool:
        """Follow a plain link within the article, or to the file of another article of the library."""
        if url.scheme() or url.host() or self.article is None:
            return False
        if not url.path():
            self.page.go_to(url.fragment())
            return True
        path = Path(self.article.path).parent / unquote(url.path())
        found = self._assistant.librarian.article_at(path, self._assistant.folders)
        if found:
            self.read(Place(found.article, found.lang, url.fragment()))
        return found is not None

    def _go(self, place: Place) -> None:
        if self.place and place[:2] == self.place[:2]:
            self._trail.leave(self.stop)
            self._show_trail()
            self.page.go_to(place.anchor)
        else:
            self.read(place)
        self.page.setFocus()

    def _say(self, then: SignalInstance, line_id: str) -> None:
        lines = self.article.lines if self.article else ()
        if line := next((line for line in lines if line.id == line_id), None):
            self._sayer.say(self._assistant.suggestion(line, self._desk.call()), then)

    def _fill_in(self) -> None:
        """Show what is known of the customer by now."""
        self.page.fill_in(self._desk.values())

    def _put_question(self) -> None:
        """Ask for what is open in a line at the foot of the page."""
        if self._sayer.line:
            foot = self.rect()
            foot.setTop(foot.bottom() - _QUESTION_HEIGHT)
            self._sayer.put(foot)

    def _open_site(self, url: QUrl) -> None:
        QDesktopServices.openUrl(url)
        self.page.setFocus()

    def _set_up(self) -> None:
        self._title.setObjectName("articleTitle")
        self._about.setObjectName("muted")
        for label in (self._title, self._about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for button, (_name, words, key) in zip(self._buttons, _buttons(), strict=True):
            button.setToolTip(f"{words} ({key})" if key else words)
            button.setAccessibleName(words)
        self._guide.setText(_("Guide me ({key})").format(key=GUIDE_KEY))
        self._guide.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._guide.setObjectName("action")
        self._guide.hide()
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setObjectName("menuButton")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GRID // 2)
        for button in (self._back, self._forward):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._title, 1)
        for button in (self._contents, self._more, self._close):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.setContentsMargins(GRID, 0, 0, 0)
        below.addWidget(self._about, 1)
        below.addWidget(self._guide)
        head = QWidget(self)
        head.setObjectName("readerHead")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        rows = QVBoxLayout(head)
        rows.setContentsMargins(GRID, GRID // 2, GRID, GRID)
        rows.setSpacing(0)
        rows.addLayout(top)
        rows.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        for part in (self._banner, self._permission, self.find_bar):
            column.addWidget(part)
        column.addWidget(self.page, 1)

    def _connect(self) -> None:
        self.page.link_followed.connect(self._follow)
        self.page.line_copied.connect(partial(self._say, self._desk.line_chosen))
        self.page.line_inserted.connect(partial(self._say, self._desk.line_inserted))
        self._sayer.filled.connect(self._desk.gap_filled)
        self._desk.gap_filled.connect(self._fill_in)
        self._sayer.turned.connect(self._put_question)
        self._sayer.left.connect(self.page.setFocus)
        self.outline.chosen.connect(self._go)
        self.outline.closed.connect(self.page.setFocus)
        self._permission.granted.connect(self._open_site)
        self._permission.refused.connect(self.page.setFocus)
        self._guide.clicked.connect(self.guide_asked)
        self._back.clicked.connect(self.go_back)
        self._forward.clicked.connect(self.go_forward)
        self._contents.clicked.connect(self.show_contents)
        self._close.clicked.connect(self.closed)
        self._theme.changed.connect(self._tint)
        self._tint()

    def _tint(self) -> None:
        for button, (name, _words, _key) in zip(self._buttons, _buttons(), strict=True):
            button.setIcon(icons.icon(name, self._theme.colours.muted))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Keep the ways at the edge of the page."""
        super().resizeEvent(event)
        self.outline.place()
        self._put_question()


def _buttons() -> tuple[tuple[str, str, str], ...]:
    """Return the icon, words and key of each button at the top."""
    return (
        ("back", _("Back"), BACK_KEY),
        ("forward", _("Forward"), FORWARD_KEY),
        ("contents", _("Contents and related articles"), CONTENTS_KEY),
        ("more", _("More"), ""),
        ("close", in_context("button", "Close"), CLOSE_KEY),
    )


def _ways_to(references: Iterable[Reference]) -> list[Way]:
    return [Way(found.title, Place(found.article, found.lang)) for found in references]
