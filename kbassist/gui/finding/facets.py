"""The row of chips that narrow a search, one key each."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from kbassist.content.kinds import ArticleKind, Channel
from kbassist.gui.theme import GRID, set_state
from kbassist.librarian import Facet
from kbassist.messages import _, mark
from kbassist.words import word

CLEAR_KEY = "Ctrl+Backspace"
KEYS = {Facet.KIND: "F5", Facet.CATEGORY: "F6", Facet.TAG: "F7", Facet.LANG: "F8", Facet.CHANNEL: "F9"}
_NAMES = {
    Facet.KIND: mark("Kind"),
    Facet.CATEGORY: mark("Category"),
    Facet.TAG: mark("Tag"),
    Facet.LANG: mark("Language"),
    Facet.CHANNEL: mark("Channel"),
}
_LONGEST, _SHORTEST = 14 * GRID, 3 * GRID  # of a value on its chip
_PAUSE_MS = 50  # after a key, in which the list is painted
_CLEAR_SIGN = "Ctrl+⌫"

Counts = tuple[tuple[str, int], ...]


class FacetBar(QWidget):
    """One chip for each facet; `changed` tells that the search is narrowed in another way."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing narrowed."""
        super().__init__(parent)
        self.narrowed: dict[Facet, str] = {}
        self._counts: dict[Facet, Counts] = {}
        self._count: Callable[[], Mapping[Facet, Counts]] = dict
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._count_anew)
        self.chips = {facet: _Chip(facet, self) for facet in Facet}
        self._clear = QToolButton(self)
        self._clear.setText(_CLEAR_SIGN)
        self._clear.setObjectName("chip")
        words = _("Show all again")
        self._clear.setAccessibleName(words)
        self._clear.setToolTip(f"{words} ({CLEAR_KEY})")
        self._clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._clear.clicked.connect(self.clear)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, GRID // 2, GRID, 0)
        row.setSpacing(GRID // 2)
        for chip in self.chips.values():
            row.addWidget(chip)
            chip.picked.connect(self._narrow)
            chip.opened.connect(self._count_now)
        row.addStretch(1)
        row.addWidget(self._clear)
        self._show()

    def count_with(self, count: Callable[[], Mapping[Facet, Counts]]) -> None:
        """Ask `count` how many of the articles found have which value of each facet, once the list is painted."""
        self._count = count
        self._soon.start()

    def _count_now(self) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self._count_anew()

    def _count_anew(self) -> None:
        counts = self._count()
        self._counts = {facet: counts.get(facet, ()) for facet in Facet}
        self._show()

    def step(self, facet: Facet, by: int) -> None:
        """Narrow to the value after or before the present one; beyond the last ones all are shown."""
        self._count_now()
        values = ["", *(value for value, _count in self._counts.get(facet, ()))]
        present = self.narrowed.get(facet, "")
        at = values.index(present) if present in values else 0
        self._narrow(facet, values[(at + by) % len(values)])

    def clear(self) -> None:
        """Show all again."""
        if self.narrowed:
            self.narrowed = {}
            self._show()
            self.changed.emit()

    def _narrow(self, facet: Facet, value: str) -> None:
        narrowed = {**self.narrowed, facet: value} if value else dict(self.narrowed)
        if not value:
            narrowed.pop(facet, None)
        if narrowed != self.narrowed:
            self.narrowed = narrowed
            self._show()
            self.changed.emit()

    def _show(self) -> None:
        self._clear.setVisible(bool(self.narrowed))
        changed = [
            chip.show_values(self._counts.get(facet, ()), self.narrowed.get(facet, ""))
            for facet, chip in self.chips.items()
        ]
        if any(changed):
            self._fit()

    def _fit(self) -> None:
        """Let chips that narrow nothing show their keys alone, then shorten the values of the others, until all fit."""
        over = sum(chip.take(chip.words()) + GRID // 2 for chip in self.chips.values()) + 2 * GRID - self.width()
        if self.narrowed:
            over += self._clear.sizeHint().width()
        for facet, chip in reversed(self.chips.items()):
            if over > 0 and facet not in self.narrowed:
                over -= chip.sizeHint().width() - chip.take(KEYS[facet])
        for longest in range(_LONGEST, _SHORTEST - 1, -GRID):
            for facet in self.narrowed if over > 0 else ():
                over -= self.chips[facet].sizeHint().width() - self.chips[facet].take(self.chips[facet].words(longest))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the chips to the new width."""
        super().resizeEvent(event)
        self._fit()


class _Chip(QToolButton):
    """Shows a facet with its key, or the value narrowed to; `picked(facet, value)` from its menu, empty for all.

    `opened` tells that the menu is about to show values.
    """

    picked = Signal(str, str)
    opened = Signal()

    def __init__(self, facet: Facet, parent: QWidget) -> None:
        super().__init__(parent)
        self._facet, self._values, self._value = facet, Counts(), ""
        self.setObjectName("chip")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill_menu)
        menu.triggered.connect(self._pick)
        self.setMenu(menu)
        self.show_values((), "")

    def show_values(self, values: Counts, value: str) -> bool:
        """Know the values and the one narrowed to; return whether that changes the chip's own words."""
        self.setEnabled(bool(value) or len(values) > 1)
        self._values = values
        facet, shown = _(_NAMES[self._facet]), _word(self._facet, value) or _("All")
        name = f"{facet}: {shown}"
        if name == self.accessibleName():
            return False
        self._value = value
        self.setAccessibleName(name)
        self.setToolTip(f"{name} ({KEYS[self._facet]})")
        set_state(self, "chosen", bool(value))
        return True

    def words(self, longest: int = _LONGEST) -> str:
        """Return the value narrowed to, as long as may be, or the key and the facet."""
        if not self._value:
            name = _(_NAMES[self._facet])
            return f"{KEYS[self._facet]} {name}"
        value = _word(self._facet, self._value)
        return f"{self.fontMetrics().elidedText(value, Qt.TextElideMode.ElideRight, longest)} ×"

    def take(self, words: str) -> int:
        """Show some words, and return how wide that is."""
        self.setText(words)
        return self.sizeHint().width()

    def _fill_menu(self) -> None:
        self.opened.emit()
        menu = self.menu()
        menu.clear()
        for value, count in (("", 0), *self._values):
            action = menu.addAction(f"{_word(self._facet, value)}\t{count}" if value else _("All"))
            action.setData(value)
            action.setCheckable(True)
            action.setChecked(value == self._value)

    def _pick(self, action: QAction) -> None:
        self.picked.emit(self._facet, action.data())


def _word(facet: Facet, value: str) -> str:
    """Return how a value of a facet is shown."""
    match facet:
        case Facet.KIND if value:
            return word(ArticleKind(value))
        case Facet.CHANNEL if value:
            return word(Channel(value))
        case Facet.LANG:
            return value.upper()
    return value
