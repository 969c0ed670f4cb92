"""The page that hands a matter to a unit, and enters it in the complaint register."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kbassist import deskwords, handover
from kbassist.content.kinds import Channel, LineKind
from kbassist.desk import complaints
from kbassist.desk.clock import Filing
from kbassist.desk.complaints import Complaint
from kbassist.gui.choice import Option
from kbassist.gui.records.entries import ChoiceEntry, LongEntry, TextEntry, TickEntry
from kbassist.gui.records.front import Front
from kbassist.gui.records.linepage import LinePage
from kbassist.handover import Account, Task
from kbassist.messages import _, in_context
from kbassist.text.privacy import clean

_BY_VOICE = {Channel.PHONE, Channel.COUNTER}
_OF_COMPLAINT = ("filing", "product", "reason", "words")


class HandoverPage(LinePage):
    """Asks for the unit and what it needs; the text follows until the agent changes it."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(LineKind.ESCALATE, _("Hand over"), _("Hand over"), front, parent)
        self._composed = ""
        self._opened = date.min
        self.add("unit", _("Unit"), TextEntry(), required=True)
        self.add("request", _("Asked for"), TextEntry(_("look into it, and tell the customer the answer")))
        self._documents = self.add("documents", _("Documents that are there"), TickEntry(()))
        yes_no = (Option(True, _("Yes")), Option(False, _("No")))
        self.add("complaint", _("Register as a complaint"), ChoiceEntry(yes_no))
        self.add("filing", _("Filed"), ChoiceEntry([Option(way, deskwords.word(way)) for way in Filing]))
        self.due = self.add_words("due")
        self._product = self.add("product", _("Product"), TextEntry())
        self.add("reason", _("Reason"), TextEntry(), required=True)
        self.add("words", _("In the customer's words"), LongEntry(rows=2))
        self.add("text", _("Hand-over text"), LongEntry(rows=9), required=True)
        self.submitted.connect(self._submit)
        self.listen()

    def prefill(self) -> None:
        """Show the unit and the documents of the line, and a spoken complaint."""
        line, call = self.line, self.front.flow.call
        librarian = self.front.assistant.librarian
        lang = line.lang if line else ""
        self._opened = datetime.now().astimezone().date()
        self._product.offer([product.title for product in librarian.products(lang)])
        self._documents.offer([Option(name, name) for name in line.documents] if line else ())
        self.show_entry("documents", bool(line and line.documents))
        self.fill(
            {
                "unit": line.to if line else "",
                "request": line.request if line else "",
                "documents": (),
                "complaint": True,
                "filing": Filing.SPOKEN if call.channel in _BY_VOICE else Filing.WRITTEN,
                "product": self.front.known("product"),
                "reason": librarian.title_of(line.article, line.lang) if line else "",
                "words": "",
                "text": "",
            }
        )
        self._composed = ""

    def follow(self) -> None:
        """Show what to say, the day by which it is answered, and the text unless the agent has changed it."""
        self.say.put(self.said())
        for name in _OF_COMPLAINT:
            self.show_entry(name, bool(self.entries["complaint"].value()))
        self.due.setText(self._due_words())
        self.due.setVisible(bool(self.entries["complaint"].value()))
        composed = handover.compose(self._account(), self._task(), self.front.flow.call.kept)
        text = self.entries["text"]
        if composed != self._composed and text.value() in ("", self._composed):
            text.show_value(composed)
        self._composed = composed

    def _filing(self) -> Filing:
        return Filing(self.entries["filing"].value() or Filing.SPOKEN)

    def _complaint(self) -> Complaint:
        call, line, values = self.front.flow.call, self.line, self.values()
        return Complaint(
            unit=values["unit"],
            filing=self._filing(),
            opened=self._opened,
            words=values["words"],
            product=values["product"],
            reason=values["reason"],
            documents=line.documents if line else (),
            handover=values["text"],
            customer=call.customer,
            name=call.name.strip(),
            call=call.id,
            agent=self.front.agent,
            line=line.name if line else "",
        )

    def _due(self) -> tuple[int, date]:
        front = self.front
        clock = complaints.read_clock(self._complaint(), self._opened, front.rules, front.workdays)
        return clock.days_left, clock.due

    def _due_words(self) -> str:
        words = _("{due} ({source})").format(due=deskwords.due(*self._due()), source=self.front.rules.complaints.source)
        until = self.front.rules.calendar.until
        if self._due()[1] <= until:
            return words
        return f"{words}\n{deskwords.calendar_ends(deskwords.day(until))}"

    def _by(self) -> str:
        """Return by when the unit answers: the time that the line gives it, but not later than the customer's day."""
        now, line, workdays = datetime.now().astimezone(), self.line, self.front.workdays
        sla = line.sla if line else ""
        if self.entries["complaint"].value():
            count, due = self._due()
            if not sla or workdays.due(now, sla).date() >= due:
                return deskwords.due(count, due)
        return handover.by(sla, now, workdays)

    def _account(self) -> Account:
        flow = self.front.flow
        call, note = flow.call, flow.as_note()
        said = tuple(_("said: {title}").format(title=each.title) for each in call.used if each.title)
        return Account(
            self._opened,
            call.channel,
            _customer(call.salutation, call.name),
            note.note,
            flow.advice.mood_level if flow.advice and note.note.strip() else None,
            (*said, *call.own_rows),
            self.front.agent,
        )

    def _task(self) -> Task:
        values, line = self.values(), self.line
        documents = line.documents if line else ()
        return Task(values["unit"], values["request"], self._by(), documents, values["documents"])

    def _submit(self) -> None:
        complaint, registers = self._complaint(), bool(self.entries["complaint"].value())
        needed = {"unit": complaint.unit, "text": complaint.handover}
        if registers:
            needed["reason"] = complaint.reason
        self.complain({name: _("Please fill this in.") for name, value in needed.items() if not value})
        if not all(needed.values()):
            return
        if not registers:
            self._finish(complaint, self._by())
        elif self.wait():
            now, front = datetime.now().astimezone(), self.front
            kept = front.flow.call.kept
            job = partial(complaints.register, complaint, now, front.rules, front.workdays, kept)
            front.clerk.ask(job, self._registered)

    def _registered(self, complaint: Complaint) -> None:
        self._finish(complaint, deskwords.day(complaint.due))

    def _finish(self, complaint: Complaint, by: str) -> None:
        """Note what was done, and copy the text for the bank's own system."""
        front = self.front
        QGuiApplication.clipboard().setText(clean(complaint.handover, front.flow.call.kept))
        if front.flow.call.id == complaint.call:
            if complaint.number:
                front.flow.give("ticket", complaint.number)
            parts = (clean(complaint.unit), complaint.number, by and in_context("hand-over", "by {day}").format(day=by))
            front.note(_("Handed over to {what}").format(what=", ".join(filter(None, parts))))
        words = _("{number} is registered, the text is copied").format(number=complaint.number)
        front.tell(words if complaint.number else _("The hand-over text is copied"))
        self.put_away()


def _customer(salutation: str, name: str) -> str:
    return " ".join(filter(None, (salutation, name.strip())))
