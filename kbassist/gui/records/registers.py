"""The registers of the desk beside each other: calls, follow-ups, complaints and more."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from kbassist.gui.keys import NEXT_TAB_KEY, PREVIOUS_TAB_KEY
from kbassist.gui.page import PageHead
from kbassist.gui.records.front import Front
from kbassist.gui.theme import GRID
from kbassist.messages import _, mark


class Register(QWidget):
    """One register; made with `Register(front, parent)`."""

    def show_again(self) -> None:
        """Read its rows anew, and show them."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Take the keys, on the rows or the field that finds them."""
        self.setFocus()


class Tab(NamedTuple):
    """A register's name, its title for the catalogue, and what makes it."""

    name: str
    title: str
    make: Callable[[Front, QWidget], Register]


def _calls(front: Front, parent: QWidget) -> Register:
    from kbassist.gui.records.calls import CallsRegister  # noqa: PLC0415 - each when it is first looked at

    return CallsRegister(front, parent)


def _complaints(front: Front, parent: QWidget) -> Register:
    from kbassist.gui.records.complaints import ComplaintsRegister  # noqa: PLC0415

    return ComplaintsRegister(front, parent)


def _orders(front: Front, parent: QWidget) -> Register:
    from kbassist.gui.records.orders import OrdersRegister  # noqa: PLC0415

    return OrdersRegister(front, parent)


def _follow_ups(front: Front, parent: QWidget) -> Register:
    from kbassist.gui.records.follow_ups import FollowUpsRegister  # noqa: PLC0415

    return FollowUpsRegister(front, parent)


def _feedback(front: Front, parent: QWidget) -> Register:
    from kbassist.gui.records.feedback import FeedbackRegister  # noqa: PLC0415

    return FeedbackRegister(front, parent)


def _bulletins(front: Front, parent: QWidget) -> Register:
    from kbassist.gui.records.bulletins import BulletinsRegister  # noqa: PLC0415

    return BulletinsRegister(front, parent)


def _reports(front: Front, parent: QWidget) -> Register:
    from kbassist.gui.records.reports import ReportsRegister  # noqa: PLC0415

    return ReportsRegister(front, parent)


TABS = (
    Tab("calls", mark("Calls"), _calls),
    Tab("follow-ups", mark("Follow-ups"), _follow_ups),
    Tab("bulletins", mark("Bulletins"), _bulletins),
    Tab("complaints", mark("Complaints"), _complaints),
    Tab("orders", mark("Orders"), _orders),
    Tab("feedback", mark("Feedback"), _feedback),
    Tab("reports", mark("Reports"), _reports),
)


class RegisterPage(QWidget):
    """Shows one register at a time; `closed` tells that the agent has seen enough."""

    closed = Signal()

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Offer every register."""
        super().__init__(parent)
        self._front = front
        self._head = PageHead(_("Desk"), front.theme, self)
        self._tabs, self._stack = QTabBar(self), QStackedWidget(self)
        self._made: dict[str, Register] = {}
        self._tabs.setObjectName("tabs")
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tabs.setAccessibleName(_("Registers"))
        for tab in TABS:
            self._tabs.addTab(_(tab.title))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._tabs)
        column.addSpacing(GRID // 2)
        column.addWidget(self._stack, 1)
        self._head.closed.connect(self.closed)
        self._tabs.currentChanged.connect(self._turn)
        for key, by in ((NEXT_TAB_KEY, self.next), (PREVIOUS_TAB_KEY, self.previous)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(by)

    def open(self, name: str = "") -> None:
        """Show a register as it is now, the last one without a name."""
        if name:
            self._tabs.setCurrentIndex([tab.name for tab in TABS].index(name))
        self._turn()

    def next(self) -> None:
        """Turn to the register to the right, or the first."""
        self._tabs.setCurrentIndex((self._tabs.currentIndex() + 1) % len(TABS))

    def previous(self) -> None:
        """Turn to the register to the left, or the last."""
        self._tabs.setCurrentIndex((self._tabs.currentIndex() - 1) % len(TABS))

    def _turn(self) -> None:
        tab = TABS[self._tabs.currentIndex()]
        register = self._made.get(tab.name)
        if register is None:
            register = self._made[tab.name] = tab.make(self._front, self)
            self._stack.addWidget(register)
        self._stack.setCurrentWidget(register)
        register.show_again()
        register.take_focus()
