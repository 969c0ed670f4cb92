"""One complaint of the register: how it stands, what can be done with it, and its history."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from kbassist import deskwords, handover
from kbassist.desk import complaints
from kbassist.desk.clock import Clock, ClockState
from kbassist.desk.complaints import Action, Complaint, NotNowError, Status
from kbassist.desk.rules import Rules
from kbassist.desk.steps import Step
from kbassist.desk.workdays import Workdays
from kbassist.gui.choice import Option
from kbassist.gui.keys import BACK_KEY, BACK_SIGN
from kbassist.gui.records.entries import ChoiceEntry, LongEntry
from kbassist.gui.records.front import Front
from kbassist.gui.records.linepage import ToSay
from kbassist.gui.records.page import EntryPage
from kbassist.gui.theme import GRID
from kbassist.messages import _, in_context, plural
from kbassist.text.privacy import clean

SIGNS = {ClockState.IN_TIME: "✓", ClockState.WAITING: "…", ClockState.DUE_TODAY: "!", ClockState.LATE: "!!"}
_STATUSES = {status.value for status in Status} - {action.value for action in Action}


class ComplaintPage(EntryPage):
    """Shows a complaint and asks what was done; `closed` leads back to the list."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with none."""
        super().__init__("", in_context("button", "Record"), front.theme, parent)
        self._front = front
        self._complaint: Complaint | None = None
        self._saving: Complaint | None = None
        self.state, self.say = _label("", "state"), ToSay(self)
        self._facts = QWidget(self)
        self.column.insertWidget(0, self.state)
        self.action = self.add("action", _("What was done"), ChoiceEntry(()), required=True)
        self.column.insertWidget(self.column.count() - 1, self.say)
        self.words = self.add("words", _("About it"), LongEntry(rows=2))
        self.column.insertWidget(self.column.count() - 1, self._facts)
        self.action.changed.connect(self._take_action)
        self.words.changed.connect(self._follow)
        self.submitted.connect(self._submit)
        front.clerk.failed.connect(self._fail)
        back = QShortcut(QKeySequence(BACK_KEY), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self.closed)

    @property
    def is_touched(self) -> bool:
        """Whether something was chosen or written that is not recorded yet."""
        return self._complaint is not None and self.action.value() is not None

    def open(self, complaint: Complaint, history: list[Step]) -> None:
        """Show a complaint as it stands today."""
        front, today = self._front, _now().date()
        clock = complaints.read_clock(complaint, today, front.rules, front.workdays)
        self._complaint = complaint
        self.head.show_title(complaint.number, _("{key}: back to the list").format(key=BACK_SIGN))
        stands = f"{SIGNS[clock.state]} {state_words(clock)}" if complaint.is_open else deskwords.word(complaint.status)
        self.state.setText("\n".join((stands, *_notices(complaint, clock, front.rules))))
        self.action.offer([Option(each, deskwords.word(each)) for each in complaints.actions(complaint, clock)])
        self._take_action()
        facts = _table([*_facts(complaint, front), *_history(history)], self)
        self.column.replaceWidget(self._facts, facts)
        self._facts.deleteLater()
        self._facts = facts
        self.begin()

    def _take_action(self) -> None:
        complaint, action = self._complaint, self.action.value()
        asked = ", ".join(complaint.documents) if complaint and action is Action.ASK_DOCUMENTS else ""
        self.words.show_value(asked)
        self.words.field.moveCursor(QTextCursor.MoveOperation.End)
        needed = _("how and when the customer was told") if action is Action.EXTEND else ""
        self.words.field.setPlaceholderText(needed)
        self._follow()

    def _follow(self) -> None:
        """Show what the customer is told with what is chosen."""
        self.say.put(self._said())

    def _said(self) -> str:
        complaint, action, front = self._complaint, self.action.value(), self._front
        if complaint is None or action is None:
            return ""
        if action is Action.ASK_DOCUMENTS:
            complaint = replace(complaint, documents=tuple(filter(None, [self.words.value()])))
        day = complaints.foresee(complaint, action, _now().date(), front.rules, front.workdays)
        return handover.to_say(action, complaint, day, front.rules.complaints)

    def _submit(self) -> None:
        complaint, action, words, said = self._complaint, self.action.value(), self.words.value(), self._said()
        if complaint is None:
            return
        if action is None:
            self.complain({"action": _("Please choose what was done.")})
        elif action is Action.EXTEND and not words:
            self.complain({"words": _("An extension counts only once the customer was told. Please say how and when.")})
        else:
            front, self._saving, self._complaint = self._front, complaint, None
            job = partial(_act, complaint.id, action, words, front.agent, front.rules, front.workdays)
            front.clerk.ask(job, partial(self._recorded, said))

    def _recorded(self, said: str, is_done: bool) -> None:
        self._saving = None
        if is_done and said:
            QGuiApplication.clipboard().setText(clean(said))
        done = _("Recorded, the words for the customer are copied") if said else _("Recorded")
        self._front.tell(done if is_done else _("Another was quicker: look at it again"))
        self.closed.emit()

    def _fail(self) -> None:
        if self._saving:
            self._complaint, self._saving = self._saving, None


