"""The row above the cards that a bulletin has while it lasts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from kbassist.gui import icons
from kbassist.gui.keys import BULLETIN_KEY, BULLETINS_KEY, FOLD_KEY
from kbassist.gui.theme import GRID
from kbassist.messages import LANGUAGES, _, language, plural

if TYPE_CHECKING:
    from kbassist.content.model import Article
    from kbassist.gui.records.front import Front


class PinnedRow(QFrame):
    """Says in one row what happened, and takes no room where nothing did.

    `copied()` tells that its ready line is on the clipboard, `list_requested()` asks for the calls that it touches.
    """

    copied = Signal()
    list_requested = Signal()

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with no bulletin."""
        super().__init__(parent)
        self._front = front
        self._shown: tuple[Article, ...] = ()
        self._folded: frozenset[str] = frozenset()
        self._in_force: dict[str, tuple[Article, ...]] = {}  # by language, so that no key has to look for them
        self._day: date | None = None
        self._whole = ""
        self.setObjectName("pinned")
        self._sign, self._words, self._more = QLabel(self), QLabel(self), QLabel(self)
        self._copy, self._fold = QToolButton(self), QToolButton(self)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._copy.setText(BULLETIN_KEY)
        self._copy.setToolTip(_("Copy what to say ({key})").format(key=BULLETIN_KEY))
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.setSpacing(GRID)
        row.addWidget(self._sign)
        row.addWidget(self._words, 1)
        row.addWidget(self._more)
        for button, act in ((self._copy, self.copy), (self._fold, self.fold)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(act)
            row.addWidget(button)
        front.theme.changed.connect(self._tint)
        front.flow.advised.connect(self._follow)
        self.hide()

    @property
    def article(self) -> Article | None:
        """Return the bulletin that it shows."""
        return self._shown[0] if self._shown else None

    @property
    def words(self) -> str:
        """Return what it says, empty while it is away."""
        return "" if self.isHidden() else self._whole

    @property
    def is_folded(self) -> bool:
        """Whether the agent folded the bulletins that are in force; another one opens the row again."""
        return {each.id for each in self._shown} <= self._folded

    def show_again(self) -> None:
        """Show what is in force today, as the library has it."""
        self._day = None
        self._follow()

    def copy(self) -> None:
        """Put the ready line on the clipboard, said to the customer of the call."""
        from kbassist import outreach  # noqa: PLC0415 - once there is something to copy
        from kbassist.desk.follow_ups import Whom  # noqa: PLC0415

        flow, article = self._front.flow, self.article
        if article and article.lines:
            note = flow.as_note()
            suggestion = self._front.assistant.suggestion(article.lines[0], note)
            whom = Whom(note.salutation, note.name, article.lang)
            text = outreach.news(suggestion.text, whom, article.lang, note.values)
            QGuiApplication.clipboard().setText(text)
            flow.use(suggestion, text)
            self.copied.emit()

    def fold(self) -> None:
        """Fold the row until another bulletin comes, or open it again."""
        names = frozenset(each.id for each in self._shown)
        self._folded = frozenset() if self.is_folded else names
        self._show()

    def _follow(self) -> None:
        today, advice = date.today(), self._front.flow.advice  # noqa: DTZ011 - the desk's own day
        if today != self._day:
            self._day = today
            for lang in LANGUAGES:
                found = self._front.assistant.librarian.bulletins(lang, today)
                self._in_force[lang] = tuple(each for each in found if each.lines)
        shown = self._in_force.get(advice.lang if advice else language(), self._in_force[LANGUAGES[0]])
        if shown != self._shown:
            self._shown = shown
            self._show()

    def _show(self) -> None:
        self.setVisible(bool(self._shown))
        if not self._shown:
            return
        self._copy.setHidden(self.is_folded)
        count = len(self._shown)
        said, more = self._shown[0].title, f"+{count - 1}" if count > 1 else ""
        hidden = plural("{count} bulletin, folded", "{count} bulletins, folded", count).format(count=count)
        self._whole = hidden if self.is_folded else said
        self._more.setText("" if self.is_folded else more)
        self.setToolTip(_("{words}. Whom it touches: {key}").format(words=said, key=BULLETINS_KEY))
        way = _("Open") if self.is_folded else _("Fold")
        self._fold.setToolTip(f"{way} ({FOLD_KEY})")
        self._fold.setAccessibleName(way)
        self.setAccessibleName(f"{self._whole} {self._more.text()}".strip())
        self._elide()
        self._tint()

    def _elide(self) -> None:
        room = self._words.width()
        self._words.setText(self._words.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room))

    def _tint(self) -> None:
        colours = self._front.theme.colours
        self._sign.setPixmap(icons.icon("pin", colours.talk).pixmap(icons.SIZE, icons.SIZE))
        self._fold.setIcon(icons.icon("right" if self.is_folded else "down", colours.muted))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show as much of the words as there is room for."""
        super().resizeEvent(event)
        if self._shown:
            self._elide()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802
        """Show whom it touches."""
        self.list_requested.emit()
