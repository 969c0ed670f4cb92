"""The text and what stands beside it, as far as there is room."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QSplitter, QWidget

from kbassist.gui.studio.panel import Panel, Tab

_TEXT_FROM, _ARTICLES_FROM = 600, 1000  # px
# What there is, is shared out in these proportions: pages alone, with the text, with the articles as well.
_SHARES = {1: [1], 2: [9, 10], 3: [11, 20, 20]}
_MUCH = 1000  # px


class Body(QSplitter):
    """Puts the text beside the pages where there is room, and the articles too; else they are pages like the others."""

    def __init__(self, text: QWidget, panel: Panel, articles: QWidget, parent: QWidget | None = None) -> None:
        """Hold the pages, two of which are the text and the list of `articles`."""
        super().__init__(parent)
        self._panel, self._text, self._articles = panel, text, articles
        self.setChildrenCollapsible(False)
        self.setObjectName("reading")
        self.addWidget(panel)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Make use of the room."""
        super().resizeEvent(event)
        width, before = event.size().width(), self.count()
        self._place(Tab.TEXT, self._text, is_apart=width >= _TEXT_FROM)
        self._place(Tab.ARTICLES, self._articles, is_apart=width >= _ARTICLES_FROM)
        if self.count() != before:
            self.setSizes([share * _MUCH for share in _SHARES[self.count()]])

    def _place(self, tab: Tab, page: QWidget, *, is_apart: bool) -> None:
        """Let a page stand apart or among the others; it keeps the keys that it has."""
        if is_apart is (self.indexOf(page) >= 0):
            return
        focused = QApplication.focusWidget()
        has_focus = focused is not None and (focused is page or page.isAncestorOf(focused))
        if is_apart:
            self._panel.take_out(tab)
            self.insertWidget(0, page)
            page.show()
        else:
            self._panel.take_back(tab)
        if has_focus and focused:
            self._panel.show_tab(tab)
            focused.setFocus()
