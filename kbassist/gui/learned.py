"""What was learned from the lines that agents copied and took away, and a way to forget it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from kbassist.assist.kinds import Outcome
from kbassist.gui import labels
from kbassist.gui.page import PageHead
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _
from kbassist.words import word

if TYPE_CHECKING:
    from kbassist.assist.learning import Learned
    from kbassist.assistant import Assistant

_MOST_SHOWN = 500


class LearnedPage(QWidget):
    """Lists each line with its counts and how far they move it; `closed` tells that the agent has seen enough."""

    closed = Signal()

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None, *, learns: bool) -> None:
        """Show what `assistant` has learned; `learns` is whether it goes on doing so."""
        super().__init__(parent)
        self._assistant, self._learns = assistant, learns
        self._lang = ""
        self._head = PageHead(_("What was learned"), theme, self)
        self.rows = RowList(_("What was learned"), theme, self)
        self.message = QLabel(self)
        self.forget = QPushButton(_("Forget all of it"), self)
        self.forget.setObjectName("forget")
        self._question = QFrame(self)
        self.yes, self._no = QPushButton(_("Yes, forget"), self._question), QPushButton(_("Cancel"), self._question)
        self._lay_out()
        self._head.closed.connect(self.closed)
        self.forget.clicked.connect(self._ask)
        self.yes.clicked.connect(self._forget)
        self._no.clicked.connect(self._keep)

    def show_learned(self, lang: str) -> None:
        """Read it, and show what moves a line furthest first, with the titles of articles in a language."""
        self._lang = lang
        self._keep()
        self._show(self._read())
        self._take_focus()

    def _read(self) -> tuple[Learned, ...]:
        try:
            learned = self._assistant.learning()
        except (OSError, sqlite3.Error) as error:
            self.message.setText(_("It can't be read: {reason}").format(reason=error))
            return ()
        if learned:
            self.message.clear()
        else:
            off = _("Learning is switched off in the settings.")
            self.message.setText(_("Nothing has been learned yet.") if self._learns else off)
        return learned

    def _show(self, learned: Iterable[Learned]) -> None:
        by_move = sorted(learned, key=lambda known: (-abs(known.factor - 1), known.line))
        rows = [self._row(known) for known in by_move[:_MOST_SHOWN]]
        self.rows.show_rows(rows)
        self.rows.setVisible(bool(rows))
        self.forget.setVisible(bool(rows))
        self.message.setVisible(bool(self.message.text()))

    def _row(self, known: Learned) -> TextRow:
        article, _sep, line = known.line.partition("#")
        title = self._assistant.librarian.title_of(article, self._lang) or article
        counts = zip(Outcome, known[1:], strict=True)
        told = " · ".join(f"{word(outcome)} {count}" for outcome, count in counts if count)
        return TextRow(f"{title} · {line}", told, _move(known.factor))

    def _ask(self) -> None:
        self.forget.hide()
        self._question.show()
        self.yes.setFocus(Qt.FocusReason.PopupFocusReason)

    def _keep(self) -> None:
        self._question.hide()
        self.forget.setVisible(self.rows.count() > 0)

    def _forget(self) -> None:
        try:
            lines, refusals = self._assistant.forget_learning()
        except (OSError, sqlite3.Error) as error:
            words = _("It can't be forgotten: {reason}").format(reason=error)
        else:
            words = _("Forgotten. Lines: {lines}, refusals: {refusals}.").format(lines=lines, refusals=refusals)
        self._question.hide()
        self._show(self._read())
        self.message.setText(words)
        self.message.show()
        self._take_focus()

    def _take_focus(self) -> None:
        (self.rows if self.rows.count() else self).setFocus()

    def _lay_out(self) -> None:
        self._head.show_title(_("What was learned"), _("From the lines that were copied and taken away here."))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.message.setObjectName("nothing")
        self.message.setWordWrap(True)
        self._question.setObjectName("question")
        words = QLabel(_("Forget all of it, and what customers refused?"), self._question)
        words.setWordWrap(True)
        asked = QHBoxLayout(self._question)
        asked.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        asked.addWidget(words, 1)
        asked.addWidget(self.yes)
        asked.addWidget(self._no)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.message)
        column.addWidget(self.rows, 1)
        column.addStretch()
        column.addWidget(self._question)
        column.addWidget(self.forget, 0, Qt.AlignmentFlag.AlignRight)


def _move(factor: float) -> str:
    """Return how far a factor moves a line, in per cent, up or down."""
    share = labels.number(abs(factor - 1) * 100, 1)
    if factor == 1:
        return _("unmoved")
    return (_("↑ {share} %") if factor > 1 else _("↓ {share} %")).format(share=share)
