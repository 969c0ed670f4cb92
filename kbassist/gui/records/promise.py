"""One promise of the register: what became of it, its history, and words for the customer."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kbassist import deskwords, messages, moments, outreach
from kbassist.content.plain import plain
from kbassist.desk import follow_ups
from kbassist.desk.follow_ups import FollowUp, Status, Whom
from kbassist.desk.steps import Step
from kbassist.gui.choice import Option
from kbassist.gui.keys import BACK_KEY, BACK_SIGN, COPY_KEY
from kbassist.gui.records.entries import ChoiceEntry, TextEntry
from kbassist.gui.records.follow_up import Reading
from kbassist.gui.records.front import Front
from kbassist.gui.records.page import EntryPage
from kbassist.messages import _, in_context


class What(StrEnum):
    """What can be said of a promise."""

    DONE = "done"
    CONFIRMED = "confirmed"
    MOVED = "moved"


_STATUS = {What.DONE: Status.DONE, What.CONFIRMED: Status.CLOSED}


class PromisePage(EntryPage):
    """Shows a promise and asks what became of it; `closed` leads back to the list."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with none."""
        super().__init__("", in_context("button", "Record"), front.theme, parent)
        self._front = front
        self._shown: FollowUp | None = None
        self._saving: FollowUp | None = None
        self._whom = Whom()
        self.state, self.history = _quiet_label(self), _quiet_label(self)
        self.copy = QPushButton(_("Copy a message") + f"  {COPY_KEY}", self)
        self.copy.setObjectName("quietButton")
        options = (
            Option(What.DONE, in_context("promise", "Done")),
            Option(What.CONFIRMED, _("Confirmed by the customer")),
            Option(What.MOVED, _("Another time")),
        )
        self.what = self.add("what", _("What became of it"), ChoiceEntry(options), required=True)
        self.due = self.add("due", _("By when"), TextEntry(_("for example: tomorrow 10, 3 working days")))
        self.reading = Reading(self.due, front, self)
        self.column.insertWidget(self.column.count() - 1, self.reading)
        self.words = self.add("words", _("About it"), TextEntry())
        self.column.insertWidget(0, self.state)
        self.column.insertWidget(self.column.count() - 1, self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.insertWidget(self.column.count() - 1, self.history)
        self.what.changed.connect(self._follow)
        self.copy.clicked.connect(self.copy_message)
        self.submitted.connect(self._submit)
        front.clerk.failed.connect(self._stay)
        for key, act in ((BACK_KEY, self.closed.emit), (COPY_KEY, self.copy_message)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    @property
    def is_touched(self) -> bool:
        """Whether something was chosen that is not recorded yet."""
        return self._shown is not None and self.what.value() is not None

    def open(self, shown: FollowUp, whom: Whom, history: list[Step]) -> None:
        """Show a promise as it stands."""
        now = _now()
        self._shown, self._whom = shown, whom
        self.head.show_title(shown.promise, _("{key}: back to the list").format(key=BACK_SIGN))
        when = moments.moment(shown.due, now)
        self.state.setText(" · ".join(filter(None, (deskwords.word(shown.turn(now)), when, shown.name, shown.agent))))
        self.history.setText("\n".join((_("History"), *(_step(step, now) for step in history))))
        self.fill({"what": None, "due": "", "words": ""})
        self._follow()
        self.begin()

    def copy_message(self) -> None:
        """Put a message for the customer on the clipboard."""
        lang = messages.language()
        wording = self._wording(self._whom.lang or lang)
        news = outreach.news(wording, self._whom, lang) if wording else ""
        QGuiApplication.clipboard().setText(news or outreach.call_back(self._whom, _now(), lang))
        self._front.tell(_("The message is copied"))

    def _wording(self, lang: str) -> str:
        """Return the ready line of the bulletin that asked for it, if that is in force."""
        name = self._shown.bulletin if self._shown else ""
        in_force = self._front.assistant.librarian.bulletins(lang, _now().date()) if name else ()
        lines = next((each.lines for each in in_force if each.id == name), ())
        return plain(lines[0].text) if lines else ""

    def _follow(self) -> None:
        is_moved = self.what.value() is What.MOVED
        self.show_entry("due", is_moved)
        self.reading.follow()
        self.reading.setVisible(is_moved and bool(self.reading.text()))
        self.words.field.setPlaceholderText(_("the reason") if is_moved else "")

    def _submit(self) -> None:
        shown, what, words, due = self._shown, self.what.value(), self.words.value(), self.reading.due
        problems = {}
        if what is None:
            problems["what"] = _("Please choose what became of it.")
        if what is What.MOVED and due is None:
            problems["due"] = _("Please say by when, as a time that lies ahead.")
        if what is What.MOVED and not words:
            problems["words"] = _("Please give the reason.")
        self.complain(problems)
        if shown is None or problems:
            return
        self._shown, self._saving = None, shown
        agent, now = self._front.agent, _now()
        job: Callable[[], None]
        if what is What.MOVED and due:
            job = partial(follow_ups.move, shown.id, due, now, agent, words)
        else:
            job = partial(follow_ups.change, shown.id, _STATUS[what], now, agent, words)
        self._front.clerk.ask(job, self._recorded)

    def _recorded(self, _nothing: None) -> None:
        self._saving = None
        self._front.tell(_("Recorded"))
        self.closed.emit()

    def _stay(self) -> None:
        """Go on with a promise that could not be recorded."""
        if self._saving:
            self._shown, self._saving = self._saving, None


def _step(step: Step, now: datetime) -> str:
    what = deskwords.word(Status(step.status))
    return " · ".join(filter(None, (moments.moment(step.at, now), what, step.words, step.agent)))


def _quiet_label(parent: QWidget) -> QLabel:
    label = QLabel(parent)
    label.setObjectName("muted")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _now() -> datetime:
    return datetime.now().astimezone()
