"""The card on which an agent says what is the matter with a line or an article."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from kbassist.desk.reports import Flaw
from kbassist.deskwords import word
from kbassist.gui.choice import Option
from kbassist.gui.keys import OwnKey, OwnKeys
from kbassist.gui.reading.elements import Kind
from kbassist.gui.records.entries import ChoiceEntry, TextEntry
from kbassist.gui.theme import GRID
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.assist.model import Suggestion
    from kbassist.content.model import Article
    from kbassist.gui.reading.reader import Reader
    from kbassist.librarian import Librarian

_SHOWN = 120  # characters of a wording


class Subject(NamedTuple):
    """What is reported: an article, a place in it, the library's wording there, and what is shown of it all."""

    article: str
    lang: str
    place: str
    wording: str
    title: str
    shown: str


class FlawEntry(ChoiceEntry):
    """What is the matter, chosen by its first letter."""

    def __init__(self) -> None:
        """Offer the flaws."""
        super().__init__([Option(flaw, word(flaw)) for flaw in Flaw])

    def _button(self, _number: int, option: Option) -> QPushButton:
        button = super()._button(0, option)
        button.setText(f"{option.words[0]}  {option.words}")
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Choose by a letter."""
        letters = [option.words[0] for option in self._options]
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}
        if plain and event.text().upper() in letters:
            self._choose(letters.index(event.text().upper()))
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class ReportCard(QFrame):
    """Asks what is the matter and why, at the foot of the list: a letter, a few words, Enter.

    `sent` tells that the agent is done, `left` that it was nothing.
    """

    sent = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Build the card, hidden until something is reported."""
        super().__init__(parent)
        self.setObjectName("report")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title, self._subject, hint = QLabel(self), QLabel(self), QLabel(_("Enter: send · Esc: leave"), self)
        self.flaw, self.words = FlawEntry(), TextEntry(_("Why, in a few words"))
        self._title.setObjectName("articleTitle")
        self.flaw.name_it(_("What is the matter"))
        self.words.name_it(_("Why"))
        for label in (self._subject, hint):
            label.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        for label in (self._title, self._subject):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for part in (self._title, self._subject, self.flaw, self.words, hint):
            column.addWidget(part)
        self.flaw.finished.connect(self.words.setFocus)
        self.words.finished.connect(self._send)
        OwnKeys(self, [OwnKey("Esc", self.left.emit)])
        OwnKeys(self.words.field, [OwnKey("Up", self.flaw.setFocus)])
        self.hide()

    def ask(self, subject: Subject) -> None:
        """Ask about a subject."""
        self._title.setText(_("Report: {title}").format(title=subject.title))
        self._subject.setText(textwrap.shorten(subject.shown, _SHOWN, placeholder=" …"))
        self._subject.setVisible(bool(subject.shown))
        self.flaw.show_value(None)
        self.words.show_value("")
        self.show()
        self.raise_()
        self.flaw.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _send(self) -> None:
        if self.flaw.value() is None:
            self.flaw.setFocus()
        else:
            self.sent.emit()


def of_card(suggestion: Suggestion, librarian: Librarian) -> Subject:
    """Return the line of a card; its wording is as it is written, without what is known of the customer."""
    line = librarian.line(suggestion.line, suggestion.lang)
    title = librarian.title_of(suggestion.article, suggestion.lang)
    place, wording = suggestion.line.partition("#")[2], line.text if line else ""
    return Subject(suggestion.article, suggestion.lang, place, wording, title, suggestion.text)


def of_article(article: Article, reader: Reader) -> Subject:
    """Return what is read: the line that the keys act on, what is selected, else the section at the top of the page."""
    page = reader.page
    selected = page.textCursor().selection().toPlainText().strip()
    current = page.current
    place = current.value if current and current.kind is Kind.LINE else page.anchor_here()
    line = next((line.text for line in article.lines if place in {line.id, line.anchor}), "")
    heading = next((heading.text for heading in article.headings if heading.anchor == place), "")
    wording = selected or line or heading
    return Subject(article.id, article.lang, place, wording, article.title, wording)
