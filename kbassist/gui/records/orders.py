"""The register of orders: those that wait first, each with what was filled in, its history and what comes next."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QWidget

from kbassist import deskwords
from kbassist.desk import exports, orders, steps
from kbassist.desk.orders import Order, OrderMovedError, Status
from kbassist.desk.steps import Step
from kbassist.gui.choice import Option
from kbassist.gui.keys import BACK_KEY, BACK_SIGN
from kbassist.gui.records import facts
from kbassist.gui.records.entries import ChoiceEntry
from kbassist.gui.records.front import Front
from kbassist.gui.records.listed import ListedRegister
from kbassist.gui.records.page import EntryPage
from kbassist.gui.rows import TextRow
from kbassist.messages import _, in_context, plural

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class OrdersRegister(ListedRegister):
    """Lists the orders; Enter opens one, and closing it leads back to the list."""

    page: OrderPage

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with nothing read."""
        super().__init__(_("Orders"), OrderPage(front), front, parent)
        self.message.setObjectName("muted")

    def show_again(self) -> None:
        """Read the orders anew, and show their list."""
        self.show_list()
        self._front.clerk.ask(orders.listed, self._show)

    def open(self, name: str) -> None:
        """Open an order by its id."""
        self._front.clerk.ask(partial(_read, name), self._open)

    def _show(self, listed: list[tuple[Order, str]]) -> None:
        self.show_rows([_row(order, name) for order, name in listed])
        waiting = sum(order.status is Status.NEW for order, _name in listed)
        waits = plural("{count} order is to be handed on", "{count} orders are to be handed on", waiting)
        self.message.setText(
            waits.format(count=waiting) if listed else _("No orders. One is made by filling in a form.")
        )

    def _open(self, found: tuple[Order | None, list[Step]]) -> None:
        order, history = found
        if order:
            self.show_page()
            self.page.open(order, history)
        else:
            self.show_again()


class OrderPage(EntryPage):
    """Shows an order and asks what comes next; `closed` leads back to the list."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with none."""
        super().__init__("", in_context("button", "Record"), front.theme, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._front = front
        self._order_shown: Order | None = None
        self.state = facts.label("state")
        self._facts = QWidget(self)
        self.column.insertWidget(0, self.state)
        self.column.insertWidget(1, self._facts)
        self.next = self.add("next", _("What comes next"), ChoiceEntry(()), required=True)
        self.submitted.connect(self._submit)
        back = QShortcut(QKeySequence(BACK_KEY), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.closed)

    def open(self, order: Order, history: list[Step]) -> None:
        """Show an order as it stands."""
        self._order_shown = order
        self.head.show_title(f"{order.number} · {order.title}", _("{key}: back to the list").format(key=BACK_SIGN))
        self.state.setText(_state_words(order))
        shown = facts.table([*_facts(order), *_history(history)], self)
        self.column.replaceWidget(self._facts, shown)
        self._facts.deleteLater()
        self._facts = shown
        words = {
            Status.HANDED_ON: _("Hand on as a file"),
            Status.DONE: in_context("order", "Done"),
            Status.CANCELLED: in_context("order", "Cancel"),
        }
        self.next.offer([Option(status, words[status]) for status in order.next_statuses])
        self.show_entry("next", bool(order.next_statuses))
        self.save.setVisible(bool(order.next_statuses))
        self.begin()
        if not order.next_statuses:
            self.setFocus()

    def _submit(self) -> None:
        order, status = self._order_shown, self.next.value()
        if order is None or not order.next_statuses:
            return
        if status is None:
            self.complain({"next": _("Please choose what comes next.")})
            return
        path = self._ask_for_file(order) if status is Status.HANDED_ON else None
        if status is Status.HANDED_ON and path is None:
            return
        job = partial(_move, order, status, path, _now(), self._front.agent)
        self._front.clerk.ask(job, self._moved)

    def _ask_for_file(self, order: Order) -> Path | None:
        kinds = "JSON (*.json);;CSV (*.csv)"
        name, _kind = QFileDialog.getSaveFileName(self, _("Hand on as a file"), f"{order.number}.json", kinds)
        return Path(name) if name else None

    def _moved(self, is_done: bool) -> None:
        self._front.tell(_("Recorded") if is_done else _("Another was quicker: look at it again"))
        self.closed.emit()


def _read(order_id: str) -> tuple[Order | None, list[Step]]:
    return orders.get(order_id), steps.of(order_id)


def _move(order: Order, status: Status, path: Path | None, now: datetime, agent: str) -> bool:
    """Give an order a status; one that is handed on is written first, and stays as it is where that fails."""
    try:
        orders.move(order.id, status, now, agent)
    except OrderMovedError:
        return False
    if path:
        exports.write(path, exports.handed_on(order, as_table=path.suffix.lower() == ".csv"))
    return True


def _row(order: Order, name: str) -> TextRow:
    title = " · ".join(filter(None, (order.number, order.title)))
    below = " · ".join(filter(None, (_state_words(order), name, order.unit)))
    return TextRow(title, below, "", order.id)


def _state_words(order: Order) -> str:
    state = deskwords.word(order.status)
    if order.status in {Status.DONE, Status.CANCELLED} or order.due is None:
        return state
    words = _("{state}, late since {day}") if order.due < _now() else _("{state}, by {day}")
    return words.format(state=state, day=deskwords.day(order.due.astimezone().date()))


def _facts(order: Order) -> Iterator[tuple[str, str]]:
    yield _("Unit"), order.unit
    yield _("Purpose"), order.purpose
    for answer in order.fields:
        yield answer.label, _answer_words(answer.value)
    if not order.fields:
        yield _("Details"), _("gone: the time for which they are kept is over")


def _answer_words(value: str) -> str:
    """Return an answer as people write it: yes and no, and days."""
    if value in {"yes", "no"}:
        return _("Yes") if value == "yes" else _("No")
    return deskwords.day(date.fromisoformat(value)) if _DAY.fullmatch(value) else value


def _history(history: list[Step]) -> Iterator[tuple[str, str]]:
    for at, step in enumerate(history):
        day = deskwords.day(step.at.astimezone().date())
        who = " · ".join(filter(None, (deskwords.word(Status(step.status)), step.agent)))
        yield _("History") if at == 0 else "", f"{day}\n{who}"


def _now() -> datetime:
    return datetime.now().astimezone()
