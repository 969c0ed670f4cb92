"""The register of calls."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kbassist.desk import calls
from kbassist.desk.calls import SavedCall
from kbassist.gui.records.front import Front
from kbassist.gui.records.registers import Register
from kbassist.gui.rows import RowList, TextRow
from kbassist.messages import _


class CallsRegister(Register):
    """Lists the calls of the agent, the newest first."""

    def __init__(self, front: Front, parent: QWidget | None = None) -> None:
        """Begin with nothing read."""
        super().__init__(parent)
        self._front = front
        self.rows = RowList(_("Calls"), front.theme, self)
        self.setFocusProxy(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)

    def show_again(self) -> None:
        """Read the calls anew, and show them."""
        self._front.clerk.ask(calls.find, self._show)

    def _show(self, found: list[SavedCall]) -> None:
        self.rows.show_rows([TextRow(call.name or call.started.strftime("%d %b %H:%M"), call.note) for call in found])
