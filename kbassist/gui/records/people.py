"""The page that asks who is at the desk; while it is shown nothing else is seen or heard."""

from datetime import UTC, datetime
from enum import Enum, auto
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from kbassist.desk import people
from kbassist.desk.people import Person, TakenError
from kbassist.gui.keys import ENTER
from kbassist.gui.records.clerk import Clerk
from kbassist.gui.rows import RowList, TextRow
from kbassist.gui.theme import GRID, Theme
from kbassist.messages import _

_WIDTH = 320  # px, which the narrowest window has too
_MOST_ROWS = 8


class _Asked(Enum):
    """What the page asks for."""

    WHO = auto()
    PASSPHRASE = auto()
    OLD = auto()
    NEW = auto()
    NAME = auto()


class PeoplePage(QFrame):
    """Lists the people of the account and lets one of them in; `entered(name, has_passphrase)` tells who it is.

    A name can be added, and a passphrase set, changed or taken away, by who knows the present one.
    """

    entered = Signal(str, bool)

    def __init__(self, clerk: Clerk, theme: Theme, parent: QWidget) -> None:
        """Build the page, hidden until it is asked for."""
        super().__init__(parent)
        self._clerk = clerk
        self._people: list[Person] = []
        self._present = ""
        self._asked = _Asked.WHO
        self.setObjectName("people")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.words, self.message = QLabel(self), QLabel(self), QLabel(self)
        self.rows = RowList(_("Agents"), theme, self)
        self.name, self.passphrase = QLineEdit(self), QLineEdit(self)
        self.change = QPushButton(self)
        self._hint = QLabel(self)
        self._set_up()
        self._lay_out()
        self.hide()

    def ask(self, present: str = "") -> None:
        """Cover everything and ask who is there; `present` is who was."""
        self._present = present
        self._show_asked(_Asked.WHO)
        self.rows.clear()
        self.cover()
        self.show()
        self.raise_()
        self.setFocus()
        self._clerk.ask(people.everyone, self._show_people)

    def cover(self) -> None:
        """Take all the room of the window."""
        if window := self.parentWidget():
            self.setGeometry(window.rect())

    def _show_people(self, found: list[Person]) -> None:
        self._people = found
        rows = [TextRow(person.name, _("with a passphrase") if person.has_passphrase else "") for person in found]
        self.rows.show_rows([*rows, TextRow(_("New agent"), "")])
        self.rows.setFixedHeight(sum(self.rows.sizeHintForRow(at) for at in range(min(len(found) + 1, _MOST_ROWS))))
        names = [person.name for person in found]
        self.rows.setCurrentRow(names.index(self._present) if self._present in names else 0)
        self._show_asked(_Asked.WHO)
        if not found:
            self._show_asked(_Asked.NAME)
            self.name.setText(self._present)

    @property
    def _chosen(self) -> Person | None:
        """Return the person who is chosen; None for somebody new."""
        at = self.rows.currentRow()
        return self._people[at] if 0 <= at < len(self._people) else None

    def _go_on(self) -> None:
        """Do what Enter means for what is asked."""
        match self._asked:
            case _Asked.WHO:
                self._choose()
            case _Asked.PASSPHRASE | _Asked.OLD:
                self._try_passphrase()
            case _Asked.NEW:
                self._set_passphrase()
            case _Asked.NAME:
                self._add()

    def _choose(self) -> None:
        person = self._chosen
        if person is None:
            self._show_asked(_Asked.NAME)
        elif person.has_passphrase:
            self._show_asked(_Asked.PASSPHRASE)
        else:
            self._enter(person.name, has_passphrase=False)

    def _begin_change(self) -> None:
        if self._chosen:
            self._show_asked(_Asked.OLD if self._chosen.has_passphrase else _Asked.NEW)

    def _try_passphrase(self) -> None:
        person = self._chosen
        if person:
            job = partial(people.unlocks, person.name, self.passphrase.text())
            self._clerk.ask(job, partial(self._tried, person.name, self._asked))

    def _tried(self, name: str, asked: _Asked, is_right: bool) -> None:
        self.passphrase.clear()
        if not is_right:
            self._say(_("That is not the passphrase. Please try again."))
        elif asked is _Asked.OLD:
            self._show_asked(_Asked.NEW)
        else:
            self._enter(name, has_passphrase=True)

    def _set_passphrase(self) -> None:
        person, words = self._chosen, self.passphrase.text()
        if person:
            job = partial(people.set_passphrase, person.name, words)
            self._clerk.ask(job, partial(self._changed, person.name, bool(words)))

    def _changed(self, name: str, has_passphrase: bool, _found: bool) -> None:
        self._enter(name, has_passphrase=has_passphrase)

    def _add(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._say(_("Please enter a name."))
        elif self.name.hasFocus():
            self.passphrase.setFocus()
        else:
            self._clerk.ask(partial(_added, name, self.passphrase.text()), self._added)

    def _added(self, person: Person | None) -> None:
        if person:
            self._enter(person.name, has_passphrase=person.has_passphrase)
        else:
            self._say(_("This name is taken. Please choose another."))
            self.name.setFocus()

    def _enter(self, name: str, *, has_passphrase: bool) -> None:
        self.passphrase.clear()
        self.name.clear()
        self.hide()
        self.entered.emit(name, has_passphrase)

    def _back(self) -> None:
        """Go back to the list, and from there to the call where its agent asks for no passphrase."""
        if self._asked is not _Asked.WHO and self._people:
            self._show_asked(_Asked.WHO)
            return
        present = next((person for person in self._people if person.name == self._present), None)
        if not self._people or (present and not present.has_passphrase):
            self._enter(self._present, has_passphrase=False)

    def _show_asked(self, asked: _Asked) -> None:
        self._asked = asked
        person = self._chosen
        name = person.name if person else ""
        titles = {
            _Asked.WHO: (_("Who is at the desk?"), _("Calls, drafts and what is learned belong to each agent.")),
            _Asked.PASSPHRASE: (name, _("Your passphrase")),
            _Asked.OLD: (name, _("Your present passphrase")),
            _Asked.NEW: (name, _("A new passphrase; leave it empty to have none")),
            _Asked.NAME: (_("New agent"), _("Your name as customers hear it, and a passphrase if you want one")),
        }
        title, words = titles[asked]
        self.title.setText(title)
        self.words.setText(words)
        self._say("")
        self.passphrase.clear()
        self.rows.setVisible(asked is _Asked.WHO)
        self.name.setVisible(asked is _Asked.NAME)
        self.passphrase.setVisible(asked is not _Asked.WHO)
        self._show_change()
        self._hint.setText(_("Enter: go on · Esc: back") if asked is not _Asked.WHO else _("↑ ↓ choose · Enter: go on"))
        {_Asked.WHO: self.rows, _Asked.NAME: self.name}.get(asked, self.passphrase).setFocus()

    def _show_change(self) -> None:
        person = self._chosen
        self.change.setVisible(self._asked is _Asked.WHO and person is not None)
        has_one = person is not None and person.has_passphrase
        self.change.setText(_("Change the passphrase") if has_one else _("Set a passphrase"))

    def _say(self, words: str) -> None:
        self.message.setText(words)
        self.message.setVisible(bool(words))

    def _set_up(self) -> None:
        self.title.setObjectName("articleTitle")
        self.words.setObjectName("muted")
        self.message.setObjectName("entryProblem")
        self._hint.setObjectName("muted")
        self.change.setFlat(True)
        self.name.setPlaceholderText(_("Name"))
        self.name.setAccessibleName(_("Name"))
        self.name.setMaxLength(60)
        self.passphrase.setPlaceholderText(_("Passphrase"))
        self.passphrase.setAccessibleName(_("Passphrase"))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        for label in (self.title, self.words, self.message):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        for field in (self.name, self.passphrase, self.rows):
            field.installEventFilter(self)
        self.rows.itemActivated.connect(self._go_on)
        self.rows.currentRowChanged.connect(self._show_change)
        self.change.clicked.connect(self._begin_change)

    def _lay_out(self) -> None:
        middle = QWidget(self)
        middle.setFixedWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setSpacing(GRID)
        for widget in (self.title, self.words, self.rows, self.name, self.passphrase, self.message):
            column.addWidget(widget)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._hint)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GRID, 8 * GRID, GRID, 3 * GRID)
        outer.addWidget(middle, 1, Qt.AlignmentFlag.AlignHCenter)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Go on at Enter, back at Esc."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        if event.key() in ENTER:
            self._go_on()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._back()
            return True
        return False


def _added(name: str, passphrase: str) -> Person | None:
    try:
        return people.add(name, passphrase, datetime.now(UTC))
    except TakenError:
        return None
