"""The complaint register: what is due first at the top, and what can be done with each."""

from collections import Counter
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QWidget

from kbassist import deskwords
from kbassist.desk import complaints, steps
from kbassist.desk.clock import Clock, ClockState
from kbassist.desk.complaints import Complaint
from kbassist.gui import labels
from kbassist.gui.records.complaint import SIGNS, ComplaintPage, state_words
from kbassist.gui.records.front import Front
from kbassist.gui.records.listed import ListedRegister
from kbassist.gui.rows import TextRow
from kbassist.gui.theme import set_state
from kbassist.messages import _, plural

_DONE_SIGN = "–"


class ComplaintsRegister(ListedRegister):
    """Lists the register; Enter opens a complaint, and closing it leads back to the list."""

    page: ComplaintPage

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with nothing read."""
        super().__init__(_("Complaints"), ComplaintPage(front), front, parent)
        self.message.setObjectName("registerWords")
        self.message.setProperty("empty", False)

    def show_again(self) -> None:
        """Read the register anew, and show its list; a complaint that something is being written about stays."""
        if self.is_open and self.page.is_touched:
            return
        self.show_list()
        front, today = self._front, datetime.now().astimezone().date()
        front.clerk.ask(partial(complaints.listed, today, front.rules, front.workdays), self._show)

    def take_focus(self) -> None:
        """Take the keys, on the rows or a complaint that something is being written about."""
        if self.is_open:
            self.page.go_to("words")
        else:
            super().take_focus()

    def open(self, name: str) -> None:
        """Open a complaint by its id."""
        self._front.clerk.ask(partial(_read, name), self._open)

    def _show(self, listed: list[tuple[Complaint, Clock]]) -> None:
        self.show_rows([_row(complaint, clock) for complaint, clock in listed])
        set_state(self.message, "empty", not listed)
        self.message.setText(_summary(listed) if listed else _("No complaints. One is registered with the hand-over."))

    def _open(self, found: tuple[Complaint | None, list[steps.Step]]) -> None:
        complaint, history = found
        if complaint:
            self.show_page()
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
