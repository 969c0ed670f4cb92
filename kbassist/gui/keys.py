"""The keys of the window: one shortcut each, and nine digits that tell which."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

DIGITS = range(1, 10)


class _Digit(QShortcut):
    def __init__(self, prefix: str, digit: int, keys: "DigitKeys", window: QWidget) -> None:
        super().__init__(QKeySequence(f"{prefix}+{digit}"), window)
        self._digit, self._keys = digit, keys
        self.activated.connect(self._tell)
        self.setAutoRepeat(False)

    def _tell(self) -> None:
        self._keys.pressed.emit(self._digit)


class DigitKeys(QObject):
    """A modifier with the digits 1 to 9; `pressed(digit)` tells which."""

    pressed = Signal(int)

    def __init__(self, prefix: str, window: QWidget) -> None:
        """Listen in `window` for `prefix` with a digit."""
        super().__init__(window)
        self._shortcuts = [_Digit(prefix, digit, self, window) for digit in DIGITS]
