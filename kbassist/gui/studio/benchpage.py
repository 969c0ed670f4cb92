"""The bench: a note is typed, and what is suggested with the draft stands beside what is published now."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from kbassist.assist.kinds import Change
from kbassist.assist.model import CallNote
from kbassist.content import header
from kbassist.gui.debounce import DebouncedSearch
from kbassist.gui.keys import KEEP_TEST_KEY, WRONG_KEY
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.sheet import SheetBody
from kbassist.gui.studio.benchlist import BenchList, BenchRow
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _
from kbassist.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kbassist.assist.bench import Bench, Comparison, Ground
    from kbassist.assist.expect import Tried
    from kbassist.assist.model import Advice
    from kbassist.assist.sheet import Sheet
    from kbassist.assistant import Assistant
    from kbassist.content.model import Article

_WIDE = 640  # px, from which the columns stand beside each other
_DRAFTED, _PUBLISHED = "drafted", "published"


class _Answer(NamedTuple):
    """What came of a note: what is suggested, and how the draft does in its tests; None where nothing is loaded."""

    note: str
    compared: Comparison | None
    tests: tuple[Tried, ...] = ()


class _Asked(NamedTuple):
    """A line whose reasons are wanted, of which side."""

    side: str
    line: str


class BenchPage(QWidget):
    """Shows what a draft does to the lines for a note; `text_changed` has its text with one more test."""

    text_changed = Signal(str)

    def __init__(self, assistant: Assistant, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no draft and an empty note."""
        super().__init__(parent)
        self._assistant, self._theme = assistant, theme
        self._draft: Article | None = None
        self._text = ""
        self._answer: _Answer | None = None
        self._wrong: set[str] = set()
        self._asked: _Asked | None = None
        self._keeps = False
        self._tried: tuple[Ground | None, Article | None, Bench | None] = None, None, None
        self._working = threading.Lock()
        self._search, self._why = DebouncedSearch(self._try, self), DebouncedSearch(self._explain, self)
        self.note = QLineEdit(self)
        self.drafted, self.published = BenchList("", theme, self), BenchList("", theme, self)
        self.tests = RowList(_("Tests of this article"), theme, self)
        self.sheet = QScrollArea(self)
        self.keep = QPushButton(_("Keep as a test"), self)
        self._reading, self._hint, self._score = QLabel(self), QLabel(self), QLabel(self)
        self._below = QStackedWidget(self)
        self._columns = QBoxLayout(QBoxLayout.Direction.BottomToTop)
        self._sides: list[QWidget] = []
        self.setFocusProxy(self.note)
        self._lay_out()
        self._connect()
        self._show_hint()

    def show_draft(self, article: Article | None, text: str = "") -> None:
        """Try a draft, read with its body from `text`; one whose header can't be read leaves the last one in place."""
        self._text = text
        if article is None or article.suggestible:
            if article is None or self._draft is None or article.path != self._draft.path:
                self._wrong.clear()
            self._draft = article
            self.show_again()

    def show_again(self) -> None:
        """Ask the library anew, as it is in force now."""
        self._search.ask(self.note.text())

    def try_note(self, note: str) -> None:
        """Put a note into the field."""
        self.note.setText(note)

    def _bench(self) -> Bench | None:
        """Return the bench of the draft over the library in force; called where nobody waits."""
        ground, draft = self._assistant.ground(), self._draft
        if (ground, draft) != self._tried[:2]:
            self._tried = ground, draft, ground.bench(draft) if ground else None
        return self._tried[2]

    def _call(self, note: str) -> CallNote:
        return CallNote(note, lang=self._draft.lang if self._draft else None)

    def _try(self, note: str) -> _Answer:
        with self._working:
            bench = self._bench()
            if bench is None:
                return _Answer(note, None)
            return _Answer(note, bench.compare(self._call(note)), bench.tests())

    def _explain(self, _line: str) -> Sheet | None:
        with self._working:
            asked, bench = self._asked, self._bench()
            if asked is None or bench is None:
                return None
            is_drafted = asked.side == _DRAFTED
            call = self._call(self.note.text())
            found = bench.explain(call, asked.line, drafted=is_drafted)
            return found or bench.explain(call, asked.line, drafted=not is_drafted)

    def _type(self, note: str) -> None:
        self._wrong.clear()
        self._show_hint()
        self._search.ask(note)

    def _show(self, answer: _Answer) -> None:
        self._answer = answer
        compared = answer.compared
        self._sides[0].setVisible(self._draft is not None)
        if compared is None:
            for lines in (self.published, self.drafted):
                lines.show_lines((), _("The library is still being read."))
            self._reading.clear()
            return
        nothing = _("Nothing to suggest.") if answer.note.strip() else _("Type a note to see its lines.")
        self.published.show_lines(self._rows(compared.published, compared, gone_alone=True), nothing)
        self.drafted.show_lines(self._rows(compared.draft, compared), nothing)
        self._reading.setText(_reading(compared.draft) if answer.note.strip() else "")
        self._show_tests(answer.tests)
        self.keep.setEnabled(bool(self._kept()))
        if self._keeps:
            self._keep()
        if self._asked and self._below.currentWidget() is self.sheet:
            self._why.ask(self._asked.line)

    def _rows(self, advice: Advice, compared: Comparison, *, gone_alone: bool = False) -> list[BenchRow]:
        """Return the rows of one side; what moved is told where it moved to."""
        rows = []
        for place, suggestion in enumerate(advice.suggestions, 1):
            change = compared.changes[suggestion.line]
            if gone_alone and change is not Change.GONE:
                change = Change.SAME
            is_wrong = suggestion.line in self._wrong and not gone_alone
            rows.append(BenchRow(suggestion, place, change, advice.lang, is_wrong))
        return rows

    def _show_tests(self, tests: Sequence[Tried]) -> None:
        held = sum(not tried.unmet for tried in tests)
        words = _("Tests of this article: {held} of {count} hold").format(held=held, count=len(tests))
        if self._below.currentWidget() is self.tests:
            self._score.setText(words if tests else _("This article has no tests yet."))
        rows = []
        for tried in tests:
            missed = "\n".join(_("wanted {wanted}, came {got}").format(wanted=w, got=g) for w, g in tried.unmet)
            side, icon = (_("fails"), "close") if tried.unmet else (_("holds"), "check")
            rows.append(TextRow(tried.test.note, missed, side, tried.test.note, icon))
        if rows != self.tests.rows:
            at = self.tests.currentRow()
            self.tests.show_rows(rows)
            self.tests.setCurrentRow(min(max(at, 0), len(rows) - 1))

    def _ask(self, side: str, line: str) -> None:
        is_gone = bool(
            self._answer and self._answer.compared and self._answer.compared.changes.get(line) is Change.GONE
        )
        self._asked = _Asked(_DRAFTED if is_gone else side, line)
        self._why.ask(line)

    def _show_sheet(self, sheet: Sheet | None) -> None:
        if sheet is None:
            self._leave()
            return
        body = SheetBody(sheet, self._theme)
        read_to = self.sheet.verticalScrollBar().value()
        self.sheet.setWidget(body)
        self.sheet.verticalScrollBar().setValue(read_to)
        self._below.setCurrentWidget(self.sheet)
        self._score.setText(f"{sheet.title} · {sheet.line}")

    def _leave(self) -> None:
        """Put the sheet away; the keys go back to the note."""
        self._asked = None
        self._below.setCurrentWidget(self.tests)
        if self._answer:
            self._show_tests(self._answer.tests)
        self.note.setFocus()

    def _mark(self, line: str) -> None:
        """Call a line wrong for this note, or right again."""
        self._wrong ^= {line}
        if self._answer:
            self._show(self._answer)

    def _choose_test(self) -> None:
        chosen = self.tests.chosen
        if chosen:
            self.note.setText(chosen.name)
            self.note.setFocus()

    def _kept(self) -> dict[str, str | list[str]]:
        """Return the test that the note would make: its first line, and what was called wrong; empty without any."""
        if self._draft is None or self._answer is None or self._answer.compared is None:
            return {}
        said = [found.line for found in self._answer.compared.draft.suggestions if not found.locked]
        right = [line for line in said if line not in self._wrong]
        wished: dict[str, str | list[str]] = {}
        if said and said[0] in right:
            wished["first"] = self._named(said[0])
        elif own := [line for line in right if line.partition("#")[0] == self._draft.id]:
            wished["any"] = [*map(self._named, own)]
        if self._wrong:
            wished["not"] = sorted(map(self._named, self._wrong))
        return {"note": self._answer.compared.draft.note.strip(), **wished} if wished else {}

    def _named(self, line: str) -> str:
        """Return a line as a test of the draft names it."""
        article, _sign, own = line.partition("#")
        return own if self._draft and article == self._draft.id else line

    def _keep(self) -> None:
        """Keep the note as a test, as soon as its lines are known."""
        self._keeps = self._search.is_busy
        test = {} if self._keeps else self._kept()
        if not test:
            return
        try:
            text = header.append_item(self._text, "expect", test)
        except header.HeaderError:
            self._hint.setText(_("The header cannot take a test: mend what is wrong in it first."))
            return
        self._hint.setText(_("Kept as a test of this article."))
        self.text_changed.emit(text)

    def _show_hint(self) -> None:
        words = _("↓ why · {wrong} wrong here · {keep} keep as a test")
        self._hint.setText(words.format(wrong=WRONG_KEY, keep=KEEP_TEST_KEY))

    def _lay_out(self) -> None:
        self.note.setAccessibleName(_("Note to try"))
        self.note.setPlaceholderText(_("Type a note as agents do"))
        for lines, title in ((self.drafted, _("With the draft")), (self.published, _("Published now"))):
            self._sides.append(_titled(title, lines, self))
            lines.setAccessibleName(title)
            lines.show_lines((), _("Reading …"))
            self._columns.addWidget(self._sides[-1], 1)
        self._columns.setSpacing(0)
        self.sheet.setObjectName("sheetScroll")
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setWidgetResizable(True)
        self.sheet.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.keep.setObjectName("quietButton")
        self.keep.setToolTip(_("Keep as a test ({key})").format(key=KEEP_TEST_KEY))
        self.keep.setEnabled(False)
        self._below.addWidget(self.tests)
        self._below.addWidget(self.sheet)
        self._score.setObjectName("benchScore")
        for label in (self._reading, self._hint):
            label.setObjectName("way" if label is self._hint else "muted")
        for label in (self._reading, self._hint, self._score):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setIndent(0)
        asked = QHBoxLayout()
        asked.setSpacing(GRID)
        asked.addWidget(self.note, 1)
        asked.addWidget(self.keep)
        top = QVBoxLayout()
        top.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID // 2)
        top.setSpacing(GRID // 2)
        top.addLayout(asked)
        top.addWidget(self._reading)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(self._columns, 3)
        column.addWidget(self._score)
        column.addWidget(self._below, 2)
        column.addWidget(self._hint)

    def _connect(self) -> None:
        self.note.textChanged.connect(self._type)
        self.note.returnPressed.connect(self.drafted.setFocus)
        self._search.found.connect(self._show)
        self._why.found.connect(self._show_sheet)
        self.drafted.asked.connect(lambda line: self._ask(_DRAFTED, line))
        self.published.asked.connect(lambda line: self._ask(_PUBLISHED, line))
        self.drafted.marked.connect(self._mark)
        self.tests.itemActivated.connect(self._choose_test)
        self.tests.itemClicked.connect(self._choose_test)
        self.keep.clicked.connect(self._keep)
        for lines in (self.drafted, self.published):
            lines.left.connect(self._leave)
        key = QShortcut(QKeySequence(KEEP_TEST_KEY), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.setAutoRepeat(False)
        key.activated.connect(self._keep)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Put what is published beside the draft, below it where there is little room."""
        is_wide = self.width() >= _WIDE
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.RightToLeft if is_wide else directions.TopToBottom)
        super().resizeEvent(event)


def _titled(title: str, lines: BenchList, parent: QWidget) -> QWidget:
    """Return a list below its title."""
    side, label = QWidget(parent), QLabel(title, parent)
    label.setObjectName("entryLabel")
    label.setContentsMargins(2 * GRID, 0, 0, 0)
    label.setIndent(0)
    column = QVBoxLayout(side)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(label)
    column.addWidget(lines, 1)
    return side


def _reading(advice: Advice) -> str:
    """Return how the note was read: its language, the mood, the phase, and why offers wait."""
    parts = [advice.lang.upper(), word(advice.mood_level), word(advice.phase)]
    if advice.offers_locked:
        parts.append(_("Offers wait: {reasons}").format(reasons=", ".join(map(word, advice.lock_reasons))))
    return " · ".join(parts)
