"""The question for an open placeholder, asked on the card itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QWidget

from kbassist.gui import labels
from kbassist.gui.keys import OwnKey, OwnKeys
from kbassist.gui.theme import GRID
from kbassist.messages import _
from kbassist.text.privacy import clean


class GapField(QFrame):
    """Asks for one value; `answered` brings it, masked like any free text, `cancelled` tells that Esc was pressed."""

    answered = Signal(str)
    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Build the field, hidden until something is asked."""
        super().__init__(parent)
        self._name = ""
        self.setObjectName("gapField")
        self._label = QLabel(self)
        self._edit = QLineEdit(self)
        self._edit.setPlaceholderText(_("Enter copies the line"))
        self._label.setBuddy(self._edit)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.addWidget(self._label)
        row.addWidget(self._edit, 1)
        self._edit.returnPressed.connect(self._answer)
        self.setFocusProxy(self._edit)
        OwnKeys(self, [OwnKey("Esc", self.cancelled.emit)])
        self.hide()

    def ask(self, name: str) -> None:
        """Show the question for a placeholder."""
        self._name, words = name, labels.gap(name)
        self._label.setText(words[:1].upper() + words[1:])
        self._edit.setAccessibleName(words)
        self._edit.clear()
        self.show()
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _answer(self) -> None:
        if value := self._edit.text().strip():
            named = f"{self._name} "  # a number after "pin" is a secret, after "resi" it is not
            self.answered.emit(clean(named + value)[len(named) :])
