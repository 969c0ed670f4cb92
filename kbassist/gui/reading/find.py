"""Finding words in the page that is being read."""

import re
from bisect import bisect_left

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from kbassist.gui import icons
from kbassist.gui.finding.field import FindField
from kbassist.gui.keys import FIND_KEY, NEXT_KEY, PREVIOUS_KEY, OwnKey, OwnKeys
from kbassist.gui.reading.page import Page
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _, in_context

# So many places around the current one are marked: what is further away is out of sight.
_MARKED = 500


class FindBar(QWidget):
    """A field at the edge of a page, with the number of places found; its keys work in all of the parent."""

    def __init__(self, page: Page, theme: Theme, parent: QWidget) -> None:
        """Wait to be opened."""
        super().__init__(parent)
        self._page, self._theme = page, theme
        self._places: list[tuple[int, int]] = []
        self._current = -1
        self._from = 0
        self.field = FindField(_("Find in this article"), _("Find in this article"), theme, self)
        self.count = QLabel(self)
        self.count.setObjectName("muted")
        self._close = QToolButton(self)
        self._close.setToolTip(_("Close ({key})").format(key="Esc"))
        self._close.setAccessibleName(in_context("button", "Close"))
        self._close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        row.addWidget(self._close)
        for key, act in ((FIND_KEY, self.open), (NEXT_KEY, self.go_next), (PREVIOUS_KEY, self.go_back)):
            shortcut = QShortcut(QKeySequence(key), parent)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        self.field.textChanged.connect(self._find)
        self._close.clicked.connect(self.close_bar)
        page.shown.connect(self._find_anew)
        page.filled.connect(self._find_again)
        backwards = ("Shift+Return", "Shift+Enter")
        own = [OwnKey("Esc", self.close_bar), *(OwnKey(key, self.go_next) for key in ("Return", "Enter"))]
        OwnKeys(self, [*own, *(OwnKey(key, self.go_back) for key in backwards)])
        theme.changed.connect(self._tint)
        self._tint()
        self.hide()

    def open(self) -> None:
        """Show the field, and what it holds in the page."""
        self._from = self._page.cursorForPosition(QPoint(0, 0)).position()
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._find(self.field.text())

    def close_bar(self) -> None:
        """Go back to the page, at what was found."""
        found = self._places[self._current] if self._places else None
        self.hide()
        self._show([], -1)
        if found:
            self._page.go_on_from(found[0])
        self._page.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_next(self) -> None:
        """Go to the next place, behind the last to the first."""
        self._go(1)

    def go_back(self) -> None:
        """Go to the place before, from the first to the last."""
        self._go(-1)

    def _go(self, step: int) -> None:
        if self.isHidden():
            self.open()
        elif self._places:
            self._show(self._places, (self._current + step) % len(self._places))

    def _find_anew(self, is_same: bool) -> None:
        """Look in another text from its beginning, in the same one from where one was."""
        if not is_same:
            self._from = 0
        self._find_again()

    def _find_again(self) -> None:
        if self.isVisible():
            self._find(self.field.text())

    def _find(self, words: str) -> None:
        """Find all places of the words in what is there of the page, and show the first from where one was reading."""
        if not words.strip():
            self._show([], -1)
            return
        pattern = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
        found = [match.span() for match in pattern.finditer(self._page.text())]
        first = bisect_left(found, (self._from, self._from))
        self._show(found, first % len(found) if found else -1)

    def _show(self, found: list[tuple[int, int]], current: int) -> None:
        self._places, self._current = found, current
        first = max(0, current - _MARKED // 2)
        self._page.mark_found(found[first : first + _MARKED], current - first)
        if found:
            self._from = found[current][0]
            self.count.setText(f"{current + 1} / {len(found)}")
        else:
            self.count.setText(_("not found") if self.field.text().strip() and self._page.is_whole else "")

    def _tint(self) -> None:
        self._close.setIcon(icons.icon("close", self._theme.colours.muted))
