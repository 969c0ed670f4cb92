"""A button that shows a value and lets the agent choose another from its menu."""

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from kbassist.gui import icons
from kbassist.gui.theme import Theme, set_state
from kbassist.messages import _


class Option(NamedTuple):
    """One value, the words for it, and its icon if it has one."""

    value: Hashable
    words: str
    icon: str = ""


class ChoiceButton(QToolButton):
    """Shows one of some values; `chosen(value)` tells what the agent picked.

    The menu is made when it is first opened.
    """

    chosen = Signal(object)

    def __init__(self, name: str, options: Sequence[Option], theme: Theme, parent: QWidget | None = None) -> None:
        """Offer `options` under `name`, the words that a screen reader says first."""
        super().__init__(parent)
        self._name, self._options, self._theme = name, tuple(options), theme
        self._value: Hashable = None
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._choose)
        self.setMenu(self._menu)
        theme.changed.connect(self._tint)
        QTimer.singleShot(0, self, self._tint)

    def show_value(self, value: Hashable, words: str = "", *, by_hand: bool = False) -> None:
        """Show a value, marked where it was chosen `by_hand`; `words` stand in the place of its own where inferred."""
        self._value = value
        shown = words or self._option(value).words
        self.setText(shown)
        by_hand_words = ", " + _("chosen by hand") if by_hand else ""
        self.setAccessibleName(f"{self._name}: {shown}{by_hand_words}")
        set_state(self, "chosen", by_hand)
        if not self.icon().isNull():
            self._tint()

    def step(self) -> None:
        """Choose the value after the one that is shown."""
        values = [option.value for option in self._options]
        self.chosen.emit(values[(values.index(self._value) + 1) % len(values)])

    def _option(self, value: Hashable) -> Option:
        return next(option for option in self._options if option.value == value)

    def _fill_menu(self) -> None:
        self._menu.clear()
        for option in self._options:
            inferred = option.value is None and self._value is None
            action = self._menu.addAction(f"{option.words} ({self.text()})" if inferred else option.words)
            if option.icon:
                action.setIcon(icons.icon(option.icon, self._theme.colours.muted))
            action.setData(option.value)
            action.setCheckable(True)
            action.setChecked(option.value == self._value)
            self._group.addAction(action)

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())

    def _tint(self) -> None:
        if name := self._option(self._value).icon:
            self.setIcon(icons.icon(name, self._theme.colours.text))
