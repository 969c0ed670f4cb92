"""The text and what stands beside it, as far as there is room."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from kbassist.gui.studio.panel import Panel, Tab

_SIDE_BY_SIDE_FROM, _TREE_FROM = 600, 1000  # px
_MUCH = 10_000  # px; what there is, is shared out in these proportions
_HALVES = [_MUCH, _MUCH]
_THIRDS = [_MUCH // 3, _MUCH // 2, _MUCH // 2]


class Body(QSplitter):
    """Puts the pages beside the text where there is room, else below it; a wide one has the articles apart."""

    def __init__(self, text: QWidget, panel: Panel, articles: QWidget, parent: QWidget | None = None) -> None:
        """Hold the text and the pages, one of which is the list of `articles`."""
        super().__init__(parent)
        self._panel, self._articles = panel, articles
        self.setChildrenCollapsible(False)
        self.setObjectName("reading")
        self.addWidget(text)
        self.addWidget(panel)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Make use of the room."""
        super().resizeEvent(event)
        width = event.size().width()
        is_wide = width >= _SIDE_BY_SIDE_FROM
        way = Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical
        if way is not self.orientation():
            self.setOrientation(way)
            self.setSizes(_HALVES)
        is_apart, fits = self.indexOf(self._articles) >= 0, width >= _TREE_FROM
        if fits and not is_apart:
            self._panel.take_out(Tab.ARTICLES)
            self.insertWidget(0, self._articles)
            self.setSizes(_THIRDS)
            self._articles.show()
        elif is_apart and not fits:
            self._panel.take_back(Tab.ARTICLES)
            self.setSizes(_HALVES)
