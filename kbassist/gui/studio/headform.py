"""The header of an article as a form: each change touches the rows of its own key alone."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from kbassist.content import header, reader
from kbassist.content.fields import TypedHeader
from kbassist.content.header import Field, Value
from kbassist.content.kinds import ArticleKind, Channel, Severity, Status
from kbassist.content.model import Problem
from kbassist.gui.choice import Option
from kbassist.gui.records.entries import ChoiceEntry, Entry, TextEntry, TickEntry
from kbassist.gui.studio.headentries import ABOUT, DayEntry, FactsEntry, RowsEntry, WordsEntry
from kbassist.gui.theme import GRID, set_state
from kbassist.messages import _, in_context
from kbassist.words import describe, language, word

# Another name by which a header may have a key.
_OTHER_NAMES = {"bulletin": "pengumuman"}
_SHOWN_ALONE = {"id", "lang", "status"}
_KEPT_ALONE = {"expect"}


class _Asked(NamedTuple):
    """A field of the form: its name, one sentence of help, and what it is filled in with."""

    name: str
    about: str
    entry: Callable[[], Entry]


def _asked() -> dict[str, _Asked]:
    """Return the fields by their keys, in their order."""
    kinds = [Option(kind, word(kind)) for kind in ArticleKind]
    channels = [Option(channel, word(channel)) for channel in Channel]
    pinned = [Option(True, _("Yes, while it is valid"))]
    return {
        "title": _Asked(in_context("article", "Title"), _("What agents look for and read first."), TextEntry),
        "kind": _Asked(
            in_context("article", "Kind"), _("Decides when in a call its lines come."), partial(ChoiceEntry, kinds)
        ),
        "category": _Asked(in_context("article", "Category"), _("The shelf that it stands on."), TextEntry),
        "tags": _Asked(_("Tags"), _("Words to find it by, with commas between them."), WordsEntry),
        "triggers": _Asked(
            _("Triggers"), _("What notes say when they are about this; the strongest sign. One in a row."), RowsEntry
        ),
        "examples": _Asked(
            _("Examples"), _("Notes and sentences of customers as they really come. One in a row."), RowsEntry
        ),
        "facts": _Asked(
            _("Facts"),
            _("Fees, rates and limits by name. In the text, {use} stands for the value.").format(use="{fact.name}"),
            FactsEntry,
        ),
        "owner": _Asked(_("Owner"), _("Who answers for what it says."), TextEntry),
        "review_by": _Asked(_("Review by"), _("The day by which somebody reads it again."), DayEntry),
        "valid_from": _Asked(_("Valid from"), _("Before this day no line of it is suggested."), DayEntry),
        "valid_until": _Asked(_("Valid until"), _("After this day no line of it is suggested."), DayEntry),
        "channels": _Asked(_("Channels"), _("Where it is used; none ticked means all."), partial(TickEntry, channels)),
        "audience": _Asked(_("Audience"), _("Whom it is for, with commas; empty means everyone."), WordsEntry),
        "related": _Asked(_("Related articles"), _("Their ids, with commas; type a word of the title."), WordsEntry),
        "bulletin": _Asked(
            _("Bulletin"), _("Is it pinned above the cards of every call?"), partial(ChoiceEntry, pinned)
        ),
    }


class HeaderForm(QScrollArea):
    """Shows the header of a text; `text_changed(text)` has the whole text with one key changed.

    A field is only filled anew where it holds something else than the text, so that its cursor stays while one types.
    While a header can't be read, the form says why and waits.
    """

    text_changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with no text."""
        super().__init__(parent)
        self._text = ""
        self._emptied = ""
        self._titles: Mapping[str, str] = {}
        self._entries: dict[str, Entry] = {}
        self._problems: dict[str, QLabel] = {}
        self.setObjectName("entryPage")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._body = QWidget(self)
        self._body.setObjectName("entryBody")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(2 * GRID, GRID, 2 * GRID, 2 * GRID)
        self._column.setSpacing(GRID // 2)
        self.trouble, self.about = self._words("entryProblem"), self._words("muted")
        for key, asked in _asked().items():
            self._add(key, asked)
        self.titles = self._words("muted")
        self._column.insertWidget(self._column.indexOf(self._problems["related"]), self.titles)
        self.kept = self._words("muted")
        self._column.addStretch(1)
        self.setWidget(self._body)
        self.setFocusProxy(self._entries["title"])
        self.trouble.hide()

    def field(self, key: str) -> Entry:
        """Return the field of a key."""
        return self._entries[key]

    def show_known(self, categories: Iterable[str], tags: Iterable[str], titles: Mapping[str, str]) -> None:
        """Offer what the library has; `titles` are those of its articles by their ids."""
        self._titles = titles
        offered = {
            "category": sorted(categories),
            "tags": sorted(tags),
            "related": sorted(f"{name}{ABOUT}{title}" for name, title in titles.items()),
        }
        for key, words in offered.items():
            entry = self._entries[key]
            assert isinstance(entry, TextEntry)
            entry.offer(words)
        self._name_related()

    def show_text(self, text: str) -> None:
        """Show the header of a text."""
        self._text = text
        problems: list[Problem] = []

        def report(code: str, severity: Severity, row: int, **values: str) -> None:
            problems.append(Problem(code, severity, "", row, values))

        head = header.split(text)[0]
        if head is None and header.is_unclosed(text):
            report("header-unclosed", Severity.ERROR, 1)
        typed = reader.read_header(head, report)
        fields = _fields(head)
        if fields is None or (head is None and problems):
            self._wait(problems[0])
            return
        self.trouble.hide()
        self._body_enabled(True)
        for key, entry in self._entries.items():
            value = _value(key, entry, fields.get(key) or fields.get(_OTHER_NAMES.get(key, "")), typed)
            if entry.value() != value and key != self._emptied:
                _fill(entry, value)
        self._show_standing(fields)
        self._show_problems(fields, problems)
        self._name_related()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take out the key of a field that is left empty."""
        if event.type() is QEvent.Type.FocusOut and self._emptied:
            self._take(self._emptied)
        return False

    def _words(self, name: str) -> QLabel:
        label = QLabel(self._body)
        label.setObjectName(name)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        self._column.addWidget(label)
        return label

    def _add(self, key: str, asked: _Asked) -> None:
        label = self._words("entryLabel")
        label.setText(asked.name)
        label.setIndent(0)
        entry = asked.entry()
        entry.setParent(self._body)
        self._column.addWidget(entry)
        self._words("muted").setText(asked.about)
        self._entries[key], self._problems[key] = entry, self._words("entryProblem")
        self._problems[key].hide()
        label.setBuddy(entry)
        entry.name_it(asked.name)
        (entry.focusProxy() or entry).setAccessibleDescription(asked.about)
        entry.changed.connect(partial(self._take, key))
        entry.finished.connect(partial(self._go_on, key))
        (entry.focusProxy() or entry).installEventFilter(self)

    def _go_on(self, key: str) -> None:
        """Give the keys to the field below."""
        keys = [*self._entries]
        following = self._entries[keys[(keys.index(key) + 1) % len(keys)]]
        following.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(following)

    def _take(self, key: str) -> None:
        """Put what a field holds into the text."""
        entry = self._entries[key]
        if isinstance(entry, DayEntry) and entry.fault:
            self._find_fault(key, entry.fault)
            return
        fields = _fields(header.split(self._text)[0])
        if fields is None:
            return
        name = _OTHER_NAMES[key] if _OTHER_NAMES.get(key) in fields else key
        value = _written(entry.value())
        self._emptied = key if not value and _is_typed_in(entry) else ""
        if self._emptied:
            return  # its rows stay until the field is left: something else may be typed yet
        text = header.set_key(self._text, name, value) if value else header.remove_key(self._text, name)
        if text != self._text:
            self.show_text(text)
            self.text_changed.emit(text)
        else:
            self._find_fault(key, "")

    def _wait(self, problem: Problem) -> None:
        what, cure = describe(problem)
        self.trouble.setText(_("Row {row}: {words}").format(row=problem.line, words=f"{what} {cure}"))
        self.trouble.show()
        self._body_enabled(False)
        self.ensureWidgetVisible(self.trouble)

    def _body_enabled(self, enabled: bool) -> None:
        for entry in self._entries.values():
            entry.setEnabled(enabled)

    def _show_standing(self, fields: Mapping[str, Field]) -> None:
        """Show what is not changed here, and what is kept."""
        texts = {key: _text(fields.get(key)) for key in _SHOWN_ALONE}
        status = texts["status"].lower() or Status.PUBLISHED.value
        self.about.setText(
            " · ".join(
                (
                    _("Id: {id}").format(id=texts["id"] or _("the name of the file")),
                    _("Language: {lang}").format(lang=language(texts["lang"]) or _("that of its folder")),
                    word(Status(status)) if status in {each.value for each in Status} else texts["status"],
                )
            )
        )
        ours = {*self._entries, *_SHOWN_ALONE, *_OTHER_NAMES.values()}
        kept = ", ".join(key for key in fields if key not in ours)
        self.kept.setText(_("Kept as it is in the text: {keys}.").format(keys=kept))
        self.kept.setVisible(bool(kept))

    def _show_problems(self, fields: Mapping[str, Field], problems: Iterable[Problem]) -> None:
        """Say below each field what is wrong with its key: a problem stands at a row of it."""
        rows = {key: entry.row + 1 for key, entry in fields.items()}
        found: dict[str, str] = {}
        for problem in problems:
            key = max((key for key in rows if rows[key] <= problem.line), key=rows.__getitem__, default="")
            found.setdefault(key, " ".join(describe(problem)))
        for key in self._entries:
            self._find_fault(key, found.get(key) or found.get(_OTHER_NAMES.get(key, ""), ""))

    def _find_fault(self, key: str, words: str) -> None:
        self._problems[key].setText(words)
        self._problems[key].setVisible(bool(words))
        set_state(self._entries[key], "wrong", bool(words))

    def _name_related(self) -> None:
        names = self._entries["related"].value()
        self.titles.setText(
            "\n".join(self._titles.get(name) or _("{id}: not in the library").format(id=name) for name in names)
        )
        self.titles.setVisible(bool(names and self._titles))


def _fields(head: str | None) -> dict[str, Field] | None:
    """Return the fields of a header, None where it can't be read."""
    try:
        return header.read(head) if head is not None else {}
    except header.HeaderError:
        return None


def _value(key: str, entry: Entry, field: Field | None, typed: TypedHeader) -> Any:  # noqa: ANN401
    """Return what an entry shows of a key."""
    match entry:
        case FactsEntry():
            return _facts(field)
        case RowsEntry() | WordsEntry():
            return list(typed.values.get(key, ()))
        case TickEntry():
            return tuple(channel for channel in Channel if channel in typed.values.get(key, ()))
        case ChoiceEntry():
            return typed.values.get(key) or None
    return _text(field).replace("\n", " ")


def _is_typed_in(entry: Entry) -> bool:
    field = entry.focusProxy()
    return isinstance(field, QLineEdit | QPlainTextEdit) and field.hasFocus()


def _fill(entry: Entry, value: Any) -> None:  # noqa: ANN401
    """Show another value; where it is typed in, the cursor stays in its place."""
    field = entry.focusProxy()
    place = field.cursorPosition() if isinstance(field, QLineEdit) and field.hasFocus() else None
    entry.show_value(value)
    if place is not None and isinstance(field, QLineEdit):
        field.setCursorPosition(place)


def _text(field: Field | None) -> str:
    return field.value if field and isinstance(field.value, str) else ""


def _facts(field: Field | None) -> dict[str, Value]:
    """Return the facts as the header has them; what is deeper than they go stays in the text alone."""
    facts: dict[str, Value] = {}
    for name, each in field.value.items() if field and isinstance(field.value, dict) else ():
        inner = each.value
        facts[name] = {key: _text(one) for key, one in inner.items()} if isinstance(inner, dict) else _text(each)
    return facts


def _written(value: Any) -> Value:  # noqa: ANN401 - each entry has its own
    """Return what an entry holds as a header has it, empty for nothing."""
    match value:
        case None:
            return ""
        case True:
            return "true"
        case tuple():
            return [str(each) for each in value]
        case dict() | list():
            return value
    return str(value)
