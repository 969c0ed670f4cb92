"""The complaint register: what is due first at the top, and what can be done with each."""

from collections import Counter
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from kbassist import deskwords
from kbassist.desk import complaints, steps
from kbassist.desk.clock import Clock, ClockState
from kbassist.desk.complaints import Complaint
from kbassist.gui import labels
from kbassist.gui.records.complaint import SIGNS, ComplaintPage, state_words
from kbassist.gui.records.front import Front
from kbassist.gui.records.registers import Register
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID, set_state
from kbassist.messages import _, plural

_DONE_SIGN = "–"


class ComplaintsRegister(Register):
    """Lists the register; Enter opens a complaint, and closing it leads back to the list."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with nothing read."""
        super().__init__(parent)
        self._front = front
        self._listed: list[tuple[Complaint, Clock]] = []
        self.message = QLabel(self)
        self.message.setObjectName("registerWords")
        self.message.setProperty("empty", False)
        self.message.setWordWrap(True)
        self.message.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        self.rows = RowList(_("Complaints"), front.theme, self)
        self.page = ComplaintPage(front, self)
        listed = QWidget(self)
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.message)
        inner.addWidget(self.rows, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(listed)
        self._stack.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self.rows.itemActivated.connect(self._open_chosen)
        self.page.closed.connect(self._leave)

    def show_again(self) -> None:
        """Read the register anew, and show its list; a complaint that something is being written about stays."""
        if self._is_open and self.page.is_touched:
            return
        self._stack.setCurrentIndex(0)
        front, today = self._front, datetime.now().astimezone().date()
        front.clerk.ask(partial(complaints.listed, today, front.rules, front.workdays), self._show)

    def take_focus(self) -> None:
        """Take the keys, on the rows or a complaint that something is being written about."""
        if self._is_open:
            self.page.go_to("words")
        else:
            self.rows.setFocus()

    @property
    def _is_open(self) -> bool:
        return self._stack.currentWidget() is self.page

    def _leave(self) -> None:
        self._stack.setCurrentIndex(0)
        self.rows.setFocus()
        self.show_again()

    def _show(self, listed: list[tuple[Complaint, Clock]]) -> None:
        chosen = self.rows.chosen
        self._listed = listed
        self.rows.show_rows([_row(complaint, clock) for complaint, clock in listed])
        names = [complaint.id for complaint, _clock in listed]
        if chosen and chosen.name in names:
            self.rows.setCurrentRow(names.index(chosen.name))
        set_state(self.message, "empty", not listed)
        self.message.setText(_summary(listed) if listed else _("No complaints. One is registered with the hand-over."))

    def _open_chosen(self) -> None:
        complaint, _clock = self._listed[self.rows.currentRow()]
        self._front.clerk.ask(partial(_read, complaint.id), self._open)

    def _open(self, found: tuple[Complaint | None, list[steps.Step]]) -> None:
        complaint, history = found
        if complaint:
            self._stack.setCurrentWidget(self.page)
            self.page.open(complaint, history)
        else:
            self.show_again()


def _read(complaint_id: str) -> tuple[Complaint | None, list[steps.Step]]:
    return complaints.find(complaint_id), steps.of(complaint_id)


def _row(complaint: Complaint, clock: Clock) -> TextRow:
    title = " · ".join(filter(None, (complaint.number, complaint.name)))
    below = " · ".join(filter(None, (complaint.unit, complaint.product, complaint.reason)))
    if not complaint.is_open:
        return TextRow(title, f"{deskwords.word(complaint.status)}\n{below}", _DONE_SIGN, complaint.id)
    return TextRow(title, f"{state_words(clock, labels.short_day)}\n{below}", SIGNS[clock.state], complaint.id)


def _summary(listed: list[tuple[Complaint, Clock]]) -> str:
    states = Counter(clock.state for complaint, clock in listed if complaint.is_open)
    pressing = ((state, states[state]) for state in (ClockState.LATE, ClockState.DUE_TODAY) if states[state])
    words = [f"{SIGNS[state]} {count} {deskwords.word(state).lower()}" for state, count in pressing]
    return ", ".join([plural("{count} open", "{count} open", states.total()).format(count=states.total()), *words])
