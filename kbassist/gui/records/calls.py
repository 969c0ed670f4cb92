"""The register of calls: those on hold and those to wrap up first, and a search of all others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from textwrap import shorten
from typing import NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QStackedWidget, QVBoxLayout, QWidget

from kbassist import moments
from kbassist.desk import calls
from kbassist.desk.calls import SavedCall
from kbassist.gui import labels
from kbassist.gui.call import Call, duration, title_of
from kbassist.gui.finding.field import FindField
from kbassist.gui.records import callpage
from kbassist.gui.records.callpage import CallPage
from kbassist.gui.records.front import Front
from kbassist.gui.records.registers import Register
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID
from kbassist.messages import _
from kbassist.words import word

_PAUSE_MS = 150  # until a search that is typed is asked
_MOST_LETTERS = 120
_MOST_LISTED = 50  # more take longer than a frame to lay out


class Found(NamedTuple):
    """The calls that wait to be wrapped up, and the newest of those that were looked for."""

    to_wrap_up: list[SavedCall]
    others: list[SavedCall]


class Opened(NamedTuple):
    """A call with the summary of its wrap-up."""

    call: SavedCall | None
    summary: str


class CallsRegister(Register):
    """Lists calls and finds them by words; Enter goes on with one that is on hold, and shows one that has ended."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with nothing read."""
        super().__init__(parent)
        self._front, self._agent = front, front.flow.call.agent
        self.search = FindField(_("Search calls"), _("Search calls: words, name, number"), front.theme, self)
        self.rows = RowList(_("Calls"), front.theme, self)
        self.nothing = QLabel(_("No call has these words."), self)
        self.nothing.setObjectName("nothing")
        self.nothing.hide()
        self.page = CallPage(front.theme, self)
        self._stack = QStackedWidget(self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._pause.timeout.connect(self.show_again)
        self.search.textChanged.connect(self._wait)
        self.search.returnPressed.connect(self._open_chosen)
        self.search.moved.connect(self._move)
        self.rows.itemActivated.connect(self._open_chosen)
        self.page.closed.connect(self._return)

    @property
    def chosen(self) -> str:
        """The id of the call that is chosen or open, empty for none."""
        return self.rows.chosen.name if self.rows.chosen else ""

    def show_again(self) -> None:
        """Read the calls anew, and show them."""
        self._pause.stop()
        if self._agent != self._front.flow.call.agent:
            self._forget()
        words, agent = self.search.text(), self._agent
        self._front.clerk.ask(partial(_find, words, agent), partial(self._show, agent, words))

    def take_focus(self) -> None:
        """Take the keys, in the search or on the call that is open."""
        (self.page if self._stack.currentWidget() is self.page else self.search).setFocus()

    def _move(self, event: QKeyEvent) -> None:
        QApplication.sendEvent(self.rows, event)

    def _forget(self) -> None:
        """Show nothing of the calls of who was there before."""
        self._agent = self._front.flow.call.agent
        self._stack.setCurrentIndex(0)
        self.rows.show_rows([])
        self.search.clear()
        self._pause.stop()

    def _wait(self) -> None:
        self._pause.start()

    def _show(self, agent: str, words: str, found: Found) -> None:
        if (agent, words) != (self._front.flow.call.agent, self.search.text()):
            return
        now = datetime.now().astimezone()
        held = self._front.flow.held
        open_here = {call.id for call in (*held, self._front.flow.call)}
        waiting = {call.id for call in found.to_wrap_up} | open_here
        others = [call for call in found.others if call.id not in waiting]
        today = [call for call in others if call.started.astimezone().date() == now.date()]
        sections = {
            _("On hold"): [_held_row(call, now) for call in held if _has(call, words)],
            _("To wrap up"): [_row(call) for call in found.to_wrap_up],
            _("Today"): [_row(call) for call in today],
            _("Earlier"): [_row(call, dated=True) for call in others if call not in today],
        }
        self.rows.show_rows(list(_under_heads(sections)))
        self.nothing.setText(_("No call has these words.") if words.strip() else _("No calls yet."))
        self.nothing.setVisible(not self.rows.count())
        self.rows.setVisible(self.rows.count() > 0)

    def _open_chosen(self) -> None:
        row = self.rows.chosen
        if row is None:
            return
        held = next((call for call in self._front.flow.held if call.id == row.name), None)
        if held:
            self._front.flow.take(held)
        else:
            self._front.clerk.ask(partial(_open, row.name), partial(self._show_call, self._agent))

    def _show_call(self, agent: str, opened: Opened) -> None:
        if opened.call and agent == self._front.flow.call.agent:
            self.page.show_call(opened.call, opened.summary)
            self._stack.setCurrentWidget(self.page)
            self.page.setFocus()

    def _return(self) -> None:
        self._stack.setCurrentIndex(0)
        self.search.setFocus()

    def _lay_out(self) -> None:
        listed = QWidget(self)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        search = QVBoxLayout()
        search.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        search.addWidget(self.search)
        column.addLayout(search)
        column.addWidget(self.nothing)
        column.addWidget(self.rows, 1)
        column.addStretch(0)
        self._stack.addWidget(listed)
        self._stack.addWidget(self.page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)


def _find(words: str, agent: str) -> Found:
    waiting = calls.to_wrap_up(agent) if not words.strip() else []
    return Found(waiting, calls.find(words, agent=agent, most=_MOST_LISTED))


def _open(call_id: str) -> Opened:
    return Opened(calls.get(call_id), calls.summary(call_id))


def _has(call: Call, words: str) -> bool:
    text = f"{call.name} {call.note}".lower()
    return all(word in text for word in words.lower().split())


def _under_heads(sections: dict[str, list[TextRow]]) -> Iterable[TextRow]:
    for title, rows in sections.items():
        if rows:
            yield TextRow(title, is_head=True)
            yield from rows


def _row(call: SavedCall, *, dated: bool = False) -> TextRow:
    began = call.started.astimezone()
    when = moments.clock(began) if not dated else f"{labels.short_day(began)}, {moments.clock(began)}"
    return _described(call, when, callpage.length(call), callpage.worst_mood(call))


def _held_row(call: Call, now: datetime) -> TextRow:
    since = call.held or now
    mood = word(call.moods[-1][1]) if call.moods else ""
    return _described(
        call, _("since {time}").format(time=moments.clock(since.astimezone())), duration(now - since), mood
    )


def _described(call: SavedCall | Call, when: str, side: str, mood: str) -> TextRow:
    note = " ".join(call.note.split())
    if call.name.strip():
        when = " · ".join(filter(None, (when, mood, shorten(note, _MOST_LETTERS, placeholder=" …"))))
    else:
        when = " · ".join(filter(None, (when, mood)))
    return TextRow(title_of(call.name, call.note), when, side, call.id, call.channel)
