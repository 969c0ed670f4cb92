"""The question before a web site is opened in the browser: once a session for each site."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from kbassist.gui.keys import OwnKey, OwnKeys
from kbassist.gui.theme import GRID
from kbassist.messages import _, in_context


class Permission(QFrame):
    """Asks in place; `granted(QUrl)` brings the site that may be opened, `refused` that it may not."""

    granted = Signal(QUrl)
    refused = Signal()

    def __init__(self, allowed: set[str], parent: QWidget | None = None) -> None:
        """Build the question, hidden until there is one; `allowed` are the sites that were agreed to."""
        super().__init__(parent)
        self._asked, self._allowed = QUrl(), allowed
        self.setObjectName("question")
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.yes, self.no = QPushButton(in_context("button", "Open"), self), QPushButton(_("Cancel"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        row.addWidget(self._words, 1)
        for button in (self.yes, self.no):
            button.setAutoDefault(True)
            row.addWidget(button)
        OwnKeys(self, [OwnKey("Esc", self._refuse)])
        self.yes.clicked.connect(self._grant)
        self.no.clicked.connect(self._refuse)
        self.hide()

    @property
    def text(self) -> str:
        """Return the question."""
        return self._words.text()

    def ask(self, url: QUrl) -> None:
        """Grant a site that was agreed to in this session; ask for another."""
        self._asked = url
        if url.host() and url.host() in self._allowed:
            self.granted.emit(url)
            return
        self._words.setText(_("Open {site} in the browser?").format(site=url.host() or url.path()))
        self.show()
        self.yes.setFocus(Qt.FocusReason.PopupFocusReason)

    def _grant(self) -> None:
        self._allowed.add(self._asked.host())
        self.hide()
        self.granted.emit(self._asked)

    def _refuse(self) -> None:
        self.hide()
        self.refused.emit()
