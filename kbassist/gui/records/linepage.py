"""A page that begins with a line of the call, such as the one that hands a matter over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from kbassist.content import placeholders
from kbassist.gui.choice import Option
from kbassist.gui.keys import DIGITS
from kbassist.gui.records.entries import ChoiceEntry
from kbassist.gui.records.front import Front
from kbassist.gui.records.page import EntryPage
from kbassist.messages import _, in_context

if TYPE_CHECKING:
    from kbassist.content.kinds import LineKind
    from kbassist.content.model import Line

_OPEN = "…"


class ToSay(QLabel):
    """What the customer is told now; hidden where there is nothing to tell."""

    def __init__(self, parent: QWidget) -> None:
        """Begin with nothing."""
        super().__init__(parent)
        self.setObjectName("say")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.hide()

    def put(self, words: str) -> None:
        """Show other words."""
        self.setText("\n".join((_("To tell the customer"), f"“{words}”")))
        self.setVisible(bool(words))


class LinePage(EntryPage):
    """Offers the lines of a kind that belong to the matter of the call.

    What the agent filled in is kept for each call until it is saved.
    """

    def __init__(self, kind: LineKind, title: str, save: str, front: Front, parent: QWidget | None = None) -> None:
        """Begin without a call; whoever derives from it adds its entries and calls `listen`."""
        super().__init__(title, save, front.theme, parent)
        self.front, self.kind = front, kind
        self.line: Line | None = None
        self.lines: tuple[Line, ...] = ()
        self.call = ""
        self._kept: dict[str, tuple[Line | None, dict[str, Any]]] = {}
        self._is_touched = self._is_saving = False
        self.say = ToSay(self)
        self.column.insertWidget(0, self.say)
        self.choice = self.add("line", in_context("which line", "About"), ChoiceEntry(()))
        front.clerk.failed.connect(self._fail)
        front.flow.advised.connect(self._turn_if_seen)

    def prefill(self) -> None:
        """Show what `line` and the call in front say."""
        raise NotImplementedError

    def follow(self) -> None:
        """Show what follows from what the entries hold now."""
        raise NotImplementedError

    def add_words(self, name: str) -> QLabel:
        """Add words that are only read below what was added before, and return them."""
        words = QLabel(self)
        words.setObjectName(name)
        words.setWordWrap(True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        self.column.insertWidget(self.column.count() - 1, words)
        return words

    def listen(self) -> None:
        """Follow every change of an entry from now on."""
        for entry in self.entries.values():
            entry.changed.connect(self._take_line if entry is self.choice else self._touch)

    def open(self) -> None:
        """Show the page for the call in front, as it was left, and give it the keys."""
        if not self._is_touched:
            self.call = ""
        self._turn()
        self.begin()

    def wait(self) -> bool:
        """Wait for what is saved; false where it is on its way already."""
        was_saving, self._is_saving = self._is_saving, True
        return not was_saving

    def put_away(self) -> None:
        """Leave the page, which is saved."""
        self._is_touched = self._is_saving = False
        self._kept.pop(self.call, None)
        self.closed.emit()

    def stay(self) -> None:
        """Go on with the page, which could not be saved."""
        self._is_saving = False

    def said(self, **more: str) -> str:
        """Return the wording of the line, with what is known filled in, and an ellipsis for what is not."""
        if self.line is None:
            return ""
        note = self.front.flow.as_note()
        text = self.front.assistant.suggestion(self.line, note).text
        text, gaps = placeholders.fill(text, more)
        return placeholders.fill(text, dict.fromkeys(gaps, _OPEN))[0]

    def _turn(self) -> None:
        """Turn to the call in front; two must never share what is filled in."""
        call = self.front.flow.call.id
        if call != self.call:
            if self._is_touched:
                self._kept[self.call] = self.line, self.values()
            self._begin(call)
        self.follow()

    def _turn_if_seen(self) -> None:
        if self.isVisible():
            self._turn()

    def _begin(self, call: str) -> None:
        self.call, self.lines = call, self._at_hand()
        kept = self._kept.pop(call, None)
        self._is_touched = kept is not None
        self.line, values = kept or (next(iter(self.lines), None), {})
        self.choice.offer([Option(line.name, self._title(line)) for line in self.lines])
        self.choice.show_value(self.line and self.line.name)
        self.show_entry("line", len(self.lines) > 1)
        self.prefill()
        self.fill(values)

    def _at_hand(self) -> tuple[Line, ...]:
        """Return the lines of the kind: those that were said or advised, then others of the same articles."""
        flow, advice = self.front.flow, self.front.flow.advice
        lang, today = (advice.lang if advice else ""), date.today()  # noqa: DTZ011 - the desk's own day
        advised = [suggestion.line for suggestion in advice.suggestions] if advice else []
        names = [*(said.line for said in reversed(flow.call.used)), *advised]
        articles = dict.fromkeys(name.partition("#")[0] for name in names)
        lines = (line for article in articles for line in self.front.assistant.librarian.lines(article, lang))
        found = {line.name: line for line in lines if line.kind is self.kind and line.is_current(today)}
        ordered = dict.fromkeys([*filter(found.__contains__, names), *found])
        return tuple(found[name] for name in ordered)[: DIGITS[-1]]

    def _title(self, line: Line) -> str:
        """Return what tells a line from the others: its title, or that of its article where two have the same."""
        title = _short(line)
        if sum(_short(other) == title for other in self.lines) == 1:
            return title
        return self.front.assistant.librarian.title_of(line.article, line.lang)

    def _take_line(self) -> None:
        self.line = next((line for line in self.lines if line.name == self.choice.value()), None)
        self._is_touched = False
        self.prefill()
        self.follow()

    def _touch(self) -> None:
        self._is_touched = True
        self.follow()

    def _fail(self) -> None:
        if self._is_saving:
            self._is_saving = False


def _short(line: Line) -> str:
    return line.title or line.to or line.text
