"""A page of the desk that is filled in: a title, entries one below the other, and one key that saves."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from kbassist.gui.keys import SAVE_KEY
from kbassist.gui.page import PageHead
from kbassist.gui.records.entries import Entry
from kbassist.gui.theme import GRID, Theme, set_state
from kbassist.messages import _

E = TypeVar("E", bound=Entry)


class EntryPage(QWidget):
    """Entries under their labels; `submitted` asks to keep what they hold, `closed` to put the page away.

    Enter goes from entry to entry, and from the last to the button that saves. The key that saves is the window's.
    """

    submitted = Signal()
    closed = Signal()

    def __init__(self, title: str, save: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin without entries; `save` is what the button says."""
        super().__init__(parent)
        self.setObjectName("entryPage")
        self.head = PageHead(title, theme, self)
        self.entries: dict[str, Entry] = {}
        self._labels: dict[str, QLabel] = {}
        self._titles: dict[str, str] = {}
        self._problems: dict[str, QLabel] = {}
        self._order: list[str] = []
        self.save = QPushButton(f"{save}  {SAVE_KEY}", self)
        self.save.setObjectName("save")
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget(self._scroll)
        body.setObjectName("entryBody")
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        self.column.setSpacing(GRID // 2)
        self.column.addStretch(1)
        self._scroll.setWidget(body)
        self._lay_out()
        self.head.closed.connect(self.closed)
        self.save.clicked.connect(self.submitted)

    def add(self, name: str, label: str, entry: E, *, required: bool = False) -> E:
        """Put an entry below the others, and return it."""
        words, problem = QLabel(self), QLabel(self)
        words.setObjectName("entryLabel")
        words.setIndent(0)
        problem.setObjectName("entryProblem")
        for read in (words, problem):
            read.setWordWrap(True)
        problem.hide()
        place = self.column.count() - 1
        for widget in (words, entry, problem):
            self.column.insertWidget(place, widget)
            place += 1
        words.setBuddy(entry)
        entry.finished.connect(self._go_on)
        entry.changed.connect(self._forgive)
        self.entries[name], self._labels[name], self._problems[name] = entry, words, problem
        self._order.append(name)
        self.name_entry(name, label, required=required)
        return entry

    def name_entry(self, name: str, label: str, *, required: bool = False) -> None:
        """Put other words above an entry."""
        self._titles[name] = label
        self._labels[name].setText(f"{label} *" if required else label)
        self.entries[name].name_it(label)

    def require(self, names: Collection[str]) -> None:
        """Mark the entries that must be filled in, and no others."""
        for name, label in self._titles.items():
            self.name_entry(name, label, required=name in names)

    def show_entry(self, name: str, shown: bool) -> None:
        """Show an entry with its label, or hide it; one that is hidden keeps its value."""
        for widget in (self._labels[name], self.entries[name]):
            widget.setVisible(shown)
        if not shown:
            self._problems[name].hide()

    def values(self) -> dict[str, Any]:
        """Return what every entry holds."""
        return {name: entry.value() for name, entry in self.entries.items()}

    def fill(self, values: Mapping[str, Any]) -> None:
        """Show values; an entry that is not among them stays as it is."""
        for name, value in values.items():
            self.entries[name].show_value(value)

    def complain(self, problems: Mapping[str, str]) -> None:
        """Say what is wrong below each entry, and go to the first of them."""
        for name in self._order:
            self.find_fault(name, problems.get(name, ""))
        first = next((name for name in self._order if name in problems), None)
        if first:
            self.go_to_fault(first)

    def find_fault(self, name: str, problem: str) -> None:
        """Say what is wrong below one entry, nothing where it is right."""
        self._problems[name].setText(problem)
        self._problems[name].setVisible(bool(problem))
        set_state(self.entries[name], "wrong", bool(problem))

    def go_to(self, name: str) -> None:
        """Give the keys to an entry."""
        self.entries[name].setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(self.entries[name], 0, 6 * GRID)

    def go_to_fault(self, name: str) -> None:
        """Give the keys to an entry, with what is wrong with it in sight."""
        self.go_to(name)
        label = self._problems[name]  # which has its place only once the page is laid out anew
        QTimer.singleShot(0, label, lambda: self._scroll.ensureWidgetVisible(label))

    def begin(self) -> None:
        """Give the keys to the first entry, with nothing wrong."""
        self.complain({})
        self._scroll.verticalScrollBar().setValue(0)
        first = next((name for name in self._order if not self.entries[name].isHidden()), None)
        if first:
            self.go_to(first)

    def _go_on(self) -> None:
        names = [name for name in self._order if not self.entries[name].isHidden()]
        at = next((place for place, name in enumerate(names) if self.entries[name] is self.sender()), len(names))
        if at + 1 < len(names):
            self.go_to(names[at + 1])
        else:
            self.save.setFocus(Qt.FocusReason.TabFocusReason)

    def _forgive(self) -> None:
        for name, entry in self.entries.items():
            if entry is self.sender():
                self._problems[name].hide()
                set_state(entry, "wrong", False)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        foot.addStretch(1)
        hint = QLabel(_("Enter: next"), self)
        hint.setObjectName("muted")
        foot.insertWidget(0, hint)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._scroll, 1)
        column.addLayout(foot)
