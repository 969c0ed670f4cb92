"""Forms: what editors let agents ask for, chosen from a list, filled in by keyboard and kept as an order."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from kbassist import deskwords
from kbassist.content import forms, placeholders
from kbassist.content.forms import Form
from kbassist.content.kinds import LineKind
from kbassist.content.model import FormField
from kbassist.desk import orders
from kbassist.desk.orders import Answer, Order
from kbassist.gui.choice import Option
from kbassist.gui.records.entries import ChoiceEntry, Entry, LongEntry, TextEntry
from kbassist.gui.records.facts import label
from kbassist.gui.records.finder import Finder
from kbassist.gui.records.front import Front
from kbassist.gui.records.page import EntryPage
from kbassist.gui.rows import TextRow
from kbassist.messages import _, in_context, mark
from kbassist.text import fieldchecks
from kbassist.text.fieldtypes import FieldError, FieldType
from kbassist.words import field_error

_OPEN = "…"
_AGREED = "agreed "  # the blank keeps it apart from every field
_EXAMPLES = {
    FieldType.DATE: mark("1/12/2026 or tomorrow"),
    FieldType.PHONE: mark("0812 3456 7890"),
    FieldType.EMAIL: mark("name@example.com"),
    FieldType.AMOUNT: mark("1.500.000 or 1,5 jt"),
    FieldType.NIK: mark("16 digits"),
    FieldType.NPWP: mark("15 or 16 digits"),
    FieldType.ACCOUNT: mark("10 to 16 digits"),
    FieldType.POSTCODE: mark("5 digits"),
}


class FormPage(QStackedWidget):
    """Lists the forms of the library, and shows the one that is filled in; `closed` puts the page away.

    What was filled in is kept for each call until it is saved.
    """

    closed = Signal()

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with the list."""
        super().__init__(parent)
        self._front = front
        threading.Thread(target=fieldchecks.warm, name="field checks", daemon=True).start()
        self._forms: dict[str, Form] = {}
        self._drafts: dict[tuple[str, str], Mapping[str, Any]] = {}
        self._last: dict[str, str] = {}
        self.finder = Finder(_("Forms"), _("Search the forms"), front.theme, self)
        self.sheet: FormSheet | None = None
        self.addWidget(self.finder)
        self.finder.asked.connect(self._find)
        self.finder.taken.connect(self.open_form)
        self.finder.closed.connect(self.closed)

    def open(self) -> None:
        """Show the form that was being filled in for the call, else the list; asked again, show the list."""
        last = self._last.get(self._front.flow.call.id, "")
        if last and not self.isAncestorOf(QApplication.focusWidget() or self):
            self.open_form(last)
        else:
            self.setCurrentWidget(self.finder)
            self.finder.ask("")

    def open_form(self, name: str) -> None:
        """Show the form that the line "article#line" opens, as it was left."""
        call = self._front.flow.call.id
        form = self._front.assistant.librarian.form(name, self._lang)
        if form is None:
            self._front.tell(_("This form is gone from the library"))
            return
        sheet = FormSheet(form, call, self._front, self)
        sheet.fill(self._drafts.get((call, name), {}))
        sheet.closed.connect(self.closed)
        sheet.edited.connect(self._keep_draft)
        sheet.saved.connect(self._saved)
        before, self.sheet = self.sheet, sheet
        self.addWidget(sheet)
        self.setCurrentWidget(sheet)
        if before:
            self.removeWidget(before)
            before.deleteLater()
        sheet.begin()

    @property
    def _lang(self) -> str:
        flow = self._front.flow
        return flow.call.lang or (flow.advice.lang if flow.advice else "")

    def _find(self, words: str) -> None:
        found = {form.name: form for form in self._front.assistant.librarian.forms(self._lang)}
        advised = self._front.flow.advice.suggestions if self._front.flow.advice else ()
        fitting = [each.line for each in advised if each.kind is LineKind.FORM and each.line in found]
        wanted = words.casefold().split()
        rows = [
            TextRow(form.title, " · ".join(filter(None, (form.purpose, form.to))), "", form.name)
            for form in map(found.__getitem__, dict.fromkeys([*fitting, *found]))
            if all(word in f"{form.title} {form.purpose} {form.to} {form.text}".casefold() for word in wanted)
        ]
        calm = _("No form has these words.") if found else _("The library has no forms yet. Editors write them.")
        self.finder.show_found(words, rows, calm)

    def _keep_draft(self) -> None:
        if self.sheet:
            self._drafts[self.sheet.call, self.sheet.form.name] = self.sheet.values()
            self._last[self.sheet.call] = self.sheet.form.name

    def _saved(self, order: Order) -> None:
        self._drafts.pop((order.call, order.form), None)
        self._last.pop(order.call, None)
        if order.call == self._front.flow.call.id:
            self._know_as_said(order.form)
            self._front.note(_("Order {number}: {title}").format(number=order.number, title=order.title))
        self._front.tell(_("{number} is kept").format(number=order.number))
        self.closed.emit()

    def _know_as_said(self, name: str) -> None:
        flow, line = self._front.flow, self._front.assistant.librarian.line(name, self._lang)
        if line:
            suggestion = self._front.assistant.suggestion(line, flow.as_note())
            flow.use(suggestion, suggestion.text)


