"""Where one can go from an article: its headings, and the articles round it. Laid over the page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kbassist.gui import quiet
from kbassist.gui.keys import TAKES, OwnKey, OwnKeys
from kbassist.gui.reading.place import Place
from kbassist.gui.theme import GRID, SMALL_SIZE, font
from kbassist.messages import _

_GOAL = Qt.ItemDataRole.UserRole
_INDENT = "\u2003"  # a wide space
_WIDEST = 48 * GRID


class Way(NamedTuple):
    """A place to go to, in words; `depth` is how far a heading stands under others."""

    words: str
    place: Place
    depth: int = 0


class _Ways(QListWidget):
    """The list of ways; Enter takes one, Ctrl+C copies a link to it."""

    taken = Signal(object)
    link_wanted = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take a way with Enter or Space."""
        goal = self.currentItem().data(_GOAL) if self.currentItem() else None
        if goal and event.key() in TAKES:
            self.taken.emit(goal)
        elif goal and event.matches(QKeySequence.StandardKey.Copy):
            self.link_wanted.emit(goal)
        else:
            super().keyPressEvent(event)


class Outline(QFrame):
    """Shows the ways under headings of their own; `chosen(Place)` brings the one that was taken, `closed` none."""

    chosen = Signal(object)
    closed = Signal()

    def __init__(self, over: QWidget) -> None:
        """Build it over a widget, hidden until it is asked for."""
        super().__init__(over)
        self._over = over
        self.setObjectName("outline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._ways = _Ways(self)
        self._ways.setObjectName("ways")
        quiet.set_up(self._ways, _("Contents"))
        self._ways.setWordWrap(True)
        self._ways.taken.connect(self._take)
        self._ways.itemClicked.connect(self._click)
        self._ways.link_wanted.connect(self._copy_link)
        self._hint = QLabel(self)
        self._hint.setObjectName("muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.addWidget(self._ways)
        column.addWidget(self._hint)
        self.setFocusProxy(self._ways)
        OwnKeys(self, [OwnKey(key, self._leave) for key in ("Esc", "Backspace", "Left")])
        self.hide()

    def open_with(self, groups: Iterable[tuple[str, list[Way]]], here: str) -> None:
        """Show groups of ways, each under its words, and take the keys; empty groups are left out.

        The way to the anchor `here` is chosen, else the first one.
        """
        self._ways.clear()
        for words, ways in groups:
            if not ways:
                continue
            self._add_heading(words)
            for way in ways:
                item = QListWidgetItem(_INDENT * way.depth + way.words)
                item.setData(_GOAL, way.place)
                self._ways.addItem(item)
        self._choose(here)
        self._hint.setText(_("Enter goes there, Ctrl+C copies a link"))
        self.place()
        self.show()
        self.raise_()
        self._ways.setFocus(Qt.FocusReason.PopupFocusReason)

    def place(self) -> None:
        """Stand at the right edge of what it lies over."""
        room = self._over.rect().adjusted(GRID, GRID, -GRID, -GRID)
        width = min(room.width(), _WIDEST)
        self.setGeometry(room.right() - width + 1, room.y(), width, room.height())

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        face = font(SMALL_SIZE)
        face.setWeight(QFont.Weight.DemiBold)
        item.setFont(face)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        self._ways.addItem(item)

    def _choose(self, here: str) -> None:
        goals = {row: goal for row in range(self._ways.count()) if (goal := self._ways.item(row).data(_GOAL))}
        first = next(iter(goals), -1)
        self._ways.setCurrentRow(next((row for row, goal in goals.items() if here and goal.anchor == here), first))

    def _take(self, place: Place) -> None:
        self.hide()
        self.chosen.emit(place)

    def _click(self, item: QListWidgetItem) -> None:
        if goal := item.data(_GOAL):
            self._take(goal)

    def _copy_link(self, place: Place) -> None:
        QGuiApplication.clipboard().setText(f"[[{place.article}{'#' * bool(place.anchor)}{place.anchor}]]")
        self._hint.setText(_("Link copied"))

    def _leave(self) -> None:
        self.hide()
        self.closed.emit()
