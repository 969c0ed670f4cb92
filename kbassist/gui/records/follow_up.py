"""A promise to a customer: what, by when, and to whom."""

from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from kbassist import moments
from kbassist.desk import follow_ups
from kbassist.desk.follow_ups import FollowUp
from kbassist.desk.tables import new_id
from kbassist.gui.records.entries import LongEntry, TextEntry
from kbassist.gui.records.front import Front
from kbassist.gui.records.page import EntryPage
from kbassist.gui.theme import set_state
from kbassist.messages import _, in_context
from kbassist.text import promises
from kbassist.text.privacy import clean


class Reading(QLabel):
    """Says below an entry how the time in it is read, at every key."""

    def __init__(self, entry: TextEntry, front: Front, parent: QWidget | None = None) -> None:
        """Follow an entry."""
        super().__init__(parent)
        self._entry, self._front = entry, front
        self.setObjectName("reading")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        entry.changed.connect(self.follow)

    @property
    def due(self) -> datetime | None:
        """Return the time that is meant, None for none."""
        return promises.read_due(self._entry.value(), _now(), self._front.workdays)

    def follow(self) -> None:
        """Show how the time is read now."""
        due, now = self.due, _now()
        if due:
            rest = "" if self._front.workdays.is_workday(due.date()) else " · " + _("not a working day")
            self.setText(f"→ {moments.moment(due, now)}{rest}")
        else:
            self.setText(_("Not a time ahead yet") if self._entry.value() else "")
        set_state(self, "read", due is not None)
        self.setVisible(bool(self.text()))


class FollowUpPage(EntryPage):
    """Makes a promise of the call in front; what was filled in is kept for each call until it is saved."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin without a call."""
        super().__init__(_("Follow-up"), in_context("button", "Keep"), front.theme, parent)
        self._front = front
        self._call, self._id, self._is_touched, self._is_saving = front.flow.call, "", False, False
        self._kept: dict[str, dict[str, Any]] = {}
        what = _("for example: tell how the card delivery stands")
        when = _("for example: tomorrow 10, 3 working days, 30 Nov 14:00")
        self.promise = self.add("promise", _("What was promised"), LongEntry(what, rows=2), required=True)
        self.due = self.add("due", _("By when"), TextEntry(when), required=True)
        self.reading = Reading(self.due, front, self)
        self.column.insertWidget(self.column.count() - 1, self.reading)
        self.name = self.add("name", _("To whom"), TextEntry())
        for entry in self.entries.values():
            entry.changed.connect(self._touch)
        self.submitted.connect(self._submit)
        front.clerk.failed.connect(self._stay)

    def open(self) -> None:
        """Show the page for the call in front, as it was left, else with what its note promises."""
        if self._is_touched:
            self._kept[self._call.id] = self.values()
        self._call, self._id = self._front.flow.call, new_id()
        kept = self._kept.pop(self._call.id, None)
        self._is_touched = kept is not None
        self.fill(kept or self._proposed())
        self.reading.follow()
        self.begin()

    def _proposed(self) -> dict[str, str]:
        call, now = self._call, _now()
        note = clean(call.note, call.kept)  # a promise is a part of it, which tells less of its secrets
        found = promises.find(note, now, self._front.workdays)
        due = moments.moment(found.due, now) if found and found.due else ""
        return {"promise": found.words if found else "", "due": due, "name": call.name}

    def _touch(self) -> None:
        self._is_touched = True

    def _submit(self) -> None:
        promise, due = self.promise.value(), self.reading.due
        problems = {}
        if not promise:
            problems["promise"] = _("Please say what was promised.")
        if due is None:
            problems["due"] = _("Please say by when, as a time that lies ahead.")
        self.complain(problems)
        if due is None or problems:
            return
        call, now = self._call, _now()
        made = FollowUp(
            id=self._id,
            due=due,
            promise=promise,
            made=now,
            call=call.id,
            customer=call.customer,
            name=self.name.value(),
            agent=self._front.agent,
        )
        self._is_saving = True
        words = _("Kept, due {moment}").format(moment=moments.near(due, now))
        self._front.clerk.ask(partial(follow_ups.save, made), partial(self._saved, words))

    def _saved(self, words: str, _nothing: None) -> None:
        self._is_touched = self._is_saving = False
        self._front.tell(words)
        self.closed.emit()

    def _stay(self) -> None:
        if self._is_saving:
            self._is_saving = False


def _now() -> datetime:
    return datetime.now().astimezone()
