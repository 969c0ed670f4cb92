"""The guides that lead from a need to a product, to choose one from."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbassist.content.model import Article
from kbassist.gui.page import PageHead
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import Theme
from kbassist.messages import _

_TAKES = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class NeedList(QWidget):
    """A list of guides; `chosen(article, lang)` brings one, `closed` tells that the agent has seen enough."""

    chosen = Signal(str, str)
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no guides."""
        super().__init__(parent)
        self._langs: dict[str, str] = {}
        self._head = PageHead(_("What does the customer need?"), theme, self)
        self.list = RowList(_("What does the customer need?"), theme, self)
        self.list.itemClicked.connect(self._take)
        self.list.installEventFilter(self)
        self._head.closed.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.list, 1)
        self.setFocusProxy(self.list)

    def show_guides(self, guides: Sequence[Article]) -> None:
        """Show guides, the first one chosen."""
        self._langs = {guide.id: guide.lang for guide in guides}
        self.list.show_rows([TextRow(guide.title, guide.category, name=guide.id) for guide in guides])
        nothing = "" if guides else _("No article guides from a need to a product yet.")
        self._head.show_title(_("What does the customer need?"), nothing)

    def _take(self) -> None:
        if row := self.list.chosen:
            self.chosen.emit(row.name, self._langs[row.name])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take a guide with Enter or Space."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.key() in _TAKES:
            self._take()
            return True
        return super().eventFilter(watched, event)
