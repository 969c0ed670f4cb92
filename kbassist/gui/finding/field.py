"""Fields to look for something: at the top for articles, on the score sheet for lines."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QIcon, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from kbassist.gui import icons
from kbassist.gui.keys import SEARCH_KEY
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _

_ON_PURPOSE = {Qt.FocusReason.ShortcutFocusReason, Qt.FocusReason.MouseFocusReason}
_LOOKS_AWAY = {Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason}


class FindField(QLineEdit):
    """A field with a glass; `moved(key)` hands arrows on to what was found."""

    moved = Signal(object)

    def __init__(self, name: str, placeholder: str, theme: Theme, parent: QWidget | None = None) -> None:
        """Show an empty field."""
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self._sign = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        theme.changed.connect(self._tint)
        QTimer.singleShot(0, self, self._tint)  # drawings come after the first paint

    def _tint(self) -> None:
        self._sign.setIcon(icons.icon("search", self._theme.colours.muted))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Hand the arrows on."""
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self.moved.emit(event)
        else:
            super().keyPressEvent(event)


class SearchField(FindField):
    """The field that searches the articles, with its key.

    `entered` tells that the agent went there, not that the keys merely came by; `left` that they went elsewhere.
    """

    entered = Signal()
    left = Signal()
    key = SEARCH_KEY

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Show an empty field with its key."""
        super().__init__(_("Search articles"), _("Search articles, fees, procedures"), theme, parent)
        self.setObjectName("search")
        self.setToolTip(_("Search articles ({key})").format(key=SEARCH_KEY))
        self._hint = QLabel(SEARCH_KEY, self)
        self._hint.setObjectName("keyHint")
        self._hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, GRID, 0)
        row.addStretch(1)
        row.addWidget(self._hint)
        self.textChanged.connect(self._show_hint)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell that somebody went here."""
        super().focusInEvent(event)
        if event.reason() in _ON_PURPOSE:
            self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell that the keys go elsewhere; a look at another window changes nothing."""
        super().focusOutEvent(event)
        if event.reason() not in _LOOKS_AWAY:
            self.left.emit()

    def _show_hint(self, text: str) -> None:
        self._hint.setVisible(not text)
