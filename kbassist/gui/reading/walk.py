"""Guided steps, one at a time: what to do, what to ask, and where the answer leads."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kbassist.content import placeholders
from kbassist.content.guides import Guide, Item, Mark, Station, Trace, Walk
from kbassist.gui import labels
from kbassist.gui.keys import TAKES
from kbassist.gui.page import PageHead
from kbassist.gui.reading.answer import AnswerButton
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _, in_context

_DIGITS = [Qt.Key(Qt.Key.Key_1 + at) for at in range(9)]
_ARROWS = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}
_PLAIN = {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
_WIDEST = 560  # px


class _Step(QWidget):
    """One step, one question or the end, with what can be done there; made anew for another."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.buttons: list[QAbstractButton] = []
        self.setObjectName("step")
        inner = QWidget(self)
        inner.setMaximumWidth(_WIDEST)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self._column.setSpacing(GRID)
        self._row = QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inner, 1, Qt.AlignmentFlag.AlignTop)
        row.addStretch(0)

    def add_words(self, words: str, name: str = "line") -> None:
        """Say something in the look of `name`, if there is anything to say."""
        if words:
            label = QLabel(words)
            label.setObjectName(name)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            self._column.addWidget(label)

    def add_answer(self, digit: int, words: str, leads: str, act: Callable[[], None]) -> None:
        """Offer an answer."""
        button = AnswerButton(digit, words, leads and f"→ {leads}", self._theme, self)
        button.clicked.connect(act)
        self._column.addWidget(button)
        self.buttons.append(button)

    def add_button(self, words: str, act: Callable[[], None], spoken: str = "") -> None:
        """Offer something to do, in one row with the others."""
        button = QPushButton(words, self)
        button.setAccessibleName(spoken or words)
        button.clicked.connect(act)
        if self._row.isEmpty():
            self._column.addLayout(self._row)
            self._row.setContentsMargins(0, GRID, 0, 0)
            self._row.addStretch(1)
        self._row.insertWidget(self._row.count() - 1, button)
        self.buttons.append(button)


