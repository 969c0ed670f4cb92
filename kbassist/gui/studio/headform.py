"""The header of an article as a form: each change touches the rows of its own key alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kbassist.content import header, vocabulary
from kbassist.content.fields import TRUTH
from kbassist.content.kinds import ArticleKind, Channel, Severity
from kbassist.content.model import Problem
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _, in_context
from kbassist.text.fieldchecks import read_day
from kbassist.text.fieldtypes import FieldError
from kbassist.words import describe, field_error, word

if TYPE_CHECKING:
    from kbassist.content.header import Field

_LISTS = frozenset({"tags", "triggers", "examples", "audience", "channels", "related"})
_DATES = frozenset({"review_by", "valid_from", "valid_until"})
_PHRASES = frozenset({"triggers", "examples"})
_PAUSE_MS = 400
_PHRASE_ROWS_HEIGHT = 72  # px


def _labels() -> dict[str, tuple[str, str]]:
    """Return what each field is called, and what it is for."""
    return {
        "title": (in_context("article", "Title"), _("What an agent looks for; one thing to an article.")),
        "kind": (in_context("article", "Kind"), _("Decides where its lines stand in a call.")),
        "category": (in_context("article", "Category"), _("The shelf it stands on.")),
        "tags": (_("Tags"), _("Words to find it by, with commas between them.")),
        "triggers": (_("Triggers"), _("What notes say when they are about this, one to a row. The strongest sign.")),
        "examples": (_("Examples"), _("Notes and sentences as they really come, one to a row.")),
        "owner": (_("Owner"), _("Who answers for it.")),
        "review_by": (_("Review by"), _("When it is to be read again, for example 31/3/2027.")),
        "valid_from": (_("Valid from"), _("Its lines are not suggested before this day.")),
        "valid_until": (_("Valid until"), _("Its lines are not suggested after this day.")),
        "channels": (_("Channels"), _("All, where none is ticked.")),
        "audience": (_("Audience"), _("Whom it is for, with commas between them; empty for all.")),
        "related": (_("Related"), _("Ids of other articles, with commas between them.")),
        "bulletin": (_("Bulletin"), _("Pinned above the cards while it is valid.")),
    }


class HeaderForm(QScrollArea):
    """Shows the header of a text; `text_changed(text)` has the whole text with one key changed.

    A field that is being typed in is left alone. While a header can't be read, the form says why and waits.
    """

    text_changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Begin with no text."""
        super().__init__(parent)
        del theme  # all colours come from the window
        self._text = ""
        self._fields: dict[str, QWidget] = {}
        self._problems: dict[str, QLabel] = {}
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE_MS)
        self._soon.timeout.connect(self._take_phrases)
        self.setObjectName("entryPage")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._body = QWidget(self)
        self._body.setObjectName("entryBody")
        self.trouble, self.about = QLabel(self._body), QLabel(self._body)
        self.trouble.setObjectName("entryProblem")
        self.about.setObjectName("muted")
        column = QVBoxLayout(self._body)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID // 2)
        for label in (self.trouble, self.about):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            column.addWidget(label)
        for key, (name, help_words) in _labels().items():
            self._add(column, key, name, help_words)
        column.addStretch(1)
        self.setWidget(self._body)
        self.trouble.hide()

    def field(self, key: str) -> QWidget:
        """Return the field of a key."""
        return self._fields[key]

    def show_known(self, categories: Iterable[str], tags: Iterable[str], ids: Iterable[str]) -> None:
        """Offer what the library has."""
        for key, known in (("category", categories), ("tags", tags), ("related", ids)):
            field = self._fields[key]
            assert isinstance(field, QLineEdit)
            completer = QCompleter(sorted(known), field)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            field.setCompleter(completer)

    def show_text(self, text: str) -> None:
        """Show the header of a text."""
        self._text = text
        head = header.split(text)[0]
        try:
            fields = header.read(head) if head is not None else {}
        except header.HeaderError as error:
            problem = Problem(error.code, Severity.ERROR, "", error.row + 1, error.values)
            self._show_trouble(" ".join(describe(problem)), problem.line)
            return
        self.trouble.hide()
        kept = ", ".join(key for key in fields if key not in self._fields)
        self.about.setText(_("Kept as it is in the text: {keys}.").format(keys=kept))
        self.about.setVisible(bool(kept))
        for key, field in self._fields.items():
            field.setEnabled(True)
            if not _is_typed_in(field):
                self._show_value(key, field, fields)

    def _add(self, column: QVBoxLayout, key: str, name: str, help_words: str) -> None:
        label = QLabel(name, self._body)
        label.setObjectName("entryLabel")
        field = self._made(key, name)
        field.setToolTip(help_words)
        field.setAccessibleName(name)
        field.setAccessibleDescription(help_words)
        label.setBuddy(field)
        problem = QLabel(self._body)
        problem.setObjectName("entryProblem")
        problem.hide()
        self._fields[key], self._problems[key] = field, problem
        help_row = QLabel(help_words, self._body)
        help_row.setObjectName("muted")
        help_row.setWordWrap(True)
        for widget in (label, field, problem, help_row):
            column.addWidget(widget)

    def _made(self, key: str, name: str) -> QWidget:
        if key == "kind":
            box = QComboBox(self._body)
            for kind in ArticleKind:
                box.addItem(word(kind), kind)
            box.activated.connect(lambda _at: self._set(key, box.currentData()))
            return box
        if key == "bulletin":
            tick = QCheckBox(name, self._body)
            tick.clicked.connect(lambda on: self._set(key, "true" if on else ""))
            return tick
        if key == "channels":
            return _Boxes(Channel, partial(self._set, key), self._body)
        if key in _PHRASES:
            rows = QPlainTextEdit(self._body)
            rows.setObjectName("longEntry")
            rows.setTabChangesFocus(True)
            rows.setFixedHeight(_PHRASE_ROWS_HEIGHT)
            rows.textChanged.connect(self._phrases_typed)
            return rows
        line = QLineEdit(self._body)
        line.editingFinished.connect(partial(self._take_line, key, line))
        return line

    def _show_trouble(self, words: str, row: int) -> None:
        self.trouble.setText(_("Row {row}: {words}").format(row=row, words=words))
        self.trouble.show()
        for field in self._fields.values():
            field.setEnabled(False)

    def _show_value(self, key: str, field: QWidget, fields: Mapping[str, Field]) -> None:
        texts = _texts(fields.get(key))
        field.blockSignals(True)
        if isinstance(field, QComboBox):
            kind = vocabulary.ARTICLE_KINDS.get(texts[0].casefold()) if texts else None
            field.setCurrentIndex(field.findData(kind or ArticleKind.GUIDE))
        elif isinstance(field, QCheckBox):
            field.setChecked(bool(texts) and TRUTH.get(texts[0].casefold(), False))
        elif isinstance(field, _Boxes):
            field.show_values(texts)
        elif isinstance(field, QPlainTextEdit):
            if field.toPlainText().split("\n") != texts:
                field.setPlainText("\n".join(texts))
        elif isinstance(field, QLineEdit):
            field.setText(", ".join(texts))
        field.blockSignals(False)

    def _phrases_typed(self) -> None:
        self._soon.start()

    def _take_phrases(self) -> None:
        for key in _PHRASES:
            field = self._fields[key]
            assert isinstance(field, QPlainTextEdit)
            self._set(key, [row.strip() for row in field.toPlainText().split("\n") if row.strip()])

    def _take_line(self, key: str, field: QLineEdit) -> None:
        typed = " ".join(field.text().split())
        self._problems[key].hide()
        if key in _DATES and typed:
            try:
                typed = read_day(typed, date.today()).isoformat()  # noqa: DTZ011 - the editor's own day
            except FieldError as error:
                self._problems[key].setText(field_error(error))
                self._problems[key].show()
                return
        self._set(key, [part.strip() for part in typed.split(",") if part.strip()] if key in _LISTS else typed)

    def _set(self, key: str, value: str | list[str]) -> None:
        """Put a value into the text, unless it has it already."""
        head = header.split(self._text)[0]
        try:
            present = header.read(head).get(key) if head is not None else None
            if _texts(present) == ([value] if isinstance(value, str) and value else list(value)):
                return
            text = header.set_key(self._text, key, value) if value else header.remove_key(self._text, key)
        except header.HeaderError:
            return  # the form says so already
        self._text = text
        self.text_changed.emit(text)


class _Boxes(QWidget):
    """Boxes to tick, one for each value."""

    def __init__(self, values: Iterable[Channel], take: Callable[[list[str]], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._take = take
        self._boxes = {value: QCheckBox(word(value), self) for value in values}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for box in self._boxes.values():
            box.clicked.connect(self._tell)
            row.addWidget(box)
        row.addStretch(1)

    def show_values(self, texts: list[str]) -> None:
        """Tick the values named."""
        named = {text.strip().casefold() for each in texts for text in each.split(",")}
        for value, box in self._boxes.items():
            box.setChecked(value.value in named)

    def _tell(self) -> None:
        self._take([value.value for value, box in self._boxes.items() if box.isChecked()])


def _is_typed_in(field: QWidget) -> bool:
    return field.hasFocus() and isinstance(field, QLineEdit | QPlainTextEdit)


def _texts(field: Field | None) -> list[str]:
    """Return the plain texts of a header's value; what is deeper stays in the text alone."""
    if field is None:
        return []
    if isinstance(field.value, str):
        return [field.value] if field.value else []
    items = field.value if isinstance(field.value, tuple) else ()
    return [item.value for item in items if isinstance(item.value, str)]
