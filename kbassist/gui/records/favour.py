"""The page of a gesture of goodwill: it says at once whether it may be made, and who agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from kbassist import deskwords, words
from kbassist.content.kinds import LineKind
from kbassist.desk import favours
from kbassist.desk.favours import Answer, Favour, Judgement, Terms
from kbassist.gui.records.entries import TextEntry
from kbassist.gui.records.front import Front
from kbassist.gui.records.linepage import LinePage
from kbassist.gui.theme import set_state
from kbassist.messages import _, in_context
from kbassist.text.fieldchecks import read_amount
from kbassist.text.fieldtypes import FieldError
from kbassist.text.privacy import clean

_CURRENCY = "IDR"
_AMOUNT_NAMES = ("jumlah", "amount")
_SIGNS = {Answer.YES: "✓", Answer.WITH_APPROVAL: "!", Answer.TOO_SOON: "✕", Answer.TOO_MUCH: "✕"}


class FavourPage(LinePage):
    """Asks for the gesture and its amount; who agreed where somebody must."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(LineKind.GOODWILL, _("Goodwill"), in_context("goodwill", "Give"), front, parent)
        self._asked: Favour | None = None
        self.answer = self.add_words("state")
        self.add("gesture", _("Gesture"), TextEntry(), required=True)
        self.add("amount", _("Amount in rupiah, empty where it costs no money"), TextEntry("50.000"))
        self.add("approver", _("Agreed to by"), TextEntry(in_context("of who agreed", "name")), required=True)
        self.submitted.connect(self._submit)
        self.listen()

    def prefill(self) -> None:
        """Show the gesture of the line."""
        self.fill({"gesture": self.line.title if self.line else "", "amount": "", "approver": ""})

    def follow(self) -> None:
        """Ask whether the gesture may be made, and show what to say with it."""
        amount = self._amount()
        money = deskwords.money(amount, _CURRENCY) if isinstance(amount, int) else ""
        self.say.put(self.said(**dict.fromkeys(_AMOUNT_NAMES, money)))
        if not isinstance(amount, FieldError):
            self._asked = favour = self._favour(amount)
            job = partial(favours.judge, favour, self._terms(), self.front.rules.goodwill)
            self.front.clerk.ask(job, partial(self._show, favour))

    def _amount(self) -> int | FieldError | None:
        text = self.entries["amount"].value()
        try:
            return read_amount(text) if text else None
        except FieldError as error:
            return error

    def _terms(self) -> Terms:
        line = self.line
        if line is None:
            return Terms()
        try:
            limit = read_amount(line.limit) if line.limit else None
        except FieldError:  # words, which only people can weigh
            limit = None
        return Terms(limit, line.approve, line.once)

    def _favour(self, amount: int | None) -> Favour:
        call, line = self.front.flow.call, self.line
        return Favour(
            self.entries["gesture"].value(),
            datetime.now().astimezone().date(),
            amount=amount,
            currency=_CURRENCY,
            customer=call.customer,
            name=call.name.strip(),
            call=call.id,
            agent=self.front.agent,
            line=line.name if line else "",
            approver=self.entries["approver"].value(),
        )

    def _show(self, favour: Favour, judgement: Judgement) -> None:
        if favour is not self._asked:
            return
        self.answer.setText(f"{_SIGNS[judgement.answer]} {self._told(favour, judgement)}")
        set_state(self.answer, "refused", judgement.answer in {Answer.TOO_SOON, Answer.TOO_MUCH})
        self.show_entry("approver", judgement.answer is Answer.WITH_APPROVAL)

    def _told(self, favour: Favour, judgement: Judgement) -> str:
        """Return whether a gesture may be made, and when the last one was."""
        rules, last = self.front.rules, judgement.last
        match judgement.answer:
            case Answer.YES:
                told = _("You may give this yourself.")
            case Answer.WITH_APPROVAL:
                who = judgement.approver
                role = deskwords.code_word(who, rules) if who in rules.goodwill.limits else who
                told = _("This needs to be agreed to by: {who}.").format(who=role)
            case Answer.TOO_MUCH:
                most = deskwords.money(judgement.most or 0, favour.currency)
                told = _("Nobody may give this much; the most is {most}.").format(most=most)
            case Answer.TOO_SOON:
                day = judgement.free_on and deskwords.day(judgement.free_on)
                told = _("Not now: the next gesture is possible from {day}.").format(day=day)
        parts = [told, self._limit_words(), _last(last)]
        if not (favour.customer or favour.name):
            parts.append(_("Without a name, earlier gestures are not known."))
        return "\n".join(filter(None, parts))

    def _limit_words(self) -> str:
        """Return the limit that the line sets: an amount, or the editor's words."""
        limit, written = self._terms().limit, self.line.limit if self.line else ""
        shown = written if limit is None else deskwords.money(limit, _CURRENCY)
        return _("Limit of this gesture: {limit}").format(limit=shown) if shown else ""

    def _submit(self) -> None:
        amount = self._amount()
        problems = {} if self.entries["gesture"].value() else {"gesture": _("Please fill this in.")}
        if isinstance(amount, FieldError):
            problems["amount"] = words.field_error(amount)
        self.complain(problems)
        if isinstance(amount, FieldError) or problems or not self.wait():
            return
        favour = self._favour(amount)
        job = partial(favours.give, favour, self._terms(), self.front.rules.goodwill)
        self.front.clerk.ask(job, partial(self._given, favour))

    def _given(self, favour: Favour, judgement: Judgement) -> None:
        self._asked = favour
        self._show(favour, judgement)
        if judgement.answer in {Answer.TOO_SOON, Answer.TOO_MUCH}:
            self.stay()
            self.complain({"gesture": _("This cannot be given.")})
        elif judgement.answer is Answer.WITH_APPROVAL and not favour.approver:
            self.stay()
            self.complain({"approver": _("Please say who agreed.")})
        else:
            self._finish(replace(favour, gesture=clean(favour.gesture), approver=clean(favour.approver)))

    def _finish(self, favour: Favour) -> None:
        """Note what was given, and copy the words for the customer."""
        money = "" if favour.amount is None else deskwords.money(favour.amount, favour.currency)
        if said := self.said(**dict.fromkeys(_AMOUNT_NAMES, money)):
            QGuiApplication.clipboard().setText(said)
        if self.front.flow.call.id == favour.call:
            agreed = _("agreed to by {name}").format(name=favour.approver) if favour.approver else ""
            parts = ", ".join(filter(None, (favour.gesture, money, agreed)))
            self.front.note(_("Goodwill: {what}").format(what=parts))
        self.front.tell(_("Given, the words for the customer are copied") if said else in_context("goodwill", "Given"))
        self.put_away()


def _last(last: Favour | None) -> str:
    if last is None:
        return ""
    money = "" if last.amount is None else deskwords.money(last.amount, last.currency)
    what = ", ".join(filter(None, (last.gesture, money)))
    return _("Last one: {day}, {what}").format(day=deskwords.day(last.day), what=what)
