"""What an agent fills in on a page of the desk, by keyboard: texts, choices, marks on a scale."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from kbassist.gui.choice import Option
from kbassist.gui.keys import DIGITS, ENTER
from kbassist.gui.records.flowing import FlowingLayout
from kbassist.gui.theme import GRID, NOTE_SIZE, font, set_state

_CLEARS = {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}
_BACK, _ON = {Qt.Key.Key_Left, Qt.Key.Key_Up}, {Qt.Key.Key_Right, Qt.Key.Key_Down}


class Entry(QWidget):
    """One thing to fill in; `changed` tells of every change, `finished` that the agent wants to go on to the next."""

    changed = Signal()
    finished = Signal()

    def value(self) -> Any:  # noqa: ANN401 - each entry has its own
        """Return what was filled in; empty text or None for nothing."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a value without telling of it."""
        raise NotImplementedError

    def name_it(self, name: str) -> None:
        """Say by which name a screen reader calls it."""
        (self.focusProxy() or self).setAccessibleName(name)


class TextEntry(Entry):
    """One row of text; what `offered` has is proposed while one types."""

    def __init__(self, placeholder: str = "", offered: Sequence[str] = (), parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(placeholder)
        self.field.setMaxLength(300)
        self.setFocusProxy(self.field)
        _fill(self, self.field)
        self._offered = QStringListModel(list(offered), self)
        if offered:
            self.offer(offered)
        self.field.textEdited.connect(self.changed)
        self.field.returnPressed.connect(self.finished)

    def offer(self, words: Sequence[str]) -> None:
        """Propose other words from now on."""
        self._offered.setStringList(list(words))
        if self.field.completer() is None:
            completer = QCompleter(self._offered, self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.activated.connect(self.changed)
            self.field.setCompleter(completer)

    def value(self) -> str:
        """Return the text without spaces around it."""
        return self.field.text().strip()

    def show_value(self, value: str) -> None:
        """Show a text from its beginning."""
        self.field.setText(value)
        self.field.setCursorPosition(0)


class LongEntry(Entry):
    """Some rows of text; Enter goes on, Shift+Enter begins a new row."""

    def __init__(self, placeholder: str = "", rows: int = 3, parent: QWidget | None = None) -> None:
        """Begin empty, with room for some rows."""
        super().__init__(parent)
        self.field = long_field(self, placeholder)
        self.field.setFixedHeight(rows * self.field.fontMetrics().lineSpacing() + 2 * GRID)
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)
        _fill(self, self.field)
        self.field.textChanged.connect(self.changed)

    def value(self) -> str:
        """Return the text without spaces around it."""
        return self.field.toPlainText().strip()

    def show_value(self, value: str) -> None:
        """Show a text."""
        self.field.blockSignals(True)
        self.field.setPlainText(value)
        self.field.blockSignals(False)

    def eventFilter(self, _watched: QWidget, event: QEvent) -> bool:  # type: ignore[override]  # noqa: N802
        """Go on at Enter."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() in ENTER
            and event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        ):
            self.finished.emit()
            return True
        return False


class ChoiceEntry(Entry):
    """One of a few values: a digit picks it and goes on, arrows move, Backspace takes it back."""

    def __init__(self, options: Sequence[Option], parent: QWidget | None = None) -> None:
        """Offer some values, none of them chosen."""
        super().__init__(parent)
        self._options: tuple[Option, ...] = ()
        self._buttons: list[QPushButton] = []
        self._value: Any = None
        self._name = ""
        self.setObjectName("choices")
        set_state(self, "focused", False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._row = FlowingLayout(self)
        self.offer(options)

    def offer(self, options: Sequence[Option]) -> None:
        """Offer other values from now on, none of them chosen."""
        for button in self._buttons:
            self._row.removeWidget(button)
            button.deleteLater()
        self._options = tuple(options)
        self._buttons = [self._button(number, option) for number, option in enumerate(self._options, 1)]
        for button in self._buttons:
            self._row.addWidget(button)
        self.show_value(None)

    def value(self) -> Any:  # noqa: ANN401
        """Return the value that is chosen, else None."""
        return self._value

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show a value as chosen, None for none."""
        self._value = value
        for option, button in zip(self._options, self._buttons, strict=True):
            button.setChecked(value is not None and option.value == value)
        chosen = next((option.words for option in self._options if option.value == value), "–")
        self.setAccessibleName(f"{self._name}: {chosen}" if self._name else chosen)

    def name_it(self, name: str) -> None:
        """Say by which name a screen reader calls it."""
        self._name = name
        self.show_value(self._value)

    def _button(self, number: int, option: Option) -> QPushButton:
        button = QPushButton(f"{number} {option.words}" if number in DIGITS else option.words, self)
        button.setObjectName("pill")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self._take_clicked)
        return button

    def _take_clicked(self) -> None:
        clicked = self._buttons.index(self.sender())  # type: ignore[arg-type]
        self._choose(None if self._options[clicked].value == self._value else clicked)

    def _choose(self, place: int | None) -> None:
        self.show_value(None if place is None else self._options[place].value)
        self.changed.emit()

    def _step(self, by: int) -> None:
        values = [option.value for option in self._options]
        at = values.index(self._value) + by if self._value in values else (0 if by > 0 else len(values) - 1)
        self._choose(max(0, min(at, len(values) - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Choose by digit or arrow, take back, or go on."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        digit = int(event.text()) if plain and event.text().isdecimal() else 0
        if 1 <= digit <= len(self._options):
            self._choose(digit - 1)
            self.finished.emit()
        elif plain and event.key() in ENTER:
            self.finished.emit()
        elif plain and event.key() in _CLEARS:
            self._choose(None)
        elif plain and event.key() in _BACK | _ON:
            self._step(1 if event.key() in _ON else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: Any) -> None:  # noqa: N802, ANN401
        """Show that the keys are here."""
        super().focusInEvent(event)
        set_state(self, "focused", True)

    def focusOutEvent(self, event: Any) -> None:  # noqa: N802, ANN401
        """Show that the keys are elsewhere."""
        super().focusOutEvent(event)
        set_state(self, "focused", False)


class ScaleEntry(ChoiceEntry):
    """A mark from `least` to `most`, typed as it is; Enter without one skips it."""

    def __init__(self, least: int, most: int, parent: QWidget | None = None) -> None:
        """Offer the marks."""
        self._least, self._most = least, most
        super().__init__([Option(mark, str(mark)) for mark in range(least, most + 1)], parent)

    def _button(self, number: int, option: Option) -> QPushButton:
        button = super()._button(0, option)
        button.setAccessibleName(f"{number}")
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Take a mark of one or two digits; it goes on by itself once no longer mark can be meant."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not (plain and event.text().isdecimal()):
            super().keyPressEvent(event)
            return
        typed = int(event.text())
        longer = (self._value or 0) * 10 + typed
        mark = longer if self._value and longer <= self._most else typed
        if self._least <= mark <= self._most:
            self._choose(mark - self._least)
            if mark * 10 > self._most:
                self.finished.emit()


class TickEntry(ChoiceEntry):
    """Any of a few values: a digit ticks one or takes its tick away, Enter goes on."""

    def value(self) -> tuple[Any, ...]:
        """Return the values that are ticked, in their order."""
        return tuple(option.value for option in self._options if option.value in (self._value or ()))

    def show_value(self, value: Any) -> None:  # noqa: ANN401
        """Show some values as ticked."""
        self._value = tuple(value or ())
        for option, button in zip(self._options, self._buttons, strict=True):
            button.setChecked(option.value in self._value)
        ticked = ", ".join(option.words for option in self._options if option.value in self._value) or "–"
        self.setAccessibleName(f"{self._name}: {ticked}" if self._name else ticked)

    def _take_clicked(self) -> None:
        self._choose(self._buttons.index(self.sender()))  # type: ignore[arg-type]

    def _choose(self, place: int | None) -> None:
        ticked = set() if place is None else set(self._value) ^ {self._options[place].value}
        self.show_value(ticked)
        self.changed.emit()

    def _step(self, by: int) -> None:
        """Leave the ticks alone: arrows move nothing here."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Tick by digit."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.text().isdecimal() and 1 <= int(event.text()) <= len(self._options):
            self._choose(int(event.text()) - 1)
        else:
            super().keyPressEvent(event)


def long_field(entry: QWidget, placeholder: str) -> QPlainTextEdit:
    """Return a field of an entry for several rows, which Tab leaves."""
    field = QPlainTextEdit(entry)
    field.setObjectName("longEntry")
    field.setFont(font(NOTE_SIZE))
    field.setPlaceholderText(placeholder)
    field.setTabChangesFocus(True)
    return field


def _fill(entry: QWidget, field: QWidget) -> None:
    column = QVBoxLayout(entry)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(field)
