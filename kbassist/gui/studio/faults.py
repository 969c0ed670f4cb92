"""What is wrong with the article that is being written: where, what would be right, and what mends it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidgetItem, QVBoxLayout, QWidget

from kbassist.gui.keys import CURE_KEY, ENTER
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.studio.marks import Cure as MarkedCure
from kbassist.gui.studio.marks import Mark
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _
from kbassist.words import cure as cure_words
from kbassist.words import describe, word

if TYPE_CHECKING:
    from kbassist.editing import Fault


class _Rows(RowList):
    cure_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Mend with Alt+Enter."""
        if event.key() in ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.cure_wanted.emit()
        else:
            super().keyPressEvent(event)


class FaultsPage(QWidget):
    """Lists what is wrong; `chosen(start)` tells where the editor wants to go, `cure_chosen(cure)` what to change."""

    chosen = Signal(int)
    cure_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with nothing wrong."""
        super().__init__(parent)
        self._faults: tuple[Fault, ...] = ()
        self._words = QLabel(self)
        self._words.setObjectName("muted")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.rows = _Rows(_("Problems of this article"), theme, self)
        self.rows.itemActivated.connect(self._go)
        self.rows.cure_wanted.connect(self._mend)
        around = QVBoxLayout()
        around.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        around.addWidget(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(around)
        column.addWidget(self.rows, 1)
        self.show_faults("", ())

    def show_faults(self, text: str, faults: tuple[Fault, ...]) -> None:
        """Show what is wrong with a text, from its first row to its last."""
        at = self.rows.currentRow()
        self._faults = tuple(sorted(faults, key=lambda fault: fault.start))
        self.rows.show_rows([_row(text, fault) for fault in self._faults])
        if 0 <= at < len(self._faults):
            self.rows.setCurrentRow(at)
        self.rows.setVisible(bool(faults))
        self._words.setText(
            _("Enter goes there, {key} mends what can be mended at once.").format(key=CURE_KEY)
            if faults
            else _("Nothing is wrong here.")
        )

    def _go(self, _item: QListWidgetItem) -> None:
        self.chosen.emit(self._faults[self.rows.currentRow()].start)

    def _mend(self) -> None:
        fault = self._faults[self.rows.currentRow()] if self._faults else None
        if fault and fault.cures:
            self.cure_chosen.emit(fault.cures[0])


def _row(text: str, fault: Fault) -> TextRow:
    what, right = describe(fault.problem)
    cures = "; ".join(cure_words(cure) for cure in fault.cures[:1])
    below = f"{word(fault.problem.severity).capitalize()} · {right}"
    if cures:
        below += f"\n{CURE_KEY}: {cures}"
    place = _("row {row}").format(row=text.count("\n", 0, fault.start) + 1)
    return TextRow(what, below, place, icon="warning")


def marks_of(faults: tuple[Fault, ...]) -> list[Mark]:
    """Return the marks of faults in their text."""
    return [
        Mark(
            fault.start,
            fault.end,
            fault.problem.severity,
            " ".join(describe(fault.problem)),
            tuple(MarkedCure(cure_words(cure), cure.start, cure.end, cure.replacement) for cure in fault.cures),
        )
        for fault in faults
    ]
