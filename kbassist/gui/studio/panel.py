"""The pages beside the text, one at a time by their tabs; the text and the list of articles may stand apart."""

from collections.abc import Mapping
from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabBar, QToolButton, QVBoxLayout, QWidget

from kbassist.gui import keys
from kbassist.messages import _, in_context

_LEAST = 240  # px


class Tab(IntEnum):
    """What stands beside the text, in the order of the tabs."""

    ARTICLES = 0
    TEXT = 1
    PREVIEW = 2
    HEADER = 3
    FAULTS = 4
    BENCH = 5
    HISTORY = 6
    REPLAY = 7
    SCHEDULE = 8


_KEYS = {Tab.BENCH: keys.TRY_KEY, Tab.HISTORY: keys.HISTORY_KEY, Tab.SCHEDULE: keys.SCHEDULE_KEY}


class Panel(QWidget):
    """Shows one page; `turned_to(tab)` tells which."""

    turned_to = Signal(int)

    def __init__(self, pages: Mapping[Tab, QWidget], parent: QWidget | None = None) -> None:
        """Begin with the first of the pages."""
        super().__init__(parent)
        self._widgets = dict(pages)
        self.tabs = QTabBar(self)
        self.tabs.setObjectName("tabs")
        self.tabs.setProperty("tight", True)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(_("Beside the text"))
        for arrow in self.tabs.findChildren(QToolButton):
            arrow.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the tabs walk by the arrow keys
        self._stack = QStackedWidget(self)
        names = {
            Tab.ARTICLES: _("Articles"),
            Tab.TEXT: in_context("article", "Text"),
            Tab.PREVIEW: _("Preview"),
            Tab.HEADER: in_context("article", "Header"),
            Tab.FAULTS: _("Problems"),
            Tab.BENCH: _("Try"),
            Tab.HISTORY: _("History"),
            Tab.REPLAY: _("Replay"),
            Tab.SCHEDULE: in_context("articles", "Due"),
        }
        for tab, page in pages.items():
            self.tabs.addTab(names[tab])
            self.tabs.setTabToolTip(tab, f"{names[tab]} ({_KEYS.get(tab, keys.NEXT_TAB_KEY)})")
            self._stack.addWidget(page)
        # The largest page is no reason to press what stands beside.
        self._stack.setMinimumSize(_LEAST, _LEAST)
        self.tabs.currentChanged.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    @property
    def tab(self) -> Tab:
        """Return what is shown."""
        return Tab(self.tabs.currentIndex())

    def show_tab(self, tab: Tab) -> None:
        """Show a page, unless it stands elsewhere."""
        if self.tabs.isTabVisible(tab):
            self.tabs.setCurrentIndex(tab)

    def step(self, by: int) -> None:
        """Show the page so many tabs further on, round and round; the keys do not stay with what goes."""
        count = self.tabs.count()
        tab = (self.tabs.currentIndex() + by) % count
        while not self.tabs.isTabVisible(tab):
            tab = (tab + by) % count
        if self._stack.isAncestorOf(QApplication.focusWidget() or self):
            self.tabs.setFocus()
        self.tabs.setCurrentIndex(tab)

    def count(self, tab: Tab, number: int) -> None:
        """Show a number behind the name of a tab; none for nothing."""
        name = self.tabs.tabText(tab).rstrip(" 0123456789")
        self.tabs.setTabText(tab, f"{name} {number}" if number else name)

    def take_out(self, tab: Tab) -> None:
        """Give a page away, to stand elsewhere."""
        self.tabs.setTabVisible(tab, False)
        if self.tab is tab:
            self.step(1)

    def take_back(self, tab: Tab) -> None:
        """Have a page among the others again."""
        self._stack.addWidget(self._widgets[tab])
        self.tabs.setTabVisible(tab, True)
        self._stack.setCurrentWidget(self._widgets[self.tab])

    def _turn(self, at: int) -> None:
        self._stack.setCurrentWidget(self._widgets[Tab(at)])
        self.turned_to.emit(at)
