"""The card of the customer on the line: found or made, filled in by keyboard, with what is open and what was before."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QWidget

from kbassist import deskwords
from kbassist.desk import customers
from kbassist.desk.customers import Customer, Matter
from kbassist.gui.call import SALUTATIONS
from kbassist.gui.choice import Option
from kbassist.gui.keys import CUSTOMER_KEY
from kbassist.gui.records.entries import ChoiceEntry, LongEntry, TextEntry, TickEntry
from kbassist.gui.records.facts import label
from kbassist.gui.records.finder import Finder
from kbassist.gui.records.front import Front
from kbassist.gui.records.matters import MatterList
from kbassist.gui.records.notices import consent_words, offers_words
from kbassist.gui.records.page import EntryPage
from kbassist.gui.rows import TextRow
from kbassist.messages import _, in_context
from kbassist.text import fieldchecks
from kbassist.text.fieldtypes import FieldError, FieldType
from kbassist.words import LANGUAGES, field_error

_NEW = ""  # stands for a card that is to be made


class Known(NamedTuple):
    """A card with what its customer has here."""

    customer: Customer
    matters: tuple[Matter, ...] = ()


class CustomerPage(QStackedWidget):
    """Looks for the card of the call in front, and shows it; `closed` puts the page away.

    What was filled in is kept for each call until it is saved.
    """

    closed = Signal()

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin without a card."""
        super().__init__(parent)
        self._front = front
        threading.Thread(target=fieldchecks.warm, name="field checks", daemon=True).start()
        self._call = ""
        self._drafts: dict[str, tuple[Known, Mapping[str, Any]]] = {}
        placeholder = _("Name, phone, e-mail or a number that was given")
        self.finder = Finder(_("Customer card"), placeholder, front.theme, self)
        self.sheet = CustomerSheet(front, self)
        self.addWidget(self.finder)
        self.addWidget(self.sheet)
        self.finder.asked.connect(self._find)
        self.finder.taken.connect(self._take)
        self.finder.closed.connect(self.closed)
        self.sheet.closed.connect(self.closed)
        self.sheet.edited.connect(self._keep_draft)
        self.sheet.saved.connect(self._saved)
        self.sheet.another.connect(self.look_for)

    def open(self) -> None:
        """Show the card of the call in front, as it was left; asked again, look for another."""
        call = self._front.flow.call
        if self._call == call.id and self.sheet.isAncestorOf(QApplication.focusWidget() or self):
            self.look_for()
            return
        self._call = call.id
        if call.id in self._drafts:
            self._show(*self._drafts[call.id])
        elif call.customer:
            self._front.clerk.ask(partial(_read, call.customer), partial(self._show_read, call.id))
        else:
            self.look_for()

    def look_for(self) -> None:
        """Look for a card, first for the name that the call has."""
        self._call = self._front.flow.call.id
        self.setCurrentWidget(self.finder)
        self.finder.ask(self._front.flow.call.name)

    def _find(self, words: str) -> None:
        self._front.clerk.ask(partial(customers.find, words), partial(self._show_found, words))

    def _show_found(self, words: str, found: list[Customer]) -> None:
        rows = [_row(customer, self._front) for customer in found]
        if words.strip():
            rows.append(
                TextRow(_("New card: {name}").format(name=words.strip()), _("when none of these is meant"), "", _NEW)
            )
        self.finder.show_found(words, rows, _("No cards yet. Type a name to make the first one."))

    def _take(self, customer_id: str) -> None:
        call = self._front.flow.call
        self._drafts.pop(call.id, None)
        if customer_id == _NEW:
            self._show(Known(Customer(self.finder.field.text().strip(), call.salutation, lang=call.lang or "")), {})
        else:
            job = partial(_take, customer_id, datetime.now().astimezone())
            self._front.clerk.ask(job, partial(self._show_taken, call.id))

    def _show_taken(self, call: str, known: Known | None) -> None:
        if known:
            self._join(call, known.customer)
        self._show_read(call, known)

    def _show_read(self, call: str, known: Known | None) -> None:
        if call != self._front.flow.call.id:
            return
        if known:
            self._show(known, {})
        else:
            self.look_for()

    def _show(self, known: Known, values: Mapping[str, Any]) -> None:
        self.setCurrentWidget(self.sheet)
        self.sheet.open(known, values)

    def _join(self, call: str, customer: Customer) -> None:
        """Let the call know whose card it is, unless another stands in front by now."""
        flow = self._front.flow
        if call == flow.call.id:
            flow.set_customer(customer.id, customer.name, customer.salutation or flow.call.salutation)
            if customer.lang:
                flow.set_lang(customer.lang)

    def _keep_draft(self) -> None:
        self._drafts[self._call] = self.sheet.known, self.sheet.values()

    def _saved(self, customer: Customer) -> None:
        self._drafts.pop(self._call, None)
        self._join(self._call, customer)
        self._front.tell(_("Card kept"))
        self.closed.emit()


