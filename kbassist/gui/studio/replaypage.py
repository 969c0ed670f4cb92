"""A replay: what drafts change for the notes of all tests and of recorded calls."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kbassist import messages
from kbassist.gui.bar import Bar
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.studio.benchlist import told_of
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kbassist.assist.replay import Asked, Changed, Replay
    from kbassist.assistant import Assistant
    from kbassist.content.model import Article
    from kbassist.rehearsal import Rehearsal

_MOST_SHOWN = 500


class ReplayPage(QWidget):
    """Shows what a replay finds; `article_requested(article, lang, line)` opens what a row is about.

    `note_requested(note)` asks for the bench, where a row is about a call. While it runs a process is at work; `stop`
    ends it.
    """

    article_requested = Signal(str, str, str)
    note_requested = Signal(str)
    # The number of the replay that tells, and what: what an earlier one told may still be on its way.
    _progressed = Signal(int, int, int)
    _done = Signal(int, object)
    _failed = Signal(int, str)

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with nothing replayed."""
        super().__init__(parent)
        self._assistant = assistant
        self._running: list[Rehearsal] = []
        self._number = 0
        self._goals: dict[str, tuple[str, str, str]] = {}
        self._drafts: tuple[Article, ...] = ()
        self._bar = Bar(theme, "calm")
        self.about, self.state = QLabel(self), QLabel(self)
        self.again = QPushButton(_("Replay again"), self)
        self.rows = RowList(_("What changes"), theme, self)
        self.setFocusProxy(self.rows)
        self._lay_out()
        self._connect()

    def replay(self, drafts: Iterable[Article]) -> None:
        """Begin to replay what some drafts, given with their bodies, would change once they are published."""
        self.stop()
        self._drafts = tuple(drafts)
        self.rows.show_rows([])
        self.about.setVisible(bool(self._drafts))
        titles = ", ".join(draft.title for draft in self._drafts[:3])
        more = f"{titles} …" if len(self._drafts) > 3 else titles  # noqa: PLR2004 - as many as are named
        self.about.setText(_("As if this were published: {titles}").format(titles=more))
        begun = self._assistant.rehearse(
            self._drafts,
            on_progress=partial(self._progressed.emit, self._number),
            on_done=partial(self._done.emit, self._number),
            on_failed=partial(self._failed.emit, self._number),
        )
        if begun is None:
            self._finish(_("The library is still being read."))
            return
        self._running.append(begun)
        self._show_progress(self._number, 0, 0)
        self._bar.show()
        self.again.hide()

    def stop(self) -> None:
        """End the replay, if one is under way."""
        self._number += 1
        _close(self._running)

    def _show_progress(self, number: int, done: int, total: int) -> None:
        if number != self._number:
            return
        self._bar.show_share(done / total if total else 0.0)
        words = _("Notes replayed: {done} of {total}").format(done=done, total=total)
        self.state.setText(words if total else _("The notes are being gathered."))

    def _show_failure(self, number: int, _detail: str) -> None:
        if number == self._number:
            self._finish(_("The library changed meanwhile, or could not be read. Replay again."))

    def _show_replay(self, number: int, found: Replay) -> None:
        if number != self._number:
            return
        words = _("Notes replayed: {notes}, answered otherwise: {changed}.")
        self._finish(words.format(notes=found.notes, changed=len(found.changed)))
        self._goals = {}
        self.rows.show_rows([*self._changed(found.changed), *self._unanswered(found), *self._silent(found.silent)])
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self.rows.setFocus()

    def _finish(self, words: str) -> None:
        self._bar.hide()
        self.again.show()
        self.state.setText(words)

    def _changed(self, changed: Sequence[Changed]) -> Iterator[TextRow]:
        if not changed:
            yield TextRow(_("No note is answered otherwise."), is_head=True)
            return
        yield TextRow(_("Answered otherwise: {count}").format(count=len(changed)), is_head=True)
        for number, found in enumerate(changed[:_MOST_SHOWN]):
            told = [f"{told_of(change)}: {line}" for line, change in found.changes.items()]
            told += [
                _("✗ no longer holds: {wanted}; came {got}").format(wanted=wanted, got=got)
                for wanted, got in found.broken
            ]
            name = f"changed {number}"
            self._goals[name] = self._goal(found.asked)
            icon = "warning" if found.broken else ""
            yield TextRow(_on_one_row(found.asked.note), "\n".join((self._where(found.asked), *told)), "", name, icon)

    def _unanswered(self, found: Replay) -> Iterator[TextRow]:
        if found.unanswered:
            words = _("Notes that find nothing: {count}").format(count=len(found.unanswered))
            yield TextRow(words, is_head=True)
        for number, asked in enumerate(found.unanswered[:_MOST_SHOWN]):
            name = f"unanswered {number}"
            self._goals[name] = self._goal(asked)
            yield TextRow(_on_one_row(asked.note), self._where(asked), name=name)

    def _silent(self, silent: Sequence[str]) -> Iterator[TextRow]:
        """Yield the articles whose lines no note brought, each with those lines."""
        if silent:
            words = _("Lines that no note brings: {count}").format(count=len(silent))
            yield TextRow(words, is_head=True)
        of_article: dict[str, list[str]] = {}
        for line in silent:
            article, _sign, own = line.partition("#")
            of_article.setdefault(article, []).append(own)
        lang = messages.language()
        for article, lines in list(of_article.items())[:_MOST_SHOWN]:
            name = f"silent {article}"
            self._goals[name] = article, lang, lines[0]
            title = self._assistant.librarian.title_of(article, lang) or article
            yield TextRow(title, ", ".join(lines), str(len(lines)), name)

    def _goal(self, asked: Asked) -> tuple[str, str, str]:
        """Return the article that a note belongs to; that of a call has none, and is the note itself."""
        return (asked.article, asked.lang, "") if asked.article else ("", "", asked.note)

    def _where(self, asked: Asked) -> str:
        title = self._assistant.librarian.title_of(asked.article, asked.lang) or asked.article
        return _("Test of {title}").format(title=title) if asked.article else _("Recorded call")

    def _open(self) -> None:
        chosen = self.rows.chosen
        article, lang, rest = self._goals.get(chosen.name if chosen else "", ("", "", ""))
        if article:
            self.article_requested.emit(article, lang, rest)
        elif rest:
            self.note_requested.emit(rest)

    def _lay_out(self) -> None:
        self.again.setObjectName("quietButton")
        self.again.hide()
        self._bar.hide()
        for label in (self.about, self.state):
            label.setObjectName("muted")
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setContentsMargins(2 * GRID, GRID, 2 * GRID, 0)
        self.state.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        told = QHBoxLayout()
        told.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        told.setSpacing(GRID)
        told.addWidget(self.state, 1)
        told.addWidget(self._bar, 1)
        told.addWidget(self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.about)
        column.addLayout(told)
        column.addWidget(self.rows, 1)

    def _connect(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        self._progressed.connect(self._show_progress, queued)
        self._done.connect(self._show_replay, queued)
        self._failed.connect(self._show_failure, queued)
        self.destroyed.connect(partial(_close, self._running))
        self.again.clicked.connect(lambda: self.replay(self._drafts))
        self.rows.itemActivated.connect(self._open)
        self.rows.itemClicked.connect(self._open)


def _close(running: list[Rehearsal], *_gone: object) -> None:
    while running:
        running.pop().close()


def _on_one_row(note: str) -> str:
    return " ".join(note.split())