class Walker(QWidget):
    """Shows one step or question at a time.

    `noted(str)` has what was done, when the walk is over or left; `article_requested(article, lang, anchor)` tells
    where a branch leads out of the article; `closed` that the agent is done.
    """

    noted = Signal(str)
    article_requested = Signal(str, str, str)
    closed = Signal()

    def __init__(self, title_of: Callable[[str, str], str], theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no steps; `title_of` gives the title of an article in a language."""
        super().__init__(parent)
        self._title_of, self._theme = title_of, theme
        self._walk: Walk | None = None
        self._values: Mapping[str, str] = {}
        self._head = PageHead("", theme, self)
        self._scroll = QScrollArea(self)
        self._keys = QLabel(self)
        self._lay_out()
        self._head.closed.connect(self.leave)

    def walk(self, guide: Guide, values: Mapping[str, str], anchor: str = "") -> None:
        """Begin to walk through a guide at `anchor`, else at its first step; `values` fill what is known."""
        self._walk, self._values = Walk(guide, anchor), values
        self._show()

    def go_on(self) -> None:
        """Count the step as done and show the next; at the end, close."""
        if self._walk and self._walk.station is None:
            self.leave()
        elif self._walk:
            self._walk.do()
            self._arrive()

    def pass_over(self) -> None:
        """Leave the step out and show the next."""
        if self._walk and self._walk.item:
            self._walk.pass_over()
            self._arrive()

    def choose(self, at: int) -> None:
        """Answer the question by answer `at`, from 0."""
        if self._walk:
            self._walk.choose(at)
            self._arrive()

    def go_back(self) -> None:
        """Take the last decision back."""
        if self._walk and self._walk.trail:
            self._walk.back()
            self._show()

    def leave(self) -> None:
        """Tell what was done, and close."""
        self.stop()
        self.closed.emit()

    def stop(self) -> None:
        """Tell what was done: something else is to be seen."""
        self._note()
        self._walk = None

    def _arrive(self) -> None:
        """Show the next step; where a branch left the article, note what was done and open what it leads to."""
        assert self._walk
        way_out = self._walk.exit
        if way_out is None:
            self._show()
            return
        guide = self._walk.guide
        self._note()
        self._walk = None
        self.article_requested.emit(way_out.target or guide.article, guide.lang, way_out.fragment)

    def _note(self) -> None:
        if self._walk and self._walk.trail:
            self.noted.emit("; ".join(map(self._told, self._walk.trail)))

    def _told(self, trace: Trace) -> str:
        words, leads = self._filled(trace.item.text), self._leads(trace.item)
        aside = f" ({leads})" if trace.mark is Mark.TAKEN and leads and leads != words else ""
        return f"{trace.mark} {words}{aside}"

    def _filled(self, text: str) -> str:
        """Return a text with what is known; what is not stands there by its name."""
        filled, gaps = placeholders.fill(text, self._values)
        return placeholders.fill(filled, {name: f"[{labels.gap(name)}]" for name in gaps})[0]

    def _leads(self, item: Item) -> str:
        """Return the words for where a branch leads out of the article, empty for any other item."""
        if self._walk is None or not item.branches or self._walk.guide.leads_to(item):
            return ""
        return item.label or (self._title_of(item.target, self._walk.guide.lang) if item.target else "")

    def _show(self) -> None:
        walk = self._walk
        assert walk
        page = _Step(self._theme)
        if walk.station is None:
            about = _("All steps are done.")
            self._add_end(page, walk)
        elif walk.item is None:
            about = " › ".join(self._filled(trace.item.text) for trace in walk.trail)
            self._add_question(page, walk.station)
        else:
            place = _("{place} of {count}").format(place=walk.at + 1, count=len(walk.station.items))
            about = f"{walk.station.title} · {place}"
            self._add_item(page, walk.item, self._filled(walk.station.intro) if walk.at == 0 else "")
        if walk.trail:
            page.add_button(_("Back"), self.go_back)
        for button in page.buttons:
            button.installEventFilter(self)
        self._head.show_title(walk.guide.title, about)
        self._keys.setText("   ".join(self._keys_of(walk)))
        # The button that led here may still be in use.
        if before := self._scroll.takeWidget():
            before.deleteLater()
        self._scroll.setWidget(page)
        page.buttons[0].setFocus()

    def _add_question(self, page: _Step, station: Station) -> None:
        page.add_words(station.title, "asked")
        page.add_words(self._filled(station.intro))
        for at, answer in enumerate(station.items):
            page.add_answer(at + 1, self._filled(answer.text), self._leads(answer), partial(self.choose, at))

    def _add_item(self, page: _Step, item: Item, intro: str) -> None:
        words, leads = self._filled(item.text), self._leads_on(item)
        page.add_words(intro)
        page.add_words(words, "asked")
        page.add_words(leads and f"→ {leads}", "muted")
        done = _("Follow") if item.branches else _("Done")
        page.add_button(done, self.go_on, f"{words}. {done}")
        page.add_button(_("Pass over"), self.pass_over)

    def _add_end(self, page: _Step, walk: Walk) -> None:
        for trace in walk.trail:
            page.add_words(self._told(trace))
        page.add_words(_("This goes into the notes of the call."), "muted")
        page.add_button(in_context("button", "Close"), self.go_on)

    def _keys_of(self, walk: Walk) -> Iterator[str]:
        """Yield the keys that do something now."""
        if walk.item:
            yield _("Enter go on")
            yield _("→ pass over")
        elif walk.station:
            yield _("1 … {last} choose").format(last=len(walk.station.items))
        if walk.trail:
            yield _("← back")
        yield _("Esc end")

    def _leads_on(self, item: Item) -> str:
        """Return where a branch leads, here or elsewhere; empty for a plain step."""
        assert self._walk
        station = self._walk.guide.leads_to(item)
        return station.title if station else self._leads(item)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the keys of the walk before a button has them."""
        return event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._take(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take the keys of the walk."""
        if not self._take(event):
            super().keyPressEvent(event)

    def _take(self, event: QKeyEvent) -> bool:
        key, walk = Qt.Key(event.key()), self._walk
        if walk is None or event.modifiers() not in _PLAIN:
            return False
        if event.isAutoRepeat():
            return True
        if key in _ACTS:
            _ACTS[key](self)
        elif key in TAKES:
            focused = self.focusWidget()
            if isinstance(focused, QAbstractButton):
                focused.click()
        elif key in _ARROWS:
            self.focusNextPrevChild(_ARROWS[key])
        elif key in _DIGITS:
            self.choose(_DIGITS.index(key))
        else:
            return False
        return True

    def _lay_out(self) -> None:
        self.setObjectName("walker")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setObjectName("stepScroll")
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._keys.setObjectName("way")
        self._keys.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._keys)


_ACTS: dict[Qt.Key, Callable[[Walker], None]] = {
    Qt.Key.Key_Right: Walker.pass_over,
    Qt.Key.Key_N: Walker.pass_over,
    Qt.Key.Key_Left: Walker.go_back,
    Qt.Key.Key_Backspace: Walker.go_back,
    Qt.Key.Key_Escape: Walker.leave,
}
