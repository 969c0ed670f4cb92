"""What the studio asks in one row before it goes on: what a new article is, and who saves and why."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kbassist.content.kinds import ArticleKind
from kbassist.gui.keys import OwnKey, OwnKeys
from kbassist.gui.theme import GRID
from kbassist.messages import _, in_context
from kbassist.words import language, word


class _Strip(QFrame):
    """A question above the page; `left` tells that it was put away."""

    left = Signal()

    def __init__(self, asked: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.message = QLabel(asked, self)
        self.message.setWordWrap(True)
        self.go = QPushButton(self)
        self.go.setObjectName("save")
        self.fields = QHBoxLayout()
        self.fields.setSpacing(GRID)
        self._below = QHBoxLayout()
        self._below.setSpacing(GRID)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.addWidget(self.message)
        column.addLayout(self.fields)
        column.addLayout(self._below)
        self.go.clicked.connect(self.submit)

    def _add_below(self, field: QWidget) -> None:
        """Put the last field below the others, with the button behind it."""
        self._below.addWidget(field, 1)
        self._below.addWidget(self.go)

    def _let_leave(self, *fields: QWidget) -> None:
        self.setTabOrder(fields[-1], self.go)
        for field in (*fields, self.go):
            OwnKeys(field, [OwnKey("Esc", self.left.emit)])

    def submit(self) -> None:
        """Go on with what was filled in."""
        raise NotImplementedError


class NewStrip(_Strip):
    """Asks what a new article is: `made(kind, lang, category, title)`."""

    made = Signal(object, str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Offer every kind."""
        super().__init__(_("A new article, from the template of its kind"), parent)
        self.kind, self.lang, self.category = QComboBox(self), QComboBox(self), QComboBox(self)
        for each in ArticleKind:
            self.kind.addItem(word(each), each)
        category = QLineEdit(self)
        self.category.setLineEdit(category)
        self.title = QLineEdit(self)
        self.title.setPlaceholderText(in_context("article", "Title"))
        for field, name in (
            (self.kind, in_context("article", "Kind")),
            (self.lang, in_context("article", "Language")),
            (self.category, in_context("article", "Category")),
            (self.title, in_context("article", "Title")),
        ):
            field.setAccessibleName(name)
            field.setToolTip(name)
        category.setPlaceholderText(self.category.accessibleName())
        self.go.setText(in_context("article", "Make"))
        for field in (self.kind, self.lang, self.category):
            self.fields.addWidget(field)
        self._add_below(self.title)
        self._let_leave(self.kind, self.lang, category, self.title)
        self.title.returnPressed.connect(self.submit)

    def ask(self, langs: Sequence[str], categories: Sequence[str], lang: str) -> None:
        """Begin anew with the languages and categories that the library has."""
        chosen, category = self.lang.currentData(), self.category.currentText()
        self.lang.clear()
        for each in langs:
            self.lang.addItem(language(each), each)
        self.lang.setCurrentIndex(langs.index(chosen if chosen in langs else lang))
        self.category.clear()
        self.category.addItems(list(categories))
        self.category.setCurrentText(category if category in categories else "")
        self.title.clear()
        self.kind.setFocus()

    def submit(self) -> None:
        """Tell what is wanted, once it has a title."""
        title = " ".join(self.title.text().split())
        if not title:
            self.title.setFocus()
            return
        self.made.emit(self.kind.currentData(), self.lang.currentData(), self.category.currentText().strip(), title)


class SaveStrip(_Strip):
    """Asks who saves, where it is not known yet, and what was changed: `said(who, message)`."""

    said = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing known."""
        super().__init__("", parent)
        self.who, self.what = QLineEdit(self), QLineEdit(self)
        self.who.setPlaceholderText(_("Your name"))
        self.what.setPlaceholderText(_("What changed"))
        for field in (self.who, self.what):
            field.setAccessibleName(field.placeholderText())
            field.returnPressed.connect(self.submit)
        self._let_leave(self.who, self.what)
        self.go.setText(_("Save"))
        self.fields.addWidget(self.who)
        self._add_below(self.what)

    def ask(self, who: str, target: Path, message: str, *, is_copy: bool) -> None:
        """Ask for the name where it is not known, and for a word about the change."""
        copied = _(
            "The article that came with the app stays as it is; yours is kept as {path} and serves in its place."
        )
        named = _("Saved with a name and a word, so that others can follow.")
        self.message.setText(copied.format(path=target) if is_copy else named)
        self.who.setText(who)
        self.who.setVisible(not who)
        self.what.setText(message)
        (self.what if who else self.who).setFocus()

    def submit(self) -> None:
        """Tell it, once there is a name."""
        who = " ".join(self.who.text().split())
        if not who:
            self.who.setFocus()
            return
        self.said.emit(who, " ".join(self.what.text().split()))