def state_words(clock: Clock, day: Callable[[date], str] = deskwords.day) -> str:
    """Return in words how an open complaint stands, and by when it is answered; `day` writes the day."""
    if clock.state is ClockState.LATE:
        late = plural("{count} working day late", "{count} working days late", -clock.days_left)
        stands = late.format(count=-clock.days_left)
    else:
        stands = deskwords.word(clock.state)
    return _("{state}, by {day}").format(state=stands, day=day(clock.due))


def _notices(complaint: Complaint, clock: Clock, rules: Rules) -> Iterator[str]:
    if not complaint.is_open:
        return
    if clock.documents_due:
        waits = _("Documents by {day}; they are late") if clock.documents_late else _("Documents by {day}")
        yield waits.format(day=deskwords.day(clock.documents_due))
    if not clock.is_certain:
        yield deskwords.calendar_ends(deskwords.day(rules.calendar.until))


def _facts(complaint: Complaint, front: Front) -> Iterator[tuple[str, str]]:
    yield _("Customer"), complaint.name
    yield _("Filed"), f"{deskwords.word(complaint.filing)}, {deskwords.day(complaint.opened)}"
    yield _("Days"), days_words(front.rules)
    yield _("Unit"), complaint.unit
    yield _("Product"), complaint.product
    yield _("Reason"), complaint.reason
    yield _("In the customer's words"), complaint.words
    yield _("Hand-over text"), complaint.handover


def days_words(rules: Rules) -> str:
    """Return how many working days there are, and which rule says so."""
    words = _("{source}: spoken {spoken}, written {written}, extended {extension} more working days")
    days = rules.complaints
    return words.format(source=days.source, spoken=days.spoken, written=days.written, extension=days.extension)


def _history(history: list[Step]) -> Iterator[tuple[str, str]]:
    for at, step in enumerate(history):
        what = deskwords.word(Status(step.status) if step.status in _STATUSES else Action(step.status))
        who = " · ".join(filter(None, (what, step.agent, step.words)))
        yield _("History") if at == 0 else "", f"{deskwords.day(step.at.astimezone().date())}\n{who}"


def _table(rows: list[tuple[str, str]], parent: QWidget) -> QWidget:
    made = QWidget(parent)
    grid = QGridLayout(made)
    grid.setContentsMargins(0, GRID, 0, 0)
    grid.setHorizontalSpacing(2 * GRID)
    grid.setColumnStretch(1, 1)
    for row, (name, words) in enumerate(filter(lambda row: row[1], rows)):
        grid.addWidget(_label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(_label(words, "fact"), row, 1)
    return made


def _label(words: str, name: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _now() -> datetime:
    return datetime.now().astimezone()


def _act(complaint_id: str, action: Action, words: str, agent: str, rules: Rules, workdays: Workdays) -> bool:
    try:
        complaints.act(complaint_id, action, words, agent=agent, now=_now(), rules=rules, workdays=workdays)
    except NotNowError:
        return False
    return True