class FormSheet(EntryPage):
    """One form in one call; `edited` tells of what is not saved yet, `saved(Order)` that it is."""

    edited = Signal()
    saved = Signal(object)

    def __init__(self, form: Form, call: str, front: Front, parent: QWidget | None = None) -> None:
        """Ask for the fields of a form."""
        super().__init__(form.title, in_context("button", "Keep"), front.theme, parent)
        self.form, self.call, self._front = form, call, front
        self._is_saving = False
        self._fields = {field.id: field for field in form.fields}
        self._due = front.workdays.due(_now(), form.sla) if form.sla else None
        self.head.show_title(form.title, " · ".join(filter(None, (form.to, self._due_words()))))
        say = label("say", self._opening())
        self.column.insertWidget(0, say)
        for field in form.fields:
            self.add(field.id, field.label, _entry(field), required=field.required)
        purpose = form.purpose or form.title
        agrees = _("The customer agrees that this is kept for: {purpose}").format(purpose=purpose)
        self.add(_AGREED, agrees, ChoiceEntry([Option(True, _("Yes, agrees"))]), required=True)
        self._watched = {entry.focusProxy() or entry: name for name, entry in self.entries.items()}
        for widget in self._watched:
            widget.installEventFilter(self)
        for entry in self.entries.values():
            entry.changed.connect(self.edited)
        self.submitted.connect(self._submit)
        front.clerk.failed.connect(self._stay)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Check an entry that is left with something in it."""
        name = self._watched.get(watched, "")  # type: ignore[call-overload]
        if event.type() is QEvent.Type.FocusOut and name in self._fields and self._answer(name):
            self._check(name)
        return False

    def _answer(self, name: str) -> str:
        return self.entries[name].value() or ""

    def _check(self, name: str) -> str | None:
        """Return what is kept of an answer, and show it so; None for one that is wrong, which is said below it."""
        field = self._fields[name]
        try:
            kept = forms.check(field, self._answer(name), _now().date())
        except FieldError as error:
            self.find_fault(name, field_error(error))
            return None
        self.find_fault(name, "")
        if isinstance(self.entries[name], TextEntry):
            self.entries[name].show_value(kept)
        return kept

    def _submit(self) -> None:
        kept = {name: self._check(name) for name in self._fields}
        agrees = self.entries[_AGREED].value()
        self.find_fault(_AGREED, "" if agrees else _("Without it nothing may be kept."))
        wrong = [name for name, answer in kept.items() if answer is None] + ([] if agrees else [_AGREED])
        if wrong:
            self.go_to_fault(wrong[0])
        elif not self._is_saving:
            self._is_saving = True
            job = partial(orders.place, self._filled(kept), self._front.rules.numbers.orders)
            self._front.clerk.ask(job, self.saved.emit)

    def _filled(self, kept: Mapping[str, str | None]) -> Order:
        form, call = self.form, self._front.flow.call
        return Order(
            form=form.name,
            title=form.title,
            purpose=form.purpose,
            unit=form.to,
            fields=tuple(Answer(name, self._fields[name].label, answer) for name, answer in kept.items() if answer),
            made=_now(),
            due=self._due,
            customer=call.customer if call.id == self.call else "",
            call=self.call,
            agent=self._front.agent,
        )

    def _stay(self) -> None:
        if self._is_saving:
            self._is_saving = False

    def _due_words(self) -> str:
        return _("by {day}").format(day=deskwords.day(self._due.date())) if self._due else ""

    def _opening(self) -> str:
        """Return the words that open the form, with an ellipsis for what is not known."""
        line = self._front.assistant.librarian.line(self.form.name, self.form.lang)
        if line is None:
            return self.form.text
        text = self._front.assistant.suggestion(line, self._front.flow.as_note()).text
        return placeholders.fill(text, dict.fromkeys(placeholders.fill(text, {})[1], _OPEN))[0]


def _entry(field: FormField) -> Entry:
    match field.type:
        case FieldType.CHOICE:
            return ChoiceEntry([Option(choice, choice) for choice in field.choices])
        case FieldType.YES_NO:
            return ChoiceEntry([Option("yes", _("Yes")), Option("no", _("No"))])
        case FieldType.LONG_TEXT:
            return LongEntry()
        case _:
            return TextEntry(_(_EXAMPLES[field.type]) if field.type in _EXAMPLES else "")


def _now() -> datetime:
    return datetime.now().astimezone()
