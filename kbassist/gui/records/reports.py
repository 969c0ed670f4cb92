"""The register of what agents say is wrong or out of date in articles, for those who write them."""

from __future__ import annotations

import textwrap
from datetime import UTC, datetime
from functools import partial
from itertools import groupby

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kbassist import moments
from kbassist.content.plain import plain
from kbassist.desk import reports
from kbassist.desk.reports import Report, ReportStatus
from kbassist.deskwords import word
from kbassist.gui.keys import SAVE_KEY, SAVE_KEYS, OwnKey, OwnKeys
from kbassist.gui.records.entries import TextEntry
from kbassist.gui.records.front import Front
from kbassist.gui.records.registers import Register
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID
from kbassist.messages import _, plural

_WORDING = 160  # characters


class ReportsRegister(Register):
    """Lists reports by article; Enter opens the article, one key says what came of a report or takes it up again."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with what is open, and nothing read."""
        super().__init__(parent)
        self._front, self.status = front, ReportStatus.OPEN
        self._listed: dict[str, Report] = {}
        self._answered = ""
        self.head, self.hint = QLabel(self), QLabel(self)
        self.rows = RowList(_("Reports"), front.theme, self)
        self.answer = TextEntry(_("What came of it, in a few words"))
        self._lay_out()
        self.rows.itemActivated.connect(self._open)
        self.answer.finished.connect(self._finish)
        OwnKeys(
            self.rows,
            [
                OwnKey("Left", partial(self.turn, ReportStatus.OPEN)),
                OwnKey("Right", partial(self.turn, ReportStatus.DONE)),
                *(OwnKey(key, self._move) for key in SAVE_KEYS),
            ],
        )
        OwnKeys(
            self.answer,
            [OwnKey("Esc", self._leave_answer), *(OwnKey(key, self._finish) for key in SAVE_KEYS)],
        )

    def show_again(self) -> None:
        """Read the reports anew; while one is being answered they stay."""
        if self.answer.isHidden():
            self._front.clerk.ask(partial(reports.find, self.status), self._show)

    def take_focus(self) -> None:
        """Take the keys, on the rows or the answer that is being written."""
        (self.rows if self.answer.isHidden() else self.answer).setFocus()

    def turn(self, status: ReportStatus) -> None:
        """Show the reports that are open, or those that are done."""
        self.status = status
        self.show_again()

    def _show(self, found: list[Report]) -> None:
        chosen = self.rows.chosen
        self._listed = {report.id: report for report in found}
        rows = [
            row
            for (article, lang), said in groupby(found, key=lambda report: (report.article, report.lang))
            for row in (self._head_row(article, lang), *map(_row, said))
        ]
        self.rows.show_rows(rows)
        names = [row.name for row in rows]
        if chosen and chosen.name in names:
            self.rows.setCurrentRow(names.index(chosen.name))
        self.head.setText(_summary(self.status, len(found)))
        self.hint.setText(_hint(self.status))

    def _head_row(self, article: str, lang: str) -> TextRow:
        title = self._front.assistant.librarian.title_of(article, lang) or article
        return TextRow(f"{title} · {lang.upper()}", is_head=True)

    def _chosen(self) -> Report | None:
        return self._listed.get(self.rows.chosen.name) if self.rows.chosen else None

    def _open(self) -> None:
        if report := self._chosen():
            self._front.read(report.article, report.lang, report.place)

    def _move(self) -> None:
        """Ask what came of the report that is chosen; one that is done is taken up again."""
        report = self._chosen()
        if report is None:
            return
        if report.status is ReportStatus.DONE:
            self._keep(report.id, ReportStatus.OPEN, "")
            return
        self._answered = report.id
        self.answer.show_value("")
        self.answer.show()
        self.answer.setFocus()

    def _finish(self) -> None:
        self._keep(self._answered, ReportStatus.DONE, self.answer.value())

    def _keep(self, report: str, status: ReportStatus, words: str) -> None:
        job = partial(reports.move, report, status, words, datetime.now(UTC), self._front.agent)
        self._front.clerk.ask(job, lambda _nothing: self._leave_answer())

    def _leave_answer(self) -> None:
        self.answer.hide()
        self.rows.setFocus()
        self.show_again()

    def _lay_out(self) -> None:
        self.setFocusProxy(self.rows)
        self.head.setObjectName("registerWords")
        self.hint.setObjectName("muted")
        self.hint.setWordWrap(True)
        self.answer.name_it(_("What came of it"))
        self.answer.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, GRID)
        column.setSpacing(0)
        for widget, stretch in ((self.head, 0), (self.rows, 1), (self.answer, 0), (self.hint, 0)):
            around = QVBoxLayout()
            margin = 0 if widget is self.rows else 2 * GRID
            around.setContentsMargins(margin, 0, margin, GRID // 2)
            around.addWidget(widget)
            column.addLayout(around, stretch)


def _summary(status: ReportStatus, count: int) -> str:
    if status is ReportStatus.OPEN:
        words = plural("{count} report is open", "{count} reports are open", count)
        return f"{words.format(count=count)}  ›" if count else _("No report is open.") + "  ›"
    words = plural("{count} report is done", "{count} reports are done", count)
    return f"‹  {words.format(count=count)}"


def _hint(status: ReportStatus) -> str:
    if status is ReportStatus.OPEN:
        return _("Enter: open the article · {key}: done · →: those that are done").format(key=SAVE_KEY)
    return _("Enter: open the article · {key}: take it up again · ←: those that are open").format(key=SAVE_KEY)


def _row(report: Report) -> TextRow:
    title = ": ".join(filter(None, (word(report.flaw), report.words)))
    wording = textwrap.shorten(plain(report.wording), _WORDING, placeholder=" …")
    who = " · ".join(filter(None, (moments.near(report.made, datetime.now().astimezone()), report.agent)))
    answer = "→ " + " · ".join(filter(None, (report.answer or word(report.status), report.editor)))
    below = (f"“{wording}”" if wording else "", who, answer if report.status is ReportStatus.DONE else "")
    return TextRow(title, "\n".join(filter(None, below)), name=report.id)