class CustomerSheet(EntryPage):
    """The card; `edited` tells of what is not saved yet, `saved(Customer)` that it is, `another` asks to look again."""

    edited = Signal()
    saved = Signal(object)
    another = Signal()

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(_("Customer card"), in_context("button", "Keep"), front.theme, parent)
        self._front = front
        self.known = Known(Customer(""))
        self.offers = label("due")
        self.column.insertWidget(0, self.offers)
        self.open_matters = MatterList(_("Still open"), front, self)
        self.column.insertWidget(1, self.open_matters)
        self.add("notes", _("To know next time"), LongEntry(_("What helps the next time; no numbers of cards"), rows=2))
        self.add("name", _("Name"), TextEntry(), required=True)
        spoken = [Option(each, each) for each in SALUTATIONS if each]
        self.add("salutation", _("Form of address, as the customer said it"), ChoiceEntry(spoken))
        self.add("contact", _("Phone or e-mail"), TextEntry(_("0812 3456 7890 or name@example.com")))
        self.add("lang", _("Language"), ChoiceEntry([Option(lang, name) for lang, name in LANGUAGES.items()]))
        purposes = [Option(code, deskwords.code_word(code, front.rules)) for code in front.rules.outbound.purposes]
        self.agreed = self.add("agreed", _("The customer agrees to"), TickEntry(purposes))
        self.dates = label("muted")
        self.column.insertWidget(self.column.count() - 1, self.dates)
        self.past = MatterList(_("Before"), front, self)
        self.column.insertWidget(self.column.count() - 1, self.past)
        self._other = QPushButton(_("Another customer") + f"  {CUSTOMER_KEY}", self)
        self._other.setObjectName("action")
        self.column.insertWidget(self.column.count() - 1, self._other, 0, Qt.AlignmentFlag.AlignLeft)
        self._other.clicked.connect(self.another)
        self.submitted.connect(self._submit)
        for entry in self.entries.values():
            entry.changed.connect(self.edited)
        self.agreed.changed.connect(self._show_consents)

    def open(self, known: Known, values: Mapping[str, Any]) -> None:
        """Show a card with what its customer has here, and what was filled in before over it."""
        self.known, customer = known, known.customer
        self.fill(
            {
                "name": customer.name,
                "salutation": customer.salutation or None,
                "contact": customer.contact,
                "lang": customer.lang or None,
                "agreed": customer.agreed(_now().date()),
                "notes": customer.notes,
                **values,
            }
        )
        self.head.show_title(" ".join(filter(None, (customer.salutation, customer.name))) or _("New card"))
        self.open_matters.show_matters([matter for matter in known.matters if matter.is_open])
        self.past.show_matters([matter for matter in known.matters if not matter.is_open])
        self._show_consents()
        self.begin()
        if not known.matters and not customer.notes:
            self.go_to("salutation" if customer.name else "name")

    def _show_consents(self) -> None:
        """Show since when each consent stands, and whether an offer may reach the customer now."""
        consents = customers.renewed(self.known.customer.consents, self.agreed.value(), _now().date())
        latest = {each.purpose: each for each in consents}
        self.dates.setText("\n".join(consent_words(each, self._front.rules) for each in latest.values()))
        self.dates.setVisible(bool(latest))
        self.offers.setText(offers_words(self._front, consents)[0])

    def _submit(self) -> None:
        values, now = self.values(), _now()
        problems: dict[str, str] = {}
        checked: dict[str, str] = {}
        for name, check in (("name", _check_name), ("contact", check_contact)):
            try:
                checked[name] = check(values[name], now.date())
            except FieldError as error:
                problems[name] = field_error(error)
        self.complain(problems)
        if problems:
            return
        customer = replace(
            self.known.customer,
            name=checked["name"],
            contact=checked["contact"],
            salutation=values["salutation"] or "",
            lang=values["lang"] or "",
            notes=values["notes"],
        )
        self._front.clerk.ask(partial(customers.save, customer, frozenset(values["agreed"]), now), self.saved.emit)


def check_contact(text: str, today: date) -> str:
    """Return a phone number or an e-mail address as it is kept, empty for none; raises FieldError."""
    kind = FieldType.EMAIL if "@" in text else FieldType.PHONE
    return fieldchecks.check(kind, text, today) if text else ""


def _check_name(text: str, today: date) -> str:
    if not text:
        raise FieldError("field-missing")
    return fieldchecks.check(FieldType.TEXT, text, today)


def _row(customer: Customer, front: Front) -> TextRow:
    title = " ".join(filter(None, (customer.salutation, customer.name)))
    agreed = [deskwords.code_word(code, front.rules) for code in sorted(customer.agreed(_now().date()))]
    return TextRow(title, " · ".join(filter(None, (customer.contact, ", ".join(agreed)))), "", customer.id)


def _read(customer_id: str) -> Known | None:
    customer = customers.get(customer_id)
    return Known(customer, tuple(customers.matters(customer_id))) if customer else None


def _take(customer_id: str, now: datetime) -> Known | None:
    customers.take(customer_id, now)
    return _read(customer_id)


def _now() -> datetime:
    return datetime.now().astimezone()
