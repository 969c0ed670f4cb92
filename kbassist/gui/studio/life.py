"""Where an article stands in its life, and the steps that it can take from there."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from kbassist.content import life
from kbassist.content.kinds import Status
from kbassist.gui.keys import LIFE_KEY
from kbassist.messages import _
from kbassist.words import word


class LifeButton(QToolButton):
    """Shows the status of an article; its menu has the next steps, of which `step_chosen(step)` tells one."""

    step_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with no article."""
        super().__init__(parent)
        self._status = Status.DRAFT
        self.setObjectName("chip")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._steps = QMenu(self)
        self._steps.aboutToShow.connect(self._fill)
        self.setMenu(self._steps)
        self.setToolTip(_("Next steps ({key})").format(key=LIFE_KEY))
        self.show_status(None)

    def show_status(self, status: Status | None) -> None:
        """Show a status; None for no article."""
        self.setVisible(status is not None)
        if status:
            self._status = status
            self.setText(f"{word(status)} ▾")
            self.setAccessibleName(_("Status: {status}").format(status=word(status)))

    def offer(self) -> None:
        """Open the menu of the next steps, if there is an article."""
        if self.isVisible():
            self.showMenu()

    def _fill(self) -> None:
        self._steps.clear()
        for step in life.steps(self._status):
            action = QAction(word(step), self._steps)
            action.triggered.connect(partial(self.step_chosen.emit, step))
            self._steps.addAction(action)
