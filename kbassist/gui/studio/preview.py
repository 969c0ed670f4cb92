"""An article as agents will see it: its lines as cards, and below them its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import structs
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLabel, QListView, QSplitter, QVBoxLayout, QWidget

from kbassist.assist.engine import suggestion_of
from kbassist.assist.kinds import MoodLevel, Phase, Source
from kbassist.assist.model import Advice, CallNote, Reason
from kbassist.gui import quiet
from kbassist.gui.cards.delegate import CardDelegate
from kbassist.gui.cards.model import CardModel
from kbassist.gui.reading.page import Page
from kbassist.gui.theme import GRID, Theme
from kbassist.gui.ticks import Ticks
from kbassist.messages import _
from kbassist.words import word

if TYPE_CHECKING:
    from kbassist.assist.model import Suggestion
    from kbassist.assistant import Assistant
    from kbassist.content.model import Article, Line

_SHARES = (3, 2)
_MUCH = 1000
_SAMPLE = {
    "id": CallNote("", salutation="Ibu", name="Ratna", values={"produk": "Tabungan", "tiket": "KB-0042"}),
    "en": CallNote("", salutation="Ms", name="Ratna", values={"product": "Savings", "ticket": "KB-0042"}),
}


class _Cards(QListView):
    """The cards of an article, all of them."""

    def __init__(self, delegate: CardDelegate, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._delegate = delegate
        self.setObjectName("cards")
        quiet.set_up(self, _("Lines of this article"))
        self.setItemDelegate(delegate)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Lay the cards out for the new width."""
        self._delegate.width = self.width()
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


class Preview(QWidget):
    """Shows every line as a card with what brings it, for a customer with a sample name, and the article's page."""

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no article."""
        super().__init__(parent)
        self._assistant = assistant
        self._article: Article | None = None
        self._delegate = CardDelegate(theme, self)
        self._model = CardModel(assistant.librarian.title_of, self)
        self.cards = _Cards(self._delegate, self)
        self.cards.setModel(self._model)
        self.comes = QLabel(self)
        self.comes.setObjectName("muted")
        self.comes.setWordWrap(True)
        self.comes.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.page = Page(theme, Ticks(), self)
        above = QWidget(self)
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.cards, 1)
        column.addWidget(self.comes)
        self._split = QSplitter(Qt.Orientation.Vertical, self)
        self._split.setObjectName("reading")
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(above)
        self._split.addWidget(self.page)
        self._split.setSizes([share * _MUCH for share in _SHARES])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._split)
        self.setFocusProxy(self.cards)
        self.cards.selectionModel().currentChanged.connect(self._tell)

    def show_article(self, article: Article) -> None:
        """Show an article with its body; what is seen of it stays where it is."""
        before, self._article = self._article, article
        if before is None or _shown(before) != _shown(article):
            self._show_cards(article)
            self._tell()
        if before is None or (before.body, before.title) != (article.body, article.title):
            self._show_page(article, stays=before is not None and before.path == article.path)

    def go_to(self, row: int) -> None:
        """Choose the card of the line that stands at a row of the file, else show the section."""
        article = self._article
        if article is None:
            return
        lines = [line for line in article.lines if line.row <= row]
        headings = [heading for heading in article.headings if heading.row <= row]
        line = max(lines, key=lambda line: line.row, default=None)
        heading = max(headings, key=lambda heading: heading.row, default=None)
        if line and (heading is None or line.row > heading.row):
            index = next((index for index in self._indexes() if self._line_at(index) == line), None)
            if index is not None and index != self.cards.currentIndex():
                self.cards.setCurrentIndex(index)
                self.cards.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
            self.page.go_to(line.anchor)
        elif heading:
            self.page.go_to(heading.anchor)

    def _show_cards(self, article: Article) -> None:
        suggestions = [_suggestion(line, _sample(article)) for line in article.lines]
        groups = list(dict.fromkeys(suggestion.group for suggestion in suggestions))
        suggestions.sort(key=lambda suggestion: groups.index(suggestion.group))
        self._delegate.call_lang = article.lang
        advice = Advice("", article.lang, 0.0, MoodLevel.CALM, Phase.SOLVING, offers_locked=False)
        self._model.clear()
        self._model.show(structs.replace(advice, suggestions=tuple(suggestions)), suggestions, ())
        self.cards.setVisible(bool(suggestions))

    def _show_page(self, article: Article, *, stays: bool) -> None:
        place = self.page.top if stays else 0
        self.page.folder, self.page.roots = Path(article.path).parent, self._assistant.folders
        sample = _sample(article)
        self.page.values = {"salutation": sample.salutation, "name": sample.name, **sample.values}
        self.page.show_rendering(self._assistant.librarian.rendering(article))
        if place:
            self.page.go_to_place(place)

    def _indexes(self) -> Iterator[QModelIndex]:
        return (self._model.index(at) for at in range(self._model.rowCount()))

    def _line_at(self, index: QModelIndex) -> Line | None:
        """Return the line of a card: the first of its variants that has its words."""
        suggestion = self._model.row(index).suggestion if index.isValid() else None
        lines = self._article.lines if self._article else ()
        return next((line for line in lines if suggestion and line.name == suggestion.line), None)

    def _tell(self) -> None:
        line = self._line_at(self.cards.currentIndex())
        if line:
            self.comes.setText(comes_when(line))
        elif self._article and self._article.lines:
            self.comes.setText(_("Choose a card to see what brings it."))
        else:
            self.comes.setText(_("No line to say yet: type > [! in the text."))


def comes_when(line: Line) -> str:
    """Return what brings a line, and what keeps it away, in words."""
    parts = [
        _("Comes when the note says: {words}").format(words=", ".join(line.when))
        if line.when
        else _("Comes with its article")
    ]
    if line.unless:
        parts.append(_("never with: {words}").format(words=", ".join(line.unless)))
    if line.needs:
        parts.append(_("once these are known: {words}").format(words=", ".join(line.needs)))
    if line.channels:
        parts.append(_("on: {words}").format(words=", ".join(map(word, line.channels))))
    if line.kind.lockable:
        parts.append(_("waits while the customer is upset or the problem is open"))
    return "; ".join(parts) + "."


def _suggestion(line: Line, sample: CallNote) -> Suggestion:
    because = tuple(Reason(words, Source.WHEN, 0, 0) for words in line.when)
    return structs.replace(suggestion_of(line, sample), because=because)


def _sample(article: Article) -> CallNote:
    return _SAMPLE.get(article.lang.partition("-")[0], _SAMPLE["en"])


def _shown(article: Article) -> tuple[Line, ...]:
    """Return the lines as far as their cards show them: where they stand in the file does not matter."""
    return tuple(structs.replace(line, row=0) for line in article.lines)
