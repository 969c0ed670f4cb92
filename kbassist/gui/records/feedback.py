"""The register of what customers say of products, month by month: never by agent."""

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, QDir, QLocale, QStandardPaths, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLabel, QVBoxLayout, QWidget

from kbassist import messages
from kbassist.desk import exports, feedback
from kbassist.desk.feedback import Feedback, FeedbackKind, FeedbackStatus, Group
from kbassist.desk.marks import Estimate
from kbassist.deskwords import word
from kbassist.gui import labels
from kbassist.gui.keys import EXPORT_KEY, OwnKey, OwnKeys
from kbassist.gui.records.entries import TextEntry
from kbassist.gui.records.front import Front
from kbassist.gui.records.registers import Register
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID
from kbassist.messages import _, plural


class FeedbackRegister(Register):
    """Lists each product and reason with its marks, and below it what customers said and what the unit answered."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with this month, and nothing read."""
        super().__init__(parent)
        self._front, self.month = front, date.today().replace(day=1)  # noqa: DTZ011 - the desk's own day
        self._said: dict[str, Feedback] = {}
        self.head, self.hint = QLabel(self), QLabel(_hint(), self)
        self.product, self.answer = TextEntry(_("Product, or empty for all")), TextEntry(_("Answer of the unit"))
        self.rows = RowList(_("Feedback"), front.theme, self)
        self._lay_out()
        self.product.changed.connect(self.show_again)
        self.product.finished.connect(self.rows.setFocus)
        self.answer.finished.connect(self._keep_answer)
        self.rows.itemActivated.connect(self._ask_answer)
        keys = [OwnKey(str(digit), partial(self._put, status)) for digit, status in enumerate(FeedbackStatus, 1)]
        OwnKeys(self.rows, [*keys, OwnKey("Left", partial(self.turn, -1)), OwnKey("Right", partial(self.turn, 1))])
        shortcut = QShortcut(QKeySequence(EXPORT_KEY), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.export)

    def show_again(self) -> None:
        """Read the month anew, and show it."""
        self.answer.hide()
        self._front.clerk.ask(partial(feedback.register, self.month, self.product.value()), self._show)

    def take_focus(self) -> None:
        """Take the keys, on the rows."""
        self.rows.setFocus()

    def turn(self, by: int) -> None:
        """Turn to a later month, or an earlier one."""
        months = self.month.year * 12 + self.month.month - 1 + by
        self.month = date(months // 12, months % 12 + 1, 1)
        self.show_again()

    def export(self) -> None:
        """Ask for a file, and write what the owning unit gets."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        proposed = QDir(folder).filePath(f"feedback-{self.month:%Y-%m}.csv")
        kinds = "CSV (*.csv);;JSON (*.json)"
        path, _kind = QFileDialog.getSaveFileName(self, _("Export feedback"), proposed, kinds)
        if path:
            job = partial(feedback.rows, self.month, self.product.value())
            self._front.clerk.ask(job, partial(self._write, Path(path)))

    def _write(self, path: Path, found: list[dict[str, str]]) -> None:
        is_json = path.suffix.lower() == ".json"
        try:
            exports.write(path, exports.as_json(found) if is_json else feedback.as_csv(found).encode())
        except OSError:
            self._front.tell(_("It could not be written there."))
        else:
            self._front.tell(_("Exported"))

    def _show(self, found: feedback.Register) -> None:
        chosen = self.rows.chosen
        self._said = {one.id: one for group in found.groups for one in group.said}
        rows = [row for group in found.groups for row in _rows(group)]
        self.rows.show_rows(rows)
        names = [row.name for row in rows]
        if chosen and chosen.name in names:
            self.rows.setCurrentRow(names.index(chosen.name))
        self.product.offer(found.products)
        month = QLocale(messages.language()).toString(QDate(self.month.year, self.month.month, 1), "MMMM yyyy")
        self.head.setText(" · ".join(filter(None, (f"‹  {month}  ›", "" if rows else _("nothing was said")))))

    def _chosen(self) -> Feedback | None:
        return self._said.get(self.rows.chosen.name) if self.rows.chosen else None

    def _put(self, status: FeedbackStatus) -> None:
        if one := self._chosen():
            self._note(one, status, one.answer)

    def _ask_answer(self) -> None:
        if one := self._chosen():
            self.answer.show_value(one.answer)
            self.answer.show()
            self.answer.setFocus()

    def _keep_answer(self) -> None:
        if one := self._chosen():
            self._note(one, one.status, self.answer.value())
        self.rows.setFocus()

    def _note(self, one: Feedback, status: FeedbackStatus, words: str) -> None:
        agent = self._front.flow.call.agent
        job = partial(feedback.answer, one.id, status, words, datetime.now(UTC), agent)
        self._front.clerk.ask(job, lambda _nothing: self.show_again())

    def _lay_out(self) -> None:
        self.setFocusProxy(self.rows)
        self.head.setObjectName("registerWords")
        self.hint.setObjectName("muted")
        self.hint.setWordWrap(True)
        self.product.name_it(_("Product"))
        self.answer.name_it(_("Answer of the unit"))
        inner = QVBoxLayout()
        inner.setContentsMargins(2 * GRID, 0, 2 * GRID, GRID)
        inner.addWidget(self.head)
        inner.addSpacing(GRID // 2)
        inner.addWidget(self.product)
        below = QVBoxLayout()
        below.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        below.addWidget(self.answer)
        below.addWidget(self.hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(inner)
        column.addWidget(self.rows, 1)
        column.addLayout(below)


def _hint() -> str:
    statuses = " · ".join(f"{digit} {word(status).lower()}" for digit, status in enumerate(FeedbackStatus, 1))
    words = _("← → other month · {statuses} · Enter: answer · {key}: export")
    return words.format(statuses=statuses, key=EXPORT_KEY)


def _rows(group: Group) -> list[TextRow]:
    title = " · ".join((group.product or _("No product"), group.reason or _("no reason")))
    counts = [_count(kind, group.count(kind)) for kind in FeedbackKind if group.count(kind)]
    told = [*counts, *_marks(group)]
    return [TextRow(title, " · ".join(told), is_head=True), *map(_row, group.said)]


def _row(one: Feedback) -> TextRow:
    answer = _("answer: {words}").format(words=one.answer) if one.answer else ""
    told = (word(one.status), word(one.kind).lower(), labels.short_day(one.day), answer)
    return TextRow(f"“{one.words}”", " · ".join(filter(None, told)), name=one.id)


def _count(kind: FeedbackKind, count: int) -> str:
    match kind:
        case FeedbackKind.SUGGESTION:
            words = plural("{count} suggestion", "{count} suggestions", count)
        case FeedbackKind.COMPLAINT:
            words = plural("{count} complaint", "{count} complaints", count)
        case FeedbackKind.PRAISE:
            words = plural("{count} word of praise", "{count} words of praise", count)
    return words.format(count=count)


def _marks(group: Group) -> list[str]:
    """Return the marks of a group with their intervals, of which a few answers tell little."""
    told = []
    if group.csat:
        words = _("{share} % satisfied ({low}–{high} %, n {count})")
        told.append(words.format(share=_figure(group.csat.value), **_interval(group.csat)))
    if group.nps:
        words = _("NPS {score} ({low} to {high}, n {count})")
        told.append(words.format(score=_figure(group.nps.value), **_interval(group.nps)))
    return told


def _interval(estimate: Estimate) -> dict[str, str]:
    return {"low": _figure(estimate.low), "high": _figure(estimate.high), "count": str(estimate.answers)}


def _figure(value: float) -> str:
    return labels.number(round(value) + 0.0, 0)
