"""The keys of the window: one shortcut each, nine digits that tell which, and keys that one field has or leaves."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

# In any call.
SEARCH_KEY, NEW_CALL_KEY, UNDO_KEY, WHY_KEY = "Ctrl+K", "Ctrl+N", "Ctrl+R", "Ctrl+I"
PHASE_KEY, SALUTATION_KEY, LANG_KEY, KEEP_KEY = "Ctrl+P", "Ctrl+B", "Ctrl+L", "Ctrl+Shift+M"
HELP_KEY, LEARNED_KEY, READ_KEY, GUIDE_KEY, COMPARE_KEY = "F1", "F2", "Ctrl+E", "Ctrl+G", "Ctrl+J"
HOLD_KEY, NEXT_CALL_KEY, PREVIOUS_CALL_KEY = "Ctrl+H", "Ctrl+Tab", "Ctrl+Shift+Tab"
REPORT_KEY = "Ctrl+Shift+R"
# At the desk: the registers, and the pages that are filled in. Keyboards have two keys for Enter, and call them so.
DESK_KEY, NEXT_TAB_KEY, PREVIOUS_TAB_KEY = "Ctrl+O", "Ctrl+PgDown", "Ctrl+PgUp"
SAVE_KEYS, SAVE_KEY = ("Ctrl+Return", "Ctrl+Enter"), "Ctrl+Enter"
SUMMARY_KEY, EXPORT_KEY = "Ctrl+Shift+C", "Ctrl+Shift+X"
LOCK_KEY = "Ctrl+Shift+K"
HANDOVER_KEY, FAVOUR_KEY = "Ctrl+Shift+E", "Ctrl+Shift+G"
FOLLOW_UP_KEY, DUE_KEY = "Ctrl+Shift+F", "Ctrl+Shift+D"
BULLETIN_KEY, FOLD_KEY, BULLETINS_KEY = "Alt+0", "Alt+Shift+0", "Ctrl+Shift+B"
CUSTOMER_KEY, FORM_KEY = "Ctrl+U", "Ctrl+Shift+O"
# In the studio.
STUDIO_KEY, SAVE_ARTICLE_KEY, NEW_ARTICLE_KEY = "F12", "Ctrl+S", "Ctrl+Shift+N"
TRY_KEY, HISTORY_KEY, SCHEDULE_KEY = "Ctrl+Shift+T", "Ctrl+Shift+H", "Ctrl+Shift+U"
KEEP_TEST_KEY, WRONG_KEY, LIFE_KEY = "Ctrl+Shift+Y", "Del", "F9"
# In the search.
PIN_KEY, NOTE_KEY, MEANT_KEY = "Ctrl+D", "F10", "Ctrl+M"
COPY_KEY, INSERT_KEY = "Ctrl+C", "Ctrl+Shift+C"
# In an article.
BACK_KEY, FORWARD_KEY, CONTENTS_KEY, TRANSLATE_KEY = "Alt+Left", "Alt+Right", "Ctrl+T", "Ctrl+Shift+L"
BACK_SIGN = "Alt+←"
FIND_KEY, NEXT_KEY, PREVIOUS_KEY = "Ctrl+F", "F3", "Shift+F3"
BESIDE_KEY, CLOSE_KEY, PRINT_KEY, PDF_KEY = "F4", "Ctrl+W", "Ctrl+Shift+P", "Ctrl+Shift+S"
# In a text that is written.
MARK_KEY, PREVIOUS_MARK_KEY, CURE_KEYS, CURE_KEY = "F8", "Shift+F8", ("Alt+Return", "Alt+Enter"), "Alt+Enter"
COMPLETE_KEY = "Ctrl+Space"

DIGITS = range(1, 10)
ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
TAKES = ENTER | {Qt.Key.Key_Space}
_KEYPAD = Qt.KeyboardModifier.KeypadModifier.value


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


def _always() -> bool:
    return True


class OwnKey(NamedTuple):
    """A key of a field, what it does, and when it does so; else it is the field's and the window's as ever."""

    keys: str
    act: Callable[[], object]
    applies: Callable[[], bool] = _always


class OwnKeys(QObject):
    """Keys that a field has while it is typed in, before those of the window."""

    def __init__(self, field: QWidget, keys: Iterable[OwnKey]) -> None:
        """Listen in `field`."""
        super().__init__(field)
        self._keys = {QKeySequence(key.keys): key for key in keys}
        field.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take the keys that apply."""
        if not isinstance(event, QKeyEvent) or event.type() not in {QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress}:
            return False
        key = self._keys.get(QKeySequence(event.keyCombination().toCombined() & ~_KEYPAD))
        if key is None or not key.applies():
            return False
        event.accept()
        if event.type() is QEvent.Type.KeyPress:
            key.act()
        return True


class PassedKey(QObject):
    """A key of the window that a line to type in leaves to it; on X11, Ctrl+U would clear the line."""

    def __init__(self, key: str, window: QWidget) -> None:
        """Watch whichever line has the focus."""
        super().__init__(window)
        self._key = QKeySequence(key)
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep the key from the line."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.ShortcutOverride:
            return False
        if QKeySequence(event.keyCombination()) != self._key:
            return False
        event.ignore()
        return True

    def _follow(self, before: QWidget | None, now: QWidget | None) -> None:
        if isinstance(before, QLineEdit):
            before.removeEventFilter(self)
        if isinstance(now, QLineEdit):
            now.installEventFilter(self)
