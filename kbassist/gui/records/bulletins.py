"""Bulletins in force, the past calls that each touches, and a message ready for each customer."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from kbassist import bulletins, deskwords, moments
from kbassist.bulletins import News, Touched
from kbassist.content.model import Article
from kbassist.desk import follow_ups
from kbassist.desk.outbound import Bar
from kbassist.gui import labels
from kbassist.gui.keys import BULLETINS_KEY, COPY_KEY, SAVE_KEY
from kbassist.gui.records.flowing import FlowingLayout
from kbassist.gui.records.front import Front
from kbassist.gui.records.registers import Register
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID
from kbassist.messages import LANGUAGES, _, language, plural

_ON_LIST_SIGN = "✓"
_OF_CUSTOMER = {Bar.NO_CONSENT, Bar.WITHDRAWN}


class BulletinsRegister(Register):
    """Shows whom a bulletin touches: one key copies a customer's message, one makes a promise for each of them.

    `submitted` asks for the latter.
    """

    submitted = Signal()

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with no bulletin."""
        super().__init__(parent)
        self._front = front
        self._shown: tuple[Article, ...] = ()
        self._at = 0
        self._news: News | None = None
        self._touched: list[Touched] = []
        self.message = QLabel(self)
        self.message.setObjectName("muted")
        self.message.setWordWrap(True)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.other = QPushButton(self)
        self.make = QPushButton(self)
        self.make.setObjectName("save")
        self.copy = QPushButton(_("Copy the message") + f"  {COPY_KEY}", self)
        for button in (self.other, self.copy):
            button.setObjectName("quietButton")
        self.rows = RowList(_("Whom the bulletin touches"), front.theme, self)
        self._lay_out()
        for button in (self.make, self.copy, self.other):
            button.hide()

    def show_again(self) -> None:
        """Look for the bulletins in force, and for whom the one in front touches."""
        before = self._news.name if self._news else ""
        self._shown = tuple(
            each for each in self._front.assistant.librarian.bulletins(language(), _now().date()) if each.lines
        )
        names = [each.id for each in self._shown]
        self._at = names.index(before) if before in names else 0
        self._look()

    def take_focus(self) -> None:
        """Take the keys, on the rows."""
        self.rows.setFocus()

    def next_bulletin(self) -> None:
        """Turn to the next bulletin in force, or the first."""
        if self._shown:
            self._at = (self._at + 1) % len(self._shown)
            self._look()

    def copy_message(self) -> None:
        """Put the message for the chosen customer on the clipboard."""
        if 0 <= self.rows.currentRow() < len(self._touched):
            QGuiApplication.clipboard().setText(self._touched[self.rows.currentRow()].message)
            self._front.tell(_("The message is copied"))

    def make_promises(self) -> None:
        """Put everyone who is to be told on the list of promises, each once."""
        if self._news and self.make.isVisible():
            made = bulletins.promises(self._news, self._touched, _now(), self._front.agent)
            self._front.clerk.ask(partial(follow_ups.save_once, made), self._tell_made)

    def _tell_made(self, count: int) -> None:
        words = plural("{count} follow-up made", "{count} follow-ups made", count)
        self._front.tell(words.format(count=count))
        self._look()

    def _look(self) -> None:
        self.other.setVisible(len(self._shown) > 1)
        self.other.setText(_("Next of {count}").format(count=len(self._shown)) + f"  {BULLETINS_KEY}")
        if not self._shown:
            self._news = None
            self._show([])
            return
        article, librarian, today = self._shown[self._at], self._front.assistant.librarian, _now().date()
        every = (each for lang in LANGUAGES for each in librarian.bulletins(lang, today) if each.id == article.id)
        others = {each.lang: each for each in every if each.lang != article.lang}
        self._news = bulletins.news((article, *others.values()))
        front, now = self._front, _now()
        match = partial(bulletins.find, self._news, now, language(), front.rules.outbound, front.workdays)
        front.clerk.work(partial(bulletins.read, self._news.name, now), match, partial(self._show_of, self._news))

    def _show_of(self, asked: News, touched: list[Touched]) -> None:
        if asked is self._news:
            self._show(touched)

    def _show(self, touched: list[Touched]) -> None:
        now, at = _now(), self.rows.currentRow()
        self._touched = touched
        self.rows.show_rows([_row(each, now) for each in touched])
        self.rows.setCurrentRow(min(max(at, 0), len(touched) - 1))
        wanted = sum(each.is_wanted for each in touched)
        self.make.setText(
            plural("Call {count} customer", "Call {count} customers", wanted).format(count=wanted) + f"  {SAVE_KEY}"
        )
        self.make.setVisible(wanted > 0)
        self.copy.setVisible(bool(touched))
        about = _about(self._shown[self._at], touched, now) if self._shown else _("No bulletin is in force.")
        self.message.setText(about)

    def _lay_out(self) -> None:
        foot = QWidget(self)
        flow = FlowingLayout(foot)
        acts: tuple[tuple[QPushButton, str, Callable[[], None]], ...] = (
            (self.make, "", self.submitted.emit),
            (self.copy, COPY_KEY, self.copy_message),
            (self.other, "", self.next_bulletin),
        )
        for button, key, act in acts:
            button.clicked.connect(act)
            flow.addWidget(button)
            if key:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(act)
        self.submitted.connect(self.make_promises)
        self.rows.itemActivated.connect(self.copy_message)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.message, 0), (self.rows, 1), (foot, 0)):
            margin = 0 if widget is self.rows else 2 * GRID
            around = QVBoxLayout()
            around.setContentsMargins(margin, 0, margin, GRID)
            around.addWidget(widget)
            column.addLayout(around, stretch)


def _row(each: Touched, now: datetime) -> TextRow:
    who = each.call.name or _("Name not known")
    title = f"{who} · {moments.day(each.call.started.astimezone(now.tzinfo).date(), now.date())}"
    bars = " ".join(deskwords.word(bar) for bar in each.permission.bars if bar in _OF_CUSTOMER)
    state = _("On the list.") if each.is_made else bars
    return TextRow(title, "\n".join(filter(None, (each.message, state))), _ON_LIST_SIGN if each.is_made else "")


def _about(article: Article, touched: list[Touched], now: datetime) -> str:
    until = _("until {day}").format(day=labels.day(article.valid_until)) if article.valid_until else ""
    count = len(touched)
    found = plural(
        "{count} call of the last {days} days is touched by it.",
        "{count} calls of the last {days} days are touched by it.",
        count,
    ).format(count=count, days=bulletins.DAYS)
    nobody = _("It touches no call of the last {days} days.").format(days=bulletins.DAYS)
    rows = [" · ".join(filter(None, (article.title, until))), found if count else nobody]
    opens = max((each.opens for each in touched), default=now)
    if opens > now:
        rows.append(_("Calls are allowed from {moment} on.").format(moment=moments.near(opens, now)))
    return "\n".join(rows)


def _now() -> datetime:
    return datetime.now().astimezone()
