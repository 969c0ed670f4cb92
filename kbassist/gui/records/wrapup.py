"""The page on which a call is wrapped up: everything that can be known is filled in before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kbassist import messages, summary
from kbassist.desk import closing, wrapups
from kbassist.desk.feedback import Feedback, FeedbackKind
from kbassist.desk.follow_ups import FollowUp
from kbassist.desk.rules import Entry as Required
from kbassist.desk.wrapups import WrapUp
from kbassist.deskwords import code_word, word
from kbassist.gui import labels
from kbassist.gui.choice import Option
from kbassist.gui.keys import HANDOVER_KEY, SUMMARY_KEY
from kbassist.gui.records.ending import Ending
from kbassist.gui.records.entries import ChoiceEntry, LongEntry, ScaleEntry, TextEntry
from kbassist.gui.records.front import Front
from kbassist.gui.records.page import EntryPage
from kbassist.messages import _
from kbassist.text import promises
from kbassist.text.privacy import clean

# Where each thing that can be required is filled in.
_PLACES = {
    Required.OUTCOME: "outcome",
    Required.CUSTOMER: "customer",
    Required.REASON: "reason",
    Required.PRODUCT: "product",
    Required.OFFER_RESULT: "offer_result",
    Required.FOLLOW_UP: "promise",
}
_DECLINED, _HANDED_OVER = "declined", "handed-over"
_MARKS, _RECOMMENDATION = (1, 5), (0, 10)


class WrapUpPage(EntryPage):
    """Asks how a call went; `wrapped(call, job)` has what is to be done at the tables once the call is over."""

    wrapped = Signal(str, object)

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Ask what the bank wants to know."""
        super().__init__(_("Wrap-up"), _("Save"), front.theme, parent)
        self._front = front
        self._ending: Ending | None = None
        self._drafts: dict[str, dict[str, Any]] = {}
        self._kept: dict[str, Any] = {}
        self.handed_over, self.copy = QLabel(self), QPushButton(_("Copy summary") + f"  {SUMMARY_KEY}", self)
        self._ask()
        for name, entry in self.entries.items():
            entry.changed.connect(partial(self._touch, name))
            entry.finished.connect(self._keep)
        self.submitted.connect(self._save)
        self.copy.clicked.connect(self.copy_summary)
        shortcut = QShortcut(QKeySequence(SUMMARY_KEY), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.copy_summary)

    def open(self, ending: Ending) -> None:
        """Begin to wrap up a call; what was filled in before is there again."""
        self._keep()
        self._ending, call = ending, ending.call
        self._kept = dict(self._draft)
        self.head.show_title(_("Wrap-up"), ending.about)
        products = self._front.assistant.librarian.products(messages.language())
        self.entries["reason"].offer(ending.topics.reasons)  # type: ignore[attr-defined]
        self.entries["product"].offer([*ending.topics.products, *(one.title for one in products)])  # type: ignore[attr-defined]
        self.fill(self._known(ending) | self._draft)
        self._refresh()
        if not self._draft:
            self._front.clerk.ask(partial(wrapups.draft, call.id), partial(self._take_up, call.id))
        self.begin()

    def copy_summary(self) -> None:
        """Put the summary on the clipboard, without anything private."""
        QGuiApplication.clipboard().setText(clean(self.entries["summary"].value()))
        self._front.tell(_("Summary copied"))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Keep what was filled in."""
        super().hideEvent(event)
        self._keep()

    @property
    def _draft(self) -> dict[str, Any]:
        """What the agent filled in at this call."""
        return self._drafts.setdefault(self._ending.call.id, {}) if self._ending else {}

    def _ask(self) -> None:
        rules = self._front.rules.wrap_up
        self.add("outcome", word(Required.OUTCOME), self._choice(rules.outcomes))
        self.handed_over.setObjectName("muted")
        self.handed_over.setWordWrap(True)
        self.column.insertWidget(self.column.count() - 1, self.handed_over)
        self.add("customer", word(Required.CUSTOMER), TextEntry())
        self.add("reason", word(Required.REASON), TextEntry(_("Why did the customer call?")))
        self.add("product", word(Required.PRODUCT), TextEntry())
        self.add("offer_result", word(Required.OFFER_RESULT), self._choice(rules.offer_results))
        self.add("offer_reason", _("Why not?"), self._choice(rules.decline_reasons))
        self.add("promise", word(Required.FOLLOW_UP), TextEntry(_("What was promised?")))
        self.add("due", _("Until when?"), TextEntry(_("tomorrow 10:00, 3 working days")))
        self.add("csat", _("Satisfied, from 1 to 5? Enter skips."), ScaleEntry(*_MARKS))
        self.add("nps", _("Would recommend us, from 0 to 10? Enter skips."), ScaleEntry(*_RECOMMENDATION))
        kinds = ChoiceEntry([Option(kind, word(kind)) for kind in FeedbackKind])
        self.add("kind", _("Words for us? Enter skips."), kinds)
        self.add("words", _("As the customer said it"), LongEntry(rows=2))
        self.add("summary", _("Summary for the CRM"), LongEntry(rows=7))
        self.column.insertWidget(self.column.count() - 1, self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_entry("csat", rules.csat)
        self.show_entry("nps", rules.nps)

    def _choice(self, codes: Sequence[str]) -> ChoiceEntry:
        return ChoiceEntry([Option(code, code_word(code, self._front.rules)) for code in codes])

    def _known(self, ending: Ending) -> dict[str, Any]:
        """Return what can be told of a call without asking."""
        empty = {name: None if isinstance(entry, ChoiceEntry) else "" for name, entry in self.entries.items()}
        note = clean(ending.call.note, ending.call.kept)  # a promise is a part of it, which tells less of its secrets
        promise = promises.find(note, ending.ended, self._front.workdays)
        return empty | {
            "reason": next(iter(ending.topics.reasons), ""),
            "product": next(iter(ending.topics.products), ""),
            "offer_result": _DECLINED if ending.offer_refused else None,
            "promise": promise.words if promise else "",
            "due": summary.moment(promise.due) if promise and promise.due else "",
        }

    def _take_up(self, call: str, draft: dict[str, Any]) -> None:
        """Show what was filled in before a restart, unless the agent has begun anew."""
        if self._ending and self._ending.call.id == call and not self._draft:
            self._draft.update({name: value for name, value in draft.items() if name in self.entries})
            self._kept = dict(self._draft)
            self.fill(self._draft)
            self._refresh()

    def _touch(self, name: str) -> None:
        self._draft[name] = self.entries[name].value()
        if name != "summary":
            self._refresh()

    def _keep(self) -> None:
        """Have what was filled in written down, once an entry is left: a number is whole then."""
        if self._ending and self._draft != self._kept:
            self._kept = dict(self._draft)
            call = self._ending.call.id
            self._front.flow.record(partial(wrapups.keep_draft, call, datetime.now(UTC), self._kept))

    def _refresh(self) -> None:
        """Ask for what belongs to what is filled in, and compose the summary of it."""
        ending, values = self._ending, self.values()
        if ending is None:
            return
        required = self._required(values)
        when = self._due(values)
        until = _("Until {moment}").format(moment=labels.moment(when)) if when else _("Until when?")
        self.name_entry("due", until)
        self.require(required | ({"due"} if "promise" in required else set()))
        self.show_entry("customer", "customer" in required and not ending.call.name)
        self.show_entry("offer_result", bool(ending.offer))
        self.name_entry("offer_result", f"{word(Required.OFFER_RESULT)}: {ending.offer_title}")
        self.show_entry("offer_reason", bool(ending.offer) and values["offer_result"] == _DECLINED)
        self.show_entry("words", bool(values["kind"]))
        self._show_handover(ending, values["outcome"] == _HANDED_OVER)
        if "summary" not in self._draft:
            self.entries["summary"].show_value(self._compose(ending, values))

    def _show_handover(self, ending: Ending, is_asked: bool) -> None:
        told = _("Handed over to {unit}.").format(unit=ending.handed_over) if ending.handed_over else ""
        key = _("{key} hands it over and registers it.").format(key=HANDOVER_KEY) if is_asked else ""
        self.handed_over.setText(" ".join(filter(None, (told, key))))
        self.handed_over.setVisible(bool(told or key))

    def _required(self, values: Mapping[str, Any]) -> set[str]:
        """Return the entries that must be filled in with an outcome."""
        asked = self._front.rules.wrap_up.required_for(values["outcome"] or "")
        names = {_PLACES[what] for what in asked}
        return names if self._ending and self._ending.offer else names - {"offer_result"}

    def _due(self, values: Mapping[str, Any]) -> datetime | None:
        return promises.read_due(values["due"], self._ending.ended, self._front.workdays) if self._ending else None

    def _compose(self, ending: Ending, values: Mapping[str, Any]) -> str:
        record = ending.record(values, self._due(values))
        return summary.compose(record, self._wrap_up(ending, values), self._front.rules)

    def _problems_in(self, ending: Ending, values: Mapping[str, Any]) -> dict[str, str]:
        known = {**values, "customer": values["customer"] or ending.call.name}
        needed = dict.fromkeys(
            (name for name in self._required(values) if known[name] in {"", None}), _("Please fill this in.")
        )
        if (values["due"] or values["promise"]) and self._due(values) is None:
            needed["due"] = _("When? For example: tomorrow 10:00, or 3 working days.")
        if values["kind"] and not values["words"]:
            needed["words"] = _("What did the customer say?")
        return needed

    def _save(self) -> None:
        ending, values = self._ending, self.values()
        problems = self._problems_in(ending, values) if ending else {}
        self.complain(problems)
        if ending is None or problems:
            return
        values["summary"] = values["summary"] or self._compose(ending, values)
        call, flow = ending.call, self._front.flow
        job = partial(
            closing.save, self._wrap_up(ending, values), self._follow_up(ending, values), _said(ending, values)
        )
        self._drafts[call.id] = values
        self._keep()
        self._ending = None
        if values["customer"] and call is flow.call:
            flow.set_name(values["customer"])
        self.wrapped.emit(call.id, job)
        self.closed.emit()

    def _wrap_up(self, ending: Ending, values: Mapping[str, Any]) -> WrapUp:
        result = values["offer_result"] if ending.offer else None
        return WrapUp(
            call=ending.call.id,
            at=datetime.now(UTC),
            outcome=values["outcome"] or "",
            reason=values["reason"],
            product=values["product"],
            offer=ending.offer,
            offer_result=result or "",
            offer_reason=(values["offer_reason"] or "") if result == _DECLINED else "",
            csat=values["csat"],
            nps=values["nps"],
            summary=values["summary"],
        )

    def _follow_up(self, ending: Ending, values: Mapping[str, Any]) -> FollowUp | None:
        when, call = self._due(values), ending.call
        if when is None:
            return None
        return FollowUp(
            id=call.id,
            call=call.id,
            customer=call.customer,
            name=ending.customer,
            agent=call.agent,
            due=when,
            promise=values["promise"] or _("Call the customer back"),
            made=datetime.now(UTC),
        )


def _said(ending: Ending, values: Mapping[str, Any]) -> Feedback | None:
    if not values["kind"]:
        return None
    return Feedback(
        id=ending.call.id,
        call=ending.call.id,
        day=ending.ended.date(),
        kind=FeedbackKind(values["kind"]),
        product=values["product"],
        reason=values["reason"],
        words=values["words"],
        customer=ending.call.customer,
        agent=ending.call.agent,
    )
