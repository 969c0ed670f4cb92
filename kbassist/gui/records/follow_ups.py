"""The register of promises: late ones first, then those of today, then later ones."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, QStandardPaths, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from kbassist import deskwords, moments, shift
from kbassist.desk import follow_ups, steps
from kbassist.desk import shift as tables
from kbassist.desk.follow_ups import FollowUp, Turn, Whom
from kbassist.desk.steps import Step
from kbassist.gui.keys import COPY_KEY, PDF_KEY, PRINT_KEY
from kbassist.gui.records.flowing import FlowingLayout
from kbassist.gui.records.front import Front
from kbassist.gui.records.promise import PromisePage
from kbassist.gui.records.registers import Register
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID, LIGHT
from kbassist.messages import _

if TYPE_CHECKING:
    from kbassist.desk.shift import Shift
    from kbassist.gui.reading.paper import Paper

SIGNS = {Turn.LATE: "!!", Turn.TODAY: "!", Turn.LATER: "", Turn.WAITING: "…"}
_DUE_SOON = timedelta(days=1)


class FollowUpsRegister(Register):
    """Lists what is promised; Enter opens a promise, and keys hand all that is left over to the next shift."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with nothing read."""
        super().__init__(parent)
        self._front = front
        self._listed: list[FollowUp] = []
        self.message = QLabel(self)
        self.message.setObjectName("muted")
        self.message.setWordWrap(True)
        self.rows = RowList(_("Follow-ups"), front.theme, self)
        self.page = PromisePage(front, self)
        self._foot = QWidget(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.rows.itemActivated.connect(self._open_chosen)
        self.page.closed.connect(self._return)

    def show_again(self) -> None:
        """Read what is promised anew, and show the list; a promise that is being worked on stays in front."""
        self._front.clerk.ask(follow_ups.to_do, self._show)

    def take_focus(self) -> None:
        """Take the keys, on the rows or the promise that is open."""
        if self._stack.currentWidget() is not self.page:
            self.rows.setFocus()

    def copy_shift(self) -> None:
        """Put all that is left on the clipboard, for the next shift."""
        self._hand_over(self._copy)

    def print_shift(self) -> None:
        """Ask for a printer, and print all that is left."""
        self._hand_over(self._print)

    def save_shift(self) -> None:
        """Ask for a file, and write all that is left as PDF."""
        self._hand_over(self._save)

    def _hand_over(self, then: Callable[[Shift], None]) -> None:
        until = self._front.workdays.add(_now().date(), 1)
        self._front.clerk.ask(partial(tables.read, until), then)

    def _copy(self, left: Shift) -> None:
        QGuiApplication.clipboard().setText(shift.text(left, _now()))
        self._front.tell(_("The hand-over is copied"))

    def _print(self, left: Shift) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # noqa: PLC0415 - few ever print

        from kbassist.gui.reading.paper import set_up  # noqa: PLC0415

        printer = QPrinter()
        set_up(printer)
        dialog = QPrintDialog(printer, self)
        if dialog.exec():
            self.paper(left).print_(printer)
            self._front.tell(_("Sent to the printer"))

    def _save(self, left: Shift) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = QDir(folder).filePath(_("hand-over") + f"-{_now():%Y-%m-%d-%H%M}.pdf")
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as PDF"), proposed, "PDF (*.pdf)")
        if path:
            saved = self.paper(left).save_pdf(Path(path))
            self._front.tell(_("PDF saved") if saved else _("The PDF could not be saved there"))

    def paper(self, left: Shift) -> Paper:
        """Return the hand-over set for paper."""
        from kbassist.gui.reading.paper import Paper  # noqa: PLC0415

        now, style = _now(), self._front.theme.fill("article.css", LIGHT)
        return Paper(shift.title(now), self._front.agent, shift.html(left, now), style, _no_image)

    def _show(self, found: list[FollowUp]) -> None:
        now = _now()
        order = list(Turn)
        chosen = self.rows.chosen
        self._listed = sorted(found, key=lambda each: (order.index(each.turn(now)), each.due))
        self.rows.show_rows([_row(each, now) for each in self._listed])
        names = [each.id for each in self._listed]
        if chosen and chosen.name in names:
            self.rows.setCurrentRow(names.index(chosen.name))
        self.message.setText(_summary(self._listed, now))

    def _return(self) -> None:
        self._stack.setCurrentIndex(0)
        self.rows.setFocus()
        self.show_again()

    def _open_chosen(self) -> None:
        self._front.clerk.ask(partial(_read, self._listed[self.rows.currentRow()]), self._open)

    def _open(self, found: tuple[FollowUp | None, Whom, list[Step]]) -> None:
        shown, whom, history = found
        if shown:
            self._stack.setCurrentWidget(self.page)
            self.page.open(shown, whom, history)
        else:
            self.show_again()

    def _lay_out(self) -> None:
        listed = QWidget(self)
        inner = QVBoxLayout(listed)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        foot = FlowingLayout(self._foot)
        for widget, stretch in ((self.message, 0), (self.rows, 1), (self._foot, 0)):
            margin = 0 if widget is self.rows else 2 * GRID
            around = QVBoxLayout()
            around.setContentsMargins(margin, 0, margin, GRID)
            around.addWidget(widget)
            inner.addLayout(around, stretch)
        for words, key, act in (
            (_("Copy the hand-over"), COPY_KEY, self.copy_shift),
            (_("Print"), PRINT_KEY, self.print_shift),
            (_("Save as PDF"), PDF_KEY, self.save_shift),
        ):
            button = QPushButton(f"{words}  {key}", self._foot)
            button.setObjectName("quietButton")
            button.clicked.connect(act)
            foot.addWidget(button)
            shortcut = QShortcut(QKeySequence(key), listed)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self._stack.addWidget(listed)
        self._stack.addWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)


def _read(shown: FollowUp) -> tuple[FollowUp | None, Whom, list[Step]]:
    return follow_ups.find(shown.id), follow_ups.whom(shown), steps.of(shown.id)


def _row(each: FollowUp, now: datetime) -> TextRow:
    turn = each.turn(now)
    who = " · ".join(filter(None, (each.name, each.agent)))
    when = moments.near(each.due, now)
    if turn is Turn.LATE:
        when = f"{deskwords.word(turn)} · {when}"
    elif turn is Turn.WAITING:
        when = deskwords.word(turn)
    return TextRow(each.promise, f"{when}\n{who}" if who else when, SIGNS[turn], each.id)


def _summary(listed: list[FollowUp], now: datetime) -> str:
    if not listed:
        return _("No promises are open. One is made with {key}.").format(key="Ctrl+Shift+F")
    turns = [each.turn(now) for each in listed]
    words = (f"{turns.count(turn)} {deskwords.word(turn).lower()}" for turn in Turn if turn in turns)
    return " · ".join(words)


def _no_image(_kind: int, _name: QUrl) -> None:
    """Load nothing: a hand-over has no images."""


def _now() -> datetime:
    return datetime.now().astimezone()
